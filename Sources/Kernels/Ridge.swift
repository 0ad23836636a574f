import CBLAS

/// Working memory for one ridge regression after the other.
@safe package struct RidgeSolver: Sendable {
  private var matrix: [Float] = []

  package init() {}

  /// Solves (A + λI)·x = b in place of b, by LAPACK's `sposv` on the calling thread. O(n³ / 3).
  ///
  /// - Parameters:
  ///   - fill: writes the upper half of A (row ≤ column), which is 0 before; shape n × n, row-major
  ///   - vector: b, overwritten with x
  /// - Returns: false when A + λI is not positive definite; then `vector` is as it was
  package mutating func solve(
    lambda: Float, _ vector: inout [Float], fill: (inout MutableSpan<Float>) -> Void
  ) -> Bool {
    let n = vector.count
    guard n > 0 else { return true }
    precondition(isBLASSingleThreaded)
    if matrix.count < n * n { matrix = [Float](repeating: 0, count: n * n) }
    var span = matrix.mutableSpan
    for index in 0..<n * n { span[index] = 0 }
    var system = span._mutatingExtracting(first: n * n)
    fill(&system)
    for row in 0..<n { system[row * (n + 1)] += lambda }
    // The upper half by rows is the lower half by columns, which LAPACK counts by.
    var (size, columns, info) = (CInt(n), CInt(1), CInt(0))
    let before = vector
    // Safe: LAPACK reads and writes n × n elements of the one and n of the other.
    unsafe system.withUnsafeMutableBufferPointer { matrix in
      unsafe vector.withUnsafeMutableBufferPointer { vector in
        unsafe kernels_sposv(
          &size, &columns, matrix.baseAddress, vector.baseAddress, &info)
      }
    }
    if info != 0 { vector = before }
    return info == 0
  }
}
