import Expressions
import Kernels
import Snapshots

/// What is known of an item whoever asks, in one place of memory.
struct ItemFacts {
  static let attributeLimit = 8

  /// `hybrid.popular`, `hybrid.trending`, and the largest that any group has of it (see
  /// ``Demographics``).
  var prior: SIMD4<Float>
  /// Its values of the attributes of ``Affinity`` that have a weight, none above `missing`; behind them
  /// `missing`.
  var codes: SIMD8<UInt16>

  var liftMax: Float { prior[2] }
}

/// An item that may be answered, and what it has so far.
struct OpenCandidate {
  var item: Int32
  var score: Float
  /// Whether it was among the best before the last of its terms.
  var isChosen = false
}

// From the lanes to the best items. Most of a call's time goes here, nearly all of it to wait for
// memory: so what every candidate needs lies together (``ItemFacts``), and what costs more is looked
// at only for those that it could bring among the best.

extension Recommender {
  /// Attributes of ``Affinity`` that the weights do not leave out, as many as ``ItemFacts`` holds.
  static func factAttributes(_ hybrid: Hybrid?, _ affinity: Affinity?) -> [Int] {
    guard let hybrid, let affinity else { return [] }
    let used = (0..<affinity.attributeCount).filter { attribute in
      [false, true].contains {
        hybrid.weights(includesSeen: $0)[LaneWeights.affinityStart + attribute] != 0
      }
    }
    return Array(used.prefix(ItemFacts.attributeLimit))
  }

  /// O(items).
  static func facts(
    _ hybrid: Hybrid?, _ affinity: Affinity?, _ demographics: Demographics?, attributes: [Int]
  ) -> [ItemFacts] {
    guard let hybrid else { return [] }
    return (0..<hybrid.popular.count).map { item in
      ItemFacts(
        prior: [
          hybrid.popular[item], hybrid.trending[item], demographics?.largestOfItem[item] ?? 0, 0,
        ],
        codes: affinity?.codes(of: item, attributes) ?? .zero)
    }
  }

  /// Whether ``ItemFacts`` have all the attributes that a question weighs.
  private func factsCover(_ weights: LaneWeights) -> Bool {
    guard let affinity, !weights.all.isEmpty, !facts.isEmpty else { return false }
    return (0..<affinity.attributeCount).allSatisfy {
      weights.all[LaneWeights.affinityStart + $0] == 0 || factAttributes.contains($0)
    }
  }

  /// Ranks what is in the lanes, or the candidates that were asked for. Leaves the lanes as they are.
  func rankLanes(
    _ weights: LaneWeights, _ query: borrowing RankingQuery, accepts filter: borrowing Filter,
    in space: inout RankingSpace, into ranking: inout Ranking
  ) {
    if query.candidates.isEmpty {
      space.prepareOpen(count: space.lanes.touchedCount)
      space.best.reset(k: query.limit)
      gatherTouched(weights, query, filter, in: &space, counting: &ranking.counts)
    } else {
      space.prepareOpen(count: query.candidates.count)
      space.best.reset(k: query.candidates.count)
      for item in query.candidates where space.isFirstAsked(Int(item)) {
        ranking.counts.candidates += 1
        if !space.removes(Int(item), query, filter, counting: &ranking.counts) {
          let score = laneScore(Int(item), space.lanes[Int(item)], weights)
          space.open[space.openCount] = OpenCandidate(item: item, score: score)
          space.openCount += 1
        }
      }
    }
    if weights.all.isEmpty {
      for candidate in space.open.prefix(space.openCount)
      where space.best.accepts(candidate.score, candidate.item) {
        space.best.insert(candidate.score, candidate.item)
      }
    } else {
      if !query.candidates.isEmpty || !factsCover(weights) {
        affinity?.addScores(to: &space.open, count: space.openCount, space.affinity)
      }
      chooseWithTerms(weights, in: &space)
    }
    space.best.sort()
    let step: RankingStep = histories.items(of: query.user).count > 0 ? .personal : .session
    for position in 0..<space.best.count {
      let (score, item) = space.best[position]
      space.sums[Int(item)] = Float(position + 1)
      ranking.items.append(RankedItem(item: item, score: score, step: step))
    }
  }

  private func gatherTouched(
    _ weights: LaneWeights, _ query: borrowing RankingQuery, _ filter: borrowing Filter,
    in space: inout RankingSpace, counting counts: inout CandidateCounts
  ) {
    space.areTouchedCandidates = !weights.all.isEmpty
    guard space.areTouchedCandidates else {
      gatherScored(weights, query, filter, in: &space, counting: &counts)
      return
    }
    counts.candidates += space.lanes.touchedCount
    space.openCount = open(
      space.lanes, space.marks, weights, factsCover(weights) ? space.affinity : nil, query, filter,
      into: &space.open, fetching: &space.fetched, counting: &counts)
  }

