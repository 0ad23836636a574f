package import Snapshots

/// How much each shopper is drawn to each value of an attribute: 0, as everybody; towards 1, by own
/// choice.
///
///     affinity(u, v) = n(u, v) / (n(u, v) + K · p(v))
///
/// where n counts the shopper's choices of the value, each worth less the older it is, and p is the
/// value's share of all choices. A value that a shopper never chose has no entry, and 0.
///
/// By user for profiles, by value for audiences.
package struct AffinityTable: Sendable {
  package let attribute: String
  package let values: IdentifierTable

  /// The entries of user u are `userStart[u]..<userStart[u + 1]`, strongest first.
  package let userStart: Column<Int64>
  package let userValues: Column<UInt16>
  package let userWeights: Column<Float16>

  /// The entries of value v are `valueStart[v]..<valueStart[v + 1]`, by user.
  package let valueStart: Column<Int64>
  package let valueUsers: Column<UInt32>
  package let valueWeights: Column<Float16>
}
