import Expressions
import Kernels
import Snapshots

extension Factors {
  /// Ranks the items for the factors in `space.factors`.
  ///
  /// Filter and blocked items are respected before the best are kept, so that as many are answered as
  /// there are. Leaves 1 + position in `space.sums` at each answered item.
  func rank(
    _ query: borrowing RankingQuery, step: RankingStep, accepts filter: borrowing Filter,
    in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    let marks = space.marks
    let fits = query.fits
    let x = space.factors
    best(
      for: x.span, limit: query.limit, search: &space.search, into: &space.best
    ) {
      // Asked only of items that are good enough: a mark may be a miss in the cache, a filter costs.
      marks[$0] & Mark.blocked == 0 && filter.accepts($0)
        && (marks[$0] & Mark.fits != 0 || fits.accepts($0))
    }
    for position in 0..<space.best.count {
      let (score, item) = space.best[position]
      space.sums[Int(item)] = Float(position + 1)
      var ranked = RankedItem(item: item, score: score, step: step)
      if query.wantsReasons {
        ranked.reasonStart = Int32(ranking.reasons.count)
        ranked.reasonCount = 1
        ranking.reasons.append(RankingReason(code: .factors, contribution: score))
      }
      ranking.items.append(ranked)
    }
  }

  /// The wanted items with the largest x·y, best first.
  ///
  /// With an index, `FactorIndex` finds ``candidateCount(limit:)`` of them, which are ranked by x·y
  /// itself; O(clusters · factors + items looked at · factors / 16). Without one, all items are scored.
  ///
  /// - Parameters:
  ///   - x: as many elements as there are factors
  ///   - isExhaustive: whether the index looks at every item
  ///   - best: sorted
  ///   - isWanted: asked of items that are good enough at the time only
  func best(
    for x: Span<Float>, limit: Int, isExhaustive: Bool = false, search: inout FactorSearchSpace,
    into best: inout TopK, where isWanted: (Int) -> Bool
  ) {
    let y = itemFactors.elements.span
    let factorCount = x.count
    best.reset(k: limit)
    guard let index else {
      for item in 0..<itemFactors.rows {
        let score = dot(x, y.extracting(item * factorCount..<(item + 1) * factorCount))
        if best.accepts(score, Int32(item)), isWanted(item) { best.insert(score, Int32(item)) }
      }
      best.sort()
      return
    }
    search.itemCount = itemFactors.rows
    search.candidates.reset(k: Self.candidateCount(limit: limit))
    index.search(x, isExhaustive: isExhaustive, in: &search, where: isWanted)
    for position in 0..<search.candidates.count {
      let item = search.candidates[position].index
      let start = Int(item) * factorCount
      let score = dot(x, y.extracting(start..<start + factorCount))
      if best.accepts(score, item) { best.insert(score, item) }
    }
    best.sort()
  }

  /// How many items found by their codes are ranked by their factors. The error of a code is about a
  /// tenth of the spread of an item's scores, so the best 20 are found among the best 64.
  static func candidateCount(limit: Int) -> Int { 2 * limit + 24 }
}
