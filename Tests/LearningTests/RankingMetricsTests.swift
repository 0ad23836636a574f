import Learning
import RealModule
import Testing

/// The metrics are those of their definitions, worked by hand.
@Suite struct RankingMetricsTests {
  func metrics(_ ranked: [Int32], _ relevant: Set<Int32>, cutoff: Int) -> RankingMetrics {
    var metrics = RankingMetrics(cutoff: cutoff)
    metrics.add(ranked: ranked, relevant: relevant)
    return metrics
  }

  @Test func `a perfect list scores one`() {
    let perfect = metrics([4, 2, 9], [2, 4], cutoff: 2)
    #expect(perfect.recall == 1)
    #expect(perfect.precision == 1)
    #expect(perfect.hitRate == 1)
    #expect(abs(perfect.ndcg - 1) < 1e-12)
  }

  @Test func `one held-out item at rank 3 has gain one half`() {
    let one = metrics([4, 2, 9], [9], cutoff: 20)
    #expect(one.recall == 1)
    #expect(one.precision == 1.0 / 20)
    #expect(abs(one.ndcg - 0.5) < 1e-12)  // 1 / log2(4)
  }

  @Test func `recall is divided by no more than the cutoff`() {
    let many = metrics([1, 2], [1, 2, 3, 4, 5], cutoff: 2)
    #expect(many.recall == 1)
    #expect(abs(many.ndcg - 1) < 1e-12)
  }

  @Test func `ranks past the cutoff do not count`() {
    let late = metrics([1, 2, 3], [3], cutoff: 2)
    #expect(late.recall == 0)
    #expect(late.hitRate == 0)
    #expect(late.ndcg == 0)
  }

  @Test func `the gains of several hits add up`() {
    // Hits at ranks 1 and 3 of three relevant items, cutoff 3.
    let dcg = 1 + 0.5
    let ideal = 1 + 1 / Double.log2(3) + 0.5
    #expect(abs(metrics([7, 1, 8], [7, 8, 9], cutoff: 3).ndcg - dcg / ideal) < 1e-12)
  }

  @Test func `means are over users with something held out`() {
    var both = metrics([1], [1], cutoff: 1)
    both.add(ranked: [1], relevant: [2])
    both.add(ranked: [1], relevant: [])
    #expect(both.userCount == 2)
    #expect(both.recall == 0.5)
  }

  @Test func `parts of an evaluation add up to the whole`() {
    var whole = metrics([1, 2], [2], cutoff: 2)
    whole.add(metrics([3, 4], [5], cutoff: 2))
    #expect(whole.userCount == 2)
    #expect(whole.recall == 0.5)
  }
}
