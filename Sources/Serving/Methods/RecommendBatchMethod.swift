import Answering
import Bytes
import Wire

extension Method {
  /// Recommend.RecommendBatch: Recommend for many shoppers, one part for each, in their order.
  package static let recommendBatch = Method(
    0x0107, "Recommend.RecommendBatch",
    beginParts: { body, generation, _ throws(RPCError) in
      _ = try generation.requireModels()
      return try RecommendBatch(body)
    })
}

/// A batch that is being answered: who is next.
///
/// Everything that is the same for all shoppers was checked when it began, and what is wrong with
/// the question itself is found by the first of them, before a part was written.
// Safe to send: `next` changes on one thread at a time, which the job's lock hands over; the rest
// is never written after `init`.
private final class RecommendBatch: PartSource, @unchecked Sendable {
  // Keeps the request's struct, so that ten thousand ids are decoded once and not at every turn. Many
  // ids of a few bytes take more than 16 × their body: about 100 bytes each while they are decoded.
  private let decoder = MessageDecoder(arenaFloor: 2 << 20)
  private let request: RecommendBatchRequestView
  private let question: RecommendRequestView
  private var next = 0

  init(_ body: ByteView) throws(RPCError) {
    let request = try CallContext.decode(RecommendBatchRequestView.self, from: body, with: decoder)
    guard let question = request.question else {
      throw RPCError(
        .invalidArgument, "question is missing; the RecommendRequest to ask for each is accepted")
    }
    self.request = request
    self.question = question
    do throws(AnswerError) {
      try AnswerLimits.check(batchCount: request.userCount) { request.userID($0) }
    } catch {
      throw RPCError(error)
    }
  }

  func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {
    try context.recommendQuery.fill(from: question)
    context.recommendQuery.recent.removeAll(keepingCapacity: true)
  }

  func writePart(
    _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool {
    guard next < request.userCount else { return false }
    let user = request.userID(next)
    next += 1
    let models = try generation.requireModels()
    context.recommendQuery.user = user
    do throws(AnswerError) {
      try models.recommend(
        context.recommendQuery, scratch: context.scratch, into: &context.recommendAnswer)
    } catch {
      throw RPCError(error)
    }
    let answer = output.beginRecommendBatchPart(userID: user)
    output.append(
      context.recommendAnswer, of: models, in: context.recommendQuery.language)
    output.endMessage(answer)
    try models.checkUndamaged()
    return true
  }
}
