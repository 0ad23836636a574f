package import Expressions
import Kernels
package import Snapshots

/// The models of one snapshot that rank items, and the chain in which they answer.
///
/// A value of columns: copying it costs nothing, and it lives no longer than its file. Every answer
/// is a function of the query and the models. What is absent is skipped: a chain ends with popularity,
/// which is always there.
package struct Recommender: Sendable {
  package let itemCount: Int
  package let userCount: Int
  let histories: Histories
  let popularity: Popularity
  private(set) var sources: ItemSources
  let factors: Factors?
  private(set) var hybrid: Hybrid?
  let affinity: Affinity?
  let demographics: Demographics?
  /// One per item; none without a hybrid.
  let facts: [ItemFacts]
  /// Of which attributes they hold the codes.
  let factAttributes: [Int]
  /// What searches are answered from; without it they say nothing.
  private(set) var postings: AttributePostings?

  /// - Throws: when a tensor is absent, misshapen or out of range. Neighbours and factors may be
  ///   absent altogether.
  package init(
    opening file: borrowing TensorFile, users: Int, items: Int
  ) throws(SnapshotError) {
    userCount = users
    itemCount = items
    histories = try Histories(opening: file, users: users, items: items)
    popularity = try Popularity(opening: file, items: items)
    sources = try ItemSources(opening: file, items: items)
    factors =
      file.contains("factors.users")
      ? try Factors(opening: file, users: users, items: items) : nil
    affinity =
      file.contains("affinity.codes")
      ? try Affinity(opening: file, items: items, entries: histories.entries.entryCount) : nil
    demographics =
      file.contains("demographics.lift")
      ? try Demographics(opening: file, users: users, items: items) : nil
    let termCount = (affinity?.attributeCount ?? 0) + (demographics?.traitCount ?? 0)
    hybrid =
      file.contains("hybrid.weights")
      ? try Hybrid(opening: file, items: items, termCount: termCount) : nil
    factAttributes = Self.factAttributes(hybrid, affinity)
    facts = Self.facts(hybrid, affinity, demographics, attributes: factAttributes)
  }

  /// The same models, to which searches count as evidence.
  package func with(_ postings: AttributePostings) -> Recommender {
    var copy = self
    copy.postings = postings
    return copy
  }

  /// The same models with other weights of the hybrid.
  func with(_ weights: HybridWeights) -> Recommender {
    var copy = self
    copy.hybrid = hybrid?.with(weights)
    return copy
  }

  package var itemNeighbours: ItemNeighbours? { sources[.neighbours] }

  /// The same models, but one source with another half-life of the user's items; see
  /// ``ItemNeighbours``.
  package func with(halfLife: Float, of source: ItemSource = .neighbours) -> Recommender {
    var copy = self
    copy.sources[source] = sources[source]?.with(halfLife: halfLife)
    return copy
  }

  /// The items that the user is most likely to want, best first; fewer than the limit only when
  /// fewer are accepted.
  ///
  /// - Parameters:
  ///   - ranking: overwritten
  ///   - choose: orders the ranking, and leaves out what is not to be answered, before reasons are
  ///     given
  /// - Precondition: the query's items are below `itemCount`, its user below `userCount`.
  package func recommend(
    _ query: borrowing RankingQuery, accepts filter: borrowing Filter, scratch: RankingScratch,
    into ranking: inout Ranking, choosing choose: (inout Ranking) -> Void = { _ in }
  ) {
    ranking.removeAll(keepingCapacity: true)
    guard query.limit > 0, itemCount > 0 else { return }
    scratch.space.prepare(itemCount: itemCount)
    block(query, in: &scratch.space)
    var laneWeights: LaneWeights?
    switch query.model {
    case .popularity: break
    case .automatic where hybrid != nil, .hybrid:
      if let hybrid {
        gatherSources(query, limit: Hybrid.historyLimit, in: &scratch.space)
        laneWeights = gatherHybrid(hybrid, query, in: &scratch.space)
      }
    case _ where !query.candidates.isEmpty:
      gatherSources(query, limit: ItemNeighbours.historyLimit, in: &scratch.space)
      gatherLanes(query, in: &scratch.space) { $0 == .neighbours }
      laneWeights = LaneWeights(of: .neighbours)
    case .ease, .nextItems, .transitions, .content:
      if let source = query.model.source {
        gatherSources(query, limit: ItemNeighbours.historyLimit, in: &scratch.space)
        gatherLanes(query, in: &scratch.space) { $0 == source }
        laneWeights = LaneWeights(of: source)
      }
    case .automatic, .itemNeighbours:
      if let itemNeighbours {
        gatherSources(query, limit: ItemNeighbours.historyLimit, in: &scratch.space)
        itemNeighbours.rank(
          query, step: histories.items(of: query.user).count > 0 ? .personal : .session,
          accepts: filter, in: &scratch.space, into: &ranking)
      }
    case .factors:
      if let factors {
        let step = factors.locate(
          query, hasHistory: histories.items(of: query.user).count > 0, in: &scratch.space
        ) { space in
          gatherSources(query, limit: Factors.foldInLimit, in: &space)
        }
        if let step {
          countEvery(query, accepts: filter, in: &scratch.space, into: &ranking)
          factors.rank(query, step: step, accepts: filter, in: &scratch.space, into: &ranking)
        }
      }
    }
    if let laneWeights {
      rankLanes(laneWeights, query, accepts: filter, in: &scratch.space, into: &ranking)
    }
    let rankedCount = ranking.items.count
    if query.candidates.isEmpty {
      popularity.fill(query, accepts: filter, in: &scratch.space, into: &ranking)
    }
    if let laneWeights {
      choose(&ranking)
      explain(laneWeights, query, in: &scratch.space, into: &ranking)
      scratch.space.forgetRanked()
    } else {
      for ranked in ranking.items.prefix(rankedCount) { scratch.space.sums[Int(ranked.item)] = 0 }
      choose(&ranking)
    }
    scratch.space.lanes.clear()
    unblock(query, in: &scratch.space)
  }

  /// The items most like `item`, best first, without itself; none when the snapshot has no
  /// neighbours. Reasons are not given: the score is one similarity.
  ///
  /// - Parameters:
  ///   - excluded: items not to answer
  ///   - ranking: overwritten
  /// - Precondition: `item` and `excluded` are below `itemCount`.
  package func similarItems(
    to item: Int, limit: Int, accepts filter: borrowing Filter, excluded: [Int32],
    scratch: RankingScratch, into ranking: inout Ranking
  ) {
    ranking.removeAll(keepingCapacity: true)
    guard let itemNeighbours, limit > 0 else { return }
    scratch.space.prepare(itemCount: itemCount)
    scratch.space.marks[item] = Mark.excluded
    for other in excluded { scratch.space.marks[Int(other)] = Mark.excluded }
    itemNeighbours.rankSimilar(
      to: item, limit: limit, accepts: filter, in: &scratch.space, into: &ranking)
    scratch.space.marks[item] = 0
    for other in excluded { scratch.space.marks[Int(other)] = 0 }
  }

  /// Marks what is not to be answered.
  func block(_ query: borrowing RankingQuery, in space: inout RankingSpace) {
    space.counted.removeAll(keepingCapacity: true)
    var marks = space.marks.mutableSpan
    for item in query.excluded { marks[Int(item)] |= Mark.excluded }
    for item in query.soldOut { marks[Int(item)] |= Mark.soldOut }
    for item in query.unfitting { marks[Int(item)] |= Mark.unfitting }
    for item in query.fitting { marks[Int(item)] |= Mark.fits }
    guard !query.includesSeen else { return }
    for item in query.disliked { marks[Int(item)] |= Mark.seen }
    for item in query.recent { marks[Int(item)] |= Mark.seen }
    let seen = histories.items(of: query.user)
    for position in 0..<seen.count { marks[clamped(seen[position])] |= Mark.seen }
  }

  func unblock(_ query: borrowing RankingQuery, in space: inout RankingSpace) {
    for position in space.counted.indices { space.marks[Int(space.counted[position])] = 0 }
    var marks = space.marks.mutableSpan
    for item in query.excluded { marks[Int(item)] = 0 }
    for item in query.soldOut { marks[Int(item)] = 0 }
    for item in query.unfitting { marks[Int(item)] = 0 }
    for item in query.fitting { marks[Int(item)] = 0 }
    for item in query.disliked { marks[Int(item)] = 0 }
    for item in query.recent { marks[Int(item)] = 0 }
    let seen = histories.items(of: query.user)
    for position in 0..<seen.count { marks[clamped(seen[position])] = 0 }
  }

  /// The user's newest items, each once, newest first: those of the query, then the history.
  /// Each weighs 1: that it was chosen counts, not how often.
  func gatherSources(
    _ query: borrowing RankingQuery, limit: Int, in space: inout RankingSpace
  ) {
    var position = query.recent.count
    while position > 0, space.sources.count < limit {
      position -= 1
      addSource(Int(query.recent[position]), in: &space)
    }
    let history = histories.items(of: query.user)
    position = history.count
    while position > 0, space.sources.count < limit {
      position -= 1
      addSource(clamped(history[position]), in: &space)
    }
  }

  private func addSource(_ item: Int, in space: inout RankingSpace) {
    guard space.marks[item] & Mark.isSource == 0 else { return }
    space.marks[item] |= Mark.isSource
    space.sources.append(Source(item: Int32(item), weight: 1))
  }

  /// Ranks by one source alone, without filter, reasons or popularity.
  func rank(
    _ query: borrowing RankingQuery, by source: ItemSource, in space: inout RankingSpace,
    into ranking: inout Ranking
  ) {
    ranking.removeAll()
    space.prepare(itemCount: itemCount)
    block(query, in: &space)
    gatherSources(query, limit: Hybrid.historyLimit, in: &space)
    gatherLanes(query, in: &space) { $0 == source }
    rankLanes(LaneWeights(of: source), query, accepts: .all, in: &space, into: &ranking)
    space.forgetRanked()
    space.lanes.clear()
    unblock(query, in: &space)
  }

  /// Says why the lanes ranked what is answered.
  private func explain(
    _ weights: LaneWeights, _ query: borrowing RankingQuery, in space: inout RankingSpace,
    into ranking: inout Ranking
  ) {
    if query.wantsReasons { explainLanes(weights, for: query, in: &space, into: &ranking) }
    if query.explains { shareLanes(weights, in: &space, into: &ranking) }
  }

  /// An index that was read from the mapping, before it becomes an address.
  @inline(__always)
  func clamped(_ item: UInt32) -> Int { min(Int(item), itemCount - 1) }
}

extension RankingModel {
  /// The source that a model of one source is made of.
  fileprivate var source: ItemSource? {
    switch self {
    case .ease: .ease
    case .nextItems: .nextItems
    case .transitions: .transitions
    case .content: .content
    case .automatic, .popularity, .itemNeighbours, .factors, .hybrid: nil
    }
  }
}
