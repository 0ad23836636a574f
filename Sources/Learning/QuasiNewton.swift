/// Minimises a smooth function of a few variables, of which the gradient is known.
///
/// BFGS: Nocedal, Wright, *Numerical Optimization*, 2006, algorithm 6.1 with the update of equation
/// 6.17 and backtracking (algorithm 3.1). O(n²) per iteration besides the function, so for tens of
/// variables.
///
///     let best = QuasiNewton().minimum(from: [0, 0]) { point, gradient in … return value }
package struct QuasiNewton: Sendable {
  package struct Minimum: Sendable {
    package let point: [Double]
    package let value: Double
    package let iterationCount: Int
    /// Whether the largest slope is below the tolerance, or no step found anything lower.
    package let hasConverged: Bool
  }

  package var iterationLimit = 200
  /// Of the gradient's largest component, in units of max(1, |value|).
  package var tolerance = 1e-9
  /// The search also ends when an iteration lowers the value by less than this share of max(1, |value|).
  package var decrease = 0.0

  package init() {}

  /// - Parameter function: sets the gradient and gives the value; not finite where the function is
  ///   not defined, which no step goes to.
  /// - Precondition: the function is finite at `start`.
  package func minimum(
    from start: [Double],
    of function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> Minimum {
    let count = start.count
    var point = start
    var gradient = [Double](repeating: 0, count: count)
    var value = function(point, &gradient)
    precondition(value.isFinite, "the function is not finite at its start")
    var inverse = InverseHessian(count)
    var next = gradient
    for iteration in 0..<iterationLimit {
      let slope = gradient.reduce(0) { max($0, $1.magnitude) }
      if slope <= tolerance * max(1, value.magnitude) {
        return Minimum(
          point: point, value: value, iterationCount: iteration, hasConverged: true)
      }
      var direction = inverse.direction(against: gradient)
      var descent = dot(direction, gradient)
      if !(descent < 0) {
        inverse = InverseHessian(count)
        direction = gradient.map { -$0 }
        descent = dot(direction, gradient)
      }
      // The first step knows nothing of scale: one of length 1 at most.
      let length = dot(direction, direction).squareRoot()
      var step = inverse.isInitial ? min(1, 1 / length) : 1
      var moved = point
      var found = Double.infinity
      for _ in 0..<50 {
        for index in 0..<count { moved[index] = point[index] + step * direction[index] }
        found = function(moved, &next)
        if found.isFinite, found <= value + 1e-4 * step * descent { break }
        found = .infinity
        step /= 2
      }
      guard found.isFinite else {
        if inverse.isInitial {
          return Minimum(
            point: point, value: value, iterationCount: iteration, hasConverged: true)
        }
        // Once more, straight downhill: rounding may have spoilt what was learned of curvature.
        inverse = InverseHessian(count)
        _ = function(point, &gradient)
        continue
      }
      inverse.update(
        step: zip(moved, point).map { $0 - $1 }, change: zip(next, gradient).map { $0 - $1 })
      let gain = value - found
      (point, value, gradient) = (moved, found, next)
      if gain < decrease * max(1, value.magnitude) {
        return Minimum(
          point: point, value: value, iterationCount: iteration + 1, hasConverged: true)
      }
    }
    return Minimum(
      point: point, value: value, iterationCount: iterationLimit, hasConverged: false)
  }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double {
  zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
}

/// What the steps so far say of curvature. Shape: count × count, symmetric, positive definite.
private struct InverseHessian {
  let count: Int
  var elements: [Double]
  var isInitial = true

  init(_ count: Int) {
    self.count = count
    elements = [Double](repeating: 0, count: count * count)
    for index in 0..<count { elements[index * count + index] = 1 }
  }

  func direction(against gradient: [Double]) -> [Double] {
    (0..<count).map { row in
      -(0..<count).reduce(0) { $0 + elements[row * count + $1] * gradient[$1] }
    }
  }

  /// Equation 6.17; left as it is where curvature along the step is not positive.
  mutating func update(step: [Double], change: [Double]) {
    let curvature = dot(step, change)
    guard curvature > 1e-12 * dot(step, step).squareRoot() * dot(change, change).squareRoot()
    else { return }
    if isInitial {
      // Equation 6.20: the scale of the first step.
      let scale = curvature / dot(change, change)
      for index in 0..<count { elements[index * count + index] = scale }
      isInitial = false
    }
    let product = (0..<count).map { row in
      (0..<count).reduce(0) { $0 + elements[row * count + $1] * change[$1] }
    }
    let factor = (1 + dot(change, product) / curvature) / curvature
    for row in 0..<count {
      for column in 0..<count {
        elements[row * count + column] +=
          factor * step[row] * step[column]
          - (product[row] * step[column] + step[row] * product[column]) / curvature
      }
    }
  }
}
