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
  /// What the prior of ``ItemFacts`` is multiplied by.
  var priors: SIMD4<Float> { [popular, trending, 0, 0] }
  /// The hybrid's weights, of which those of affinity and demographics are used; empty: without either.
  var all: [Float] = []
  /// No item has more from demographics, nor more than the largest of its lifts times
  /// `demographicsSum`.
  var demographicsMax: Float = 0
  var demographicsSum: Float = 0

  static let affinityStart = HybridFeature.allCases.count

  init() {}

  /// One source alone.
  init(of source: ItemSource) { lanes[source.rawValue] = 1 }
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
      for position in space.sources.indices {
        space.fetched ^= model.similarities.fetch(Int(space.sources[position].item))
      }
    }
    for source in ItemSource.allCases where wants(source) {
      guard let model = sources[source] else { continue }
      var weight: Float = 1
      for position in space.sources.indices {
        let row = model.similarities.row(Int(space.sources[position].item))
        space.lanes.add(row.indices.span, row.values.span, to: source.rawValue, times: weight)
        weight *= model.retention
      }
    }
    guard let postings, wants(.content) else { return }
    for searched in query.searched {
      postings.add(
        searched, times: retention(of: searched), to: ItemSource.content.rawValue,
        of: &space.lanes)
    }
  }

  /// A search ages as an item does.
  private func retention(of searched: SearchedValue) -> Float {
    Float.pow(sources[.content]?.retention ?? 1, searched.age)
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
    space.lanes.touch(hybrid.trendingItems.span)
    let largest = largestOfNewItems(in: space, includesOwn: query.includesSeen)
    var weights = LaneWeights()
    for feature in HybridFeature.allCases.prefix(HybridFeature.laneCount) {
      let lane = feature.rawValue
      // A smaller one says nothing, and its reciprocal might be infinite.
      if largest[lane] > 1e-30 {
        weights.lanes[lane] =
          hybrid.weight(feature, includesSeen: query.includesSeen) / largest[lane]
      }
    }
    weights.popular = hybrid.weight(.popular, includesSeen: query.includesSeen)
    weights.trending = hybrid.weight(.trending, includesSeen: query.includesSeen)
    gatherTerms(query, in: &space)
    weigh(terms: hybrid.weights(includesSeen: query.includesSeen), of: &weights, in: &space)
    return weights
  }

  /// What the user's past says of the user's own items, into the lane `own`.
  private func gatherOwn(_ query: borrowing RankingQuery, in space: inout RankingSpace) {
    guard let user = query.user else { return }
    let row = histories.entries.row(user).indices
    let start = Int(histories.entries.indptr[user])
    for entry in 0..<row.count {
      space.lanes.add(
        histories.own[start + entry], at: clamped(row[entry]), to: HybridFeature.own.rawValue)
    }
  }

  /// Of each lane the largest sum of an item that is not the user's own; of the lane `own`, of those
  /// that are.
  private func largestOfNewItems(in space: RankingSpace, includesOwn: Bool) -> SIMD8<Float> {
    var largest = SIMD8<Float>.zero
    let ownLane = HybridFeature.own.rawValue
    for position in 0..<space.lanes.touchedCount {
      let item = space.lanes.touched(position)
      var sums = space.lanes.touchedSums(position)
      if space.marks[item] & (Mark.isSource | Mark.seen) != 0 {
        let own = sums[ownLane]
        sums = .zero
        sums[ownLane] = own
      }
      // Not pointwiseMax, which goes lane by lane.
      largest.replace(with: sums, where: sums .> largest)
    }
    return largest
  }

  /// Goes through the sources again, now for the answered items alone, and says what contributed.
  ///
  /// - Precondition: `sums` is not 0 for whatever lanes ranked, and for nothing else.
  func explainLanes(
    _ weights: LaneWeights, for query: borrowing RankingQuery, in space: inout RankingSpace,
    into ranking: inout Ranking
  ) {
    for position in ranking.items.indices {
      let item = Int(ranking.items[position].item)
      space.causes.append(Causes())
      guard space.sums[item] != 0 else { continue }
      space.sums[item] = Float(position + 1)
      space.answered[item / 64] |= 1 << UInt64(item % 64)
    }
    defer {
      for ranked in ranking.items { space.answered[Int(ranked.item) / 64] = 0 }
    }
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
      guard space.sums[item] != 0 else { continue }
      let start = ranking.reasons.count
      space.otherReasons.removeAll(keepingCapacity: true)
      appendOthers(of: item, for: query, weights, in: &space)
      ranking.reasons.append(
        causes: space.causes[position], addingUpTo: &ranking.items[position].score,
        others: space.otherReasons)
      ranking.items[position].reasonStart = Int32(start)
      ranking.items[position].reasonCount = Int32(ranking.reasons.count - start)
    }
  }

  /// Every feature's share of the score of every answered item that lanes ranked.
  func shareLanes(
    _ weights: LaneWeights, in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    for position in ranking.items.indices {
      let item = Int(ranking.items[position].item)
      guard space.sums[item] != 0 else { continue }
      let lanes = space.lanes[item]
      ranking.items[position].shareStart = Int32(ranking.shares.count)
      for lane in 0..<HybridFeature.laneCount {
        ranking.shares.append(
          FeatureShare(value: lanes[lane], contribution: lanes[lane] * weights.lanes[lane]))
      }
      let popular = hybrid?.popular[item] ?? 0
      let trending = hybrid?.trending[item] ?? 0
      ranking.shares.append(
        FeatureShare(value: popular, contribution: popular * weights.popular))
      ranking.shares.append(
        FeatureShare(value: trending, contribution: trending * weights.trending))
      let terms = termShares(of: item, weights, in: space)
      ranking.shares.append(FeatureShare(value: terms.affinity, contribution: terms.affinity))
      ranking.shares.append(
        FeatureShare(value: terms.demographics, contribution: terms.demographics))
    }
  }

  /// What one item of the user's says of the answered ones.
  private func credit(
    _ cause: Int, _ source: ItemSource, _ model: ItemNeighbours, _ weight: Float,
    in space: inout RankingSpace
  ) {
    let row = model.similarities.row(cause)
    space.findAnswered(among: row.indices.span)
    for hit in 0..<space.hitCount {
      let entry = Int(space.hits[hit])
      let place = space.sums[clamped(row.indices[entry])]
      space.causes[Int(place) - 1].add(
        Cause(
          item: Int32(cause), contribution: weight * row.values[entry], source: source,
          together: model.together(row: cause, entry: entry)))
    }
  }

  /// What contributed besides the user's items.
  private func appendOthers(
    of item: Int, for query: borrowing RankingQuery, _ weights: LaneWeights,
    in space: inout RankingSpace
  ) {
    let content = weights.lanes[ItemSource.content.rawValue]
    if let postings, content != 0, !query.searched.isEmpty {
      var sum: Float = 0
      for searched in query.searched {
        sum += retention(of: searched) * postings.weight(searched, of: item)
      }
      if sum != 0 {
        space.otherReasons.append(RankingReason(code: .searched, contribution: content * sum))
      }
    }
    let own = HybridFeature.own.rawValue
    let ownSum = space.lanes[item][own]
    if ownSum != 0, weights.lanes[own] != 0 {
      space.otherReasons.append(
        RankingReason(
          code: .chosenBefore,
          count: Int32(clamping: histories.count(of: Int32(item), by: query.user)),
          contribution: weights.lanes[own] * ownSum))
    }
    appendTerms(of: item, weights, in: &space)
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
