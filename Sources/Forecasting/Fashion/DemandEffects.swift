import RealModule

/// What multiplies a week's demand: a price, a promotion, an event of the calendar.
///
///     demand = baseline of the item · exp(Σ_k b_k · x_k),     x_price = ln(price / reference price)
///
/// so that b of the price is the elasticity (about −2 for clothes: 10 % off sells a fifth more), and that
/// of a 0/1 event the logarithm of its factor. An item's baseline is not estimated: given its units over
/// all its weeks, how they divide over the weeks does not depend on it (the conditional likelihood of the
/// Poisson regression with effects of items: Hausman, Hall, Griliches, *Econometric models for count data
/// with an application to the patents-R&D relationship*, Econometrica 1984; consistent for any demand with
/// this mean: Wooldridge, Journal of Econometrics 1999). Weeks without sales count as they are, which
/// logarithms of sales could not.
package struct DemandEffects: Sendable, Equatable {
  /// One a feature.
  package let coefficients: [Double]
  /// Squares of their standard errors, robust to demand being more spread than Poisson's: each item counts
  /// as one observation.
  package let variances: [Double]

  /// An item's weeks: units of each, and features of each (weeks × features, row-major).
  package struct Item: Sendable {
    package let sales: [Double]
    package let features: [Double]

    package init(sales: [Double], features: [Double]) {
      self.sales = sales
      self.features = features
    }
  }

  package static let featureCountMax = 16
  private static let iterationLimit = 50
  /// Of the ridge that keeps features apart that never vary: as much as one item with little to say.
  private static let ridge = 1e-3

  package init(coefficients: [Double], variances: [Double]) {
    precondition(coefficients.count == variances.count, "no variance each")
    self.coefficients = coefficients
    self.variances = variances
  }

  /// Newton's method on the concave conditional likelihood. O(iterations · weeks of all items ·
  /// features²).
  ///
  /// - Throws: DemandError when there is no item or feature, a count is wrong or a number not finite.
  package static func fit(_ items: [Item], featureCount: Int) throws(DemandError) -> DemandEffects {
    try DemandError.check(
      "feature count", Double(featureCount), "in 1...\(featureCountMax)",
      (1...featureCountMax).contains(featureCount))
    guard !items.isEmpty else { throw .noObservations }
    for item in items {
      try DemandError.check(item.sales)
      guard item.features.count == item.sales.count * featureCount else {
        throw .unequalCounts(
          name: "features", count: item.features.count,
          expected: item.sales.count * featureCount)
      }
      for value in item.features {
        try DemandError.check("a feature", value, "finite", value.isFinite)
      }
    }
    var b = [Double](repeating: 0, count: featureCount)
    var system = NormalSystem(featureCount)
    for _ in 0..<iterationLimit {
      system.reset(ridge: ridge, at: b)
      for item in items { system.add(item, at: b) }
      guard let step = system.solution() else { break }
      // Steps are cut, since far from the maximum the likelihood is not parabolic.
      let largest = step.reduce(0) { max($0, $1.magnitude) }
      let scale = largest > 2 ? 2 / largest : 1
      for index in b.indices { b[index] += scale * step[index] }
      if largest < 1e-9 { break }
    }
    system.reset(ridge: ridge, at: b)
    for item in items { system.add(item, at: b) }
    return DemandEffects(coefficients: b, variances: system.sandwich())
  }

  /// What demand is multiplied with when features change from one to the other.
  ///
  /// - Throws: DemandError when a feature is not finite, or there are fewer or more than coefficients.
  package func factor(from old: [Double], to new: [Double]) throws(DemandError) -> Double {
    for features in [old, new] {
      guard features.count == coefficients.count else {
        throw .unequalCounts(
          name: "features", count: features.count, expected: coefficients.count)
      }
      for value in features {
        try DemandError.check("a feature", value, "finite", value.isFinite)
      }
    }
    var sum = 0.0
    for index in coefficients.indices { sum += coefficients[index] * (new[index] - old[index]) }
    return Double.exp(sum)
  }

  /// ln(price / reference), a feature.
  ///
  /// - Throws: DemandError when one is not above 0 and finite, or they are more than 10-fold apart, where
  ///   no elasticity was ever measured.
  package static func priceFeature(
    _ price: Double, reference: Double
  ) throws(DemandError) -> Double {
    try DemandError.check("price", price, "above 0 and finite", price > 0 && price.isFinite)
    try DemandError.check(
      "reference price", reference, "above 0 and finite", reference > 0 && reference.isFinite)
    let ratio = price / reference
    try DemandError.check(
      "price over reference price", ratio, "in 0.1...10", ratio >= 0.1 && ratio <= 10)
    return Double.log(ratio)
  }

  /// Categories' effects drawn towards their common mean, each by how uncertain it is:
  ///
  ///     b̃_c = (b_c / v_c + m / τ²) / (1 / v_c + 1 / τ²)
  ///
  /// with τ² the spread between categories beyond chance (DerSimonian, Laird, *Meta-analysis in clinical
  /// trials*, Controlled Clinical Trials 1986). The last element is the mean itself, for a category that
  /// was never seen.
  package static func shrunk(_ categories: [DemandEffects]) -> [DemandEffects] {
    guard let count = categories.first?.coefficients.count else { return [] }
    var coefficients = [[Double]](
      repeating: [Double](repeating: 0, count: count), count: categories.count + 1)
    var variances = coefficients
    for feature in 0..<count {
      let values = categories.map { $0.coefficients[feature] }
      let errors = categories.map { $0.variances[feature] }
      let spread = betweenVariance(values, errors)
      let weights = errors.map { 1 / ($0 + spread) }
      let total = weights.reduce(0, +)
      let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
      for index in categories.indices {
        let trust = spread / (spread + errors[index])
        coefficients[index][feature] = mean + trust * (values[index] - mean)
        variances[index][feature] = trust * errors[index] + (1 - trust) * (1 - trust) / total
      }
      coefficients[categories.count][feature] = mean
      variances[categories.count][feature] = spread + 1 / total
    }
    return zip(coefficients, variances).map { DemandEffects(coefficients: $0, variances: $1) }
  }

  private static func betweenVariance(_ values: [Double], _ errors: [Double]) -> Double {
    let weights = errors.map { 1 / $0 }
    let total = weights.reduce(0, +)
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let scatter = zip(values, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
    let divisor = total - weights.reduce(0) { $0 + $1 * $1 } / total
    guard divisor > 0 else { return 0 }
    return max(0, (scatter - Double(values.count - 1)) / divisor)
  }
}
