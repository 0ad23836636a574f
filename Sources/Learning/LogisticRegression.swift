import RealModule

/// How likely something is, as a weighted sum that can be read:
///
///     ln(p / (1 − p)) = intercept + Σ over features f of weight(f) · (x(f) − mean(f)) / deviation(f)
///
/// Weights are those of standardised features, so that the larger one says more.
package struct LogisticRegression: Sendable, Equatable {
  package let intercept: Double
  package let weights: [Double]
  package let means: [Double]
  /// 1 for a feature that hardly changes; see ``leastDeviation``.
  package let deviations: [Double]

  /// Of a feature, in units of its mean or of 1: what changes less says nothing. In units of so small a deviation
  /// another day's values would lie thousands away, and outweigh everything.
  private static let leastDeviation = 1e-3

  package init(intercept: Double, weights: [Double], means: [Double], deviations: [Double]) {
    self.intercept = intercept
    self.weights = weights
    self.means = means
    self.deviations = deviations
  }

  /// Maximises likelihood less ridge/2 · ‖weights‖² per row. O(iterations · rows · features).
  ///
  /// - Parameter rows: shape: rows × features, row-major; at least one row
  package static func fit(
    rows: [Double], featureCount: Int, happened: [Bool], ridge: Double = 1e-3
  ) -> LogisticRegression {
    let count = happened.count
    precondition(count > 0 && rows.count == count * featureCount, "rows are ragged, or none")
    var means = [Double](repeating: 0, count: featureCount)
    var deviations = means
    for row in 0..<count {
      for feature in 0..<featureCount { means[feature] += rows[row * featureCount + feature] }
    }
    for feature in 0..<featureCount { means[feature] /= Double(count) }
    for row in 0..<count {
      for feature in 0..<featureCount {
        let difference = rows[row * featureCount + feature] - means[feature]
        deviations[feature] += difference * difference
      }
    }
    for feature in 0..<featureCount {
      let deviation = (deviations[feature] / Double(count)).squareRoot()
      deviations[feature] =
        deviation > leastDeviation * max(1, means[feature].magnitude) ? deviation : 1
    }
    var standard = rows
    for row in 0..<count {
      for feature in 0..<featureCount {
        let place = row * featureCount + feature
        standard[place] = (standard[place] - means[feature]) / deviations[feature]
      }
    }
    let start = [Double](repeating: 0, count: featureCount + 1)
    let best = QuasiNewton().minimum(from: start) { point, gradient in
      loss(standard, featureCount, happened, ridge, at: point, &gradient)
    }
    return LogisticRegression(
      intercept: best.point[featureCount], weights: Array(best.point.prefix(featureCount)),
      means: means, deviations: deviations)
  }

  /// - Parameter row: one value per feature
  package func probability(_ row: ArraySlice<Double>) -> Double {
    var score = intercept
    for (feature, value) in row.enumerated() {
      score += weights[feature] * (value - means[feature]) / deviations[feature]
    }
    return 1 / (1 + Double.exp(-score))
  }
}

/// The mean of ln(1 + exp(∓score)), and the ridge. The intercept comes last.
private func loss(
  _ rows: [Double], _ width: Int, _ happened: [Bool], _ ridge: Double, at point: [Double],
  _ gradient: inout [Double]
) -> Double {
  let count = Double(happened.count)
  var sums = [Double](repeating: 0, count: width + 1)
  var sum = 0.0
  for row in happened.indices {
    var score = point[width]
    for feature in 0..<width { score += point[feature] * rows[row * width + feature] }
    let target = happened[row] ? 1.0 : 0
    sum += max(score, 0) - target * score + Double.log(onePlus: Double.exp(-score.magnitude))
    let error = 1 / (1 + Double.exp(-score)) - target
    for feature in 0..<width { sums[feature] += error * rows[row * width + feature] }
    sums[width] += error
  }
  var value = sum / count
  for feature in 0...width { gradient[feature] = sums[feature] / count }
  for feature in 0..<width {
    value += ridge / 2 * point[feature] * point[feature]
    gradient[feature] += ridge * point[feature]
  }
  return value
}
