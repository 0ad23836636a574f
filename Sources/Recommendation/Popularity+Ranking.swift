import Expressions
import Kernels
import Snapshots

extension Popularity {
  /// Appends popular items until the limit is reached, skipping those that `space` blocks or that
  /// have a sum: these are answered already.
  ///
  /// O(limit) without a filter; with one, up to the number of items.
  func fill(
    _ query: borrowing RankingQuery, accepts filter: borrowing Filter, in space: inout RankingSpace,
    into ranking: inout Ranking
  ) {
    var position = 0
    while ranking.items.count < query.limit, position < order.count {
      let item = min(Int(order[position]), order.count - 1)
      position += 1
      guard space.marks[item] & Mark.blocked == 0, space.sums[item] == 0, filter.accepts(item)
      else { continue }
      var ranked = RankedItem(item: Int32(item), score: scores[item], step: .popular)
      if query.wantsReasons {
        ranked.reasonStart = Int32(ranking.reasons.count)
        ranked.reasonCount = 1
        ranking.reasons.append(reason(for: item))
      }
      ranking.items.append(ranked)
    }
  }
}
