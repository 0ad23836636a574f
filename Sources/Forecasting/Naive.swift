/// The last observation goes on: the best forecast of a random walk, and the baseline of all others.
package struct Naive: SeriesModel {
  package private(set) var last: Double

  package init(values: [Double]) { last = values.last ?? 0 }

  package mutating func observe(_ value: Double) { last = value }

  package func forecast(into output: inout MutableSpan<Double>) {
    for step in output.indices { output[step] = last }
  }
}

/// The last season goes on: every forecast is the observation one whole season before it.
package struct SeasonalNaive: SeriesModel {
  /// The last season, as a ring. Shape: season.
  package private(set) var values: [Double]
  /// Where the next observation goes, which is where the oldest is.
  package private(set) var position = 0

  /// A series shorter than a season is filled up with its first observation.
  ///
  /// - Precondition: `season` ≥ 1.
  package init(values: [Double], season: Int) {
    let last = values.suffix(season)
    self.values =
      [Double](repeating: values.first ?? 0, count: season - last.count) + Array(last)
  }

  package mutating func observe(_ value: Double) {
    values[position] = value
    position = position + 1 == values.count ? 0 : position + 1
  }

  package func forecast(into output: inout MutableSpan<Double>) {
    var index = position
    for step in output.indices {
      output[step] = values[index]
      index = index + 1 == values.count ? 0 : index + 1
    }
  }
}

/// The line from the first observation through the last one goes on: a random walk with drift.
///
/// Hyndman, Athanasopoulos, *Forecasting: principles and practice*, 3rd edition, section 5.2:
/// ŷ(t + h) = y(t) + h · (y(t) − y(1)) / (t − 1).
package struct Drift: SeriesModel {
  package private(set) var first: Double
  package private(set) var last: Double
  package private(set) var count: Double

  package init(values: [Double]) {
    first = values.first ?? 0
    last = values.last ?? 0
    count = Double(values.count)
  }

  package mutating func observe(_ value: Double) {
    if count == 0 { first = value }
    last = value
    count += 1
  }

  package func forecast(into output: inout MutableSpan<Double>) {
    let slope = count > 1 ? (last - first) / (count - 1) : 0
    for step in output.indices { output[step] = last + Double(step + 1) * slope }
  }
}
