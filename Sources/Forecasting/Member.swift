/// One of the models that a forecast is combined from, by what it is.
package enum MemberKind: UInt8, Sendable, CaseIterable {
  case seasonalNaive = 0
  case smoothing = 1
  case dynamicTheta = 2
  case theta = 3
  case complexSmoothing = 4
  /// The panel's first pooled regression, and its second.
  case pooled = 5
  case pooledDeviation = 6
  case smoothingMixture = 7
  case pooledNetwork = 8
}

/// A fitted model of one series inside its combination.
enum Member: Sendable {
  case seasonalNaive(SeasonalNaive)
  case smoothing(ETS)
  case smoothingMixture(ETSMixture)
  case theta(Theta)
  case complexSmoothing(CES)
  /// Of the panel's regression of that place.
  case pooled(PooledWindow, regression: Int)
  case pooledNetwork(PooledWindow)

  mutating func observe(_ value: Double) {
    switch self {
    case .seasonalNaive(var model):
      model.observe(value)
      self = .seasonalNaive(model)
    case .smoothing(var model):
      model.observe(value)
      self = .smoothing(model)
    case .smoothingMixture(var model):
      model.observe(value)
      self = .smoothingMixture(model)
    case .theta(var model):
      model.observe(value)
      self = .theta(model)
    case .complexSmoothing(var model):
      model.observe(value)
      self = .complexSmoothing(model)
    case .pooled(var window, let regression):
      window.observe(value)
      self = .pooled(window, regression: regression)
    case .pooledNetwork(var window):
      window.observe(value)
      self = .pooledNetwork(window)
    }
  }

  /// - Returns: false where the member has no forecast of this series now.
  func forecast(by panel: PanelModel, into output: inout MutableSpan<Double>) -> Bool {
    switch self {
    case .seasonalNaive(let model): model.forecast(into: &output)
    case .smoothing(let model): model.forecast(into: &output)
    case .smoothingMixture(let model): model.forecast(into: &output)
    case .theta(let model): model.forecast(into: &output)
    case .complexSmoothing(let model): model.forecast(into: &output)
    case .pooled(let window, let regression):
      return window.forecast(by: panel.regressions[regression], into: &output)
    case .pooledNetwork(let window):
      guard let network = panel.network else { return false }
      return window.forecast(by: network, into: &output)
    }
    return true
  }

  /// Fits the kind to a series; nil where the series is too short for it, or the panel has no such
  /// regression.
  static func fit(
    _ kind: MemberKind, _ values: [Double], adjusted: AdjustedSeries, panel: PanelModel
  ) -> Member? {
    let season = panel.season
    switch kind {
    case .seasonalNaive:
      return .seasonalNaive(SeasonalNaive(values: values, season: season <= 24 ? season : 1))
    case .smoothing: return ETS.fit(values, season: season).map { .smoothing($0.model) }
    case .smoothingMixture:
      return ETSMixture.fit(values, season: season).map { .smoothingMixture($0) }
    case .dynamicTheta: return Theta.fit(values, season: shortSeason(season)).map { .theta($0) }
    case .theta:
      return Theta.fit(values, season: shortSeason(season), kind: .optimised).map { .theta($0) }
    case .complexSmoothing:
      return CES.fit(values, season: shortSeason(season)).map { .complexSmoothing($0.model) }
    case .pooled, .pooledDeviation:
      let place = kind == .pooled ? 0 : 1
      guard place < panel.regressions.count else { return nil }
      let regression = panel.regressions[place]
      let source = regression.isAdjusted ? adjusted : AdjustedSeries(plain: values)
      guard source.values.count >= 2,
        regression.unit == .deviation || source.values.allSatisfy({ $0 > 0 })
      else { return nil }
      return .pooled(
        PooledWindow(adjusted: source, length: regression.windowLength), regression: place)
    case .pooledNetwork:
      guard let network = panel.network, values.count >= 2, values.allSatisfy({ $0 > 0 }) else {
        return nil
      }
      let source = AdjustedSeries(shrinking: values, season: network.season)
      return .pooledNetwork(PooledWindow(adjusted: source, length: network.windowLength))
    }
  }
}

extension AdjustedSeries {
  init(plain values: [Double]) {
    self.values = values
    seasons = []
    kind = .multiplicative
  }
}

/// Seasons of more than 24 periods are left to the pooled regressions: a state for every week of a year
/// is more than a series of a few years can bear (forecast::ets draws the same line).
func shortSeason(_ season: Int) -> Int { season <= 24 ? season : 1 }
