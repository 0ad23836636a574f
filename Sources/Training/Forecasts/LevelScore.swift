import Forecasting
import Learning
package import Snapshots

/// How far the forecasts of one level of a hierarchy are from what came, before and after they were reconciled.
package struct LevelScore: Sendable, Equatable {
  /// As ``SalesHierarchy/Level``; `leaf` for the series themselves.
  package let level: String
  package let seriesCount: Int
  /// RMSSE, mean of the series at all origins.
  package let asForecast: Double
  package let reconciled: Double

  package var json: JSON {
    [
      "level": .string(level),
      "series": .integer(seriesCount),
      "RMSSE_as_forecast": .number(asForecast),
      "RMSSE_reconciled": .number(reconciled),
    ]
  }
}

/// Sums over the series of each level.
struct LevelTally {
  private var counts: [String: Double] = [:]
  private var errors: [String: (Double, Double)] = [:]
  private var originCount = 0

  /// - Parameters:
  ///   - trained: at the origin
  ///   - whole: the same series, in the same order, with the periods that were to be foretold
  mutating func add(_ trained: TrainedForecasts, _ earlier: SalesPanel, _ whole: SalesPanel) {
    let fitted = trained.fitted
    guard fitted.totalCount > 0, let reconciled = fitted.reconciled else { return }
    originCount += 1
    let hierarchy = trained.hierarchy
    let horizon = fitted.panel.horizon
    func add(_ level: String, _ index: Int, _ history: [Double], _ actual: [Double]) {
      guard actual.allSatisfy({ !$0.isNaN }),
        let before = ForecastMetrics.RMSSE(
          actual, fitted.expected(fitted.series[index]), history: history),
        let after = ForecastMetrics.RMSSE(actual, reconciled[index], history: history)
      else { return }
      let sums = errors[level] ?? (0, 0)
      errors[level] = (sums.0 + before, sums.1 + after)
      counts[level, default: 0] += 1
    }
    for (place, total) in hierarchy.totals.enumerated() {
      let active = total.leaves.filter { hierarchy.isActive[$0] }
      let actual = (0..<horizon).map { step in
        active.reduce(0) { sum, leaf in
          sum + whole.series[leaf].values[earlier.series[leaf].values.count + step]
        }
      }
      let history = hierarchy.history(of: total, earlier) { earlier.series[$0].values }
      add(
        total.level.rawValue, earlier.series.count + place, history.values, actual)
    }
    for leaf in earlier.series.indices where hierarchy.isActive[leaf] {
      let past = PreparedSeries(earlier.series[leaf].values, season: earlier.season).values
      add("leaf", leaf, past, Array(whole.series[leaf].values.suffix(horizon)))
    }
  }

  var scores: [LevelScore] {
    (SalesHierarchy.Level.allCases.map(\.rawValue) + ["leaf"]).compactMap { level in
      guard let count = counts[level], let sums = errors[level] else { return nil }
      return LevelScore(
        level: level, seriesCount: Int(count) / max(originCount, 1), asForecast: sums.0 / count,
        reconciled: sums.1 / count)
    }
  }
}
