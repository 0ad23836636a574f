/// How far forecasts of one series are from what came.
///
/// `actual` and `forecast` have one element a period of the horizon, `history` one a period before it,
/// oldest first, in the units of the series.
package enum ForecastMetrics {
  /// Mean of 200·|y − f| / (|y| + |f|), in percent; a period of 0 forecast as 0 is no error. In 0...200.
  ///
  /// Makridakis, Spiliotis, Assimakopoulos, *The M4 competition*, International Journal of Forecasting
  /// 2020, equation 1.
  package static func symmetricMAPE(_ actual: [Double], _ forecast: [Double]) -> Double {
    mean(actual, forecast) { (actual, forecast) in
      let size = actual.magnitude + forecast.magnitude
      return size == 0 ? 0 : 200 * (actual - forecast).magnitude / size
    }
  }

  /// Mean absolute error of a seasonal naive forecast inside of the history: what MASE is measured in.
  /// Nil where the history is shorter than a season and one, or repeats itself exactly.
  package static func absoluteScale(_ history: [Double], season: Int) -> Double? {
    precondition(season >= 1, "season is \(season)")
    guard history.count > season else { return nil }
    var sum = 0.0
    for index in season..<history.count {
      sum += (history[index] - history[index - season]).magnitude
    }
    return sum > 0 ? sum / Double(history.count - season) : nil
  }

  /// Mean absolute error over ``absoluteScale(_:season:)``.
  ///
  /// Hyndman, Koehler, *Another look at measures of forecast accuracy*, International Journal of
  /// Forecasting 2006.
  package static func MASE(
    _ actual: [Double], _ forecast: [Double], history: [Double], season: Int
  ) -> Double? {
    guard let scale = absoluteScale(history, season: season) else { return nil }
    return mean(actual, forecast) { ($0 - $1).magnitude } / scale
  }

  /// Mean squared step from one period to the next, from the first sale on: what RMSSE is measured in.
  /// Nil with fewer than two such periods, or when all are the same.
  package static func squaredScale(_ history: [Double]) -> Double? {
    guard let first = history.firstIndex(where: { $0 != 0 }), first + 1 < history.count
    else { return nil }
    var sum = 0.0
    for index in first + 1..<history.count {
      let step = history[index] - history[index - 1]
      sum += step * step
    }
    return sum > 0 ? sum / Double(history.count - first - 1) : nil
  }

  /// √(mean squared error / ``squaredScale(_:)``).
  ///
  /// Makridakis, Spiliotis, Assimakopoulos, *The M5 accuracy competition*, International Journal of
  /// Forecasting 2022, equation 1.
  package static func RMSSE(
    _ actual: [Double], _ forecast: [Double], history: [Double]
  ) -> Double? {
    guard let scale = squaredScale(history) else { return nil }
    return (mean(actual, forecast) { ($0 - $1) * ($0 - $1) } / scale).squareRoot()
  }

  /// RMSSEs weighted by what the series are worth, as M5's equation 2. Nil when all weights are 0.
  package static func weightedRMSSE(_ errors: [Double], weights: [Double]) -> Double? {
    precondition(errors.count == weights.count, "\(errors.count) errors, \(weights.count) weights")
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    return zip(errors, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
  }

  /// The mean of sMAPE and MASE, each over that of the naive forecast of the deseasonalised series: M4's
  /// overall weighted average, 1 for the naive one.
  package static func OWA(
    symmetricMAPE: Double, MASE: Double, ofNaive naive: (symmetricMAPE: Double, MASE: Double)
  ) -> Double {
    (symmetricMAPE / naive.symmetricMAPE + MASE / naive.MASE) / 2
  }

  /// Mean of max(q·(y − f), (q − 1)·(y − f)), the loss that the quantile of level q has least of.
  ///
  /// Koenker, Bassett, *Regression quantiles*, Econometrica 1978.
  package static func pinballLoss(
    _ actual: [Double], quantile forecast: [Double], level: Double
  ) -> Double {
    precondition(0 < level && level < 1, "level is \(level)")
    return mean(actual, forecast) { (actual, forecast) in
      max(level * (actual - forecast), (level - 1) * (actual - forecast))
    }
  }

  /// The share of periods inside of an interval, its ends included.
  package static func coverage(
    _ actual: [Double], lower: [Double], upper: [Double]
  ) -> Double {
    precondition(actual.count == upper.count, "\(actual.count) periods, \(upper.count) ends")
    let inside = actual.indices.count { lower[$0] <= actual[$0] && actual[$0] <= upper[$0] }
    return Double(inside) / Double(actual.count)
  }

  /// Mean of forecast − actual: positive when too much was expected.
  package static func bias(_ actual: [Double], _ forecast: [Double]) -> Double {
    mean(actual, forecast) { $1 - $0 }
  }

  /// Unit-periods for which a stock that receives the forecast and gives the sales holds something too
  /// much (positive) or waits for something (negative): Σ_i Σ_{j ≤ i} (f_j − y_j).
  ///
  /// Wallström, Segerstedt, *Evaluation of forecasting error measurements and techniques for
  /// intermittent demand*, International Journal of Production Economics 2010.
  package static func periodsInStock(_ actual: [Double], _ forecast: [Double]) -> Double {
    precondition(actual.count == forecast.count, "\(actual.count) and \(forecast.count) periods")
    var stock = 0.0
    return zip(actual, forecast).reduce(0) { (sum, pair) in
      stock += pair.1 - pair.0
      return sum + stock
    }
  }

  private static func mean(
    _ actual: [Double], _ forecast: [Double], _ error: (Double, Double) -> Double
  ) -> Double {
    precondition(actual.count == forecast.count, "\(actual.count) and \(forecast.count) periods")
    precondition(!actual.isEmpty, "no periods")
    return zip(actual, forecast).reduce(0) { $0 + error($1.0, $1.1) } / Double(actual.count)
  }
}
