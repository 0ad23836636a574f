import Expressions
import Kernels
import Snapshots

extension Factors {
  /// Ranks all items for a user of the snapshot: an exact scan, O(items · factors).
  ///
  /// Leaves 1 + position in `space.sums` at each answered item.
  func rank(
    _ query: borrowing RankingQuery, user: Int, accepts filter: borrowing Filter,
    in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    let row = userFactors.row(user)
    let x = row.span
    let factorCount = x.count
    let y = itemFactors.elements.span
    space.best.reset(k: query.limit)
    for item in 0..<itemFactors.rows {
      let score = dot(x, y.extracting(item * factorCount..<(item + 1) * factorCount))
      if space.best.accepts(score, Int32(item)), space.marks[item] & Mark.blocked == 0,
        filter.accepts(item)
      {
        space.best.insert(score, Int32(item))
      }
    }
    space.best.sort()
    for position in 0..<space.best.count {
      let (score, item) = space.best[position]
      space.sums[Int(item)] = Float(position + 1)
      var ranked = RankedItem(item: item, score: score, step: .personal)
      if query.wantsReasons {
        ranked.reasonStart = Int32(ranking.reasons.count)
        ranked.reasonCount = 1
        ranking.reasons.append(RankingReason(code: .factors, contribution: score))
      }
      ranking.items.append(ranked)
    }
  }
}
