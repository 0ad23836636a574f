import Kernels

/// The least squares problem of one user, given the items' factors: what training solves for every
/// user, and a call for a user with events that the snapshot does not know.
///
///     A·x = b,   A = Yᵀ·Y + λ·I + Σ (c(i) − 1)·y(i)·y(i)ᵀ,   b = Σ c(i)·y(i)
///
/// over the items i that the user chose, with confidence c(i): Hu, Koren, Volinsky, *Collaborative
/// filtering for implicit feedback datasets*, ICDM 2008, equation 4. It is solved exactly, by
/// Cholesky. It allocates only when the number of factors grows.
struct NormalEquations: Sendable {
  /// A, upper half, row-major.
  private var matrix: [Float] = []
  /// b; x once solved.
  private(set) var vector: [Float] = []

  /// Begins with no items.
  ///
  /// - Parameter gram: Yᵀ·Y + λ·I, shape factors × factors
  mutating func reset(gram: Span<Float>, factorCount: Int) {
    if vector.count != factorCount {
      vector = [Float](repeating: 0, count: factorCount)
      matrix = [Float](repeating: 0, count: factorCount * factorCount)
    }
    copy(gram, to: &matrix)
    for index in vector.indices { vector[index] = 0 }
  }

  /// Adds an item. O(factors²).
  mutating func add(_ factors: Span<Float>, confidence: Float) {
    accumulate(factors, times: confidence, in: &vector)
    if confidence != 1 { accumulateSquare(factors, times: confidence - 1, in: &matrix) }
  }

  /// Leaves x in `vector`.
  ///
  /// - Returns: false when A is not positive definite, which confidences below 1 or a damaged file
  ///   can bring about; `vector` is then 0.
  mutating func solve() -> Bool {
    if solved(&matrix, &vector) { return true }
    for index in vector.indices { vector[index] = 0 }
    return false
  }
}

private func copy(_ source: Span<Float>, to target: inout [Float]) {
  var target = target.mutableSpan
  for index in target.indices { target[index] = source[index] }
}

private func accumulate(_ factors: Span<Float>, times scale: Float, in vector: inout [Float]) {
  var vector = vector.mutableSpan
  add(factors, times: scale, to: &vector)
}

/// matrix += scale · y·yᵀ, upper half.
private func accumulateSquare(
  _ y: Span<Float>, times scale: Float, in matrix: inout [Float]
) {
  let count = y.count
  var matrix = matrix.mutableSpan
  for row in 0..<count {
    add(
      y.extracting(row..<count), times: scale * y[row], to: &matrix, from: row * count + row)
  }
}

private func solved(_ matrix: inout [Float], _ vector: inout [Float]) -> Bool {
  var matrix = matrix.mutableSpan
  var vector = vector.mutableSpan
  return solvePositiveDefinite(&matrix, &vector)
}
