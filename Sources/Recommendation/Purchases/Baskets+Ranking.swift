package import Expressions
import Kernels
import Snapshots

extension Baskets {
  /// What goes with a basket, best first, without the basket itself. Each has one reason: the basket's
  /// item that says most for it, and how many baskets have both; of items that say as much, the earlier.
  ///
  /// O(items of the basket · partners).
  ///
  /// - Parameters:
  ///   - query: `recent` is the basket, in which an item counts once; besides it only `excluded`,
  ///     `soldOut` and `limit` have an effect
  ///   - ranking: overwritten
  /// - Precondition: the query's items are below the number of items.
  package func rank(
    _ query: borrowing RankingQuery, accepts filter: borrowing Filter, scratch: RankingScratch,
    into ranking: inout Ranking
  ) {
    ranking.removeAll(keepingCapacity: true)
    guard query.limit > 0, itemCounts.count > 0 else { return }
    rank(query, accepts: filter, in: &scratch.space, into: &ranking)
  }

  private func rank(
    _ query: borrowing RankingQuery, accepts filter: borrowing Filter,
    in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    space.prepare(itemCount: itemCounts.count)
    mark(query, in: &space)
    for source in space.sources {
      let row = partners.row(Int(source.item))
      space.sums.add(row.indices.span, row.values.span, times: 1)
    }
    space.best.reset(k: query.limit)
    let marks = space.marks
    space.sums.moveBest(to: &space.best) { marks[$0] == 0 && filter.accepts($0) }
    space.best.sort()
    for position in 0..<space.best.count {
      let (score, item) = space.best[position]
      space.sums[Int(item)] = Float(position + 1)
      ranking.items.append(RankedItem(item: item, score: score, step: .session))
    }
    explain(in: &space, into: &ranking)
    for ranked in ranking.items { space.sums[Int(ranked.item)] = 0 }
    unmark(query, in: &space)
  }

  private func mark(_ query: borrowing RankingQuery, in space: inout RankingSpace) {
    for item in query.recent where space.marks[Int(item)] == 0 {
      space.marks[Int(item)] = Mark.isSource
      space.sources.append(Source(item: item, weight: 1))
    }
    for item in query.excluded { space.marks[Int(item)] |= Mark.excluded }
    for item in query.soldOut { space.marks[Int(item)] |= Mark.soldOut }
  }

  private func unmark(_ query: borrowing RankingQuery, in space: inout RankingSpace) {
    for item in query.recent { space.marks[Int(item)] = 0 }
    for item in query.excluded { space.marks[Int(item)] = 0 }
    for item in query.soldOut { space.marks[Int(item)] = 0 }
  }

  /// Goes through the basket again, now for the answered items alone: at each of these, `space.sums`
  /// holds 1 + its position.
  private func explain(in space: inout RankingSpace, into ranking: inout Ranking) {
    for position in ranking.items.indices {
      ranking.items[position].reasonStart = Int32(position)
      ranking.items[position].reasonCount = 1
      ranking.reasons.append(RankingReason(code: .chosenTogether, contribution: 0))
    }
    for source in space.sources {
      let start = Int(partners.indptr[Int(source.item)])
      let (columns, values) = partners.row(Int(source.item))
      for entry in 0..<columns.count {
        let item = min(Int(columns[entry]), itemCounts.count - 1)
        let position = Int(space.sums[item]) - 1
        guard position >= 0, values[entry] > ranking.reasons[position].contribution else {
          continue
        }
        ranking.reasons[position].item = source.item
        ranking.reasons[position].count = Int32(clamping: together[start &+ entry])
        ranking.reasons[position].contribution = values[entry]
      }
    }
  }
}
