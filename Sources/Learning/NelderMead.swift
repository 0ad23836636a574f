/// Minimises a function of a few variables in a box, without its gradient.
///
/// Nelder, Mead, *A simplex method for function minimization*, The Computer Journal 7, 1965, with the
/// coefficients that depend on the number of variables of Gao, Han, *Implementing the Nelder-Mead
/// simplex algorithm with adaptive parameters*, Computational Optimization and Applications 51, 2012.
/// A point outside the box is moved to the nearest one inside. For up to about five variables; the
/// function is called one to two times per step.
package struct NelderMead: Sendable {
  package struct Minimum: Sendable {
    package let point: [Double]
    package let value: Double
    package let stepCount: Int
  }

  package var stepLimit = 1000
  /// The search ends when the values at the corners differ by less, relative to max(1, |value|).
  package var tolerance = 1e-8
  /// Of the first simplex: each variable in turn moved by this share of itself.
  package var firstStep = 0.05

  package init() {}

  /// - Parameter function: not finite where it is not defined.
  package func minimum(
    from start: [Double], lower: [Double], upper: [Double], of function: ([Double]) -> Double
  ) -> Minimum {
    let count = start.count
    precondition(count >= 1 && lower.count == count && upper.count == count)
    let n = Double(count)
    let (expansion, contraction, shrinkage) =
      count == 1 ? (2, 0.5, 0.5) : (1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n)
    func value(_ point: [Double]) -> Double {
      let value = function(point)
      return value.isNaN ? .infinity : value
    }
    func inside(_ point: inout [Double]) {
      for index in 0..<count { point[index] = min(max(point[index], lower[index]), upper[index]) }
    }
    var corners: [(point: [Double], value: Double)] = (0...count).map { corner in
      var point = start
      inside(&point)
      if corner > 0 {
        let index = corner - 1
        let before = point[index]
        point[index] = before == 0 ? 1e-4 : before * (1 + firstStep)
        inside(&point)
        // At the box's edge the simplex would be flat: step inwards instead.
        if point[index] == before { point[index] = before * (1 - firstStep) }
        inside(&point)
      }
      return (point, value(point))
    }
    var centre = start
    var (trial, second) = (start, start)
    var steps = 0
    while steps < stepLimit {
      steps += 1
      corners.sort { $0.value < $1.value }
      let (best, worst) = (corners[0].value, corners[count].value)
      if worst - best <= tolerance * max(1, best.magnitude) { break }
      for index in 0..<count {
        centre[index] = corners[..<count].reduce(0) { $0 + $1.point[index] } / n
      }
      func move(_ point: inout [Double], by factor: Double) -> Double {
        for index in 0..<count {
          point[index] = centre[index] + factor * (corners[count].point[index] - centre[index])
        }
        inside(&point)
        return value(point)
      }
      let reflected = move(&trial, by: -1)
      if reflected < best {
        let expanded = move(&second, by: -expansion)
        corners[count] = expanded < reflected ? (second, expanded) : (trial, reflected)
        continue
      }
      if reflected < corners[count - 1].value {
        corners[count] = (trial, reflected)
        continue
      }
      let contracted = move(&second, by: reflected < worst ? -contraction : contraction)
      if contracted < min(reflected, worst) {
        corners[count] = (second, contracted)
        continue
      }
      for corner in 1...count {
        for index in 0..<count {
          let nearest = corners[0].point[index]
          corners[corner].point[index] =
            nearest + shrinkage * (corners[corner].point[index] - nearest)
        }
        corners[corner].value = value(corners[corner].point)
      }
    }
    corners.sort { $0.value < $1.value }
    return Minimum(point: corners[0].point, value: corners[0].value, stepCount: steps)
  }
}