  /// Scores whatever has lanes and no rule removes, a block at a time: first the facts of all in a block are
  /// read, so that the waits for memory overlap, then they are added up.
  ///
  /// - Parameter evidence: `nil`: without affinity
  /// - Returns: how many they are
  private func open(
    _ lanes: LaneAccumulator, _ marks: [UInt8], _ weights: LaneWeights,
    _ evidence: AffinityEvidence?, _ query: borrowing RankingQuery, _ filter: borrowing Filter,
    into open: inout [OpenCandidate], fetching fetched: inout UInt32,
    counting counts: inout CandidateCounts
  ) -> Int {
    var open = open.mutableSpan
    let facts = facts.span
    var positions = InlineArray<64, Int>(repeating: 0)
    var count = 0
    for block in stride(from: 0, to: lanes.touchedCount, by: positions.count) {
      let start = count
      for position in block..<min(block + positions.count, lanes.touchedCount) {
        let item = lanes.touched(position)
        if RankingSpace.removesTouched(item, marks[item], query, filter, counting: &counts) {
          continue
        }
        if item < facts.count { fetched ^= UInt32(facts[item].codes[0]) }
        open[count].item = Int32(truncatingIfNeeded: item)
        positions[count - start] = position
        count += 1
      }
      for place in start..<count {
        let item = Int(open[place].item)
        var score = laneScore(item, lanes.touchedSums(positions[place - start]), weights)
        if let evidence { score += evidence.score(facts[item].codes) }
        open[place] = OpenCandidate(item: Int32(truncatingIfNeeded: item), score: score)
      }
    }
    return count
  }

  /// Without terms a score of 0 says that nothing speaks for the item.
  private func gatherScored(
    _ weights: LaneWeights, _ query: borrowing RankingQuery, _ filter: borrowing Filter,
    in space: inout RankingSpace, counting counts: inout CandidateCounts
  ) {
    for position in 0..<space.lanes.touchedCount {
      let item = space.lanes.touched(position)
      let score = laneScore(item, space.lanes.touchedSums(position), weights)
      guard score > 0 else { continue }
      counts.candidates += 1
      if space.removes(item, query, filter, counting: &counts) { continue }
      space.open[space.openCount] = OpenCandidate(item: Int32(item), score: score)
      space.openCount += 1
    }
  }

  /// What an item has without affinity and demographics.
  @inline(__always)
  private func laneScore(_ item: Int, _ lanes: SIMD8<Float>, _ weights: LaneWeights) -> Float {
    let score = (lanes * weights.lanes).sum()
    return item < facts.count ? score + (weights.priors * facts[item].prior).sum() : score
  }

  /// The best of `space.open` by what they have with affinity and demographics.
  ///
  /// Those that are best without demographics are looked at first, so that what has to be exceeded is
  /// high when the many others come.
  private func chooseWithTerms(_ weights: LaneWeights, in space: inout RankingSpace) {
    space.seeds.reset(k: min(space.best.capacity, space.openCount))
    for position in 0..<space.openCount {
      let score = space.open[position].score
      if space.seeds.accepts(score, Int32(position)) {
        space.seeds.insert(score, Int32(position))
      }
    }
    for seed in 0..<space.seeds.count {
      let position = Int(space.seeds[seed].index)
      insert(space.open[position], weights, in: &space)
      space.open[position].isChosen = true
    }
    // A bound is another sum than the score, and may be rounded to less.
    let slack = 1e-5 * (1 + weights.demographicsMax)
    for position in 0..<space.openCount {
      let candidate = space.open[position]
      // What no item has more of is looked at before what this one has, which lies elsewhere.
      guard candidate.score + weights.demographicsMax + slack >= space.best.leastScore,
        !candidate.isChosen
      else { continue }
      let liftMax = facts[Int(candidate.item)].liftMax
      let most = min(weights.demographicsMax, weights.demographicsSum * liftMax) + slack
      if candidate.score + most >= space.best.leastScore {
        insert(candidate, weights, in: &space)
      }
    }
  }

  @inline(__always)
  private func insert(
    _ candidate: OpenCandidate, _ weights: LaneWeights, in space: inout RankingSpace
  ) {
    let score =
      candidate.score
      + (demographics?.score(
        of: Int(candidate.item), space.demographics, weights.all, from: demographicsStart) ?? 0)
    if space.best.accepts(score, candidate.item) { space.best.insert(score, candidate.item) }
  }
}
