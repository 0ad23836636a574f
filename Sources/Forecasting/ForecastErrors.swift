/// The symmetric mean absolute percentage error, in percent: the mean of 200·|y − ŷ| / (|y| + |ŷ|), where
/// two zeros are no error. Makridakis, Hibon, *The M3-competition*, 2000.
package func symmetricPercentageError(_ forecast: [Double], _ actual: [Double]) -> Double {
  precondition(forecast.count == actual.count && !actual.isEmpty)
  var sum = 0.0
  for (predicted, value) in zip(forecast, actual) {
    let size = predicted.magnitude + value.magnitude
    if size > 0 { sum += 200 * (predicted - value).magnitude / size }
  }
  return sum / Double(actual.count)
}

/// The mean absolute error of forecasting a history by its own value one season before: the unit of the
/// mean absolute scaled error. Hyndman, Koehler, *Another look at measures of forecast accuracy*, 2006.
/// 0 where the history is no longer than a season or repeats itself.
package func seasonalNaiveError(_ history: [Double], season: Int) -> Double {
  guard history.count > season else { return 0 }
  var sum = 0.0
  for index in season..<history.count {
    sum += (history[index] - history[index - season]).magnitude
  }
  return sum / Double(history.count - season)
}

/// The mean absolute scaled error; nil where the history has no scale.
package func scaledError(
  _ forecast: [Double], _ actual: [Double], history: [Double], season: Int
) -> Double? {
  precondition(forecast.count == actual.count && !actual.isEmpty)
  let scale = seasonalNaiveError(history, season: season)
  guard scale > 0 else { return nil }
  let sum = zip(forecast, actual).reduce(0) { $0 + ($1.0 - $1.1).magnitude }
  return sum / Double(actual.count) / scale
}
