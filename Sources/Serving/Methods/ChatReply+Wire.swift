import Answering
import Bytes
import Catalogue
import Dialogue
import Expressions
import Snapshots
import Text
import Wire

extension CallContext {
  /// Answers a request into `chatReply`; what was asked is in `chatQuestion`.
  func answerChat(_ request: AnswerRequestView, _ models: Models) throws(RPCError) {
    do throws(AnswerError) {
      var question = ChatQuestion()
      question.state = try conversationKey.state(of: request.state)
      question.text = request.text
      question.user = request.userID
      question.item = request.itemID
      question.resumes = request.resumes
      question.language = try AnswerLimits.language(request.language)
      if request.limit != 0 { question.limit = request.limit }
      guard request.turnCount <= ChatQuestion.turnsMax else {
        throw .invalidArgument(
          "turns has \(request.turnCount) turns; at most \(ChatQuestion.turnsMax) are accepted")
      }
      for index in 0..<request.turnCount {
        let turn = request.turn(index)
        guard let speaker = Speaker(rawValue: turn.speaker.rawValue) else {
          throw .invalidArgument(
            "turns[\(index)].speaker is none; shopper (1), bot (2) and agent (3) are accepted")
        }
        question.turns.append(.init(speaker, turn.text))
      }
      question.toolAnswer = try request.toolResult.map {
        result throws(AnswerError) in try ToolAnswer(result)
      }
      chatQuestion = question
      var reply = ChatReply()
      swap(&reply, &chatReply)
      defer { chatReply = reply }
      try models.answer(question, scratch: scratch, memory: chatMemory, into: &reply)
    } catch {
      throw RPCError(error)
    }
  }
}

extension ToolAnswer {
  fileprivate init(_ result: ToolResultView) throws(AnswerError) {
    guard let outcome = Outcome(rawValue: result.outcome.rawValue) else {
      throw .invalidArgument(
        "tool_result.outcome is none; done (1), not found (2), refused (3) and failed (4) are accepted"
      )
    }
    self.init(
      callID: result.callID.string, tool: result.tool.string, outcome: outcome,
      values: (0..<result.valueCount).map { index in
        let value = result.value(index)
        return NamedValue(value.name.string, value.value.string)
      })
  }
}

extension ByteBuffer {
  mutating func append(_ part: ReplyPart) {
    let begin = beginAnswerPart(text: part.text, template: part.phrase?.rawValue ?? "")
    for citation in part.citations {
      guard let kind = ChatCitationKind(rawValue: citation.kind.rawValue) else { continue }
      appendCitation(
        kind, sourceID: citation.sourceID, quoted: citation.field, range: citation.bytes,
        sourceRange: citation.sourceBytes, source: citation.source)
    }
    endMessage(begin)
  }

  mutating func append(product item: Int32, _ language: Language, of models: Models) {
    var price = 0.0
    if case .number(let prices)? = models.catalogue.attribute("price"),
      prices[Int(item)].isFinite
    {
      price = prices[Int(item)]
    }
    appendProductCard(
      itemID: models.itemID(item),
      title: models.catalogue.title(of: Int(item), in: language.code).title, price: price)
  }

  /// Everything of an answer but its parts and products.
  mutating func appendConclusion(
    _ reply: ChatReply, _ question: ChatQuestion, of models: Models,
    signedWith key: ConversationKey
  ) throws(RPCError) {
    let understanding = try models.understandingOfChat()
    if let request = reply.toolRequest {
      let begin = beginToolRequest(callID: request.callID, tool: request.tool.rawValue)
      for argument in request.arguments {
        appendToolArgument(name: argument.name, value: argument.value)
      }
      for name in request.missing { appendMissingArgument(name) }
      endMessage(begin)
    }
    if let handover = reply.handover {
      let begin = beginHandover(
        ChatHandoverReason(rawValue: handover.reason.rawValue) ?? .asked, summary: handover.summary,
        skill: handover.skill)
      for turn in question.turns.suffix(Self.handoverTurns - (question.text.isEmpty ? 0 : 1)) {
        appendTurn(ChatSpeaker(rawValue: turn.speaker.rawValue) ?? .unspecified, turn.text)
      }
      if !question.text.isEmpty { appendTurn(.shopper, question.text) }
      endMessage(begin)
    }
    appendAnswerReading(
      language: reply.language.code, confidence: reply.intents.first?.probability ?? 0)
    for intent in reply.intents {
      appendIntentCandidate(
        understanding.intents.labels[intent.index], probability: intent.probability,
        field: 7)
    }
    for slot in reply.slots {
      append(slot, of: question.text, understanding, field: 8)
    }
    let state = key.sign(reply.state)
    // Safe: `state` outlives the call that reads it.
    let token = unsafe ByteView(state.rawSpan)
    appendAnswerTail(
      state: token, notes: AnswerNotes(rawValue: UInt32(reply.notes.rawValue) << 1))
    extendLifetime(state)
  }

  private static let handoverTurns = 10

  /// A slot of a message, in AnswerResponse or ClassifyResponse.
  mutating func append(
    _ slot: FoundSlot, of message: ByteView, _ understanding: Understanding, field: Int
  ) {
    let value = slot.value.map { understanding.slots.gazetteer.names[$0] }
    appendSlot(
      understanding.slots.names[slot.slot], text: message.part(slot.bytes),
      value: value ?? ByteView(), range: slot.bytes, field: field)
  }
}

extension Models {
  fileprivate func understandingOfChat() throws(RPCError) -> Understanding {
    do throws(AnswerError) {
      return try requireClerk().understanding
    } catch {
      throw RPCError(error)
    }
  }
}
