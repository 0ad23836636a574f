import RealModule

/// The theta method: a flat exponential smoothing, and a share of a line through the whole series, over
/// a series without its season.
///
/// Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler, *Models for optimising the theta method and
/// their relationship to state space models*, International Journal of Forecasting 32, 2016, equations
/// 9 to 16. With ω = 1 − 1/θ, level l, and the line a + b·t of the first t observations (of all of them
/// in the static models):
///
///     ŷ = l + ω · (a · (1 − α)^t + b · (1 − (1 − α)^(t+1)) / α)
///     l ← l + α · (y − l),   and the line follows y
///
/// Beyond the end, forecasts are observed as if they had come.
package struct Theta: SeriesModel {
  package enum Kind: UInt8, Sendable, CaseIterable {
    /// θ = 2 and the line of all observations: Assimakopoulos, Nikolopoulos, 2000.
    case standard = 0
    /// θ by least squares.
    case optimised = 1
    /// θ = 2, and the line is that of the observations until now.
    case dynamicStandard = 2
    case dynamicOptimised = 3

    var isDynamic: Bool { self == .dynamicStandard || self == .dynamicOptimised }
    var isOptimised: Bool { self == .optimised || self == .dynamicOptimised }
  }

  package let kind: Kind
  /// Smoothing of the level, in 0.1…0.99.
  package let alpha: Double
  /// 1 − 1/θ, in 0…1.
  package let omega: Double
  package internal(set) var level: Double
  package internal(set) var mean: Double
  /// The line, at time 0 and by period.
  package internal(set) var intercept: Double
  package internal(set) var slope: Double
  /// Of the observations so far.
  package internal(set) var count: Double
  /// What was taken out of the series; empty where it has no season. Shape: season.
  package let seasons: [Double]
  package let seasonKind: SeasonalKind
  /// The place in the season of the next observation.
  package internal(set) var position: Int

  package init(
    kind: Kind, alpha: Double, omega: Double, level: Double, mean: Double, intercept: Double,
    slope: Double, count: Double, seasons: [Double] = [], seasonKind: SeasonalKind = .additive,
    position: Int = 0
  ) {
    self.kind = kind
    self.alpha = alpha
    self.omega = omega
    self.level = level
    self.mean = mean
    self.intercept = intercept
    self.slope = slope
    self.count = count
    self.seasons = seasons
    self.seasonKind = seasonKind
    self.position = position
  }

  package mutating func observe(_ value: Double) {
    guard !seasons.isEmpty else { return move(value) }
    let own = seasons[position]
    move(seasonKind == .additive ? value - own : value / away(own))
    position = position + 1 == seasons.count ? 0 : position + 1
  }

  package func forecast(into output: inout MutableSpan<Double>) {
    var state = self
    // (1 − α)^t of the first step; each step after it multiplies once more.
    var decay = Double.pow(1 - alpha, count)
    var place = position
    for step in output.indices {
      let value = state.expected(decay)
      decay *= 1 - alpha
      state.move(value)
      guard !seasons.isEmpty else {
        output[step] = value
        continue
      }
      output[step] = seasonKind == .additive ? value + seasons[place] : value * seasons[place]
      place = place + 1 == seasons.count ? 0 : place + 1
    }
  }

  @inline(__always)
  private func expected(_ decay: Double) -> Double {
    level + omega * (intercept * decay + slope * (1 - decay * (1 - alpha)) / alpha)
  }

  @inline(__always)
  private mutating func move(_ value: Double) {
    level += alpha * (value - level)
    let t = count
    if kind.isDynamic {
      slope = ((t - 1) * slope + 6 * (value - mean) / (t + 1)) / (t + 2)
      mean = (t * mean + value) / (t + 1)
      intercept = mean - slope * (t + 2) / 2
    }
    count = t + 1
  }
}
