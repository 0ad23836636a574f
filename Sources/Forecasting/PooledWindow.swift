import RealModule

/// What a pooled regression or network needs of one series: its last values, and its season where that is taken out.
package struct PooledWindow: Sendable, Equatable {
  /// The last values, without their season, as a ring.
  package internal(set) var values: [Double]
  package internal(set) var next: Int
  /// Empty where nothing is taken out.
  package let seasons: [Double]
  package let seasonKind: SeasonalKind
  package internal(set) var position: Int

  init(values: [Double], next: Int, seasons: [Double], seasonKind: SeasonalKind, position: Int) {
    self.values = values
    self.next = next
    self.seasons = seasons
    self.seasonKind = seasonKind
    self.position = position
  }

  /// - Parameter adjusted: the series without its season; when shorter than a window, its first value is
  ///   thought to have been there before.
  init(adjusted: AdjustedSeries, length: Int) {
    let last = adjusted.values.suffix(length)
    values = [Double](repeating: last.first ?? 0, count: length - last.count) + Array(last)
    next = 0
    seasons = adjusted.seasons
    seasonKind = adjusted.kind
    position = seasons.isEmpty ? 0 : adjusted.values.count % seasons.count
  }

  mutating func observe(_ value: Double) {
    var value = value
    if !seasons.isEmpty {
      let own = seasons[position]
      value = seasonKind == .additive ? value - own : value / away(own)
      position = position + 1 == seasons.count ? 0 : position + 1
    }
    values[next] = value
    next = next + 1 == values.count ? 0 : next + 1
  }

  /// - Returns: false where the regression says nothing of such a window.
  func forecast(
    by regression: PooledRegression, into output: inout MutableSpan<Double>
  ) -> Bool {
    guard regression.forecast(Array(values[next...] + values[..<next]), into: &output) else {
      return false
    }
    addSeason(to: &output)
    return true
  }

  /// - Returns: false where the network says nothing of such a window.
  func forecast(by network: PooledNetwork, into output: inout MutableSpan<Double>) -> Bool {
    let coming = seasons[position...] + seasons[..<position]
    guard
      network.forecast(
        Array(values[next...] + values[..<next]), seasons: coming.map { Double.log(away($0)) },
        into: &output)
    else { return false }
    addSeason(to: &output)
    return true
  }

  private func addSeason(to output: inout MutableSpan<Double>) {
    guard !seasons.isEmpty else { return }
    var place = position
    for step in output.indices {
      let own = seasons[place]
      output[step] = seasonKind == .additive ? output[step] + own : output[step] * own
      place = place + 1 == seasons.count ? 0 : place + 1
    }
  }
}

/// A series without its season, where the autocorrelation test finds one.
struct AdjustedSeries {
  let values: [Double]
  /// Empty where there is none.
  let seasons: [Double]
  let kind: SeasonalKind

  init(_ values: [Double], season: Int) {
    guard season <= 24, values.allSatisfy({ $0 > 0 }), hasSeason(values, season: season) else {
      self.values = values
      seasons = []
      kind = .multiplicative
      return
    }
    let found = SeasonalDecomposition(of: values, season: season, kind: .multiplicative)
    let isSafe = found.indices.allSatisfy { $0 >= 0.01 }
    self.values = isSafe ? found.adjusted(values) : values
    seasons = isSafe ? found.indices : []
    kind = .multiplicative
  }
}
