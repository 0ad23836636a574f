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
      appendReasons(
        of: space.causes[position], score: ranking.items[position].score, to: &ranking.reasons)
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
        causes[Int(position) - 1].add(source.item, contribution: contribution)
      }
    }
  }

  /// Contributions are rounded to multiples of the score's last bit. Their sums are then exact, and so is
  /// what remains for the other neighbours; without others, the largest takes the rounding,
  /// and the order of the largest is kept.
  private func appendReasons(
    of causes: Causes, score: Float, to reasons: inout [RankingReason]
  ) {
    let unit = score.ulp
    let start = reasons.count
    var rest = score
    for position in 0..<min(causes.count, Causes.limit) {
      let contribution = (causes[position].weight / unit).rounded() * unit
      rest -= contribution
      reasons.append(
        RankingReason(
          code: .neighbour, item: causes[position].item, contribution: contribution))
    }
    if causes.count > Causes.limit, rest > 0 {
      reasons.append(RankingReason(code: .otherNeighbours, contribution: rest))
    } else if start < reasons.count {
      reasons[start].contribution += rest
      var position = start
      while position + 1 < reasons.count,
        reasons[position].contribution < reasons[position + 1].contribution
      {
        reasons.swapAt(position, position + 1)
        position += 1
      }
    }
  }

  /// An index that was read from the mapping, before it becomes an address.
  @inline(__always)
  private func clamped(_ item: UInt32) -> Int { min(Int(item), similarities.columns - 1) }
}
