import Expressions
import Kernels
package import Learning
import RealModule
package import Snapshots

/// A fitted ``Hybrid``, before it is packed.
package struct FittedHybrid: Sendable {
  /// By ``HybridFeature``, of questions about new items.
  package var newItems: [Float]
  /// By ``HybridFeature``, of questions that allow repeats.
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
  private static func share(_ values: [Float]) -> [Float] {
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
  /// The candidates of held-out users as the hybrid would rank them, and which of them were chosen:
  /// what its weights are fitted on. Users none of whose choices is a candidate say nothing.
  ///
  /// - Parameter candidateCount: how many of a user's candidates, the best by this model's weights
  package func questions(
    about heldOut: [HeldOut], includesSeen: Bool, candidateCount: Int, threads: Int
  ) -> [ConditionalLogit.Question] {
    guard let hybrid else { return [] }
    let blocks = blocks(of: heldOut.count, size: 64)
    return parallelMap(
      count: blocks.count, threads: threads, state: { (RankingScratch(), Ranking()) }
    ) { state, block in
      heldOut[blocks[block]].compactMap { user in
        var query = RankingQuery()
        query.user = user.user
        query.limit = candidateCount
        query.includesSeen = includesSeen
        return question(
          about: user, query, hybrid, in: &state.0.space, into: &state.1)
      }
    }.flatMap(\.self)
  }

  private func question(
    about user: HeldOut, _ query: RankingQuery, _ hybrid: Hybrid, in space: inout RankingSpace,
    into ranking: inout Ranking
  ) -> ConditionalLogit.Question? {
    ranking.removeAll()
    space.prepare(itemCount: itemCount)
    block(query, in: &space)
    gatherSources(query, limit: Hybrid.historyLimit, in: &space)
    let weights = gatherHybrid(hybrid, query, in: &space)
    rankLanes(weights, query, accepts: .all, in: &space, into: &ranking)
    let chosen = Set(user.items)
    var question = ConditionalLogit.Question(features: [], chosen: [])
    for (position, ranked) in ranking.items.enumerated() {
      let item = Int(ranked.item)
      let lanes = space.lanes[item] * weights.lanes
      for lane in 0..<HybridFeature.laneCount { question.features.append(lanes[lane]) }
      question.features += [hybrid.popular[item], hybrid.trending[item]]
      if chosen.contains(ranked.item) { question.chosen.append(position) }
      space.sums[item] = 0
    }
    space.lanes.clear()
    unblock(query, in: &space)
    return question.chosen.isEmpty ? nil : question
  }
}
