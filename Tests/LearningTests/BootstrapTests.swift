import Learning
import RealModule
import Testing

/// Intervals cover what they should about as often as they promise, and do not depend on threads.
@Suite struct BootstrapTests {
  @Test func `an interval covers a known mean about 95 times in 100`() {
    // Exponential, of mean 1: as skewed as reciprocal ranks are.
    let trials = 400
    let covered = parallelMap(count: trials, threads: 2) { (trial: Int) -> Bool in
      var random = SeededRandom(seed: 11, stream: UInt64(trial))
      let sample = (0..<150).map { _ in -Double.log(1 - random.uniform()) }
      return Bootstrap(seed: UInt64(trial), resamples: 400)
        .means(of: sample, columns: 1, threads: 1).estimate(0).covers(1)
    }.count { $0 }
    // Three standard deviations of the count about .95, and what the percentile method is known to lack.
    #expect((0.90...0.985).contains(Double(covered) / Double(trials)), "\(covered) of \(trials)")
  }

  @Test func `values are those observed, whatever was drawn`() {
    let means = Bootstrap(seed: 3, resamples: 50)
      .means(of: [1, 10, 2, 20, 6, 60], columns: 2, threads: 1)
    #expect(means.rowCount == 3)
    #expect(means.estimate(0).value == 3)
    #expect(means.estimate(1).value == 30)
    let ratio = means.ratio(1, over: 0)
    #expect(abs(ratio.low - 10) < 1e-9 && abs(ratio.high - 10) < 1e-9)
  }

  @Test func `differences are paired`() {
    // The second column is the first and 1: every draw agrees on the difference.
    let rows = (0..<100).flatMap { [Double($0), Double($0) + 1] }
    let means = Bootstrap(seed: 5).means(of: rows, columns: 2, threads: 2)
    let difference = means.difference(1, minus: 0)
    #expect(abs(difference.low - 1) < 1e-9 && abs(difference.high - 1) < 1e-9)
    #expect(means.estimate(0).high - means.estimate(0).low > 5)
  }

  @Test func `a difference to others has the errors of both`() {
    let one = Estimate(value: 10, low: 7, high: 14)
    let other = Estimate(value: 4, low: 1, high: 8)
    // √(3² + 4²) below, √(4² + 3²) above.
    #expect(one.minus(other) == Estimate(value: 6, low: 1, high: 11))
  }

  @Test func `the seed decides, threads do not`() {
    let rows = (0..<60).map { Double(($0 * 7919) % 101) }
    func interval(seed: UInt64, threads: Int) -> Estimate {
      Bootstrap(seed: seed).means(of: rows, columns: 1, threads: threads).estimate(0)
    }
    #expect(interval(seed: 1, threads: 1) == interval(seed: 1, threads: 3))
    #expect(interval(seed: 1, threads: 1) != interval(seed: 2, threads: 1))
  }

  @Test func `no rows give zeros, one row an interval of no width`() {
    #expect(
      Bootstrap(seed: 1).means(of: [], columns: 1, threads: 1).estimate(0)
        == Estimate(value: 0, low: 0, high: 0))
    #expect(
      Bootstrap(seed: 1).means(of: [4], columns: 1, threads: 1).estimate(0)
        == Estimate(value: 4, low: 4, high: 4))
  }
}
