import Answering
import Bytes
import Recommendation
import Wire

extension Method {
  /// Recommend.Recommend: the items a shopper is most likely to want.
  package static let recommend = Method(0x0101, "Recommend.Recommend") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(RecommendRequestView.self, from: body)
    let models = try generation.requireModels()
    try context.recommendQuery.fill(from: request)
    do throws(AnswerError) {
      try models.recommend(
        context.recommendQuery, scratch: context.scratch, into: &context.recommendAnswer)
    } catch {
      throw RPCError(error)
    }
    output.append(
      context.recommendAnswer, of: models, in: context.recommendQuery.language)
    try models.checkUndamaged()
  }

  /// Recommend.SimilarItems: the items most like a given one.
  package static let similarItems = Method(0x0102, "Recommend.SimilarItems") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(SimilarItemsRequestView.self, from: body)
    let models = try generation.requireModels()
    context.similarItemsQuery.fill(from: request)
    do throws(AnswerError) {
      try models.similarItems(
        context.similarItemsQuery, scratch: context.scratch, into: &context.recommendAnswer)
    } catch {
      throw RPCError(error)
    }
    for item in context.recommendAnswer.ranking.items {
      output.appendSimilarItem(id: models.itemID(item.item), score: item.score)
    }
    output.appendSimilarItemsTail(unknownItems: context.recommendAnswer.unknownItems)
    try models.checkUndamaged()
  }
}

extension Generation? {
  func requireModels() throws(RPCError) -> Models {
    guard let self else {
      throw RPCError(
        .unavailable, "no generation is loaded; publish one and reload", retryMicros: 1_000_000)
    }
    return self.models
  }

  /// The same, for a stream that tells of shoppers whom the request does not name.
  ///
  /// - Throws: `unavailable` when shoppers were erased since the stream began: it could tell of them.
  func requireModelsOfNobodyErased() throws(RPCError) -> Models {
    let models = try requireModels()
    guard self?.isBehindErasures != true else {
      throw RPCError(
        .unavailable, "shoppers were erased while the answer was told; ask again without page_token"
      )
    }
    return models
  }
}

extension Models {
  /// Called after an answer was written, since it may be what met the damage.
  func checkUndamaged() throws(RPCError) {
    guard isDamaged else { return }
    throw RPCError(
      .unavailable, "a file of this generation was cut short in place; publish another and reload",
      retryMicros: 1_000_000)
  }
}

extension RPCError {
  init(_ error: AnswerError) {
    switch error {
    case .invalidArgument(let text): self.init(.invalidArgument, text)
    case .notFound(let text): self.init(.notFound, text)
    case .unavailable(let text): self.init(.unavailable, text)
    case .refused(let text): self.init(.permissionDenied, text)
    }
  }
}

extension RecommendQuery {
  mutating func fill(from request: RecommendRequestView) throws(RPCError) {
    reset()
    user = request.userID
    limit = request.limit
    filter = request.filter
    includesSeen = request.includesSeen
    wantsReasons = !request.omitsReasons
    guard let model = RankingModel(wireNumber: request.model) else {
      throw RPCError(.invalidArgument, "model must be in 0...8, got \(request.model)")
    }
    self.model = model
    for index in 0..<request.recentCount {
      let event = request.recent(index)
      recent.append(
        RecentEvent(
          item: event.itemID, kind: event.kind, ageSeconds: event.ageSeconds, value: event.value,
          query: event.query))
    }
    for index in 0..<request.excludedCount { excluded.append(request.excludedItemID(index)) }
    explains = request.explains
    if !request.language.isEmpty {
      guard let known = ReasonLanguage(rawValue: request.language.string) else {
        throw RPCError(
          .invalidArgument,
          "language is '\(request.language.string)'; accepted: \(ReasonLanguage.accepted)")
      }
      language = known
    }
    rules.fill(from: request)
  }
}

extension RecommendRules {
  fileprivate mutating func fill(from request: RecommendRequestView) {
    promotedShare = request.promotedShare
    diversity = request.diversity
    pricePreference = request.pricePreference
    exploration = request.exploration
    seed = request.seed
    for index in 0..<request.basketCount { basket.append(request.basketItemID(index)) }
    for index in 0..<request.promotedCount { promoted.append(request.promotedItemID(index)) }
    for index in 0..<request.sizeCount { sizes.append(request.size(index)) }
    for index in 0..<request.boostCount {
      let boost = request.boost(index)
      boosts.append(Boost(filter: boost.filter, factor: boost.factor))
    }
    for index in 0..<request.capCount {
      let cap = request.cap(index)
      caps.append(Cap(attribute: cap.attribute, limit: cap.limit))
    }
    fillStates(from: request.states)
  }
}

