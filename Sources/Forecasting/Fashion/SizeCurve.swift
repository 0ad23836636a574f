/// How a category's units divide over its sizes, and how alike its styles are in this.
///
/// Styles' shares are drawn from a Dirichlet distribution of mean m and concentration c, their units from
/// these shares (Dirichlet-multinomial: Mosimann, *On the compound multinomial distribution*, Biometrika
/// 1962). A style that sold n_s units of size s has the posterior shares
///
///     (n_s + c · m_s) / (n + c)
///
/// so that one with few sales looks like its category. c follows from how much more than by chance shares
/// differ between styles (Weir, Hill, *Estimating F-statistics*, Annual Review of Genetics 2002, its
/// moments).
package struct SizeCurve: Sendable, Equatable {
  /// Of each size; sums to 1.
  package let shares: [Double]
  /// Units that the category counts for.
  package let concentration: Double

  private static let concentrations = 1.0...10_000.0

  /// - Parameter styles: units per size of each style of the category; with as many sizes
  /// - Throws: DemandError when no size was ever sold, a count is no number, or sizes differ.
  package init(styles: [[Double]]) throws(DemandError) {
    guard let sizeCount = styles.first?.count, sizeCount > 0 else { throw .noObservations }
    var sums = [Double](repeating: 0, count: sizeCount)
    for style in styles {
      guard style.count == sizeCount else {
        throw .unequalCounts(name: "a style's sizes", count: style.count, expected: sizeCount)
      }
      try DemandError.check(style)
      for size in 0..<sizeCount { sums[size] += style[size] }
    }
    let total = sums.reduce(0, +)
    guard total > 0 else { throw .noObservations }
    // Half a unit a size: one that was never sold may yet be.
    let smoothed = sums.map { ($0 + 0.5) / (total + 0.5 * Double(sizeCount)) }
    shares = smoothed
    concentration = Self.concentration(styles, smoothed)
  }

  /// Posterior shares of a style.
  ///
  /// - Parameter units: of each size sold so far; empty when nothing is known
  package func shares(of units: [Double]) throws(DemandError) -> [Double] {
    guard !units.isEmpty else { return shares }
    guard units.count == shares.count else {
      throw .unequalCounts(name: "units", count: units.count, expected: shares.count)
    }
    try DemandError.check(units)
    let total = units.reduce(0, +) + concentration
    return zip(units, shares).map { ($0 + concentration * $1) / total }
  }

  /// Whole units per size that add up to `total`: by the largest remainder; the smaller size first where
  /// two are the same.
  package static func split(_ total: Int, shares: [Double]) -> [Int] {
    let exact = shares.map { $0 * Double(total) }
    var units = exact.map { Int($0.rounded(.down)) }
    let order = exact.indices.sorted { first, second in
      let (left, right) = (exact[first].remainder(), exact[second].remainder())
      return left == right ? first < second : left > right
    }
    for index in 0..<max(0, total - units.reduce(0, +)) { units[order[index % order.count]] += 1 }
    return units
  }

  /// Σ_s Σ_i (n_is − n_i·m_s)² / m_s is expected to be Σ_i n_i·(sizes − 1)·(n_i + c) / (1 + c).
  private static func concentration(_ styles: [[Double]], _ shares: [Double]) -> Double {
    var observed = 0.0
    var units = 0.0
    var squares = 0.0
    for style in styles {
      let total = style.reduce(0, +)
      units += total
      squares += total * total
      for (count, share) in zip(style, shares) {
        let away = count - total * share
        observed += away * away / share
      }
    }
    let scaled = observed / Double(max(1, shares.count - 1))
    // scaled · (1 + c) = squares + c · units
    guard scaled > units else { return concentrations.upperBound }
    return ((squares - scaled) / (scaled - units)).clamped(to: concentrations)
  }
}

extension Double {
  fileprivate func remainder() -> Double { self - rounded(.down) }

  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
