import RealModule

/// Which of several things happens, as weighted sums that can be read: of class 0, the one the others
/// are told from, the score is 0, and
///
///     ln(p(c) / p(0)) = intercept(c) + Σ over features f of weight(c, f) · x(f)
package struct MultinomialRegression: Sendable, Equatable {
  package let featureCount: Int
  /// One per class but the first.
  package let intercepts: [Double]
  /// Of features as they are given. Shape: classes but the first × features, row-major.
  package let weights: [Double]

  package init(featureCount: Int, intercepts: [Double], weights: [Double]) {
    precondition(weights.count == intercepts.count * featureCount, "weights are ragged")
    self.featureCount = featureCount
    self.intercepts = intercepts
    self.weights = weights
  }

  /// Maximises the mean of ln p less ridge/2 · ‖weights of standardised features‖².
  /// O(iterations · rows · features · classes).
  ///
  /// - Parameters:
  ///   - rows: shape: rows × features, row-major; at least one row
  ///   - classes: of each row, below `classCount`
  package static func fit(
    rows: [Double], featureCount width: Int, classes: [UInt8], classCount: Int, ridge: Double = 1e-5
  ) -> MultinomialRegression {
    let count = classes.count
    precondition(count > 0 && rows.count == count * width, "rows are ragged, or none")
    precondition(classes.allSatisfy { $0 < classCount }, "a class is not below \(classCount)")
    let (means, deviations) = spread(rows, width)
    var standard = rows
    for row in 0..<count {
      for feature in 0..<width {
        let place = row * width + feature
        standard[place] = (standard[place] - means[feature]) / deviations[feature]
      }
    }
    var search = QuasiNewton()
    // The mean of ln p is wanted to six digits; a weight in its fifth moves no probability that matters.
    search.tolerance = 1e-6
    let best = search.minimum(
      from: [Double](repeating: 0, count: (classCount - 1) * (width + 1))
    ) { point, gradient in
      loss(standard, width, classes, ridge, at: point, &gradient)
    }
    var intercepts: [Double] = []
    var weights: [Double] = []
    for other in 0..<classCount - 1 {
      let start = other * (width + 1)
      var intercept = best.point[start + width]
      for feature in 0..<width {
        let weight = best.point[start + feature] / deviations[feature]
        weights.append(weight)
        intercept -= weight * means[feature]
      }
      intercepts.append(intercept)
    }
    return MultinomialRegression(
      featureCount: width, intercepts: intercepts, weights: weights)
  }

  /// Of each class; they sum to 1.
  ///
  /// - Parameter row: one value per feature
  package func probabilities(_ row: ArraySlice<Double>) -> [Double] {
    var scores = [0.0]
    for (other, intercept) in intercepts.enumerated() {
      var score = intercept
      for (feature, value) in row.enumerated() {
        score += weights[other * featureCount + feature] * value
      }
      scores.append(score)
    }
    return softmax(scores)
  }
}

/// Exponentials of scores, of which the sum is 1.
package func softmax(_ scores: [Double]) -> [Double] {
  let largest = scores.max() ?? 0
  let powers = scores.map { Double.exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

private func spread(
  _ rows: [Double], _ width: Int
) -> (means: [Double], deviations: [Double]) {
  let count = rows.count / max(1, width)
  var means = [Double](repeating: 0, count: width)
  var deviations = means
  for row in 0..<count {
    for feature in 0..<width { means[feature] += rows[row * width + feature] }
  }
  for feature in 0..<width { means[feature] /= Double(count) }
  for row in 0..<count {
    for feature in 0..<width {
      let difference = rows[row * width + feature] - means[feature]
      deviations[feature] += difference * difference
    }
  }
  for feature in 0..<width {
    let deviation = (deviations[feature] / Double(count)).squareRoot()
    // 1 for a feature that never changes.
    deviations[feature] = deviation > 1e-9 * max(1, means[feature].magnitude) ? deviation : 1
  }
  return (means, deviations)
}

/// −mean of ln p, and the ridge. Per class but the first: its weights, then its intercept.
private func loss(
  _ rows: [Double], _ width: Int, _ classes: [UInt8], _ ridge: Double, at point: [Double],
  _ gradient: inout [Double]
) -> Double {
  let others = point.count / (width + 1)
  var sums = [Double](repeating: 0, count: point.count)
  var scores = [Double](repeating: 0, count: others)
  var sum = 0.0
  let (values, weights) = (rows.span, point.span)
  for row in classes.indices {
    let start = row * width
    var largest = 0.0
    for other in 0..<others {
      let first = other * (width + 1)
      var score = weights[first + width]
      for feature in 0..<width { score += weights[first + feature] * values[start + feature] }
      scores[other] = score
      largest = max(largest, score)
    }
    var total = Double.exp(-largest)
    for other in 0..<others { total += Double.exp(scores[other] - largest) }
    let logTotal = Double.log(total) + largest
    let actual = Int(classes[row])
    sum += logTotal - (actual == 0 ? 0 : scores[actual - 1])
    for other in 0..<others {
      let first = other * (width + 1)
      let error = Double.exp(scores[other] - logTotal) - (actual == other + 1 ? 1 : 0)
      for feature in 0..<width { sums[first + feature] += error * values[start + feature] }
      sums[first + width] += error
    }
  }
  let count = Double(classes.count)
  var value = sum / count
  for place in point.indices {
    gradient[place] = sums[place] / count
    guard place % (width + 1) != width else { continue }
    value += ridge / 2 * point[place] * point[place]
    gradient[place] += ridge * point[place]
  }
  return value
}
