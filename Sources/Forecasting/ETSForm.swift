/// Which exponential smoothing: how error, trend and season enter.
///
/// The taxonomy of Hyndman, Koehler, Ord, Snyder, *Forecasting with exponential smoothing*, 2008,
/// chapter 2, without multiplicative trends, which forecast badly.
package struct ETSForm: Hashable, Sendable, CustomStringConvertible {
  package enum Season: UInt8, Sendable {
    case none = 0
    case additive = 1
    case multiplicative = 2
  }

  package var hasMultiplicativeError: Bool
  package var hasTrend: Bool
  /// Whether the trend dies down with the horizon; false without a trend.
  package var isDamped: Bool
  package var season: Season

  package init(
    multiplicativeError: Bool = false, trend: Bool = false, damped: Bool = false,
    season: Season = .none
  ) {
    hasMultiplicativeError = multiplicativeError
    hasTrend = trend
    isDamped = trend && damped
    self.season = season
  }

  /// The forms worth trying: a multiplicative season needs multiplicative errors, and what is
  /// multiplicative needs positive values.
  package static func candidates(seasonal: Bool, positive: Bool) -> [ETSForm] {
    var forms: [ETSForm] = []
    for multiplicativeError in positive ? [false, true] : [false] {
      for (trend, damped) in [(false, false), (true, true), (true, false)] {
        let seasons: [Season] =
          !seasonal
          ? [.none]
          : multiplicativeError ? [.none, .additive, .multiplicative] : [.none, .additive]
        for season in seasons {
          forms.append(
            ETSForm(
              multiplicativeError: multiplicativeError, trend: trend, damped: damped,
              season: season))
        }
      }
    }
    return forms
  }

  /// Smoothing parameters and free initial states of a season of `season` periods.
  package func parameterCount(season length: Int) -> Int {
    2 + (hasTrend ? 2 : 0) + (isDamped ? 1 : 0) + (season == .none ? 0 : length)
  }

  /// As in the literature: `MAdM` is multiplicative errors, a damped trend, a multiplicative season.
  package var description: String {
    let letters = ["N", "A", "M"]
    return (hasMultiplicativeError ? "M" : "A") + (hasTrend ? isDamped ? "Ad" : "A" : "N")
      + letters[Int(season.rawValue)]
  }

  /// 0…31, for packing.
  package var code: UInt8 {
    (hasMultiplicativeError ? 1 : 0) + (hasTrend ? 2 : 0) + (isDamped ? 4 : 0)
      + season.rawValue << 3
  }

  /// Nil for a code that no form has.
  package init?(code: UInt8) {
    guard code < 32, let season = Season(rawValue: code >> 3) else { return nil }
    self.init(
      multiplicativeError: code & 1 != 0, trend: code & 2 != 0, damped: code & 4 != 0,
      season: season)
    if self.code != code { return nil }
  }
}