extension SimilarItemsQuery {
  fileprivate mutating func fill(from request: SimilarItemsRequestView) {
    reset()
    item = request.itemID
    limit = request.limit
    filter = request.filter
    for index in 0..<request.excludedCount { excluded.append(request.excludedItemID(index)) }
  }
}

extension RankingModel {
  /// Of the enum Model in recommend.proto.
  fileprivate init?(wireNumber: Int) {
    switch wireNumber {
    case 0: self = .automatic
    case 1: self = .popularity
    case 2: self = .itemNeighbours
    case 3: self = .factors
    case 4: self = .hybrid
    case 5: self = .ease
    case 6: self = .transitions
    case 7: self = .content
    case 8: self = .nextItems
    default: return nil
    }
  }
}

extension RankingStep {
  fileprivate var wire: RecommendStep {
    switch self {
    case .personal: .personal
    case .session: .session
    case .popular: .popular
    }
  }
}

extension ByteBuffer {
  mutating func append(
    _ answer: borrowing RecommendAnswer, of models: Models, in language: ReasonLanguage? = nil
  ) {
    for item in answer.ranking.items {
      let begin = beginScoredItem(
        id: models.itemID(item.item), score: item.score, step: item.step.wire)
      let first = Int(item.reasonStart)
      for index in first..<first + Int(item.reasonCount) {
        let reason = answer.ranking.reasons[index]
        let text = language.map { models.sentence(reason, for: item.item, in: $0) } ?? ""
        append(reason, of: models, text)
      }
      if item.isPromoted, item.reasonCount == 0 { appendReason(.promoted, contribution: 0) }
      if item.shareStart >= 0 {
        for (index, name) in HybridFeature.shareNames.enumerated() {
          let share = answer.ranking.shares[Int(item.shareStart) + index]
          appendSourceScore(
            name, score: share.value, contribution: share.contribution)
        }
      }
      appendIsPromoted(item.isPromoted)
      endMessage(begin)
    }
    appendRecommendTail(isUserKnown: answer.isUserKnown, unknownItems: answer.unknownItems)
    let counts = answer.ranking.counts
    appendRemoved(rule: 1, count: counts.filtered)
    appendRemoved(rule: 2, count: counts.excluded)
    appendRemoved(rule: 3, count: counts.seen)
    appendRemoved(rule: 4, count: counts.soldOut)
    appendRemoved(rule: 5, count: counts.unfitting)
    appendRemoved(rule: 6, count: counts.capped)
    appendCandidateCount(counts.candidates)
  }

  private mutating func append(_ reason: RankingReason, of models: Models, _ text: String) {
    switch reason.code {
    case .neighbour:
      appendReason(
        .neighbour, argument: models.itemID(reason.item), contribution: reason.contribution,
        text: text)
    case .otherNeighbours:
      appendReason(
        .otherNeighbours, contribution: reason.contribution,
        text: text)
    case .popular:
      appendReason(
        .popular, count: UInt64(max(0, reason.count)), contribution: reason.contribution,
        text: text)
    case .factors:
      appendReason(
        .factors, contribution: reason.contribution,
        text: text)
    case .chosenTogether:
      appendReason(
        .chosenTogether, argument: models.itemID(reason.item),
        count: UInt64(max(0, reason.count)), contribution: reason.contribution,
        text: text)
    case .chosenNext:
      appendReason(
        .chosenNext, argument: models.itemID(reason.item), contribution: reason.contribution,
        text: text)
    case .alike:
      appendReason(
        .attributes, argument: models.itemID(reason.item), contribution: reason.contribution,
        text: text)
    case .chosenBefore:
      appendReason(
        .chosenBefore, count: UInt64(max(0, reason.count)), contribution: reason.contribution,
        text: text)
    case .searched:
      appendReason(.other, contribution: reason.contribution, text: text)
    case .trending:
      appendReason(
        .trending, contribution: reason.contribution,
        text: text)
    case .affinity, .demographics:
      let begin = beginReason(reason.code == .affinity ? .affinity : .demographics)
      models.recommender.forEachName(of: reason) { appendReasonArgument($0) }
      endReason(begin, contribution: reason.contribution, text: text)
    }
  }
}
