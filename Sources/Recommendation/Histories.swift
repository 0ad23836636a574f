package import Snapshots

/// What every user chose: whose items are not to be answered again, and what rankings begin from.
package struct Histories: Sendable {
  /// Shape: users × items; a row's items, each once, the oldest first, and their weights.
  let entries: SparseMatrix

  package init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    entries = try file.sparse("histories", rows: users, columns: items)
  }

  /// The user's items, oldest first; none for no user.
  @inline(__always)
  func items(of user: Int?) -> Column<UInt32> {
    guard let user else { return entries.indices.extracting(0..<0) }
    return entries.row(user).indices
  }

  /// The user's items and their weights, oldest first; none for no user.
  func entries(of user: Int?) -> (items: Column<UInt32>, weights: Column<Float>) {
    guard let user else {
      return (entries.indices.extracting(0..<0), entries.values.extracting(0..<0))
    }
    let row = entries.row(user)
    return (row.indices, row.values)
  }

  package static func pack(_ interactions: Interactions, into writer: inout TensorWriter) {
    writer.add(
      "histories",
      sparse: (interactions.indptr.map(Int64.init), interactions.items, interactions.weights))
  }
}
