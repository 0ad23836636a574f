import Answering
import Bytes
import Recommendation
import Wire

extension Method {
  /// Recommend.BuyAgain: what a shopper buys repeatedly and may need now.
  package static let buyAgain = Method(0x0104, "Recommend.BuyAgain") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(BuyAgainRequestView.self, from: body)
    let models = try generation.requireModels()
    context.buyAgainQuery.fill(from: request)
    do throws(AnswerError) {
      try models.buyAgain(
        context.buyAgainQuery, scratch: context.scratch, into: &context.buyAgainAnswer)
    } catch {
      throw RPCError(error)
    }
    for item in context.buyAgainAnswer.items {
      output.appendRepeatedItem(
        id: models.itemID(item.item), score: item.score, purchases: UInt64(item.purchases),
        daysSince: item.daysSince, intervalDays: item.intervalDays)
    }
    output.appendBuyAgainTail(isUserKnown: context.buyAgainAnswer.isUserKnown)
    try models.checkUndamaged()
  }
}

extension BuyAgainQuery {
  fileprivate mutating func fill(from request: BuyAgainRequestView) {
    reset()
    user = request.userID
    limit = request.limit
    filter = request.filter
    now = request.now
    rules.fillStates(from: request.states)
  }
}
