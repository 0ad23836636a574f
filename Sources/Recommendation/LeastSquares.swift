import Kernels
import Learning

/// One half of an iteration: each row's factors, given those of the columns.
///
/// For a row with entries (column i, confidence c(i)) and column factors y it solves
///
///     A·x = b,   A = Yᵀ·Y + λ·I + Σ (c(i) − 1)·y(i)·y(i)ᵀ,   b = Σ c(i)·y(i)
///
/// by three steps of conjugate gradients from the factors it had: Takács, Pilászy, Tikk, *Applications
/// of the conjugate gradient method for implicit feedback collaborative filtering*, RecSys 2011,
/// section 4. Rows are taken in blocks, so that their products with Yᵀ·Y + λ·I, where most of the time
/// goes, are one product of matrices.
struct LeastSquares: Sendable {
  /// Compressed sparse rows.
  let indptr: [Int]
  let columns: [UInt32]
  let confidences: [Float]
  let factorCount: Int
  let lambda: Float
  let threads: Int

  private static let stepCount = 3
  /// Below this squared residual a row is solved; going on would divide by zero.
  private static let tolerance: Float = 1e-20
  /// A block's four matrices fit into the second-level cache at 128 factors.
  private static let blockSize = 64

  /// Shape of `start` and the result: rows × factors; of `other`: columns × factors. A row without
  /// entries gives zeros.
  func solution(from start: [Float], other: [Float]) -> [Float] {
    let rowBlocks = blocks(of: indptr.count - 1, size: Self.blockSize)
    let gram = regularizedGram(
      of: other, factorCount: factorCount, lambda: lambda, threads: threads)
    let parts = parallelMap(count: rowBlocks.count, threads: threads) { index in
      solve(rowBlocks[index], from: start, other: other, gram: gram)
    }
    var result: [Float] = []
    result.reserveCapacity(start.count)
    for part in parts { result += part }
    return result
  }

  /// Each row's factors by Cholesky instead; see ``NormalEquations``. O(entries · factors² + rows ·
  /// factors³).
  func exactSolution(other: [Float]) -> [Float] {
    let rowBlocks = blocks(of: indptr.count - 1, size: Self.blockSize)
    let gram = regularizedGram(
      of: other, factorCount: factorCount, lambda: lambda, threads: threads)
    let parts = parallelMap(
      count: rowBlocks.count, threads: threads, state: { NormalEquations() }
    ) { equations, block in
      var result: [Float] = []
      for row in rowBlocks[block] {
        guard indptr[row] < indptr[row + 1] else {
          result += repeatElement(0, count: factorCount)
          continue
        }
        equations.reset(gram: gram.span, factorCount: factorCount)
        for entry in indptr[row]..<indptr[row + 1] {
          equations.add(
            factors(of: columns[entry], in: other.span), confidence: confidences[entry])
        }
        _ = equations.solve()
        result += equations.vector
      }
      return result
    }
    return parts.flatMap(\.self)
  }

  private func solve(
    _ rows: Range<Int>, from start: [Float], other: [Float], gram: [Float]
  ) -> [Float] {
    let count = rows.count * factorCount
    var solution = Array(start[rows.lowerBound * factorCount..<rows.upperBound * factorCount])
    var x = solution.mutableSpan
    // Shape of each: rows of the block × factors.
    var residualStorage = [Float](repeating: 0, count: count)
    var directionStorage = residualStorage
    var productStorage = residualStorage
    var residuals = residualStorage.mutableSpan
    var directions = directionStorage.mutableSpan
    var products = productStorage.mutableSpan
    var squares = [Float](repeating: 0, count: rows.count)

    // r = b − A·x and p = r.
    product(of: x.span, count, gram, into: &products)
    for position in 0..<count { residuals[position] = -products[position] }
    for row in rows.indices {
      let range = range(of: row - rows.lowerBound)
      for entry in indptr[row]..<indptr[row + 1] {
        let y = factors(of: columns[entry], in: other.span)
        let confidence = confidences[entry]
        let fit = dot(y, x.span.extracting(range))
        add(
          y, times: confidence - (confidence - 1) * fit, to: &residuals,
          from: range.lowerBound)
      }
      let residual = residuals.span.extracting(range)
      squares[row - rows.lowerBound] = dot(residual, residual)
    }
    for position in 0..<count { directions[position] = residuals[position] }

    for _ in 0..<Self.stepCount {
      product(of: directions.span, count, gram, into: &products)
      for row in rows.indices where squares[row - rows.lowerBound] > Self.tolerance {
        let range = range(of: row - rows.lowerBound)
        for entry in indptr[row]..<indptr[row + 1] {
          let y = factors(of: columns[entry], in: other.span)
          let fit = dot(y, directions.span.extracting(range))
          add(y, times: (confidences[entry] - 1) * fit, to: &products, from: range.lowerBound)
        }
        let square = squares[row - rows.lowerBound]
        let curvature = dot(
          directions.span.extracting(range), products.span.extracting(range))
        let length = square / curvature
        add(directions.span.extracting(range), times: length, to: &x, from: range.lowerBound)
        add(
          products.span.extracting(range), times: -length, to: &residuals,
          from: range.lowerBound)
        let residual = residuals.span.extracting(range)
        let next = dot(residual, residual)
        for factor in range {
          directions[factor] = residuals[factor] + next / square * directions[factor]
        }
        squares[row - rows.lowerBound] = next
      }
    }
    for row in rows.indices where indptr[row] == indptr[row + 1] {
      for factor in range(of: row - rows.lowerBound) { x[factor] = 0 }
    }
    return solution
  }

  private func range(of row: Int) -> Range<Int> { row * factorCount..<(row + 1) * factorCount }

  @_lifetime(copy other)
  private func factors(of column: UInt32, in other: Span<Float>) -> Span<Float> {
    other.extracting(range(of: Int(column)))
  }

  private func product(
    of rows: Span<Float>, _ count: Int, _ gram: [Float], into products: inout MutableSpan<Float>
  ) {
    multiply(
      rows.extracting(first: count), by: gram.span, innerCount: factorCount,
      columnCount: factorCount, into: &products)
  }
}

/// Yᵀ·Y + λ·I, summed over fixed blocks of rows, so that threads do not change the order.
///
/// - Parameter rows: Y, shape: rows × factors
func regularizedGram(
  of rows: [Float], factorCount: Int, lambda: Float, threads: Int
) -> [Float] {
  let rowBlocks = blocks(of: rows.count / factorCount, size: 2_048)
  let parts = parallelMap(count: rowBlocks.count, threads: threads) { index in
    var part = [Float](repeating: 0, count: factorCount * factorCount)
    var span = part.mutableSpan
    let range =
      rowBlocks[index].lowerBound * factorCount..<rowBlocks[index].upperBound * factorCount
    gramMatrix(of: rows.span.extracting(range), columnCount: factorCount, into: &span)
    return part
  }
  var gram = [Float](repeating: 0, count: factorCount * factorCount)
  var sum = gram.mutableSpan
  for part in parts { add(part.span, times: 1, to: &sum) }
  for factor in 0..<factorCount { sum[factor * (factorCount + 1)] += lambda }
  return gram
}
