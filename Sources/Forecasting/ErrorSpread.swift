import RealModule

/// How far values fall from their forecasts, in units of a series' own scale, by step ahead.
///
/// Split conformal prediction: Lei et al., *Distribution-free predictive inference for regression*, JASA
/// 113, 2018, with the series' scale as the local width (section 5.2). The sizes |y − ŷ| / scale at
/// forecast origins inside the history are the calibration set; their quantile at |2p − 1| lies between the
/// forecast and the quantile at level p.
package struct ErrorSpread: Sendable, Equatable {
  /// Shares of sizes that `sizes` lie above, rising from 0 to just below 1.
  package static let shares: [Double] = [
    0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.999,
  ]
  package let horizon: Int
  /// Shape: horizon × shares, row-major, rising along each row.
  package let sizes: [Float]

  init(horizon: Int, sizes: [Float]) {
    self.horizon = horizon
    self.sizes = sizes
  }

  /// Of a random walk with Gaussian steps whose mean size is the scale.
  package static func gaussian(horizon: Int) -> ErrorSpread {
    let perStep = (Double.pi / 2).squareRoot()
    return ErrorSpread(
      horizon: horizon,
      sizes: (1...horizon).flatMap { step in
        shares.map { Float(perStep * Double(step).squareRoot() * normalQuantile((1 + $0) / 2)) }
      })
  }

  /// - Parameter sizes: of every series at every origin, |y − ŷ| / scale by step.
  /// - Returns: nil with fewer than 40 of them.
  init?(observed sizes: [[Double]], horizon: Int) {
    guard sizes.count >= 40 else { return nil }
    self.horizon = horizon
    self.sizes = (0..<horizon).flatMap { step -> [Float] in
      // Neighbouring steps share what they know, which keeps the fan smooth.
      let steps = max(step - 1, 0)...min(step + 1, horizon - 1)
      let sorted = steps.flatMap { near in sizes.map { $0[near] } }.filter(\.isFinite).sorted()
      guard !sorted.isEmpty else { return [Float](repeating: 0, count: Self.shares.count) }
      return Self.shares.map { share in
        share == 0
          ? 0
          : Float(sorted[min(Int((share * Double(sorted.count)).rounded(.up)), sorted.count) - 1])
      }
    }
  }

  /// Where the quantile at `level` lies of a step's forecast, in units of the scale; rises with the level.
  ///
  /// - Parameter step: 0-based; beyond the horizon widths grow as a random walk's.
  package func offset(level: Double, step: Int) -> Double {
    let row = min(step, horizon - 1) * Self.shares.count
    let share = min((2 * level - 1).magnitude, 0.999)
    var upper = 1
    while upper < Self.shares.count - 1, Self.shares[upper] < share { upper += 1 }
    let (low, high) = (Self.shares[upper - 1], Self.shares[upper])
    let part = (share - low) / (high - low)
    var size =
      Double(sizes[row + upper - 1]) * (1 - part) + Double(sizes[row + upper]) * part
    if step >= horizon { size *= (Double(step + 1) / Double(horizon)).squareRoot() }
    return level < 0.5 ? -size : size
  }
}

/// The quantile of the standard normal distribution, to 1e-9.
///
/// Wichura's idea of rational starts is not needed: Newton's method on the error function's complement from
/// a logistic start. For tables, not for hot paths.
func normalQuantile(_ level: Double) -> Double {
  guard level > 0, level < 1 else { return level <= 0 ? -.infinity : .infinity }
  var x = Double.log(level / (1 - level)) / 1.702
  for _ in 0..<50 {
    let density = Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    let step = (Double.erfc(-x / 2.0.squareRoot()) / 2 - level) / max(density, 1e-300)
    x -= min(max(step, -1), 1)
    if step.magnitude < 1e-12 { break }
  }
  return x
}
