/// The sum of many series of counts, followed as one series: what all together expect is moved to it.
///
///     level ← level + w · (y − level),     lift = level / Σ means
///
/// Series by series, orders that are far larger than usual are cut, and what fades is still expected for a
/// while, so that a sum of forecasts is wrong where each of them is as good as can be. The weight is chosen
/// with the settings of ``CountForecaster``.
package struct CountSum: Sendable {
  private static let weight = 0.15
  /// Fewer series than these are their own best judges.
  private static let seriesLeast = 50
  /// A sum that is further from its parts than this is about to change, which they see sooner.
  private static let lifts = 2.0 / 3...1.5

  /// Of each period, the newest last.
  private var sums: [Double] = []
  private var means = 0.0
  private var seriesCount = 0

  package init() {}

  /// - Parameters:
  ///   - sales: until the last period that any of the series has
  ///   - mean: what is expected of the next
  package mutating func add(_ sales: [Double], mean: Double) {
    if sales.count > sums.count {
      sums.insert(contentsOf: repeatElement(0, count: sales.count - sums.count), at: 0)
    }
    let first = sums.count - sales.count
    for (period, value) in sales.enumerated() { sums[first + period] += value }
    means += mean
    seriesCount += 1
  }

  /// What each series' mean is multiplied with.
  package var lift: Double {
    guard seriesCount >= Self.seriesLeast, means > 0 else { return 1 }
    var level = 0.0
    for (period, value) in sums.enumerated() {
      level += max(Self.weight, 1 / Double(period + 1)) * (value - level)
    }
    return min(max(level / means, Self.lifts.lowerBound), Self.lifts.upperBound)
  }
}
