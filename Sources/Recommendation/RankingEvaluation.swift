import Expressions
package import Learning

/// What a user chose later than what the models were fitted on.
package struct HeldOut: Sendable, Equatable {
  package let user: Int
  /// At least one; each once.
  package let items: [Int32]

  package init(user: Int, items: [Int32]) {
    self.user = user
    self.items = items
  }
}

extension Recommender {
  /// How well the answers of `recommend` foretell what was held out: all items are ranked, nobody
  /// is left out, and the code is the one that serves. The same for every number of threads.
  ///
  /// - Parameter cutoffs: at least one; the largest is the limit that is asked for
  /// - Returns: one for each cutoff, in their order
  package func metrics(
    on heldOut: [HeldOut], model: RankingModel = .automatic, includesSeen: Bool = false,
    cutoffs: [Int], threads: Int = 1
  ) -> [RankingMetrics] {
    var sums = cutoffs.map { RankingMetrics(cutoff: $0) }
    let judged = judgements(
      on: heldOut, model: model, includesSeen: includesSeen, cutoffs: cutoffs, threads: threads)
    for one in judged {
      for cutoff in sums.indices { sums[cutoff].add(one[cutoff]) }
    }
    return sums
  }

  /// The same of each user alone, in the order of `heldOut`.
  package func judgements(
    on heldOut: [HeldOut], model: RankingModel = .automatic, includesSeen: Bool = false,
    cutoffs: [Int], threads: Int = 1
  ) -> [[RankingMetrics]] {
    let blocks = blocks(of: heldOut.count, size: 256)
    let limit = cutoffs.max() ?? 1
    let parts = parallelMap(
      count: blocks.count, threads: threads, state: { (RankingScratch(), Ranking()) }
    ) { state, block in
      var query = RankingQuery()
      query.limit = limit
      query.model = model
      query.includesSeen = includesSeen
      return heldOut[blocks[block]].map { user in
        query.user = user.user
        recommend(query, accepts: .all, scratch: state.0, into: &state.1)
        let ranked = state.1.items.map(\.item)
        let relevant = Set(user.items)
        return cutoffs.map { cutoff in
          var metrics = RankingMetrics(cutoff: cutoff)
          metrics.add(ranked: ranked, relevant: relevant)
          return metrics
        }
      }
    }
    return parts.flatMap(\.self)
  }
}
