import Kernels
import Learning

/// The factor model as weights between items, so that it knows ages and gives reasons.
///
///     w(i, j) = y(i)ᵀ·(YᵀY + λI)⁻¹·y(j)
///
/// A user's factors are (YᵀY + Yᵀ(C − I)Y + λI)⁻¹·YᵀC·p, Hu, Koren and Volinsky's equation 4, and
/// the score of j is their product with y(j): section 5 of the paper reads it as a sum over the user's
/// items of their weighted similarity. Here the user's own weighting C is left out of the inverse,
/// which makes the similarity the same for all users.
package enum FactorNeighbours {
  /// O(items² · factors), in parallel.
  package static func fit(
    _ factors: FittedFactors, lambda: Float, neighbourCount: Int = 100, halfLife: Float = 2,
    threads: Int = 1
  ) -> FittedItemNeighbours {
    let width = factors.factorCount
    let itemCount = factors.items.count / width
    var gram = [Float](repeating: 0, count: width * width)
    var span = gram.mutableSpan
    gramMatrix(of: factors.items.span, columnCount: width, into: &span)
    let inverse = inverse(of: gram, width: width, lambda: max(lambda, 1))
    let blocks = blocks(of: itemCount, size: 32)
    let transposed = transposed(factors.items, width: width)
    let parts = parallelMap(count: blocks.count, threads: threads) { block in
      let rows = blocks[block].lowerBound * width..<blocks[block].upperBound * width
      var projected = [Float](repeating: 0, count: rows.count)
      var projectedSpan = projected.mutableSpan
      multiply(
        factors.items.span.extracting(rows), by: inverse.span, innerCount: width,
        columnCount: width, into: &projectedSpan)
      var products = [Float](repeating: 0, count: blocks[block].count * itemCount)
      var productSpan = products.mutableSpan
      multiply(
        projected.span, by: transposed.span, innerCount: width, columnCount: itemCount,
        into: &productSpan)
      var best = TopK()
      var rowsOfBlock = SparseRows()
      for (position, item) in blocks[block].enumerated() {
        best.reset(k: neighbourCount)
        for other in 0..<itemCount where other != item {
          let value = products[position * itemCount + other]
          if value > 0, best.accepts(value, Int32(other)) { best.insert(value, Int32(other)) }
        }
        rowsOfBlock.append(sorting: &best)
      }
      return rowsOfBlock
    }
    return FittedItemNeighbours(
      source: .factors, rows: SparseRows(joining: parts), halfLife: halfLife)
  }

  private static func inverse(of gram: [Float], width: Int, lambda: Float) -> [Float] {
    var inverse: [Float] = []
    var solver = RidgeSolver()
    for row in 0..<width {
      var unit = [Float](repeating: 0, count: width)
      unit[row] = 1
      let isSolved = solver.solve(lambda: lambda, &unit) { matrix in
        for index in 0..<width * width { matrix[index] = gram[index] }
      }
      precondition(isSolved, "a Gram matrix plus \(lambda) is positive definite")
      inverse += unit
    }
    return inverse
  }

  private static func transposed(_ rows: [Float], width: Int) -> [Float] {
    let count = rows.count / width
    var columns = [Float](repeating: 0, count: rows.count)
    for row in 0..<count {
      for column in 0..<width { columns[column * count + row] = rows[row * width + column] }
    }
    return columns
  }
}
