package import Expressions
import Kernels
import Snapshots

extension Repeats {
  static let secondsPerDay = 86_400.0

  /// What the user bought, the likeliest to be bought next first. O(items of the user).
  ///
  /// - Parameters:
  ///   - query: besides `user`, only `excluded`, `soldOut` and `limit` have an effect
  ///   - now: seconds since 1970; before the training data ended counts as then
  ///   - items: overwritten
  /// - Precondition: the query's user and items are below the numbers that the file was opened with.
  package func rank(
    _ query: borrowing RankingQuery, now: Int64, accepts filter: borrowing Filter,
    scratch: RankingScratch, into items: inout [RepeatedItem]
  ) {
    items.removeAll(keepingCapacity: true)
    guard let user = query.user, query.limit > 0, propensities.columns > 0 else { return }
    rank(user, query, max(now, end), accepts: filter, in: &scratch.space, into: &items)
  }

  private func rank(
    _ user: Int, _ query: borrowing RankingQuery, _ now: Int64,
    accepts filter: borrowing Filter, in space: inout RankingSpace,
    into items: inout [RepeatedItem]
  ) {
    space.prepare(itemCount: propensities.columns)
    for item in query.excluded { space.marks[Int(item)] |= Mark.excluded }
    for item in query.soldOut { space.marks[Int(item)] |= Mark.soldOut }
    let row = propensities.row(user)
    let start = Int(propensities.indptr[user])
    space.best.reset(k: query.limit)
    for entry in 0..<row.indices.count {
      let item = min(Int(row.indices[entry]), propensities.columns - 1)
      let score =
        row.values[entry]
        * Self.due(days: days(start &+ entry, now), interval: intervals[start &+ entry])
      // Of equal scores the entry that comes first, hence the lower item.
      if space.marks[item] == 0, space.best.accepts(score, Int32(entry)), filter.accepts(item) {
        space.best.insert(score, Int32(entry))
      }
    }
    space.best.sort()
    for position in 0..<space.best.count {
      let (score, entry) = space.best[position]
      let place = start &+ Int(entry)
      items.append(
        RepeatedItem(
          item: Int32(min(Int(row.indices[Int(entry)]), propensities.columns - 1)), score: score,
          purchases: counts[place], daysSince: days(place, now), intervalDays: intervals[place]))
    }
    for item in query.excluded { space.marks[Int(item)] = 0 }
    for item in query.soldOut { space.marks[Int(item)] = 0 }
  }

  /// Since the last time of an entry. In Double, where no difference of two times overflows.
  private func days(_ entry: Int, _ now: Int64) -> Float {
    Float((Double(now) - Double(last[entry])) / Self.secondsPerDay)
  }
}
