import Forecasting
import RealModule
import Testing

/// Variances of many series follow one line, and add up to what was measured.
@Suite struct VarianceLawTests {
  private let means = (1...20).map { 3 * Double($0) }

  @Test func `a power of the mean is found`() throws {
    let law = try #require(
      VarianceLaw(means: means, variances: means.map { 2 * Double.pow($0, 1.5) }))
    #expect(abs(law.exponent - 1.5) < 1e-9 && abs(law.factor - 2) < 1e-9)
    #expect(abs(law.variance(of: 4) - 16) < 1e-9)
  }

  @Test func `one great order makes its series no less sure than its like`() throws {
    var variances = means.map { 2 * $0 }
    variances[3] *= 50
    let law = try #require(VarianceLaw(means: means, variances: variances))
    #expect(law.variance(of: means[3]) < variances[3] / 5)
    let sum = means.reduce(0) { $0 + law.variance(of: $1) }
    #expect(abs(sum - variances.reduce(0, +)) < 1e-6 * sum)
  }

  @Test func `variances grow with means, and no faster than their squares`() throws {
    #expect(
      try #require(VarianceLaw(means: means, variances: means.map { 1 / $0 })).exponent == 0)
    #expect(
      try #require(VarianceLaw(means: means, variances: means.map { $0 * $0 * $0 })).exponent == 2)
  }

  @Test func `nothing expected is still not sure`() throws {
    let law = try #require(VarianceLaw(means: means, variances: means))
    #expect(law.variance(of: 0) > 0 && law.variance(of: 0).isFinite)
  }

  @Test func `few series, and such as are never wrong, have no law`() {
    #expect(VarianceLaw(means: Array(means.prefix(9)), variances: Array(means.prefix(9))) == nil)
    #expect(VarianceLaw(means: means, variances: means.map { _ in 0 }) == nil)
    #expect(VarianceLaw(means: [], variances: []) == nil)
  }
}
