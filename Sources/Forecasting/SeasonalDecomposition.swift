/// Whether a season adds to the level or multiplies it.
package enum SeasonalKind: UInt8, Sendable {
  case additive = 0
  case multiplicative = 1
}

/// The season of a series by classical decomposition: a moving average over one season is the trend;
/// what is left of it, averaged by place in the season, is the season.
///
/// Hyndman, Athanasopoulos, *Forecasting: principles and practice*, 3rd edition, section 3.4; the
/// moving average of an even season has half weights at its ends.
package struct SeasonalDecomposition: Sendable {
  package let kind: SeasonalKind
  /// By place in the season, that of the first observation first; adds to 0, or averages 1. Shape: season.
  package let indices: [Double]
  /// Of what neither trend nor season says; of a multiplicative season it is a share of the trend.
  package let remainderVariance: Double

  /// - Precondition: at least two whole seasons; positive values for a multiplicative season.
  package init(of values: [Double], season: Int, kind: SeasonalKind) {
    precondition(season >= 2 && values.count >= 2 * season, "too short to decompose")
    self.kind = kind
    var sums = [Double](repeating: 0, count: season)
    var counts = [Double](repeating: 0, count: season)
    var squares = 0.0
    let half = season / 2
    let isEven = season.isMultiple(of: 2)
    var window = values[..<season].reduce(0, +)
    for centre in half..<(values.count - (isEven ? half : season - 1 - half)) {
      // The window holds values[centre - half ..< centre - half + season].
      let begin = centre - half
      if begin > 0 { window += values[begin + season - 1] - values[begin - 1] }
      let trend =
        isEven
        ? (window + (values[begin + season] - values[begin]) / 2) / Double(season)
        : window / Double(season)
      let rest = kind == .additive ? values[centre] - trend : values[centre] / trend
      sums[centre % season] += rest
      counts[centre % season] += 1
      squares += rest * rest
    }
    var indices = zip(sums, counts).map { $0 / max($1, 1) }
    let explained = zip(indices, counts).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    remainderVariance = max(squares - explained, 0) / counts.reduce(0, +)
    let mean = indices.reduce(0, +) / Double(season)
    for place in indices.indices {
      indices[place] = kind == .additive ? indices[place] - mean : indices[place] / mean
    }
    self.indices = indices
  }

  /// The series without its season.
  package func adjusted(_ values: [Double]) -> [Double] {
    let season = indices.count
    return values.indices.map {
      kind == .additive
        ? values[$0] - indices[$0 % season] : values[$0] / indices[$0 % season]
    }
  }

  /// The value with the season of the place `index`, counted from the first observation.
  package func seasoned(_ value: Double, at index: Int) -> Double {
    let own = indices[index % indices.count]
    return kind == .additive ? value + own : value * own
  }
}

/// Whether the series follows a season: its autocorrelation at one season is beyond the 90 % band of a
/// series that has correlations only at shorter lags (Bartlett's formula).
///
/// Fiorucci et al., *Models for optimising the theta method*, International Journal of Forecasting 32,
/// 2016, section 3.3: |r(m)| > 1.645 · √((1 + 2·Σ r(i)², i < m) / n).
package func hasSeason(_ values: [Double], season: Int) -> Bool {
  guard season >= 4, values.count >= 2 * season else { return false }
  let n = values.count
  let mean = values.reduce(0, +) / Double(n)
  let centred = values.map { $0 - mean }
  let variance = centred.reduce(0) { $0 + $1 * $1 }
  guard variance > 0 else { return false }
  var squares = 0.0
  var last = 0.0
  for lag in 1...season {
    var sum = 0.0
    for index in lag..<n { sum += centred[index] * centred[index - lag] }
    last = sum / variance
    if lag < season { squares += last * last }
  }
  return last.magnitude / ((1 + 2 * squares) / Double(n)).squareRoot() > 1.6448536269514722
}
