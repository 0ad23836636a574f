import Expressions
import Kernels
import Snapshots

// Which candidates may be answered, and why others are not.

extension RankingSpace {
  /// Whether a rule of the question keeps an item from being answered.
  ///
  /// - Precondition: `Recommender.block` marked the question's items.
  @inline(__always)
  func rejects(
    _ item: Int, _ query: borrowing RankingQuery, _ filter: borrowing Filter
  ) -> Bool {
    let mark = marks[item]
    return mark & Mark.blocked != 0 || !filter.accepts(item)
      || (mark & Mark.fits == 0 && !query.fits.accepts(item))
  }

  /// The same of a candidate. One that is removed is counted, for the first rule that would remove it,
  /// and the first time alone.
  @inline(__always)
  mutating func removes(
    _ item: Int, _ query: borrowing RankingQuery, _ filter: borrowing Filter,
    counting counts: inout CandidateCounts
  ) -> Bool {
    let mark = marks[item]
    let isFiltered = !filter.accepts(item)
    guard
      isFiltered || mark & Mark.blocked != 0
        || (mark & Mark.fits == 0 && !query.fits.accepts(item))
    else { return false }
    guard mark & Mark.isCounted == 0 else { return true }
    counts.add(mark, isFiltered: isFiltered)
    marks[item] |= Mark.isCounted
    counted.append(Int32(item))
    return true
  }

  /// The same of what has lanes and comes once, so that nothing has to remember that it was counted.
  @inline(__always)
  static func removesTouched(
    _ item: Int, _ mark: UInt8, _ query: borrowing RankingQuery, _ filter: borrowing Filter,
    counting counts: inout CandidateCounts
  ) -> Bool {
    let isFiltered = !filter.accepts(item)
    guard
      isFiltered || mark & Mark.blocked != 0
        || (mark & Mark.fits == 0 && !query.fits.accepts(item))
    else { return false }
    counts.add(mark, isFiltered: isFiltered)
    return true
  }

  /// Whether an item was a candidate before, and removed.
  func wasRemoved(_ item: Int) -> Bool {
    marks[item] & Mark.isCounted != 0 || (areTouchedCandidates && lanes.isTouched(item))
  }

  /// Whether a candidate of the question's own is named for the first time.
  mutating func isFirstAsked(_ item: Int) -> Bool {
    guard marks[item] & Mark.isAsked == 0 else { return false }
    marks[item] |= Mark.isAsked
    counted.append(Int32(item))
    return true
  }
}

extension Recommender {
  /// Counts for a model of which every item is a candidate.
  ///
  /// O(items that the question names and the user's own); with a filter or sizes, O(items).
  func countEvery(
    _ query: borrowing RankingQuery, accepts filter: borrowing Filter,
    in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    ranking.counts.candidates = itemCount
    guard filter.isAll, query.fits.isAll else {
      for item in 0..<itemCount where space.rejects(item, query, filter) {
        ranking.counts.add(space.marks[item], isFiltered: !filter.accepts(item))
      }
      return
    }
    func count(_ item: Int) {
      _ = space.removes(item, query, filter, counting: &ranking.counts)
    }
    for item in query.excluded { count(Int(item)) }
    for item in query.soldOut { count(Int(item)) }
    for item in query.unfitting { count(Int(item)) }
    guard !query.includesSeen else { return }
    for item in query.recent { count(Int(item)) }
    for item in query.disliked { count(Int(item)) }
    let seen = histories.items(of: query.user)
    for position in 0..<seen.count { count(clamped(seen[position])) }
  }
}

extension CandidateCounts {
  /// One candidate that a filter, what `mark` says, or its sizes keep from being answered.
  fileprivate mutating func add(_ mark: UInt8, isFiltered: Bool) {
    if isFiltered {
      filtered += 1
    } else if mark & Mark.excluded != 0 {
      excluded += 1
    } else if mark & Mark.seen != 0 {
      seen += 1
    } else if mark & Mark.soldOut != 0 {
      soldOut += 1
    } else {
      unfitting += 1
    }
  }
}
