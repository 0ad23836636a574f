import Expressions
import Kernels
package import Learning
import RealModule
package import Snapshots

/// A fitted ``Hybrid``, before it is packed.
package struct FittedHybrid: Sendable {
  /// As in ``HybridWeights``, of questions about new items.
  package var newItems: [Float]
  /// The same of questions that allow repeats.
  package var repeats: [Float]
  package let popular: [Float]
  package let trending: [Float]

  /// - Parameters:
  ///   - popular: users who chose each item
  ///   - trending: the same, of late
  package init(newItems: [Float], repeats: [Float], popular: [Float], trending: [Float]) {
    self.newItems = newItems
    self.repeats = repeats
    self.popular = Self.share(popular)
    self.trending = Self.share(trending)
  }

  /// ln(1 + x) as a share of the largest.
  static func share(_ values: [Float]) -> [Float] {
    let logs = values.map { Float.log(onePlus: $0) }
    let largest = logs.max() ?? 0
    return largest > 0 ? logs.map { $0 / largest } : logs
  }

  package func pack(into writer: inout TensorWriter) {
    writer.add("hybrid.weights", newItems + repeats, shape: [2, newItems.count])
    writer.add("hybrid.popular", popular)
    writer.add("hybrid.trending", trending)
    let order = trending.indices.sorted { (-trending[$0], $0) < (-trending[$1], $1) }
    writer.add("hybrid.trending_items", order.prefix(Hybrid.trendingCount).map { UInt32($0) })
  }
}

extension Recommender {
  /// Candidates of held-out users with their features, and which of them were chosen: what the
  /// weights are fitted on. Users none of whose choices is a candidate say nothing.
  ///
  /// Candidates are the best by each of several models, and some others. Were they the best by one
  /// alone, an item that this one puts forward for one feature would be there with little of the
  /// others, and the fit would take the feature for a fault.
  ///
  /// - Parameters:
  ///   - models: weights as in ``HybridWeights``
  ///   - count: of candidates by each of the models, and of the others
  package func questions(
    about heldOut: [HeldOut], includesSeen: Bool, models: [[Float]], count: Int, threads: Int
  ) -> [ConditionalLogit.Question] {
    guard let hybrid else { return [] }
    let equal = hybrid.with(.equal(termCount: termCount))
    let blocks = blocks(of: heldOut.count, size: 64)
    return parallelMap(
      count: blocks.count, threads: threads, state: { (RankingScratch(), Ranking()) }
    ) { state, block in
      heldOut[blocks[block]].compactMap { user in
        var query = RankingQuery()
        query.user = user.user
        query.limit = count
        query.includesSeen = includesSeen
        return question(
          about: user, query, equal, models, in: &state.0.space, into: &state.1)
      }
    }.flatMap(\.self)
  }

  private func question(
    about user: HeldOut, _ query: RankingQuery, _ equal: Hybrid, _ models: [[Float]],
    in space: inout RankingSpace, into ranking: inout Ranking
  ) -> ConditionalLogit.Question? {
    ranking.removeAll()
    space.prepare(itemCount: itemCount)
    block(query, in: &space)
    gatherSources(query, limit: Hybrid.historyLimit, in: &space)
    let scale = gatherHybrid(equal, query, in: &space)
    var candidates: Set<Int32> = []
    for model in models {
      var weights = scale.weighed(by: model)
      weigh(terms: model, of: &weights, in: &space)
      rankLanes(weights, query, accepts: .all, in: &space, into: &ranking)
      for ranked in ranking.items { space.sums[Int(ranked.item)] = 0 }
      candidates.formUnion(ranking.items.map(\.item))
      ranking.removeAll()
    }
    let step = max(1, space.lanes.touchedCount / query.limit)
    for position in stride(from: 0, to: space.lanes.touchedCount, by: step) {
      let item = space.lanes.touched(position)
      if space.marks[item] & Mark.blocked == 0 { candidates.insert(Int32(item)) }
    }
    let chosen = Set(user.items)
    var question = ConditionalLogit.Question(features: [], chosen: [])
    for (position, candidate) in candidates.sorted().enumerated() {
      let lanes = space.lanes[Int(candidate)] * scale.lanes
      for lane in 0..<HybridFeature.laneCount { question.features.append(lanes[lane]) }
      question.features += [equal.popular[Int(candidate)], equal.trending[Int(candidate)]]
      appendTerms(of: Int(candidate), in: space, to: &question.features)
      if chosen.contains(candidate) { question.chosen.append(position) }
    }
    space.lanes.clear()
    unblock(query, in: &space)
    return question.chosen.isEmpty ? nil : question
  }

  /// Weights besides those of the features.
  package var termCount: Int { (affinity?.attributeCount ?? 0) + (demographics?.traitCount ?? 0) }

  /// One feature per attribute and per trait, not weighed.
  private func appendTerms(of item: Int, in space: RankingSpace, to features: inout [Float]) {
    if let affinity {
      for attribute in 0..<affinity.attributeCount {
        features.append(affinity.term(of: item, attribute, space.affinity))
      }
    }
    if let demographics {
      let start = features.count
      features += repeatElement(0, count: demographics.traitCount)
      for column in space.demographics {
        features[start + column.trait] = demographics.term(of: item, column)
      }
    }
  }
}

extension LaneWeights {
  /// Scales that are multiplied with a model's weights.
  fileprivate func weighed(by weights: [Float]) -> LaneWeights {
    var product = self
    for lane in 0..<HybridFeature.laneCount { product.lanes[lane] *= weights[lane] }
    product.popular *= weights[HybridFeature.popular.rawValue]
    product.trending *= weights[HybridFeature.trending.rawValue]
    return product
  }
}
