import RealModule

/// A style past its best: week by week it sells the same share less.
///
///     units of week t = Poisson(level · exp(−decay · t)),     t weeks after the last one known
///
/// Fitted by maximum likelihood, with a normal prior on the decay that the category gives: the profile
/// likelihood of the decay has one parameter, and Newton's method finds its one maximum. McCullagh, Nelder,
/// *Generalized linear models*, 1989, section 6.3, for the log-linear model.
package struct LifeCycle: Sendable, Equatable {
  /// Expected units of the last week known.
  package let level: Double
  /// Per week; 0 for a style that does not fade, negative for one that grows.
  package let decay: Double

  /// - Parameters:
  ///   - sales: weekly, oldest first; from the peak on, when it is to be the decay since then
  ///   - prior: mean and standard deviation of decays of like styles
  /// - Throws: DemandError when sales are none, or a prior's deviation is not above 0.
  package init(
    sales: [Double], prior: (mean: Double, deviation: Double) = (0, 0.1)
  ) throws(DemandError) {
    try DemandError.check(sales)
    try DemandError.check("prior mean", prior.mean, "in −1...1", prior.mean.magnitude <= 1)
    try DemandError.check(
      "prior deviation", prior.deviation, "above 0 and finite",
      prior.deviation > 0 && prior.deviation.isFinite)
    let total = sales.reduce(0, +)
    guard total > 0 else {
      (level, decay) = (0, prior.mean)
      return
    }
    let count = sales.count
    // Ages count back from the last week: age a has the mean level · exp(decay · a).
    let observed = sales.enumerated().reduce(0) { $0 + $1.element * Double(count - 1 - $1.offset) }
    var decay = prior.mean
    var sum = 0.0
    for _ in 0..<50 {
      var (first, second) = (0.0, 0.0)
      sum = 0
      for age in 0..<count {
        let weight = Double.exp(decay * Double(age))
        sum += weight
        first += weight * Double(age)
        second += weight * Double(age) * Double(age)
      }
      let mean = first / sum
      let precision = 1 / (prior.deviation * prior.deviation)
      let slope = observed - total * mean - (decay - prior.mean) * precision
      let curvature = total * (second / sum - mean * mean) + precision
      let step = min(max(slope / curvature, -0.5), 0.5)
      decay += step
      if step.magnitude < 1e-10 { break }
    }
    sum = (0..<count).reduce(0) { $0 + Double.exp(decay * Double($1)) }
    self.level = total / sum
    self.decay = decay
  }

  /// Expected units `weeks` after the last week known.
  package func mean(after weeks: Int) -> Double { level * Double.exp(-decay * Double(weeks)) }

  /// Expected units of the next `weeks` weeks together: what there is still use for before a season's end.
  package func remaining(weeks: Int) -> Double {
    (0..<max(0, weeks)).reduce(0) { $0 + mean(after: $1 + 1) }
  }
}
