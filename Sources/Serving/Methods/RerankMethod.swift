import Answering
import Bytes
import Recommendation
import Wire

extension Method {
  static let candidatesMax = 1_000

  /// Recommend.Rerank: the shop's own candidates, in the order in which the shopper wants them.
  package static let rerank = Method(0x0105, "Recommend.Rerank") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(RerankRequestView.self, from: body)
    let models = try generation.requireModels()
    guard (1...candidatesMax).contains(request.candidateCount) else {
      throw RPCError(
        .invalidArgument,
        "candidate_item_ids has \(request.candidateCount) ids; 1 to \(candidatesMax) are accepted")
    }
    context.recommendQuery.reset()
    if let shopper = request.shopper { try context.recommendQuery.fill(from: shopper) }
    context.recommendQuery.filter = .init()
    context.recommendQuery.model = .automatic
    context.recommendQuery.limit = AnswerLimits.limit.upperBound
    for index in 0..<request.candidateCount {
      context.recommendQuery.candidates.append(request.candidateItemID(index))
    }
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
}
