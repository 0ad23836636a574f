import Expressions
import Kernels
import Snapshots

extension ItemNeighbours {
  /// Ranks by the sources of `space`, whose weights it sets.
  ///
  /// Leaves 1 + position in `space.sums` at each answered item. O(sources · neighbours).
  func rank(
    _ query: borrowing RankingQuery, step: RankingStep, accepts filter: borrowing Filter,
    in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    weighSources(in: &space)
    sum(in: &space)
    space.best.reset(k: query.limit)
    let marks = space.marks
    // Asked only of items that are good enough: a mark may be a miss in the cache, a filter costs.
    space.sums.moveBest(to: &space.best) {
      marks[$0] & Mark.blocked == 0 && filter.accepts($0)
    }
    space.best.sort()
    for position in 0..<space.best.count {
      let (score, item) = space.best[position]
      space.sums[Int(item)] = Float(position + 1)
      ranking.items.append(RankedItem(item: item, score: score, step: step))
    }
    if query.wantsReasons { explain(in: &space, into: &ranking) }
  }

  /// The item's row, as far as it is accepted.
  func rankSimilar(
    to item: Int, limit: Int, accepts filter: borrowing Filter, in space: inout RankingSpace,
    into ranking: inout Ranking
  ) {
    let (items, values) = similarities.row(item)
    space.best.reset(k: min(limit, items.count))
    for entry in 0..<items.count {
      let other = clamped(items[entry])
      if space.best.accepts(values[entry], Int32(other)), space.marks[other] == 0,
        filter.accepts(other)
      {
        space.best.insert(values[entry], Int32(other))
      }
    }
    space.best.sort()
    for position in 0..<space.best.count {
      let (score, item) = space.best[position]
      ranking.items.append(RankedItem(item: item, score: score, step: .session))
    }
  }

  private func weighSources(in space: inout RankingSpace) {
    var weight: Float = 1
    for position in space.sources.indices {
      space.sources[position].weight = weight
      weight *= retention
    }
  }

  /// score(j) = Σ weight(i) · similarity(i, j), into `space.sums`.
  private func sum(in space: inout RankingSpace) {
    for position in space.sources.indices {
      let source = space.sources[position]
      let row = similarities.row(Int(source.item))
      space.sums.add(row.indices.span, row.values.span, times: source.weight)
    }
  }

  /// Goes through the sources again, now for the answered items alone, and says which contributed.
  private func explain(in space: inout RankingSpace, into ranking: inout Ranking) {
    for _ in ranking.items { space.causes.append(Causes()) }
    for index in space.sources.indices {
      let source = space.sources[index]
      let row = similarities.row(Int(source.item))
      credit(
        source, row.indices.span, row.values.span, positions: space.sums, to: &space.causes)
    }
    for position in ranking.items.indices {
      let start = ranking.reasons.count
      ranking.reasons.append(
        causes: space.causes[position], addingUpTo: &ranking.items[position].score)
      ranking.items[position].reasonStart = Int32(start)
      ranking.items[position].reasonCount = Int32(ranking.reasons.count - start)
    }
  }

  private func credit(
    _ source: Source, _ items: Span<UInt32>, _ values: Span<Float>,
    positions: borrowing SparseAccumulator, to causes: inout [Causes]
  ) {
    positions.visit(items, values) { position, value in
      let contribution = source.weight * value
      if contribution > 0 {
        causes[Int(position) - 1].add(Cause(item: source.item, contribution: contribution))
      }
    }
  }

  /// An index that was read from the mapping, before it becomes an address.
  @inline(__always)
  private func clamped(_ item: UInt32) -> Int { min(Int(item), similarities.columns - 1) }
}
