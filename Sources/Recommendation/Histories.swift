import RealModule
package import Snapshots

/// What every user chose: whose items are not to be answered again, and what rankings begin from.
package struct Histories: Sendable {
  /// Shape: users × items; a row's items, each once, the oldest first, and how often each was
  /// chosen.
  let entries: SparseMatrix
  /// One per entry: what the hybrid's feature `own` says of it.
  let own: Column<Float>

  package init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    entries = try file.sparse("histories", rows: users, columns: items)
    own = try file.column("histories.own", count: entries.entryCount)
    for position in 0..<own.count where !(own[position] >= 0 && own[position].isFinite) {
      throw file.error(
        "histories.own", "contains \(own[position]) at \(position); 0 and above is accepted")
    }
  }

  /// How often the user chose the item; 0 where it is not among the user's. O(items of the user).
  func count(of item: Int32, by user: Int?) -> Int {
    guard let user else { return 0 }
    let row = entries.row(user)
    for entry in 0..<row.indices.count where row.indices[entry] == item {
      return Int(row.values[entry])
    }
    return 0
  }

  /// The user's items, oldest first; none for no user.
  @inline(__always)
  func items(of user: Int?) -> Column<UInt32> {
    guard let user else { return entries.indices.extracting(0..<0) }
    return entries.row(user).indices
  }

  /// - Parameter ownHalfLife: see ``Interactions/ownValues(halfLife:)``
  package static func pack(
    _ interactions: Interactions, ownHalfLife: Double = .infinity, into writer: inout TensorWriter
  ) {
    writer.add("histories.own", interactions.ownValues(halfLife: ownHalfLife))
    writer.add(
      "histories",
      sparse: (interactions.indptr.map(Int64.init), interactions.items, interactions.weights))
  }
}

extension Interactions {
  /// How likely a user is to choose an item again, up to a factor: one per entry,
  ///
  ///     ln(1 + how often it was chosen) · 0.5^(age of the last time / halfLife)
  ///
  /// - Parameter halfLife: in the units of the timestamps, above 0; infinity: age has no influence
  func ownValues(halfLife: Double) -> [Float] {
    let newest = timestamps.max() ?? 0
    return zip(weights, timestamps).map { weight, timestamp in
      Float.log(onePlus: weight) * Float(Double.exp2(-Double(newest - timestamp) / halfLife))
    }
  }
}
