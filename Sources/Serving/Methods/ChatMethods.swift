import Answering
import Bytes
import Dialogue
import Text
import Wire

extension Method {
  /// ChatAnswer.Answer: one turn of a conversation.
  package static let answerChat = Method(0x0401, "ChatAnswer.Answer", placement: .pool) {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(AnswerRequestView.self, from: body)
    let models = try generation.requireModels()
    try context.answerChat(request, models)
    let (question, reply) = (context.chatQuestion, context.chatReply)
    for part in reply.parts { output.append(part) }
    for item in reply.products { output.append(product: item, reply.language, of: models) }
    try output.appendConclusion(reply, question, of: models, signedWith: context.conversationKey)
    try models.checkUndamaged()
  }

  /// ChatAnswer.AnswerStream: the same, part by part.
  package static let answerChatStream = Method(
    0x0402, "ChatAnswer.AnswerStream",
    beginParts: { body, generation, context throws(RPCError) in
      let request = try context.decode(AnswerRequestView.self, from: body)
      let models = try generation.requireModels()
      try context.answerChat(request, models)
      let (question, reply) = (context.chatQuestion, context.chatReply)
      var parts: [[UInt8]] = []
      func add(_ write: (inout ByteBuffer) throws(RPCError) -> Void) throws(RPCError) {
        var buffer = ByteBuffer()
        try write(&buffer)
        var bytes: [UInt8] = []
        bytes.append(buffer.span)
        parts.append(bytes)
      }
      for part in reply.parts { try add { buffer in buffer.append(part) } }
      for item in reply.products {
        try add { buffer in buffer.append(product: item, reply.language, of: models) }
      }
      try add { buffer throws(RPCError) in
        let conclusion = buffer.beginConclusion()
        try buffer.appendConclusion(
          reply, question, of: models, signedWith: context.conversationKey)
        buffer.endMessage(conclusion)
      }
      try models.checkUndamaged()
      return ChatParts(parts)
    })

  /// ChatAnswer.Suggest: questions that begin like what is being typed.
  package static let suggestQuestions = Method(0x0403, "ChatAnswer.Suggest") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(SuggestRequestView.self, from: body)
    let models = try generation.requireModels()
    do throws(AnswerError) {
      let found = try models.suggestions(
        for: request.prefix, language: request.language,
        limit: request.limit == 0 ? 5 : request.limit, memory: context.chatMemory)
      for suggestion in found {
        output.appendSuggestion(text: suggestion.text, intent: suggestion.intent)
      }
    } catch {
      throw RPCError(error)
    }
    try models.checkUndamaged()
  }

  /// ChatAnswer.Classify: what a message means, and nothing else.
  package static let classifyMessage = Method(0x0404, "ChatAnswer.Classify", placement: .pool) {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(ClassifyRequestView.self, from: body)
    let models = try generation.requireModels()
    do throws(AnswerError) {
      let reading = try models.classify(request.text, memory: context.chatMemory)
      for intent in reading.intents {
        output.appendIntentCandidate(
          intent.name, probability: intent.probability, field: 1)
      }
      let understanding = try models.requireClerk().understanding
      for slot in reading.slots {
        output.append(slot, of: request.text, understanding, field: 2)
      }
      output.appendClassifyTail(
        language: reading.language, isInScope: reading.isInScope,
        scopeProbability: reading.scope)
    } catch {
      throw RPCError(error)
    }
    try models.checkUndamaged()
  }

  /// ChatAnswer.Search: passages and products alone.
  package static let searchShop = Method(0x0405, "ChatAnswer.Search", placement: .pool) {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(SearchRequestView.self, from: body)
    let models = try generation.requireModels()
    var query = ShopSearchQuery()
    query.text = request.text
    query.language = request.language
    query.limit = request.limit == 0 ? 5 : request.limit
    query.wantsPassages = !request.omitsPassages
    query.wantsProducts = !request.omitsProducts
    do throws(AnswerError) {
      let found = try models.search(query, memory: context.chatMemory)
      for passage in found.passages {
        output.appendFoundPassage(
          id: passage.id, title: passage.title, text: passage.text, source: passage.source,
          language: passage.language, score: passage.score)
      }
      for product in found.products {
        output.appendFoundProduct(
          itemID: product.id, title: product.title, price: product.price, score: product.score)
      }
      for condition in found.conditions {
        output.appendSearchCondition(
          attribute: condition.attribute, value: condition.value,
          isExcluded: condition.isExcluded, least: condition.least, most: condition.most)
      }
      output.appendSearchTail(productCount: found.productCount)
    } catch {
      throw RPCError(error)
    }
    try models.checkUndamaged()
  }
}

/// An answer's parts, made at once, since one depends on the other, and sent as the shopper's side reads.
// Safe to send: as ProfileBatch.
private final class ChatParts: PartSource, @unchecked Sendable {
  private let parts: [[UInt8]]
  private var next = 0

  init(_ parts: [[UInt8]]) { self.parts = parts }

  func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {}

  func writePart(
    _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool {
    guard next < parts.count else { return false }
    let part = parts[next]
    output.append(part.rawSpan)
    next += 1
    return true
  }
}
