import RealModule

/// A season in logarithms, less of it where it is hardly more than noise.
///
/// Each place's mean is shrunk by the share of its variance that is noise: an empirical Bayes estimate
/// (Miller, Williams, *Shrinkage estimators of time series seasonal factors*, International Journal of
/// Forecasting 19, 2003, equation 6).
struct ShrunkenSeason {
  /// By place in the season, that of the first observation first; empty for none.
  let indices: [Double]

  init(of logs: [Double], season: Int) {
    guard season > 1, logs.count >= 3 * season else {
      indices = []
      return
    }
    let found = SeasonalDecomposition(of: logs, season: season, kind: .additive)
    let variance = found.indices.reduce(0) { $0 + $1 * $1 } / Double(season)
    let places = Double(logs.count - season) / Double(season)
    let noise = found.remainderVariance / max(places, 1)
    let share = variance > 0 ? max(0, 1 - noise / variance) : 0
    indices = share > 0 ? found.indices.map { share * $0 } : []
  }

  func value(at index: Int) -> Double { indices.isEmpty ? 0 : indices[index % indices.count] }

  /// One season from `index` on; empty for none.
  func seasons(from index: Int) -> [Double] {
    indices.indices.map { indices[(index + $0) % indices.count] }
  }
}

extension AdjustedSeries {
  /// As a network takes a positive series.
  init(shrinking values: [Double], season: Int) {
    let found = ShrunkenSeason(of: values.map { Double.log($0) }, season: season)
    self.values = values.indices.map { values[$0] / Double.exp(found.value(at: $0)) }
    seasons = found.indices.map { Double.exp($0) }
    kind = .multiplicative
  }
}
