/// How far a series' periods fall from what is expected of them.
package enum ForecastSpread: Sendable {
  /// `scale` times what is usual in the series' class.
  case combined(ErrorSpread, scale: Double)
  case counts(CountForecaster)

  /// Errors of classical models are taken for as alike as those of a level smoothed with the weight .3
  /// (``DemandOutlook``).
  private static let combinedCorrelation = 0.15
  /// The standard normal distribution's one standard deviation, as a level.
  private static let oneDeviation = 0.841345

  /// Whole and not negative where units are counted; rises with the level.
  package func quantile(_ level: Double, of mean: Double, step: Int) -> Double {
    switch self {
    case .combined(let spread, let scale):
      max(0, mean + scale * spread.offset(level: level, step: step))
    case .counts(let model): model.distribution.quantile(level)
    }
  }

  package func variance(of mean: Double, step: Int) -> Double {
    switch self {
    case .combined(let spread, let scale):
      {
        let deviation = scale * spread.offset(level: Self.oneDeviation, step: step)
        return deviation * deviation
      }()
    case .counts(let model): model.errorVariance
    }
  }

  package var errorCorrelation: Double {
    switch self {
    case .combined: Self.combinedCorrelation
    case .counts(let model): model.errorCorrelation
    }
  }
}

extension Forecasts {
  package func spread(of model: ForecastModel) -> ForecastSpread {
    switch model {
    case .combined(let series): .combined(panel.spread(of: series.kind), scale: series.scale)
    case .counts(let model): .counts(model)
    }
  }

  /// Of a series as it lies in the snapshot, without unpacking all of it; `nil` where that takes unpacking.
  package func spread(_ index: Int) -> ForecastSpread? {
    // As FittedSeries+Pack.swift lays it out: the class first, the scale third.
    guard kind(index) == .combined,
      let kind = SeriesClass(rawValue: UInt8(clamping: Int(state(index, 0))))
    else { return nil }
    return .combined(panel.spread(of: kind), scale: state(index, 2))
  }
}

extension ForecastModel {
  /// The models that are combined; see ``FittedSeries/members(horizon:by:)``.
  package func members(
    horizon: Int, by panel: PanelModel
  ) -> [(name: String, weight: Double, mean: Double)] {
    switch self {
    case .combined(let series): series.members(horizon: horizon, by: panel)
    case .counts(let model): [("counts", 1, model.mean)]
    }
  }
}
