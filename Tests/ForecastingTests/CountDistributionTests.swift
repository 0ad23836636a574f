import Forecasting
import RealModule
import Testing

/// Distribution, quantile, shortfall and conditional moments agree with sums of the probabilities.
@Suite struct CountDistributionTests {
  /// Probabilities of 0…999 by logarithms of the gamma function.
  private func probabilities(_ mean: Double, _ variance: Double) -> [Double] {
    (0..<20_000).map { (count: Int) -> Double in
      let k = Double(count)
      if variance <= mean {
        return Double.exp(k * Double.log(mean) - mean - Double.logGamma(k + 1))
      }
      let r = mean * mean / (variance - mean)
      return Double.exp(
        Double.logGamma(k + r) - Double.logGamma(r) - Double.logGamma(k + 1)
          + r * Double.log(r / (r + mean)) + k * Double.log(mean / (r + mean)))
    }
  }

  private static let cases: [(Double, Double)] = [
    (0.2, 0.2), (0.7, 3), (5, 5), (5, 60), (40, 41), (300, 90_000), (1500, 400_000), (900, 900),
  ]

  @Test(arguments: cases)
  func `the distribution function is the sum of the probabilities`(mean: Double, variance: Double) {
    let distribution = CountDistribution(mean: mean, variance: variance)
    let terms = probabilities(mean, variance)
    var sum = 0.0
    for (count, term) in terms.enumerated().prefix(5000) {
      sum += term
      guard count.isMultiple(of: 7) else { continue }
      // Where it is all but normal, the expansion is good to a thousandth.
      let tolerance = mean >= 700 && variance == mean ? 1e-3 : 1e-8
      #expect(abs(distribution.cumulative(through: Double(count)) - sum) < tolerance)
    }
  }

  @Test(arguments: cases)
  func `a quantile is the least count that reaches the level, and grows with it`(
    mean: Double, variance: Double
  ) {
    let distribution = CountDistribution(mean: mean, variance: variance)
    var last = 0.0
    for level in [1e-9, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.999999] {
      let quantile = distribution.quantile(level)
      #expect(quantile == quantile.rounded() && quantile >= last)
      last = quantile
      guard !(mean >= 700 && variance == mean) else { continue }
      #expect(distribution.cumulative(through: quantile) >= level)
      if quantile > 0 { #expect(distribution.cumulative(through: quantile - 1) < level) }
    }
  }

  @Test(arguments: cases)
  func `shortfall and what was asked for beyond a bound are sums`(mean: Double, variance: Double) {
    let distribution = CountDistribution(mean: mean, variance: variance)
    let terms = probabilities(mean, variance)
    for stock in [0.0, 1, 2.5, mean.rounded(), (2 * mean).rounded()] {
      var (shortfall, tail, first, second) = (0.0, 0.0, 0.0, 0.0)
      for (count, term) in terms.enumerated() {
        let k = Double(count)
        shortfall += max(0, k - stock) * term
        if k >= stock {
          tail += term
          first += k * term
          second += k * k * term
        }
      }
      let tolerance = mean >= 700 && variance == mean ? 1.0 : 1e-4 * max(1, mean)
      #expect(abs(distribution.shortfall(above: stock) - shortfall) < tolerance)
      guard tail > 1e-6, tolerance < 1 else { continue }
      #expect(abs(distribution.mean(atLeast: stock) - first / tail) < tolerance)
      let conditional = second / tail - first / tail * first / tail
      #expect(abs(distribution.variance(atLeast: stock) - conditional) < 1e-3 * max(1, conditional))
    }
  }

  @Test func `nothing is asked for of a mean of 0`() {
    let distribution = CountDistribution(mean: 0, variance: 0)
    #expect(distribution.quantile(0.999) == 0)
    #expect(distribution.cumulative(through: 0) == 1)
    #expect(distribution.shortfall(above: 3) == 0)
  }

  @Test func `a hurdle has its share of zeros`() {
    let distribution = HurdleDistribution(probability: 0.4, size: 3, sizeVariance: 2)
    #expect(abs(distribution.mean - 1.2) < 1e-12)
    #expect(abs(distribution.cumulative(through: 0) - 0.6) < 1e-12)
    #expect(distribution.quantile(0.6) == 0)
    #expect(distribution.quantile(0.61) == 1)
    // E[X²] = .4 · (2 + 9).
    #expect(abs(distribution.variance - (4.4 - 1.44)) < 1e-12)
    // An item sold half a unit at a time has its mean too.
    #expect(abs(HurdleDistribution(probability: 1, size: 0.5, sizeVariance: 0).mean - 0.5) < 1e-12)
  }
}
