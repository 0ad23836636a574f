package import Snapshots

/// How much each shopper is drawn to each value of an attribute: 0, as everybody; towards 1, by own
/// choice.
///
///     affinity(u, v) = n(u, v) / (n(u, v) + K · p(v))
///
/// where n counts the shopper's choices of the value, each worth less the older it is, p is the
/// value's share of all choices, and K the strength of the prior, in choices. A value that a shopper never chose has no entry, and 0.
///
/// By user for profiles, by value for audiences.
package struct AffinityTable: Sendable {
  package let attribute: String
  package let values: IdentifierTable
  /// p, one per value; above 0.
  package let shares: Column<Float>
  /// K.
  package let strength: Float

  /// The entries of user u are `userStart[u]..<userStart[u + 1]`, strongest first.
  package let userStart: Column<UInt32>
  package let userValues: Column<UInt16>
  package let userWeights: Column<Float16>

  /// The entries of value v are `valueStart[v]..<valueStart[v + 1]`, by user.
  package let valueStart: Column<Int64>
  package let valueUsers: Column<UInt32>
  package let valueWeights: Column<Float16>

  /// K · p(v): the choices of a value at which the affinity to it is a half.
  package func halfCount(of value: Int) -> Float { strength * shares[value] }

  /// n(u, v), from the affinity that it gave. A weight is stored with eleven bits, so that one just
  /// below 1 stands for any number of choices: then the largest that it is sure to mean.
  package func choices(of value: Int, giving weight: Float) -> Float {
    let weight = min(weight, 1 - 0x1p-11)
    return weight * halfCount(of: value) / (1 - weight)
  }

  /// The affinity to a value that was chosen so often.
  package func affinity(of value: Int, choices: Float) -> Float {
    choices / (choices + halfCount(of: value))
  }
}
