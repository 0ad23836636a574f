/// What the series of one panel share: pooled regressions and networks, how models are combined, how wide errors are.
package struct PanelModel: Sendable, Equatable {
  /// Periods of a season; 1 for none.
  package let season: Int
  /// The steps that were learned; forecasts may go further.
  package let horizon: Int
  /// Whether forecasts and quantiles are kept from below 0.
  package let isNonnegative: Bool
  package internal(set) var regressions: [PooledRegression]
  package internal(set) var network: PooledNetwork?
  /// By class of series.
  package internal(set) var combinations: [SeriesClass: Combination]
  package internal(set) var spreads: [SeriesClass: ErrorSpread]

  /// A panel that has learned nothing: series of their own.
  package init(season: Int, horizon: Int, isNonnegative: Bool = false) {
    precondition(season >= 1 && horizon >= 1)
    self.season = season
    self.horizon = horizon
    self.isNonnegative = isNonnegative
    regressions = []
    combinations = [:]
    spreads = [:]
  }

  package func combination(of kind: SeriesClass) -> Combination { combinations[kind] ?? .standard }
  package func spread(of kind: SeriesClass) -> ErrorSpread {
    spreads[kind] ?? .gaussian(horizon: horizon)
  }
}

/// Series that are combined alike.
package enum SeriesClass: UInt8, Sendable, CaseIterable {
  /// Shorter than three seasons, or than 24 values without one.
  case short = 0
  /// The autocorrelation test finds no season.
  case plain = 1
  case seasonal = 2

  package init(_ values: [Double], season: Int) {
    if values.count < (season > 1 && season <= 24 ? 3 * season : 24) {
      self = .short
    } else {
      self = season <= 24 && hasSeason(values, season: season) ? .seasonal : .plain
    }
  }
}
