/// Solves A·x = b for a symmetric positive definite A by Cholesky's method, in doubles. O(n³ / 6).
///
/// - Parameter matrix: shape n × n; its lower half is read, and overwritten with the factor.
/// - Returns: nil when A is not positive definite to rounding.
func solveSymmetric(_ matrix: inout [Double], _ vector: [Double]) -> [Double]? {
  guard factorizeSymmetric(&matrix, vector.count) else { return nil }
  return solveFactorized(matrix, vector)
}

/// A = L·Lᵀ, L over the lower half.
func factorizeSymmetric(_ matrix: inout [Double], _ n: Int) -> Bool {
  precondition(matrix.count == n * n, "a matrix of \(matrix.count) elements for \(n) unknowns")
  var elements = matrix.mutableSpan
  for column in 0..<n {
    for row in column..<n {
      var sum = elements[row * n + column]
      let (own, other) = (row * n, column * n)
      for index in 0..<column { sum -= elements[own + index] * elements[other + index] }
      if row == column {
        guard sum > 1e-14 * elements[own + column].magnitude, sum > 0 else { return false }
        elements[own + column] = sum.squareRoot()
      } else {
        elements[own + column] = sum / elements[other + column]
      }
    }
  }
  return true
}

/// L·Lᵀ·x = b.
func solveFactorized(_ factor: [Double], _ vector: [Double]) -> [Double] {
  let n = vector.count
  var x = vector
  for row in 0..<n {
    for index in 0..<row { x[row] -= factor[row * n + index] * x[index] }
    x[row] /= factor[row * n + row]
  }
  for row in (0..<n).reversed() {
    for index in row + 1..<n { x[row] -= factor[index * n + row] * x[index] }
    x[row] /= factor[row * n + row]
  }
  return x
}
