import Kernels

/// The search for the best items by factors alone, as ``Recommender`` does it, for those who measure
/// it. One per thread.
package struct FactorSearch: Sendable {
  private var space = RankingSpace()

  package init() {}

  /// The wanted items with the largest products with `vector`, best first.
  ///
  /// - Parameters:
  ///   - vector: as many elements as `factors` has
  ///   - isExhaustive: whether every item's code is looked at, and not only promising clusters'
  ///   - items: overwritten
  package mutating func findBest(
    of factors: Factors, for vector: Span<Float>, limit: Int, isExhaustive: Bool,
    into items: inout [Int32], where isWanted: (Int) -> Bool
  ) {
    factors.best(
      for: vector, limit: limit, isExhaustive: isExhaustive, search: &space.search,
      into: &space.best, where: isWanted)
    items.removeAll(keepingCapacity: true)
    for position in 0..<space.best.count { items.append(space.best[position].index) }
  }
}
