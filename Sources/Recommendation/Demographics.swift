import Snapshots

/// Who chooses an item, against who chooses at all: shoppers of a size, an age, a city.
///
///     demographics(u, i) = Σ over traits t of w_t · ln((n(i, g) + K · p(g)) / ((n(i) + K) · p(g))),   g = t's value of u
///
/// where n counts the choices of item i, by users of group g and by all users whose trait is known,
/// and p is the group's share of all choices: the logarithm of how much more likely the item is
/// chosen within the group, drawn towards 0 by a Dirichlet prior of K choices. It is all that is
/// known of shoppers without events. Users without the trait have no term of it.
package struct Demographics: Sendable {
  package static let traitLimit = 16
  /// Groups of all traits together.
  package static let groupLimit = 254
  /// K, in choices.
  static let strength = 20.0
  private static let missing = UInt8.max

  /// Names of traits, in the order of the weights.
  let names: IdentifierTable
  let traitCount: Int
  /// Shape: items × groups of all traits.
  private let lift: Column<Float>
  private let groupCount: Int
  /// Where each trait's groups begin, and the number of all.
  private let offsets: [Int]
  /// Shape: users × traits: the user's group, or `missing`.
  private let groups: Column<UInt8>
  /// Per group, the largest of `lift`.
  private let largest: [Float]
  /// Per item, the largest of any group, at least 0.
  let largestOfItem: [Float]

  init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    names = try file.identifiers("demographics.names")
    traitCount = names.count
    guard traitCount <= Self.traitLimit else {
      throw file.error(
        "demographics.names", "has \(traitCount); at most \(Self.traitLimit) are accepted")
    }
    let counts = try file.column("demographics.group_counts", as: UInt32.self, count: traitCount)
    var offsets = [0]
    for trait in 0..<traitCount { offsets.append(offsets[trait] + Int(counts[trait])) }
    guard offsets[traitCount] <= Self.groupLimit else {
      throw file.error(
        "demographics.group_counts",
        "adds up to \(offsets[traitCount]); at most \(Self.groupLimit) are accepted")
    }
    self.offsets = offsets
    groupCount = offsets[traitCount]
    lift = try file.matrix("demographics.lift", as: Float.self, rows: items, columns: groupCount)
      .elements
    groups = try file.matrix(
      "demographics.groups", as: UInt8.self, rows: users, columns: traitCount
    )
    .elements
    guard let largest = largestPerColumn(lift, columns: groupCount) else {
      throw file.error(
        "demographics.lift", "contains a value that is not finite; finite values are accepted")
    }
    self.largest = largest
    largestOfItem = largestPerRow(lift, columns: groupCount)
    for position in 0..<groups.count
    where groups[position] != Self.missing && groups[position] >= counts[position % traitCount] {
      throw file.error(
        "demographics.groups",
        "contains \(groups[position]) at \(position); "
          + "groups below \(counts[position % traitCount]), and 255 for none, are accepted")
    }
  }

  /// The columns of `lift` that the user is in, with the trait of each. O(traits).
  func gather(_ user: Int?, into columns: inout [DemographicGroup]) {
    columns.removeAll(keepingCapacity: true)
    guard let user else { return }
    for trait in 0..<traitCount {
      let group = Int(groups[user * traitCount + trait])
      if group < offsets[trait + 1] - offsets[trait] {
        columns.append(DemographicGroup(trait: trait, column: offsets[trait] + group))
      }
    }
  }

  @inline(__always)
  func term(of item: Int, _ column: DemographicGroup) -> Float {
    lift[item * groupCount + column.column]
  }

  /// demographics(u, i).
  ///
  /// - Parameter weights: one per trait from `start` on
  @inline(__always)
  func score(
    of item: Int, _ columns: [DemographicGroup], _ weights: [Float], from start: Int
  ) -> Float {
    var sum: Float = 0
    for column in columns { sum += weights[start + column.trait] * term(of: item, column) }
    return sum
  }

  /// No item has more.
  func largestScore(_ columns: [DemographicGroup], _ weights: [Float], from start: Int) -> Float {
    var sum: Float = 0
    for column in columns { sum += max(0, weights[start + column.trait]) * largest[column.column] }
    return sum
  }

  /// The traits that say most for an item, as a bit each: those with at least a quarter of what
  /// speaks for it.
  func mainTraits(
    of item: Int, _ columns: [DemographicGroup], _ weights: [Float], from start: Int
  ) -> UInt32 {
    var whole: Float = 0
    for column in columns {
      whole += max(0, weights[start + column.trait] * term(of: item, column))
    }
    guard whole > 0 else { return 0 }
    var mask: UInt32 = 0
    for column in columns
    where weights[start + column.trait] * term(of: item, column) >= whole / 4 {
      mask |= 1 << UInt32(column.trait)
    }
    return mask
  }
}

/// A group that the user is in.
struct DemographicGroup {
  let trait: Int
  let column: Int
}

/// The largest of each row of a row-major matrix, at least 0.
private func largestPerRow(_ values: Column<Float>, columns: Int) -> [Float] {
  guard columns > 0 else { return [] }
  let span = values.span
  return (0..<span.count / columns).map { row in
    var largest: Float = 0
    for position in row * columns..<(row + 1) * columns { largest = max(largest, span[position]) }
    return largest
  }
}

/// The largest of each column of a row-major matrix, at least 0; `nil` when a value is not finite.
private func largestPerColumn(_ values: Column<Float>, columns: Int) -> [Float]? {
  var largest = [Float](repeating: 0, count: columns)
  let span = values.span
  var column = 0
  for position in span.indices {
    guard span[position].isFinite else { return nil }
    largest[column] = max(largest[column], span[position])
    column = column + 1 == columns ? 0 : column + 1
  }
  return largest
}
