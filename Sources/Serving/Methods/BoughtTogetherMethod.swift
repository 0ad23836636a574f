import Answering
import Bytes
import Recommendation
import Wire

extension Method {
  /// Recommend.BoughtTogether: what goes into the same baskets as these items.
  package static let boughtTogether = Method(0x0103, "Recommend.BoughtTogether") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(BoughtTogetherRequestView.self, from: body)
    let models = try generation.requireModels()
    context.boughtTogetherQuery.fill(from: request)
    do throws(AnswerError) {
      try models.boughtTogether(
        context.boughtTogetherQuery, scratch: context.scratch, into: &context.recommendAnswer)
    } catch {
      throw RPCError(error)
    }
    for (position, item) in context.recommendAnswer.ranking.items.enumerated() {
      let reason = models.together(at: position, of: context.recommendAnswer)
      output.appendTogetherItem(
        id: models.itemID(item.item), score: item.score, because: models.itemID(reason.because),
        baskets: UInt64(max(0, reason.baskets)), lift: reason.lift, confidence: reason.confidence)
    }
    output.appendBoughtTogetherTail(unknownItems: context.recommendAnswer.unknownItems)
    try models.checkUndamaged()
  }
}

extension BoughtTogetherQuery {
  fileprivate mutating func fill(from request: BoughtTogetherRequestView) {
    reset()
    limit = request.limit
    filter = request.filter
    for index in 0..<request.basketCount { rules.basket.append(request.basketItemID(index)) }
    for index in 0..<request.excludedCount { excluded.append(request.excludedItemID(index)) }
    rules.fillStates(from: request.states)
  }
}

extension RecommendRules {
  mutating func fillStates(from view: ItemStatesView) {
    for index in 0..<view.count {
      let state = view[index]
      let start = stateSizes.count
      for size in 0..<state.sizeCount { stateSizes.append(view.size(size, of: index)) }
      states.append(
        ItemState(
          item: state.itemID, isSoldOut: state.isSoldOut, sizes: start..<stateSizes.count))
    }
  }
}
