import CKernels

/// Solves A·x = b for a symmetric positive definite A, in place, by A = Uᵀ·U.
///
/// Golub, Van Loan, *Matrix computations*, 4th edition, algorithm 4.2.2, by rows so that every inner
/// loop is over consecutive elements. For systems of some hundred unknowns inside a call: it calls no
/// library and allocates nothing. O(n³/3).
///
/// - Parameters:
///   - matrix: shape n × n, row-major; only the upper half is read, and overwritten with U
///   - vector: b, overwritten with x
/// - Returns: whether A is positive definite; if not, both are left as they happen to be
package func solvePositiveDefinite(
  _ matrix: inout MutableSpan<Float>, _ vector: inout MutableSpan<Float>
) -> Bool {
  let n = vector.count
  precondition(matrix.count == n * n, "a matrix of \(matrix.count) elements for \(n) unknowns")
  guard factorize(&matrix, n) else { return false }
  // Uᵀ·z = b, then U·x = z.
  for row in 0..<n {
    let z = vector[row] / matrix[row * n + row]
    vector[row] = z
    guard row + 1 < n else { break }
    add(
      matrix.span.extracting(row * n + row + 1..<(row + 1) * n), times: -z, to: &vector,
      from: row + 1)
  }
  for row in (0..<n).reversed() {
    let rest = dot(
      matrix.span.extracting(row * n + row + 1..<(row + 1) * n),
      vector.span.extracting(row + 1..<n))
    vector[row] = (vector[row] - rest) / matrix[row * n + row]
  }
  return true
}

/// A = Uᵀ·U, U over the upper half of A.
package func factorize(_ matrix: inout MutableSpan<Float>, _ n: Int) -> Bool {
  // Safe: row ≤ other < n, so every row's end that is read or written lies inside n × n, and two
  // different rows do not overlap.
  unsafe matrix.withUnsafeMutableBufferPointer { buffer in
    guard let a = buffer.baseAddress else { return true }
    for row in 0..<n {
      let pivot = unsafe a + (row * n + row)
      // Also false for NaN.
      guard unsafe pivot.pointee > 0 else { return false }
      let scale = unsafe 1 / pivot.pointee.squareRoot()
      for column in 0..<n - row { unsafe pivot[column] *= scale }
      for other in row + 1..<max(n, row + 1) {
        let factor = unsafe a[row * n + other]
        unsafe kernels_axpy(
          -factor, a + (row * n + other), a + (other * n + other), n - other)
      }
    }
    return true
  }
}
