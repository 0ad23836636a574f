/// How wrong what demand is multiplied with is (a season, an event, a price), learned from many items at once.
///
/// A factor that is too small is so for all units of the periods that it covers, and for all items that share it:
/// the error of a total grows with the total, not with its root, and is largest for what is sold most:
///
///     E[(D − μ)²] = σ² + γ · μ²
///
/// with σ² as ``DemandOutlook`` has it of a series by itself. Of normal errors γ is the likeliest where
///
///     Σ w · μ² · ((D − μ)² − σ² − γμ²) = 0,     w = 1 / (σ² + γμ²)²
///
/// found by expectation and maximisation: of a total in which something was sold out, (D − μ)² is what is to be
/// expected of one that is no less than it. Tobin, *Estimation of relationships for limited dependent
/// variables*, Econometrica 1958.
package struct FactorError: Sendable {
  fileprivate struct Total {
    let mean: Double
    let variance: Double
    let units: Double
    /// Whether more may have been asked for.
    let isBound: Bool

    /// (D − μ)², or what it is on average of normal errors of the variance `whole`.
    func squaredError(_ whole: Double) -> Double {
      let error = units - mean
      guard isBound else { return error * error }
      let z = error / whole.squareRoot()
      let tail = StandardNormal.cumulative(-z)
      // So far out that the rest of the tail is nothing beside the error.
      guard tail > 1e-12 else { return error * error }
      return whole * (1 + z * StandardNormal.density(z) / tail)
    }
  }

  /// Periods of a total: as many as an order usually covers.
  private static let totalPeriods = 4
  private static let iterations = 30
  private static let begin = 0.02
  /// As if a factor were wrong by as much as it says.
  private static let most = 1.0
  private static let totalsLeast = 200

  private var totals: [Total] = []

  package init() {}

  /// Follows a series, and compares what is expected of the periods after each of the newest with what came.
  ///
  /// - Parameters:
  ///   - sales: NaN where they are not known
  ///   - factors: of each period, as they were known before the newest
  ///   - newest: periods
  package mutating func add(
    _ sales: [Double], wasSoldOut: [Bool], factors: [Double], newest: Int
  ) {
    precondition(sales.count == factors.count && sales.count == wasSoldOut.count, "unequal counts")
    var model = CountForecaster()
    for period in sales.indices {
      let rest = period..<min(period + Self.totalPeriods, sales.count)
      if rest.count == Self.totalPeriods, period >= sales.count - newest, model.mean > 0 {
        add(model, sales[rest], factors[rest], isBound: wasSoldOut[rest].contains(true))
      }
      let level = sales[period] / factors[period]
      if level.isNaN {
        model.observe(model.mean)
      } else if wasSoldOut[period] {
        model.observe(atLeast: level)
      } else {
        model.observe(level)
      }
    }
  }

  private mutating func add(
    _ model: CountForecaster, _ sales: ArraySlice<Double>, _ factors: ArraySlice<Double>,
    isBound: Bool
  ) {
    let units = sales.reduce(0, +)
    guard !units.isNaN else { return }
    let means = factors.map { $0 * model.mean }
    let variances = factors.map { max($0 * $0 * model.errorVariance, $0 * model.mean) }
    guard
      let outlook = try? DemandOutlook(
        means: means.span, variances: variances.span, periodDays: 1,
        errorCorrelation: model.errorCorrelation)
    else { return }
    let days = Double(factors.count)
    totals.append(
      Total(
        mean: outlook.mean(days: days), variance: outlook.variance(days: days), units: units,
        isBound: isBound))
  }

  /// γ; 0 where there is too little to tell.
  package var variance: Double {
    guard totals.count >= Self.totalsLeast else { return 0 }
    var found = Self.begin
    for _ in 0..<Self.iterations {
      var (above, below) = (0.0, 0.0)
      for total in totals {
        let square = total.mean * total.mean
        let whole = total.variance + found * square
        let weight = square / (whole * whole)
        above += weight * (total.squaredError(whole) - total.variance)
        below += weight * square
      }
      guard below > 0 else { return 0 }
      found = min(max(above / below, 0), Self.most)
    }
    return found
  }
}
