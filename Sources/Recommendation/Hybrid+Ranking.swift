import Expressions
import Kernels
import RealModule
import Snapshots

/// How the lanes of one question are weighed.
struct LaneWeights {
  /// What a lane's sum is multiplied by; 0 for lanes that are not asked for. The last is not a lane.
  var lanes = SIMD8<Float>.zero
  var popular: Float = 0
  var trending: Float = 0
}

extension Recommender {
  /// Adds up what the sources say of items, in the lanes of `space`, from the items in `space.sources`.
  ///
  /// - Parameter wants: which sources to ask
  func gatherLanes(
    _ query: borrowing RankingQuery, in space: inout RankingSpace,
    where wants: (ItemSource) -> Bool
  ) {
    for source in ItemSource.allCases where wants(source) {
      guard let model = sources[source] else { continue }
      var weight: Float = 1
      for position in space.sources.indices {
        let row = model.similarities.row(Int(space.sources[position].item))
        space.lanes.add(row.indices.span, row.values.span, to: source.rawValue, times: weight)
        weight *= model.retention
      }
    }
  }

  /// The hybrid's features and weights for a question: fills the lanes, and scales them.
  func gatherHybrid(
    _ hybrid: Hybrid, _ query: borrowing RankingQuery, in space: inout RankingSpace
  ) -> LaneWeights {
    gatherLanes(query, in: &space) {
      HybridFeature(rawValue: $0.rawValue).map {
        hybrid.weight($0, includesSeen: query.includesSeen) != 0
      } ?? false
    }
    if query.includesSeen { gatherOwn(query, in: &space) }
    for position in 0..<hybrid.trendingItems.count {
      space.lanes.touch(clamped(hybrid.trendingItems[position]))
    }
    let largest = largestOfNewItems(in: space, includesOwn: query.includesSeen)
    var weights = LaneWeights()
    for feature in HybridFeature.allCases.prefix(HybridFeature.laneCount) {
      let lane = feature.rawValue
      if largest[lane] > 0 {
        weights.lanes[lane] =
          hybrid.weight(feature, includesSeen: query.includesSeen) / largest[lane]
      }
    }
    weights.popular = hybrid.weight(.popular, includesSeen: query.includesSeen)
    weights.trending = hybrid.weight(.trending, includesSeen: query.includesSeen)
    return weights
  }

  /// ln(1 + count) of the user's own items, into the lane `own`.
  private func gatherOwn(_ query: borrowing RankingQuery, in space: inout RankingSpace) {
    let row = histories.entries.row(query.user ?? -1)
    guard query.user != nil else { return }
    for entry in 0..<row.indices.count {
      space.lanes.add(
        Float.log(onePlus: max(0, row.values[entry])), at: clamped(row.indices[entry]),
        to: HybridFeature.own.rawValue)
    }
  }

  /// Of each lane the largest sum of an item that is not the user's own; of the lane `own`, of those
  /// that are.
  private func largestOfNewItems(in space: RankingSpace, includesOwn: Bool) -> SIMD8<Float> {
    var largest = SIMD8<Float>.zero
    let ownLane = HybridFeature.own.rawValue
    for position in 0..<space.lanes.touchedCount {
      let item = space.lanes.touched(position)
      var sums = space.lanes[item]
      if space.marks[item] & (Mark.isSource | Mark.seen) != 0 {
        let own = sums[ownLane]
        sums = .zero
        sums[ownLane] = own
      }
      largest = pointwiseMax(largest, sums)
    }
    return largest
  }

  /// Ranks what is in the lanes. Leaves the lanes as they are.
  func rankLanes(
    _ weights: LaneWeights, _ query: borrowing RankingQuery, accepts filter: borrowing Filter,
    in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    space.best.reset(k: query.limit)
    let hasPriors = weights.popular != 0 || weights.trending != 0
    for position in 0..<space.lanes.touchedCount {
      let item = space.lanes.touched(position)
      var score = (space.lanes[item] * weights.lanes).sum()
      if hasPriors, let hybrid {
        score += weights.popular * hybrid.popular[item] + weights.trending * hybrid.trending[item]
      }
      if score > 0, space.best.accepts(score, Int32(item)), space.marks[item] & Mark.blocked == 0,
        filter.accepts(item)
      {
        space.best.insert(score, Int32(item))
      }
    }
    space.best.sort()
    let step: RankingStep = histories.items(of: query.user).count > 0 ? .personal : .session
    for position in 0..<space.best.count {
      let (score, item) = space.best[position]
      space.sums[Int(item)] = Float(position + 1)
      ranking.items.append(RankedItem(item: item, score: score, step: step))
    }
  }

  /// Goes through the sources again, now for the answered items alone, and says what contributed.
  func explainLanes(
    _ weights: LaneWeights, in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    for _ in ranking.items { space.causes.append(Causes()) }
    for source in ItemSource.allCases where weights.lanes[source.rawValue] != 0 {
      guard let model = sources[source] else { continue }
      var weight = weights.lanes[source.rawValue]
      for position in space.sources.indices {
        credit(Int(space.sources[position].item), source, model, weight, in: &space)
        weight *= model.retention
      }
    }
    for position in ranking.items.indices {
      let item = Int(ranking.items[position].item)
      let start = ranking.reasons.count
      space.otherReasons.removeAll(keepingCapacity: true)
      appendOthers(of: item, weights, in: &space)
      ranking.reasons.append(
        causes: space.causes[position], addingUpTo: ranking.items[position].score,
        others: space.otherReasons)
      ranking.items[position].reasonStart = Int32(start)
      ranking.items[position].reasonCount = Int32(ranking.reasons.count - start)
    }
  }

  /// What one item of the user's says of the answered ones.
  private func credit(
    _ cause: Int, _ source: ItemSource, _ model: ItemNeighbours, _ weight: Float,
    in space: inout RankingSpace
  ) {
    let row = model.similarities.row(cause)
    for entry in 0..<row.indices.count {
      let place = space.sums[clamped(row.indices[entry])]
      guard place != 0 else { continue }
      space.causes[Int(place) - 1].add(
        Cause(
          item: Int32(cause), contribution: weight * row.values[entry], source: source,
          together: model.together(row: cause, entry: entry)))
    }
  }

  /// What contributed besides the user's items.
  private func appendOthers(of item: Int, _ weights: LaneWeights, in space: inout RankingSpace) {
    let own = HybridFeature.own.rawValue
    let ownSum = space.lanes[item][own]
    if ownSum != 0, weights.lanes[own] != 0 {
      space.otherReasons.append(
        RankingReason(
          code: .chosenBefore, count: Int32(Float.exp(ownSum).rounded()) - 1,
          contribution: weights.lanes[own] * ownSum))
    }
    guard let hybrid else { return }
    if weights.popular != 0 {
      space.otherReasons.append(
        RankingReason(
          code: .popular, count: Int32(clamping: popularity.shoppers[item]),
          contribution: weights.popular * hybrid.popular[item]))
    }
    if weights.trending != 0 {
      space.otherReasons.append(
        RankingReason(code: .trending, contribution: weights.trending * hybrid.trending[item]))
    }
  }
}
