import Expressions
import Kernels
import Snapshots

extension Popularity {
  /// Appends popular items until the limit is reached, skipping those that `space` blocks or that
  /// have a sum: these are answered already. What it comes to is a candidate, unless it was before.
  ///
  /// O(limit) without a filter; with one, up to the number of items.
  func fill(
    _ query: borrowing RankingQuery, accepts filter: borrowing Filter, in space: inout RankingSpace,
    into ranking: inout Ranking
  ) {
    let isCounting = ranking.counts.candidates < order.count
    var position = 0
    while ranking.items.count < query.limit - query.spare, position < order.count {
      let item = min(Int(order[position]), order.count - 1)
      position += 1
      guard space.sums[item] == 0, !space.wasRemoved(item) else { continue }
      if isCounting {
        ranking.counts.candidates += 1
        if space.removes(item, query, filter, counting: &ranking.counts) { continue }
      } else if space.rejects(item, query, filter) {
        continue
      }
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
