import RealModule

extension Theta {
  /// The theta method of the least squares, over the series without its season where the autocorrelation
  /// test finds one.
  ///
  /// For a given α the errors are linear in the first level and in ω, so that both are the solution of two
  /// equations, and only α is searched: over a grid, then by golden section. This finds the least squares
  /// that Fiorucci et al. search by a simplex. About thirty passes over the series; O(n).
  ///
  /// - Returns: nil for series of fewer than 4 values.
  package static func fit(
    _ values: [Double], season: Int, kind: Kind = .dynamicOptimised
  ) -> Theta? {
    guard values.count > 3 else { return nil }
    guard hasSeason(values, season: season) else {
      return fit(values, kind: kind, seasons: [], seasonKind: .additive)
    }
    var decomposition: SeasonalDecomposition?
    if values.allSatisfy({ $0 > 0 }) {
      decomposition = SeasonalDecomposition(of: values, season: season, kind: .multiplicative)
      if decomposition?.indices.contains(where: { !($0 >= 0.01) }) ?? true { decomposition = nil }
    }
    let chosen =
      decomposition ?? SeasonalDecomposition(of: values, season: season, kind: .additive)
    return fit(
      chosen.adjusted(values), kind: kind, seasons: chosen.indices, seasonKind: chosen.kind)
  }

  private static func fit(
    _ values: [Double], kind: Kind, seasons: [Double], seasonKind: SeasonalKind
  ) -> Theta {
    var search = ThetaSearch(values, kind: kind)
    let alpha = search.run()
    let count = values.count
    let solution = search.solve(alpha)
    let line = search.lastLine
    return Theta(
      kind: kind, alpha: alpha, omega: solution.omega,
      level: solution.level, mean: line.mean, intercept: line.intercept, slope: line.slope,
      count: Double(count), seasons: seasons, seasonKind: seasonKind,
      position: seasons.isEmpty ? 0 : count % seasons.count)
  }
}

/// The least squares of a theta model for every α.
private struct ThetaSearch {
  let values: [Double]
  let kind: Theta.Kind
  /// The line before each observation.
  private var intercepts: [Double]
  private var slopes: [Double]
  private(set) var lastLine: (mean: Double, intercept: Double, slope: Double)

  init(_ values: [Double], kind: Theta.Kind) {
    self.values = values
    self.kind = kind
    intercepts = [Double](repeating: 0, count: values.count)
    slopes = intercepts
    let n = Double(values.count)
    if kind.isDynamic {
      var (mean, intercept, slope) = (values[0], values[0], 0.0)
      for index in 1..<values.count {
        intercepts[index] = intercept
        slopes[index] = slope
        let t = Double(index)
        slope = ((t - 1) * slope + 6 * (values[index] - mean) / (t + 1)) / (t + 2)
        mean = (t * mean + values[index]) / (t + 1)
        intercept = mean - slope * (t + 2) / 2
      }
      lastLine = (mean, intercept, slope)
    } else {
      let mean = values.reduce(0, +) / n
      var weighted = 0.0
      for index in values.indices { weighted += values[index] * Double(index + 1) }
      let slope = 6 * (2 * weighted / n - (n + 1) * mean) / (n * n - 1)
      let intercept = mean - (n + 1) * slope / 2
      for index in values.indices {
        intercepts[index] = intercept
        slopes[index] = slope
      }
      lastLine = (mean, intercept, slope)
    }
  }

  /// The α of the least squares, in 0.1…0.99.
  mutating func run() -> Double {
    let count = 12
    func alpha(_ place: Int) -> Double { 0.1 + 0.89 * Double(place) / Double(count) }
    let losses = (0...count).map { solve(alpha($0)).loss }
    var best = 0
    for place in 1...count where losses[place] < losses[best] { best = place }
    var (low, high) = (alpha(max(best - 1, 0)), alpha(min(best + 1, count)))
    let ratio = 0.6180339887498949
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (ofLeft, ofRight) = (solve(left).loss, solve(right).loss)
    while high - low > 1e-4 {
      if ofLeft < ofRight {
        (high, right, ofRight) = (right, left, ofLeft)
        left = high - ratio * (high - low)
        ofLeft = solve(left).loss
      } else {
        (low, left, ofLeft) = (left, right, ofRight)
        right = low + ratio * (high - low)
        ofRight = solve(right).loss
      }
    }
    let found = ofLeft < ofRight ? (left, ofLeft) : (right, ofRight)
    return losses[best] < found.1 ? alpha(best) : found.0
  }

  /// The best first level and ω for α: their loss, ω, and the level after the last observation.
  func solve(_ alpha: Double) -> (loss: Double, omega: Double, level: Double) {
    // Error = r − first · p − ω · d, with p = (1 − α)^t, from the fourth observation on.
    var (rr, rp, rd, pp, pd, dd) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    let keep = 1 - alpha
    let inverse = 1 / alpha
    var level = alpha * values[0]
    var power = keep
    let values = values.span
    let (intercepts, slopes) = (intercepts.span, slopes.span)
    for index in 1..<values.count {
      let rest = values[index] - level
      if index >= 3 {
        let line = intercepts[index] * power + slopes[index] * (1 - power * keep) * inverse
        rr += rest * rest
        rp += rest * power
        rd += rest * line
        pp += power * power
        pd += power * line
        dd += line * line
      }
      level += alpha * rest
      power *= keep
    }
    // Near α = 1 the first level is forgotten before it counts; a trace of a pull towards the first value.
    let pull = 1e-12
    func first(_ omega: Double) -> Double {
      (rp - omega * pd + pull * values[0]) / (pp + pull)
    }
    func loss(_ omega: Double) -> Double {
      let start = first(omega)
      return rr - 2 * start * rp - 2 * omega * rd + start * start * pp
        + 2 * start * omega * pd + omega * omega * dd
    }
    var omega = 0.5
    if kind.isOptimised {
      let curvature = dd - pd * pd / (pp + pull)
      omega =
        curvature > 1e-12 * dd
        ? min(max((rd - pd * (rp + pull * values[0]) / (pp + pull)) / curvature, 0), 1) : 0.5
    }
    return (loss(omega), omega, level + first(omega) * power)
  }
}
