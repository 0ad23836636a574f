import Forecasting
import Learning
import RealModule
import Testing

/// What is wrong for many items alike is found, and a plan that knows of it keeps what it was asked for.
@Suite struct FactorErrorTests {
  private struct Item {
    var sales: [Double] = []
    var wasSoldOut: [Bool] = []
  }

  /// Poisson counts about a level of their own, times factors of which a plan knows nothing: 0.7 or 1.3 for
  /// four periods, for all items.
  private func items(
    _ count: Int, periods: Int, wrongBy error: Double, levels: ClosedRange<Double>,
    stock: Double = .infinity
  ) -> [Item] {
    let run = 4
    var random = SeededRandom(seed: 4)
    let factors = (0..<periods / run).flatMap { _ in
      [Double](repeating: random.uniform() < 0.5 ? 1 - error : 1 + error, count: run)
    }
    return (0..<count).map { _ in
      let level =
        levels.lowerBound + (levels.upperBound - levels.lowerBound) * random.uniform()
      var item = Item()
      for factor in factors {
        let demand = CountDistribution(mean: level * factor, variance: 0)
          .quantile(max(1e-12, random.uniform()))
        item.sales.append(min(demand, stock * level))
        item.wasSoldOut.append(demand > stock * level)
      }
      return item
    }
  }

  private func variance(of items: [Item]) -> Double {
    var error = FactorError()
    for item in items {
      error.add(
        item.sales, wasSoldOut: item.wasSoldOut, factors: item.sales.map { _ in 1 }, newest: 48)
    }
    return error.variance
  }

  @Test func `where factors are right nothing is added`() {
    #expect(variance(of: items(60, periods: 96, wrongBy: 0, levels: 5...80)) < 0.004)
  }

  @Test func `the larger the error of factors, the more is found`() {
    let found = [0.1, 0.2, 0.3].map {
      variance(of: items(60, periods: 96, wrongBy: $0, levels: 20...200))
    }
    #expect(found[0] < found[1] && found[1] < found[2], "\(found)")
    // A level that is followed takes some of the error for its own.
    #expect(found[2] > 0.3 * 0.09 && found[2] < 2 * 0.09, "\(found)")
  }

  @Test func `what was sold out neither hides it nor lets it grow without bound`() {
    let (open, bound) = (
      variance(of: items(60, periods: 96, wrongBy: 0.3, levels: 20...200)),
      variance(of: items(60, periods: 96, wrongBy: 0.3, levels: 20...200, stock: 1.2))
    )
    #expect(bound > 0.5 * open && bound < 4 * open, "\(open), \(bound)")
  }

  @Test func `too few totals say nothing`() {
    #expect(variance(of: items(3, periods: 96, wrongBy: 0.3, levels: 20...200)) == 0)
    #expect(FactorError().variance == 0)
  }

  @Test func `what is not known is no total`() {
    var error = FactorError()
    for _ in 0..<400 {
      error.add(
        [1, 2, .nan, 2, 1], wasSoldOut: [false, false, false, false, false],
        factors: [1, 1, 1, 1, 1], newest: 4)
    }
    #expect(error.variance == 0)
  }

  @Test func `an error of factors widens a plan with the square of what is expected`() throws {
    let (means, variances) = ([4.0, 4, 4], [4.0, 4, 4])
    func deviation(_ factorVariance: Double) throws -> Double {
      let outlook = try DemandOutlook(
        means: means.span, variances: variances.span, periodDays: 7,
        factorVariance: factorVariance)
      return try ReplenishmentPlan(
        outlook: outlook,
        terms: StockTerms(
          leadTimeDays: 14, reviewDays: 7, target: .cycleService(0.95), onHand: 0)
      ).demandDeviation
    }
    #expect(try abs(deviation(0) * deviation(0) - 12) < 1e-9)
    #expect(try abs(deviation(0.25) * deviation(0.25) - (12 + 0.25 * 144)) < 1e-9)
    for value in [-1, .nan, .infinity] {
      #expect(throws: DemandError.self) { try deviation(value) }
    }
  }
}
