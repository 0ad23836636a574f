extension Estimate {
  /// A share of a number of trials, with Wilson's 95 % interval:
  ///
  ///     (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n),   z = 1.959964
  ///
  /// Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 1927. The difference of
  /// two of them by ``minus(_:)`` has the interval of Newcombe, *Interval estimation for the difference
  /// between independent proportions*, Statistics in Medicine 1998, method 10.
  ///
  /// - Parameter count: 0...trials; without trials the share is 0, of which nothing is known
  package static func proportion(_ count: Int, of trials: Int) -> Estimate {
    precondition(count >= 0 && count <= trials, "\(count) of \(trials)")
    guard trials > 0 else { return Estimate(value: 0, low: 0, high: 1) }
    let n = Double(trials)
    let share = Double(count) / n
    let square = 1.959_963_984_540_054 * 1.959_963_984_540_054
    let centre = share + square / (2 * n)
    let half = (square * (share * (1 - share) + square / (4 * n)) / n).squareRoot()
    let scale = 1 + square / n
    // At the ends rounding would put the interval beside the share.
    return Estimate(
      value: share, low: count == 0 ? 0 : (centre - half) / scale,
      high: count == trials ? 1 : (centre + half) / scale)
  }

  /// All of it multiplied by a number that is not negative.
  package func scaled(by factor: Double) -> Estimate {
    Estimate(value: value * factor, low: low * factor, high: high * factor)
  }
}
