import RealModule

/// A logistic regression whose weights are held towards given ones: as many rows of its own as 1 / ridge say
/// about as much as these.
package enum CentredLogit {
  private static let iterationLimit = 30

  /// Minimises the mean of −ln likelihood, plus Σ ridge(f)/2 · (weight(f) − centre(f))².
  ///
  /// Newton's method with halved steps; the function is convex, so where it ends is where it is least.
  /// O(iterations · rows · features²).
  ///
  /// - Parameters:
  ///   - rows: shape: rows × features, row-major; at least one row. A feature that is always 1 is the intercept.
  ///   - centre, ridge: one per feature; a ridge of 0 leaves a weight free, which then has to differ from the others
  package static func fit(
    rows: [Double], happened: [Bool], centre: [Double], ridge: [Double]
  ) -> [Double] {
    let width = centre.count
    precondition(
      !happened.isEmpty && rows.count == happened.count * width && ridge.count == width,
      "rows are ragged, or none")
    var point = centre
    var value = loss(rows, happened, centre, ridge, at: point)
    for _ in 0..<iterationLimit {
      let (gradient, curvature) = derivatives(rows, happened, centre, ridge, at: point)
      guard gradient.contains(where: { $0.magnitude > 1e-9 }) else { break }
      let step = solution(of: curvature, for: gradient)
      var scale = 1.0
      var moved = point
      var found = Double.infinity
      while scale > 1e-6 {
        for feature in 0..<width { moved[feature] = point[feature] - scale * step[feature] }
        found = loss(rows, happened, centre, ridge, at: moved)
        if found <= value { break }
        scale /= 2
      }
      guard found < value else { break }
      let gain = value - found
      (point, value) = (moved, found)
      guard gain > 1e-12 else { break }
    }
    return point
  }

  private static func loss(
    _ rows: [Double], _ happened: [Bool], _ centre: [Double], _ ridge: [Double],
    at point: [Double]
  ) -> Double {
    let (values, weights, width) = (rows.span, point.span, centre.count)
    var sum = 0.0
    for row in happened.indices {
      var score = 0.0
      for feature in 0..<width { score += weights[feature] * values[row * width + feature] }
      sum += logLoss(score, happened: happened[row])
    }
    sum /= Double(happened.count)
    for feature in 0..<width {
      let off = point[feature] - centre[feature]
      sum += ridge[feature] / 2 * off * off
    }
    return sum
  }

  /// The gradient, and the lower triangle of the second derivatives. Shape: features × features.
  private static func derivatives(
    _ rows: [Double], _ happened: [Bool], _ centre: [Double], _ ridge: [Double],
    at point: [Double]
  ) -> (gradient: [Double], curvature: [Double]) {
    let (values, weights, width) = (rows.span, point.span, centre.count)
    var gradient = [Double](repeating: 0, count: width)
    var curvature = [Double](repeating: 0, count: width * width)
    var slopes = gradient.mutableSpan
    var bends = curvature.mutableSpan
    for row in happened.indices {
      let start = row * width
      var score = 0.0
      for feature in 0..<width { score += weights[feature] * values[start + feature] }
      let share = 1 / (1 + Double.exp(-score))
      let error = share - (happened[row] ? 1 : 0)
      let bend = share * (1 - share)
      for feature in 0..<width {
        let value = values[start + feature]
        slopes[feature] += error * value
        let bent = bend * value
        for other in 0...feature {
          bends[feature * width + other] += bent * values[start + other]
        }
      }
    }
    let count = Double(happened.count)
    for place in 0..<width * width { bends[place] /= count }
    for feature in 0..<width {
      slopes[feature] =
        slopes[feature] / count + ridge[feature] * (point[feature] - centre[feature])
      // A hair more than asked for, so that features that say the same do not stop the solving.
      bends[feature * width + feature] += ridge[feature] + 1e-10
    }
    return (gradient, curvature)
  }

  /// By Cholesky's factors of a lower triangle: Golub, Van Loan, *Matrix Computations*, 2013, 4.2.
  private static func solution(of triangle: [Double], for right: [Double]) -> [Double] {
    let width = right.count
    var factor = triangle
    var answer = right
    for row in 0..<width {
      for column in 0...row {
        var sum = factor[row * width + column]
        for other in 0..<column {
          sum -= factor[row * width + other] * factor[column * width + other]
        }
        factor[row * width + column] =
          row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column * width + column]
      }
    }
    for row in 0..<width {
      for other in 0..<row { answer[row] -= factor[row * width + other] * answer[other] }
      answer[row] /= factor[row * width + row]
    }
    for row in (0..<width).reversed() {
      for other in row + 1..<max(width, row + 1) {
        answer[row] -= factor[other * width + row] * answer[other]
      }
      answer[row] /= factor[row * width + row]
    }
    return answer
  }
}

/// −ln of the probability that log odds give to what happened.
package func logLoss(_ logOdds: Double, happened: Bool) -> Double {
  max(logOdds, 0) - (happened ? logOdds : 0) + Double.log(onePlus: Double.exp(-logOdds.magnitude))
}
