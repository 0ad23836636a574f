import Kernels
package import Snapshots

/// Users and items as vectors whose product says how likely the choice is.
///
///     score(u, i) = userFactors[u] · itemFactors[i]
///
/// Hu, Koren, Volinsky, *Collaborative filtering for implicit feedback datasets*, ICDM 2008. Factors may
/// also come from elsewhere; then index and fold-in may be absent, in which case all items are scanned
/// and events of the call change nothing.
package struct Factors: Sendable {
  /// Shape: users × factors. A user without interactions has zeros.
  let userFactors: Matrix<Float>
  /// Shape: items × factors.
  let itemFactors: Matrix<Float>
  let index: FactorIndex?
  let foldIn: FoldIn?

  /// What a user's factors are computed from besides the items'.
  struct FoldIn: Sendable {
    /// Yᵀ·Y + λ·I, shape: factors × factors.
    let gram: Matrix<Float>
    /// Confidence per unit of an entry's weight.
    let alpha: Float
  }

  package init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    userFactors = try file.matrix("factors.users", as: Float.self, rows: users)
    itemFactors = try file.matrix(
      "factors.items", as: Float.self, rows: items, columns: userFactors.columns)
    try checkFinite(userFactors.elements, "factors.users", in: file)
    try checkFinite(itemFactors.elements, "factors.items", in: file)
    index =
      file.contains("factors.index.codes")
      ? try FactorIndex(opening: file, items: items, factors: userFactors.columns) : nil
    foldIn =
      file.contains("factors.gram")
      ? try FoldIn(opening: file, factors: userFactors.columns) : nil
  }
}

extension Factors.FoldIn {
  /// - Throws: when the gram matrix is misshapen or not positive definite, or the confidence is not above
  ///   0. O(factors³).
  fileprivate init(opening file: borrowing TensorFile, factors: Int) throws(SnapshotError) {
    gram = try file.matrix("factors.gram", as: Float.self, rows: factors, columns: factors)
    try checkFinite(gram.elements, "factors.gram", in: file)
    let alphas = try file.column("factors.alpha", as: Float.self, count: 1)
    alpha = alphas[0]
    guard alpha > 0, alpha.isFinite else {
      throw file.error("factors.alpha", "is \(alpha); a finite number above 0 is accepted")
    }
    var copy = (0..<gram.elements.count).map { gram.elements[$0] }
    var span = copy.mutableSpan
    guard factorize(&span, factors) else {
      throw file.error(
        "factors.gram", "is not positive definite; the items' Yᵀ·Y + λ·I with λ above 0 is accepted"
      )
    }
  }
}

/// - Parameter isSigned: whether values below 0 are accepted
func checkFinite(
  _ column: Column<Float>, _ name: String, in file: borrowing TensorFile, isSigned: Bool = true
) throws(SnapshotError) {
  let elements = column.span
  let least: Float = isSigned ? -.infinity : 0
  var isFinite = true
  // Without an early exit the loop is vectorised.
  for position in elements.indices {
    isFinite = isFinite && elements[position].isFinite && elements[position] >= least
  }
  guard isFinite else {
    let (kind, accepted) =
      isSigned ? ("finite", "finite values") : ("finite and not below 0", "such values")
    throw file.error(name, "contains a value that is not \(kind); \(accepted) are accepted")
  }
}
