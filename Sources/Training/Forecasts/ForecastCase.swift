import Forecasting
import Learning

/// A series at a forecast origin: what was known, and what came.
struct ForecastCase {
  let id: String
  /// As models see it; without the zeros before the first sale in scales of RMSSE alone.
  let history: [Double]
  let actual: [Double]
  let wasSoldOut: [Bool]
  /// What the newest periods were worth, as many as are forecast: revenue, or units where no price is known.
  let worth: Double
  let season: Int
  /// Of MASE, of RMSSE; nil where the history has none.
  let absoluteScale: Double?
  let squaredScale: Double?

  /// - Parameters:
  ///   - whole: with the periods that were to be foretold
  ///   - past: what is known of it
  ///   - season: that MASE is scored with
  /// - Returns: nil where these periods are not all known, or none before them: what nobody knows cannot be
  ///   foretold wrongly.
  init?(_ whole: SalesPanel.Series, _ past: SalesPanel.Series, season: Int) {
    let horizon = whole.values.count - past.values.count
    actual = Array(whole.values.suffix(horizon))
    history = PreparedSeries(past.values, season: season).values
    guard actual.allSatisfy({ !$0.isNaN }), !history.isEmpty else { return nil }
    id = whole.id
    wasSoldOut = Array(whole.isStockedOut.suffix(horizon))
    self.season = season
    absoluteScale = ForecastMetrics.absoluteScale(history, season: season)
    squaredScale = ForecastMetrics.squaredScale(history)
    let price = Double(past.usualPrice)
    worth = history.suffix(horizon).reduce(0, +) * (price > 0 ? price : 1)
  }
}

/// What a model says of the periods to come.
struct PointForecast {
  let means: [Double]
  /// Shape: periods × ``ForecastEvaluation/quantileLevels``, row-major; empty for a model without.
  let quantiles: [Double]

  func column(_ level: Int) -> [Double] {
    means.indices.map { quantiles[$0 * ForecastEvaluation.quantileLevels.count + level] }
  }
}

extension ForecastCase {
  static let baselineNames = ["naive without season", "mean of four", "seasonal naive"]

  /// What costs nothing to forecast, in the order of ``baselineNames``.
  ///
  /// Quantiles are those of normal errors as large as the method's own in the history; they widen as a random
  /// walk's do, of the seasonal naive with each season, of the mean of four not at all: Hyndman,
  /// Athanasopoulos, *Forecasting: principles and practice*, 3rd edition, section 5.5.
  func baselines() -> [PointForecast] {
    let last = history.count - 1
    let season = history.count > season ? season : 1
    let repeated = actual.indices.map { history[history.count - season + $0 % season] }
    let four = history.suffix(4)
    let mean = four.reduce(0, +) / Double(four.count)
    return [
      withoutSeason(),
      spread(
        actual.map { _ in mean },
        deviation: deviation(4) { index in
          (index - 4..<index).reduce(0) { $0 + history[$1] } / 4
        }
      ) { _ in 1 },
      spread(repeated, deviation: deviation(season) { history[$0 - season] }) {
        Double($0 / season + 1).squareRoot()
      },
    ].map { last < 0 ? PointForecast(means: $0.means, quantiles: []) : $0 }
  }

  /// The last value, its season taken out and put in again where the series has one: M4's Naive 2.
  private func withoutSeason() -> PointForecast {
    let isSeasonal =
      season > 1 && season <= 24 && history.allSatisfy { $0 > 0 }
      && hasSeason(history, season: season)
    guard isSeasonal else {
      return spread(
        actual.map { _ in history[history.count - 1] }, deviation: deviation(1) { history[$0 - 1] }
      ) { Double($0 + 1).squareRoot() }
    }
    let decomposition = SeasonalDecomposition(of: history, season: season, kind: .multiplicative)
    let level = decomposition.adjusted(history)
    let means = actual.indices.map {
      decomposition.seasoned(level[level.count - 1], at: history.count + $0)
    }
    let deviation = deviation(1) { decomposition.seasoned(level[$0 - 1], at: $0) }
    return spread(means, deviation: deviation) { Double($0 + 1).squareRoot() }
  }

  /// Root of the mean square of a method's errors one step ahead.
  private func deviation(_ first: Int, _ forecast: (Int) -> Double) -> Double {
    guard history.count > first else { return 0 }
    var sum = 0.0
    for index in first..<history.count {
      let error = history[index] - forecast(index)
      sum += error * error
    }
    return (sum / Double(history.count - first)).squareRoot()
  }

  private static let normalQuantiles = [-1.959964, -1.281552, 0, 1.281552, 1.959964]

  private func spread(
    _ means: [Double], deviation: Double, _ width: (Int) -> Double
  ) -> PointForecast {
    let isNonnegative = history.allSatisfy { $0 >= 0 }
    return PointForecast(
      means: means,
      quantiles: means.indices.flatMap { step in
        Self.normalQuantiles.map {
          let value = means[step] + $0 * deviation * width(step)
          return isNonnegative ? max(0, value) : value
        }
      })
  }
}

/// A series that a report shows: its newest periods, what was said of those to come, and what came.
package struct ForecastPicture: Sendable, Equatable {
  package let id: String
  package let isIntermittent: Bool
  package let history: [Double]
  package let actual: [Double]
  package let wasSoldOut: [Bool]
  package let means: [Double]
  /// Shape: periods × ``ForecastEvaluation/quantileLevels``, row-major.
  package let quantiles: [Double]
  /// What the seasonal naive forecast says.
  package let repeated: [Double]
  /// RMSSE of the means.
  package let error: Double
  /// The first day of the first period to come, or its number.
  package let begin: String

  /// Periods of history that are shown.
  private static let historyMax = 104

  init(
    _ question: ForecastCase, _ served: PointForecast, repeated: [Double], begin: String,
    isIntermittent: Bool
  ) {
    id = question.id
    self.isIntermittent = isIntermittent
    history = question.history.suffix(Self.historyMax)
    actual = question.actual
    wasSoldOut = question.wasSoldOut
    means = served.means
    quantiles = served.quantiles
    self.repeated = repeated
    error = question.squaredScaledError(served) ?? .nan
    self.begin = begin
  }
}

extension ForecastCase {
  func squaredScaledError(_ forecast: PointForecast) -> Double? {
    error { step in actual[step] - forecast.means[step] }
  }

  func demandError(_ forecast: PointForecast) -> Double? {
    error { step in
      let missing = actual[step] - forecast.means[step]
      return wasSoldOut[step] ? max(0, missing) : missing
    }
  }

  private func error(_ difference: (Int) -> Double) -> Double? {
    guard let squaredScale else { return nil }
    let squares = actual.indices.reduce(0) { $0 + difference($1) * difference($1) }
    return (squares / Double(actual.count) / squaredScale).squareRoot()
  }
}
