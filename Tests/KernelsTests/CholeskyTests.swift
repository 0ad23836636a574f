import Kernels
import Testing

/// The solution solves the system, and what has none is found out.
@Suite struct CholeskyTests {
  @Test(arguments: [1, 2, 3, 8, 17, 64, 130])
  func `A times x is b`(n: Int) {
    var random = Numbers(state: UInt64(n))
    // MᵀM + I is positive definite.
    let m = (0..<n * n).map { _ in random.next() }
    var a = [Float](repeating: 0, count: n * n)
    for row in 0..<n {
      for column in 0..<n {
        a[row * n + column] = (0..<n).reduce(row == column ? 1 : 0) {
          $0 + m[$1 * n + row] * m[$1 * n + column]
        }
      }
    }
    let b = (0..<n).map { _ in random.next() }
    var x = b
    var factor = a
    var factorSpan = factor.mutableSpan
    var span = x.mutableSpan
    let isSolved = solvePositiveDefinite(&factorSpan, &span)
    #expect(isSolved)
    for row in 0..<n {
      let product = (0..<n).reduce(0.0) { $0 + Double(a[row * n + $1]) * Double(x[$1]) }
      #expect(abs(product - Double(b[row])) < 1e-3)
    }
  }

  @Test(arguments: [[-1], [0], [.nan], [1, 2, 2, 1], [1, 0, 0, 0]] as [[Float]])
  func `a matrix that is not positive definite is found out`(matrix: [Float]) {
    var a = matrix
    var b = [Float](repeating: 1, count: matrix.count == 1 ? 1 : 2)
    var matrixSpan = a.mutableSpan
    var span = b.mutableSpan
    let isSolved = solvePositiveDefinite(&matrixSpan, &span)
    #expect(!isSolved)
  }
}
