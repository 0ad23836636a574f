import RealModule

/// Exponential smoothing as a state-space model: level, trend and season, each of which learns from
/// every forecast error.
///
/// Hyndman, Koehler, Ord, Snyder, *Forecasting with exponential smoothing*, 2008, tables 2.2 and 2.3.
/// With q = l + φ·b, and an additive season (or s = 0):
///
///     ŷ = q + s,  e = y − ŷ,   l ← q + α·e,  b ← φ·b + β·e,  s ← s + γ·e
///
/// with a multiplicative season:
///
///     ŷ = q · s,  u = y/s − q,  l ← q + α·u,  b ← φ·b + β·u,  s ← s + γ·(y/q − s)
///
/// Whether errors add or multiply changes the likelihood, and so the parameters, not these equations.
package struct ETS: SeriesModel {
  package let form: ETSForm
  /// Smoothing of level, trend and season, each in 0…1; larger forgets faster.
  package let alpha: Double
  package let beta: Double
  package let gamma: Double
  /// Share of the trend that is left a period later.
  package let phi: Double
  package internal(set) var level: Double
  package internal(set) var trend: Double
  /// By place in the season, as a ring; empty without a season.
  package internal(set) var seasons: [Double]
  /// The place of the next observation.
  package internal(set) var position: Int

  package init(
    form: ETSForm, alpha: Double, beta: Double = 0, gamma: Double = 0, phi: Double = 1,
    level: Double, trend: Double = 0, seasons: [Double] = [], position: Int = 0
  ) {
    self.form = form
    self.alpha = alpha
    self.beta = form.hasTrend ? beta : 0
    self.gamma = form.season == .none ? 0 : gamma
    self.phi = form.isDamped ? phi : 1
    self.level = level
    self.trend = form.hasTrend ? trend : 0
    self.seasons = form.season == .none ? [] : seasons
    self.position = position
  }

  package mutating func observe(_ value: Double) {
    let damped = phi * trend
    let base = level + damped
    var error = value - base
    switch form.season {
    case .none: break
    case .additive:
      error -= seasons[position]
      seasons[position] += gamma * error
    case .multiplicative:
      let own = seasons[position]
      error = value / away(own) - base
      seasons[position] = own + gamma * (value / away(base) - own)
    }
    level = base + alpha * error
    if form.hasTrend { trend = damped + beta * error }
    if !seasons.isEmpty { position = position + 1 == seasons.count ? 0 : position + 1 }
  }

  package func forecast(into output: inout MutableSpan<Double>) {
    var place = position
    var growth = phi
    var sum = 0.0
    for step in output.indices {
      sum += growth
      growth *= phi
      let base = level + sum * trend
      switch form.season {
      case .none: output[step] = base
      case .additive: output[step] = base + seasons[place]
      case .multiplicative: output[step] = base * seasons[place]
      }
      if !seasons.isEmpty { place = place + 1 == seasons.count ? 0 : place + 1 }
    }
  }
}

/// The value, or the nearest one that can be divided by.
@inline(__always) func away(_ value: Double) -> Double {
  value.magnitude < 1e-10 ? (value < 0 ? -1e-10 : 1e-10) : value
}
