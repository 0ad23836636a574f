package import Snapshots

/// Items by how many users chose them: what is answered when nothing is known of the user.
///
///     score(i) = Σ over users u that chose i of 0.5^(age(u, i) / halfLife)
///
/// with the age of a choice counted from the newest in the data. Without a half-life the score is
/// the number of users. Every item has a place in the order, also those that nobody chose.
package struct Popularity: Sendable {
  /// One per item.
  let scores: Column<Float>
  /// One per item: users who chose it, whenever that was.
  let shoppers: Column<UInt32>
  /// Items, best first; of equal scores the lower index.
  let order: Column<UInt32>

  package init(opening file: borrowing TensorFile, items: Int) throws(SnapshotError) {
    scores = try file.column("popularity.scores", count: items)
    shoppers = try file.column("popularity.shoppers", count: items)
    order = try file.column("popularity.order", count: items)
    var isPlaced = [Bool](repeating: false, count: items)
    for position in 0..<items {
      let item = Int(order[position])
      guard item < items, !isPlaced[item] else {
        throw file.error(
          "popularity.order",
          "has \(item) at \(position); each index below \(items) is accepted once")
      }
      isPlaced[item] = true
    }
  }

  func reason(for item: Int) -> RankingReason {
    RankingReason(
      code: .popular, count: Int32(clamping: shoppers[item]), contribution: scores[item])
  }
}
