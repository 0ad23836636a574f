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

  /// Appends the quantiles of ascending levels: whole where units are counted, not negative, and rising.
  ///
  /// - Parameter factor: the season's, by which `mean` is above the series' level; of counts it is the
  ///   mean itself that says how much more there is than usual
  package func appendQuantiles(
    _ levels: [Double], of mean: Double, step: Int, factor: Double, to output: inout [Double]
  ) {
    switch self {
    case .combined(let spread, let scale):
      for level in levels {
        output.append(max(0, mean + factor * scale * spread.offset(level: level, step: step)))
      }
    case .counts(let model):
      Self.distribution(of: model, mean: mean).appendQuantiles(levels, to: &output)
    }
  }

  package func variance(of mean: Double, step: Int, factor: Double) -> Double {
    switch self {
    case .combined(let spread, let scale):
      let deviation = factor * scale * spread.offset(level: Self.oneDeviation, step: step)
      return deviation * deviation
    case .counts(let model):
      let ratio = model.mean > 0 ? mean / model.mean : 1
      return max(ratio * ratio * model.errorVariance, mean)
    }
  }

  package var errorCorrelation: Double {
    switch self {
    case .combined: Self.combinedCorrelation
    case .counts(let model): model.errorCorrelation
    }
  }

  private static func distribution(
    of model: CountForecaster, mean: Double
  ) -> HurdleDistribution {
    // A series that never sold, of which a group's total says that it will: single units.
    guard model.mean > 0 else {
      return HurdleDistribution(
        probability: min(1, mean), size: max(1, mean), sizeVariance: mean)
    }
    return model.distribution.times(mean / model.mean)
  }
}

extension PanelModel {
  package func spread(of model: ForecastModel) -> ForecastSpread {
    switch model {
    case .combined(let series): .combined(spread(of: series.kind), scale: series.scale)
    case .counts(let model): .counts(model)
    }
  }
}

extension Forecasts {
  /// Of a series as it lies in the snapshot, without unpacking more of it than seven numbers; `nil` where it is
  /// damaged.
  package func spread(_ index: Int) -> ForecastSpread? {
    switch kind(index) {
    case .combined:
      // As FittedSeries+Pack.swift lays it out: the class first, the scale third.
      let kind = Int(state(index, 0))
      guard spreads.indices.contains(kind) else { return nil }
      return .combined(spreads[kind], scale: state(index, 2))
    case .counts:
      let numbers: [7 of Double] = .init { state(index, $0) }
      guard let model = try? CountForecaster(packed: numbers.span) else { return nil }
      return .counts(model)
    }
  }
}

extension ForecastModel {
  /// As ``means(horizon:by:)``, with the models that are combined; see
  /// ``FittedSeries/forecastWithMembers(horizon:by:)``.
  package func forecastWithMembers(
    horizon: Int, by panel: PanelModel
  ) -> (means: [Double], members: [(name: String, weight: Double, mean: Double)]) {
    switch self {
    case .combined(let series): series.forecastWithMembers(horizon: horizon, by: panel)
    case .counts(let model):
      ([Double](repeating: model.mean, count: horizon), [("counts", 1, model.mean)])
    }
  }
}
