import Kernels
import Testing

/// Products equal their definition; small integers make every sum exact.
@Suite struct MatricesTests {
  @Test(arguments: [(1, 1), (3, 2), (17, 8), (64, 33)])
  func `the gram matrix is the product with the transpose`(rows: Int, columns: Int) {
    let a = (0..<rows * columns).map { Float($0 * 7 % 11) - 5 }
    var gram = [Float](repeating: .nan, count: columns * columns)
    var span = gram.mutableSpan
    gramMatrix(of: a.span, columnCount: columns, into: &span)
    for i in 0..<columns {
      for j in 0..<columns {
        let sum = (0..<rows).reduce(Float(0)) { $0 + a[$1 * columns + i] * a[$1 * columns + j] }
        #expect(gram[i * columns + j] == sum)
      }
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 2, 4), (16, 33, 8)])
  func `a product is rows times columns`(rows: Int, inner: Int, columns: Int) {
    let a = (0..<rows * inner).map { Float($0 * 7 % 11) - 5 }
    let b = (0..<inner * columns).map { Float($0 * 5 % 13) - 6 }
    var product = [Float](repeating: .nan, count: rows * columns)
    var span = product.mutableSpan
    multiply(a.span, by: b.span, innerCount: inner, columnCount: columns, into: &span)
    for i in 0..<rows {
      for j in 0..<columns {
        let sum = (0..<inner).reduce(Float(0)) { $0 + a[i * inner + $1] * b[$1 * columns + j] }
        #expect(product[i * columns + j] == sum)
      }
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 2, 4), (16, 33, 8)])
  func `a product may take either matrix transposed`(rows: Int, inner: Int, columns: Int) {
    let a = (0..<rows * inner).map { Float($0 * 7 % 11) - 5 }
    let b = (0..<inner * columns).map { Float($0 * 5 % 13) - 6 }
    var product = [Float](repeating: .nan, count: rows * columns)
    var span = product.mutableSpan
    multiply(a.span, by: b.span, innerCount: inner, columnCount: columns, into: &span)
    var left = [Float](repeating: .nan, count: rows * columns)
    span = left.mutableSpan
    multiply(
      transposed: transposed(a, columns: inner).span, by: b.span, rowCount: rows,
      columnCount: columns, into: &span)
    var right = [Float](repeating: .nan, count: rows * columns)
    span = right.mutableSpan
    multiply(
      a.span, byTransposed: transposed(b, columns: columns).span, innerCount: inner,
      columnCount: columns, into: &span)
    #expect(left == product)
    #expect(right == product)
  }

  private func transposed(_ matrix: [Float], columns: Int) -> [Float] {
    (0..<columns).flatMap { column in
      stride(from: column, to: matrix.count, by: columns).map { matrix[$0] }
    }
  }
}
