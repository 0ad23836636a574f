package import Snapshots

/// What the hybrid adds up for an item; the order is that of `hybrid.weights`.
package enum HybridFeature: Int, CaseIterable, Sendable {
  /// What ``ItemSource`` says, in the same order, as a share of the most it says of any item that
  /// is new to the user: sources of different units, and users with few and with many items, are
  /// then on one scale.
  case neighbours, ease, nextItems, transitions, factors, content
  /// How likely the user is to choose an item again (``Interactions/ownValues(halfLife:)``), as a
  /// share of the user's largest.
  case own
  /// ln(1 + users who chose the item), as a share of the largest.
  case popular
  /// The same of choices that count the less the older they are.
  case trending

  /// As `explain` names it.
  package var name: StaticString {
    switch self {
    case .neighbours: "neighbours"
    case .ease: "ease"
    case .nextItems: "next"
    case .transitions: "transitions"
    case .factors: "factors"
    case .content: "content"
    case .own: "own"
    case .popular: "popular"
    case .trending: "trending"
    }
  }

  /// What `explain` names, in the order of the shares: the features, then ``Affinity`` and
  /// ``Demographics`` as a whole.
  package static let shareNames: [StaticString] =
    allCases.map(\.name) + ["affinity", "demographics"]

  /// How many of them lie in the lanes of a ``LaneAccumulator``: those that differ by user.
  static let laneCount = 7
}

/// Every source, popularity, the user's own past, and what is known of user and item besides, in one
/// linear model.
///
///     score(u, j) = Σ over features f of weight(f) · x(f, u, j) + affinity(u, j) + demographics(u, j)
///
/// with ``Affinity`` and ``Demographics``, whose terms have weights of their own.
/// The weights are fitted on what users chose after the sources' training data ended (`Hybrid.fit`),
/// once for questions about new items and once for those that allow repeats. A contribution is a
/// product, and the contributions add up to the score.
package struct Hybrid: Sendable {
  /// Of a user, so many newest items count.
  static let historyLimit = 50
  /// So many items that are chosen most of late are candidates for everybody.
  static let trendingCount = 2_000

  private(set) var weights: HybridWeights
  /// One per item.
  let popular: Column<Float>
  /// One per item.
  let trending: Column<Float>
  /// Items, the largest of `trending` first.
  let trendingItems: Column<UInt32>

  /// - Parameter termCount: of affinity and demographics together
  package init(
    opening file: borrowing TensorFile, items: Int, termCount: Int
  ) throws(SnapshotError) {
    let count = HybridFeature.allCases.count + termCount
    let rows = try file.matrix("hybrid.weights", as: Float.self, rows: 2, columns: count).elements
    weights = HybridWeights(
      newItems: (0..<count).map { rows[$0] }, repeats: (0..<count).map { rows[count + $0] })
    popular = try file.column("hybrid.popular", count: items)
    trending = try file.column("hybrid.trending", count: items)
    trendingItems = try file.column("hybrid.trending_items", as: UInt32.self)
    try check(rows, "hybrid.weights", in: file)
    try check(popular, "hybrid.popular", in: file)
    try check(trending, "hybrid.trending", in: file)
    for position in 0..<trendingItems.count where trendingItems[position] >= items {
      throw file.error(
        "hybrid.trending_items",
        "contains \(trendingItems[position]); indices below \(items) are accepted")
    }
  }

  /// The weights for a question: by `HybridFeature`, then those of the terms of affinity, then of
  /// demographics.
  func weights(includesSeen: Bool) -> [Float] { includesSeen ? weights.repeats : weights.newItems }

  /// The weights for a question, by `HybridFeature`.
  func weight(_ feature: HybridFeature, includesSeen: Bool) -> Float {
    includesSeen ? weights.repeats[feature.rawValue] : weights.newItems[feature.rawValue]
  }

  func with(_ weights: HybridWeights) -> Hybrid {
    var copy = self
    copy.weights = weights
    return copy
  }
}

private func check(
  _ column: Column<Float>, _ name: String, in file: borrowing TensorFile
) throws(SnapshotError) {
  for position in 0..<column.count where !column[position].isFinite {
    throw file.error(
      name, "contains a value at \(position) that is not finite; finite values are accepted")
  }
}
