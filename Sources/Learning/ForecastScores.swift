/// One error measure of many series for several models, and what chance may have done to its means:
/// series are redrawn, all models seeing the same draws, as is done for competitions of forecasts.
///
///     var scores = ForecastScores(models: ["naive", "ours"])
///     scores.add([1.2, 0.9])                     // a series
///     let means = scores.means(seed: 1, threads: 2)
///     means.estimate(1)                          // of ours
///     means.difference(1, minus: 0)              // negative: ours errs less
package struct ForecastScores: Sendable {
  package let models: [String]
  /// Shape: series × models, row-major.
  package private(set) var rows: [Double] = []
  /// Series that a measure says nothing of, such as a constant one of MASE.
  package private(set) var undefinedCount = 0

  package init(models: [String]) {
    precondition(!models.isEmpty, "no models")
    self.models = models
  }

  package var seriesCount: Int { rows.count / models.count }

  /// - Parameter errors: one per model; the series is left out, and counted, if one is nil
  package mutating func add(_ errors: [Double?]) {
    precondition(errors.count == models.count, "\(errors.count) errors, \(models.count) models")
    let known = errors.compactMap { $0 }
    guard known.count == errors.count else { return undefinedCount += 1 }
    rows += known
  }

  /// O(1000 · series · models).
  package func means(seed: UInt64, threads: Int) -> BootstrapMeans {
    Bootstrap(seed: seed).means(of: rows, columns: models.count, threads: threads)
  }

  /// The `count` series, or fewer, of which a model errs most, worst first, in the order they were added.
  package func worst(_ model: Int, count: Int = 10) -> [Int] {
    Array(
      (0..<seriesCount).sorted {
        rows[$0 * models.count + model] > rows[$1 * models.count + model]
      }.prefix(count))
  }
}
