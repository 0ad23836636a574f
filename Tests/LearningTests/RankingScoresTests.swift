import Learning
import RealModule
import Testing

/// Each metric is that of its definition, worked by hand on one list.
@Suite struct RankingScoresTests {
  /// Hits at ranks 2 and 4 of the first 5; three items are relevant.
  private let scores = RankingScores(
    ranked: [9, 1, 8, 2, 7, 3], relevant: [1, 2, 3], cutoff: 5)

  @Test func `recall is hits over relevant items`() {
    #expect(abs(scores.recall - 2.0 / 3) < 1e-12)
  }

  @Test func `precision is hits over places`() { #expect(abs(scores.precision - 2.0 / 5) < 1e-12) }

  @Test func `F1 is the harmonic mean of precision and recall`() {
    // 2 · (2/5) · (2/3) / (2/5 + 2/3) = (8/15) / (16/15)
    #expect(abs(scores.f1 - 0.5) < 1e-12)
  }

  @Test func `NDCG discounts by rank and is divided by the best that was possible`() {
    let gain = 1 / Double.log2(3) + 1 / Double.log2(5)
    let ideal = 1 + 1 / Double.log2(3) + 0.5
    #expect(abs(scores.ndcg - gain / ideal) < 1e-12)
  }

  @Test func `average precision takes the precision at each hit`() {
    // (1/2 + 2/4) / 3
    #expect(abs(scores.map - 1.0 / 3) < 1e-12)
  }

  @Test func `the reciprocal rank is that of the first hit`() {
    #expect(scores.mrr == 0.5)
    #expect(scores.hitRate == 1)
  }

  @Test func `a list without hits scores zero everywhere`() {
    let none = RankingScores(ranked: [4, 5], relevant: [6], cutoff: 2)
    for metric in RankingMetric.allCases { #expect(none[metric] == 0) }
  }

  @Test func `a list of all relevant items scores one everywhere, if it has no more places`() {
    let all = RankingScores(ranked: [4, 5], relevant: [5, 4, 6], cutoff: 2)
    for metric in RankingMetric.allCases { #expect(abs(all[metric] - 1) < 1e-12) }
  }

  @Test func `with one relevant item MAP is MRR and recall is the hit rate`() {
    for rank in 1...6 {
      let list = (1...6).map { Int32($0 == rank ? 100 : $0) }
      let one = RankingScores(ranked: list, relevant: [100], cutoff: 5)
      #expect(one.map == one.mrr)
      #expect(one.recall == one.hitRate)
    }
  }
}
