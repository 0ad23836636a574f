import Dispatch
import Kernels
import Testing

/// What comes out is the inverse, whoever computed which block of it.
@Suite struct SymmetricMatrixTests {
  /// Sizes on both sides of a block's 512 rows.
  @Test(arguments: [1, 2, 3, 17, 511, 512, 513, 1_100])
  func `a row times the inverse is a row of the identity`(n: Int) {
    let rows = sparseRows(n)
    let matrix = SymmetricMatrix(count: n)
    fill(matrix, rows)
    let isInverted = matrix.invert { count, body in (0..<count).forEach(body) }
    #expect(isInverted)
    var distance = 0.0
    for row in stride(from: 0, to: n, by: max(1, n / 50)) {
      for column in 0..<n {
        var product = Double(Self.diagonal) * Double(matrix[row, column])
        for (other, value) in zip(rows[row].columns, rows[row].values) {
          product += Double(value) * Double(matrix[Int(other), column])
        }
        distance = max(distance, abs(product - (row == column ? 1 : 0)))
        if matrix[row, column] != matrix[column, row] { distance = .infinity }
      }
    }
    #expect(distance < 1e-5)
  }

  @Test func `the inverse is the same in every order and on every thread`() {
    let rows = sparseRows(1_100)
    func inverse(
      _ parallel: (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void
    ) -> [Float] {
      let matrix = SymmetricMatrix(count: rows.count)
      fill(matrix, rows)
      _ = matrix.invert(parallel: parallel)
      return rows.indices.flatMap { row in rows.indices.map { matrix[row, $0] } }
    }
    let inOrder = inverse { count, body in (0..<count).forEach(body) }
    let backwards = inverse { count, body in (0..<count).reversed().forEach(body) }
    let together = inverse { count, body in
      DispatchQueue.concurrentPerform(iterations: count) { body($0) }
    }
    #expect(inOrder == backwards)
    #expect(inOrder == together)
  }

  @Test(arguments: [0, 1, 600])
  func `a matrix that is not positive definite is found out`(row: Int) {
    let matrix = SymmetricMatrix(count: 700)
    for index in 0..<700 { matrix.set(index, [], [], addingToDiagonal: index == row ? -1 : 1) }
    let isInverted = matrix.invert { count, body in (0..<count).forEach(body) }
    #expect(!isInverted)
  }

  @Test func `ratios are those of an element and the diagonal below it`() {
    // The inverse of [2 1; 1 4] is [4 −1; −1 2] / 7.
    let matrix = SymmetricMatrix(count: 2)
    matrix.set(0, [0, 1], [1.5, 1], addingToDiagonal: 0.5)
    matrix.set(1, [0, 1], [1, 3], addingToDiagonal: 1)
    _ = matrix.invert { count, body in (0..<count).forEach(body) }
    var best = TopK()
    best.reset(k: 3)
    matrix.offerRatios(of: 0, to: &best)
    #expect(best.count == 1)
    #expect(best[0].index == 1)
    #expect(abs(best[0].score - 0.5) < 1e-6)
    best.reset(k: 3)
    matrix.offerRatios(of: 1, to: &best)
    #expect(abs(best[0].score - 0.25) < 1e-6)
  }

  private static let diagonal: Float = 60

  private func fill(_ matrix: SymmetricMatrix, _ rows: [(columns: [UInt32], values: [Float])]) {
    for (row, part) in rows.enumerated() {
      matrix.set(row, part.columns, part.values, addingToDiagonal: Self.diagonal)
    }
  }

  /// A symmetric matrix without its diagonal: up to some dozen values of at most 1 a row, so that
  /// with 60 on the diagonal it is positive definite.
  private func sparseRows(_ n: Int) -> [(columns: [UInt32], values: [Float])] {
    var random = Numbers(state: UInt64(n))
    var rows = [[Int: Float]](repeating: [:], count: n)
    for row in 0..<n {
      for step in 1...8 {
        let other = (row + step * step * 13) % n
        guard other != row else { continue }
        let value = random.next()
        rows[row][other] = value
        rows[other][row] = value
      }
    }
    return rows.map { row in
      let entries = row.sorted { $0.key < $1.key }
      return (entries.map { UInt32($0.key) }, entries.map(\.value))
    }
  }
}
