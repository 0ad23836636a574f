import Forecasting
import Testing

/// Many series of counts together expect what is sold of all of them.
@Suite struct CountSumTests {
  private func sum(_ count: Int, _ sales: [Double], mean: Double) -> CountSum {
    var sum = CountSum()
    for _ in 0..<count { sum.add(sales, mean: mean) }
    return sum
  }

  @Test func `what limits cut off is given back`() {
    // 2 units a period are sold, and 1.8 expected.
    #expect(abs(sum(60, [2, 2, 2, 2], mean: 1.8).lift - 2 / 1.8) < 1e-12)
  }

  @Test func `newer sums count for more, once there are enough of them`() {
    let risen = [Double](repeating: 1, count: 20) + [Double](repeating: 2, count: 20)
    // 2 − .85²⁰ of the step.
    #expect(abs(sum(60, risen, mean: 2).lift - 0.98062) < 1e-3)
  }

  @Test func `series that begin later are summed with the others' newest periods`() {
    var sum = sum(50, [2, 2, 2, 2], mean: 2)
    sum.add([100, 0], mean: 0)
    // Levels of the sums 100, 100, 200, 100: plain means of the first four.
    #expect(abs(sum.lift - 1.25) < 1e-12)
  }

  @Test func `few series, and such as nothing is expected of, are left as they are`() {
    #expect(sum(49, [2, 2], mean: 1.8).lift == 1)
    #expect(sum(60, [0, 0], mean: 0).lift == 1)
    #expect(CountSum().lift == 1)
  }

  @Test func `a sum that is far from its parts moves them by half at most`() {
    #expect(sum(60, [9, 9], mean: 1).lift == 1.5)
    #expect(sum(60, [1, 1], mean: 9).lift == 2.0 / 3)
  }

  @Test func `a lifted model expects more, more often and more of it, and keeps it when packed`()
    throws
  {
    let plain = try CountForecaster.fit([0, 2, 0, 5, 1, 0, 3, 0])
    var lifted = plain.lifted(by: 1.25)
    #expect(abs(lifted.mean - 1.25 * plain.mean) < 1e-12)
    #expect(abs(lifted.distribution.mean - 1.25 * plain.distribution.mean) < 1e-9)
    #expect(lifted.distribution.probability > plain.distribution.probability)
    var packed: [Double] = []
    lifted.pack(into: &packed)
    #expect(try CountForecaster(packed: packed.span) == lifted)
    var moved = plain
    moved.observe(4)
    lifted.observe(4)
    #expect(abs(lifted.mean - 1.25 * moved.mean) < 1e-12)
    packed[6] = 0
    #expect(throws: DemandError.self) { try CountForecaster(packed: packed.span) }
  }
}
