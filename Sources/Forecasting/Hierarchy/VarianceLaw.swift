import RealModule

/// How the variances of many series' errors grow with what is expected of them:
///
///     variance = c · mean^b
///
/// Taylor, *Aggregation, variance and the mean*, Nature 1961. One series' variance is that of its few great
/// orders, by chance here or there; what a reconciliation moves should not follow them. b is the slope of the
/// logarithms' line, c what makes variances add up to those measured.
package struct VarianceLaw: Sendable, Equatable {
  /// In 0...2: from the same of all series to as much as is expected.
  package let exponent: Double
  package let factor: Double
  /// Expected of a series at least: a variance must not vanish.
  private let meanLeast: Double

  /// Fewer series than these keep their own variances.
  private static let seriesLeast = 10

  /// - Returns: `nil` for too few series, or such as nothing is expected of, or never wrongly
  package init?(means: [Double], variances: [Double]) {
    precondition(means.count == variances.count, "\(means.count), \(variances.count)")
    let used = means.indices.filter { means[$0] > 0 && variances[$0] > 0 }
    guard used.count >= Self.seriesLeast else { return nil }
    let count = Double(used.count)
    let average = used.reduce(0) { $0 + means[$1] } / count
    let x = used.map { Double.log(means[$0]) }
    let y = used.map { Double.log(variances[$0]) }
    let (centreX, centreY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    var (products, squares) = (0.0, 0.0)
    for index in x.indices {
      products += (x[index] - centreX) * (y[index] - centreY)
      squares += (x[index] - centreX) * (x[index] - centreX)
    }
    let exponent = squares > 0 ? min(max(products / squares, 0), 2) : 1
    meanLeast = 1e-3 * average
    self.exponent = exponent
    factor =
      used.reduce(0) { $0 + variances[$1] }
      / used.reduce(0) { $0 + Double.pow(means[$1], exponent) }
  }

  package func variance(of mean: Double) -> Double {
    factor * Double.pow(max(mean, meanLeast), exponent)
  }
}
