/// What is expected of the periods to come, and how far it may be wrong: what a plan is made from.
///
/// Nothing is copied: both lie where the forecast was written.
package struct DemandOutlook: ~Escapable {
  /// Expected units of periods 1, 2, …; after the last it goes on as the last.
  let means: Span<Double>
  /// Variances of one period's error, as many.
  let variances: Span<Double>
  /// Days of a period.
  let periodDays: Double
  /// Of the errors of two periods, in 0...1.
  let errorCorrelation: Double
  /// Of what the level is multiplied with, relative: ``FactorError``.
  let factorVariance: Double

  /// - Throws: DemandError when there is no period, counts differ, or a number is no demand.
  @_lifetime(copy means, copy variances)
  package init(
    means: Span<Double>, variances: Span<Double>, periodDays: Double, errorCorrelation: Double = 0,
    factorVariance: Double = 0
  ) throws(DemandError) {
    guard !means.isEmpty else { throw .noObservations }
    guard variances.count == means.count else {
      throw .unequalCounts(name: "variances", count: variances.count, expected: means.count)
    }
    for index in means.indices {
      let (mean, variance) = (means[index], variances[index])
      try DemandError.check("mean", mean, "finite and ≥ 0", mean >= 0 && mean.isFinite)
      try DemandError.check(
        "variance", variance, "finite and ≥ 0", variance >= 0 && variance.isFinite)
    }
    try DemandError.check(
      "periodDays", periodDays, "above 0 and finite", periodDays > 0 && periodDays.isFinite)
    try DemandError.check(
      "errorCorrelation", errorCorrelation, "in 0...1",
      errorCorrelation >= 0 && errorCorrelation <= 1)
    try DemandError.check(
      "factorVariance", factorVariance, "finite and ≥ 0",
      factorVariance >= 0 && factorVariance.isFinite)
    self.means = means
    self.variances = variances
    self.periodDays = periodDays
    self.errorCorrelation = errorCorrelation
    self.factorVariance = factorVariance
  }

  /// Expected units of the first `days`; a part of a period has its share.
  func mean(days: Double) -> Double { sum(means, days / periodDays) }

  /// Variance of the error of the units of the first `days`.
  ///
  /// A level that is not known exactly is wrong in all periods alike, so that errors add up faster than one
  /// by one:
  ///
  ///     variance(n) = Σ variances · (1 + ρ(n − 1)) + γ · (Σ means)²
  ///
  /// Of a steady level smoothed with the weight α, the level's error has the variance α/(2 − α) of a
  /// period's noise, which makes ρ = α/2: Prak, Teunter, Syntetos, *On the calculation of safety stocks when
  /// demand is forecasted*, European Journal of Operational Research 2017.
  func variance(days: Double) -> Double {
    let periods = days / periodDays
    let mean = sum(means, periods)
    return sum(variances, periods) * (1 + errorCorrelation * max(0, periods - 1))
      + factorVariance * mean * mean
  }

  /// Days until `units` are expected to be sold; infinite when they never are.
  func days(selling units: Double) -> Double {
    guard units > 0 else { return 0 }
    var left = units
    for index in means.indices {
      if means[index] >= left { return (Double(index) + left / means[index]) * periodDays }
      left -= means[index]
    }
    let last = means[means.count - 1]
    return last > 0 ? (Double(means.count) + left / last) * periodDays : .infinity
  }

  private func sum(_ values: Span<Double>, _ periods: Double) -> Double {
    var left = periods
    var sum = 0.0
    for index in values.indices {
      if left <= 1 { return sum + left * values[index] }
      sum += values[index]
      left -= 1
    }
    return sum + left * values[values.count - 1]
  }
}
