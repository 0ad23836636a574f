package import Snapshots

/// Users and items as vectors whose product says how likely the choice is.
///
///     score(u, i) = userFactors[u] · itemFactors[i]
///
/// Hu, Koren, Volinsky, *Collaborative filtering for implicit feedback datasets*, ICDM 2008.
package struct Factors: Sendable {
  /// Shape: users × factors. A user without interactions has zeros.
  let userFactors: Matrix<Float>
  /// Shape: items × factors.
  let itemFactors: Matrix<Float>

  package init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    userFactors = try file.matrix("factors.users", as: Float.self, rows: users)
    itemFactors = try file.matrix(
      "factors.items", as: Float.self, rows: items, columns: userFactors.columns)
    try checkFinite(userFactors, "factors.users", in: file)
    try checkFinite(itemFactors, "factors.items", in: file)
  }
}

func checkFinite(
  _ matrix: Matrix<Float>, _ name: String, in file: borrowing TensorFile
) throws(SnapshotError) {
  let elements = matrix.elements.span
  var isFinite = true
  // Without an early exit the loop is vectorised.
  for position in elements.indices { isFinite = isFinite && elements[position].isFinite }
  guard isFinite else {
    throw file.error(name, "contains a value that is not finite; finite values are accepted")
  }
}
