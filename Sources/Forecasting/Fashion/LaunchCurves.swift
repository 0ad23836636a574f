import RealModule

/// What styles sold in the weeks after their launch, each as a level and a shape: what a new style's
/// forecast is made from before it has a history.
///
/// Level: units over the curve's weeks. Shape: the share of them in each week. A new style's prior is made
/// from its nearest styles, with weights
///
///     w_n ∝ exp(−distance_n / bandwidth)
///
/// its shape their weighted mean, its level a gamma distribution with the weighted mean and variance of
/// theirs. What it sells in its first weeks moves the level on:
///
///     level | y_1…y_k ~ Gamma(a + Σy, b + Σshape_1…k)
///
/// (the gamma-Poisson model: Gelman et al., *Bayesian data analysis*, 3rd edition, section 2.6). For styles
/// by analogy: Thomassey, Fiordaliso, *A hybrid sales forecasting system based on clustering and decision
/// trees*, Decision Support Systems 2006; for early sales scaling a curve: Fisher, Raman, *Reducing the
/// cost of demand uncertainty through accurate response to early sales*, Operations Research 1996.
package struct LaunchCurves: Sendable {
  /// Weeks of a curve.
  package let weekCount: Int
  /// Units of each style.
  package private(set) var levels: [Double] = []
  /// Shape: styles × weeks, row-major; a row sums to 1.
  package private(set) var shapes: [Float] = []

  /// - Precondition: `weekCount` ≥ 1.
  package init(weekCount: Int) {
    precondition(weekCount >= 1, "weekCount is \(weekCount)")
    self.weekCount = weekCount
  }

  package var count: Int { levels.count }

  /// A style by its sales from the week of its launch on; further weeks are not looked at.
  ///
  /// - Returns: its number; nil when it sold nothing, or has fewer weeks than a curve.
  /// - Throws: DemandError when a week's sales are negative or not finite.
  package mutating func add(_ sales: [Double]) throws(DemandError) -> Int? {
    try DemandError.check(sales)
    guard sales.count >= weekCount else { return nil }
    let curve = sales.prefix(weekCount)
    let level = curve.reduce(0, +)
    guard level > 0 else { return nil }
    levels.append(level)
    shapes += curve.map { Float($0 / level) }
    return count - 1
  }

  /// - Parameters:
  ///   - neighbours: numbers of like styles, with distances ≥ 0 in units of one's choice, such as
  ///     mismatched attributes or 1 − cosine of photo vectors
  ///   - bandwidth: the distance over which likeness falls to 1/e
  /// - Throws: DemandError without neighbours, or where a distance or the bandwidth is none.
  package func forecast(
    neighbours: [(style: Int, distance: Double)], bandwidth: Double
  ) throws(DemandError) -> LaunchForecast {
    guard !neighbours.isEmpty else { throw .noObservations }
    try DemandError.check(
      "bandwidth", bandwidth, "above 0 and finite", bandwidth > 0 && bandwidth.isFinite)
    for (style, distance) in neighbours {
      guard levels.indices.contains(style) else {
        throw .invalidArgument(
          name: "style", value: Double(style), accepted: "in 0..<\(count)")
      }
      try DemandError.check(
        "distance", distance, "finite and ≥ 0", distance >= 0 && distance.isFinite)
    }
    // Of the nearest one the weight is 1, however far it is.
    let least = neighbours.reduce(Double.infinity) { min($0, $1.distance) }
    let weights = neighbours.map { Double.exp((least - $0.distance) / bandwidth) }
    let total = weights.reduce(0, +)
    var shape = [Double](repeating: 0, count: weekCount)
    var mean = 0.0
    for ((style, _), weight) in zip(neighbours, weights) {
      let share = weight / total
      mean += share * levels[style]
      for week in 0..<weekCount { shape[week] += share * Double(shapes[style * weekCount + week]) }
    }
    var variance = 0.0
    var squares = 0.0
    for ((style, _), weight) in zip(neighbours, weights) {
      let (share, away) = (weight / total, levels[style] - mean)
      variance += share * away * away
      squares += share * share
    }
    // Weighted spread without the bias of few neighbours; of one there is none, and an exponential's is
    // taken.
    variance = squares < 0.999 ? variance / (1 - squares) : mean * mean
    return LaunchForecast(shape: shape, mean: mean, variance: max(variance, 1e-3 * mean * mean))
  }
}

/// A new style's demand: a shape over its weeks, and what is known of its level.
package struct LaunchForecast: Sendable, Equatable {
  /// The share of its units in each week since launch; sums to 1.
  package let shape: [Double]
  /// Of the gamma distribution of the level: shape a and rate b.
  private var gammaShape: Double
  private var rate: Double
  /// Weeks seen.
  package private(set) var age = 0

  init(shape: [Double], mean: Double, variance: Double) {
    self.shape = shape
    gammaShape = mean * mean / variance
    rate = mean / variance
  }

  /// Units over all weeks of the curve.
  package var level: Double { gammaShape / rate }

  /// Sales of the next week since launch. After the curve's end nothing moves.
  ///
  /// - Parameter factor: what this week's price, promotion or calendar multiply demand with
  package mutating func observe(_ sales: Double, factor: Double = 1) {
    guard age < shape.count else { return }
    gammaShape += sales
    rate += shape[age] * factor
    age += 1
  }

  /// Demand `step` weeks after the last seen (1…): negative binomial, the Poisson distribution with a
  /// gamma mean. After the curve's end, its last week goes on.
  package func distribution(_ step: Int, factor: Double = 1) -> CountDistribution {
    precondition(step >= 1, "step is \(step)")
    let exposure = shape[min(age + step - 1, shape.count - 1)] * factor
    let mean = level * exposure
    return CountDistribution(mean: mean, variance: mean + mean * exposure / rate)
  }
}
