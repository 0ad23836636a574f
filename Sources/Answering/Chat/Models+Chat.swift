import Bytes
package import Dialogue
import Text

/// The working memory of conversations: one per thread.
package final class ChatMemory {
  var clerk = ClerkScratch()
  var reading = Reading()
  var text = TokenizedText()
  var passages = PassageScratch()
  var products = ProductScratch()
  var question = ProductQuestion()
  var recommendation = RecommendAnswer()
  var forecast = ForecastAnswer()

  package init() {}
}

extension Models {
  /// One turn of a conversation.
  ///
  /// - Parameter reply: overwritten
  /// - Throws: `unavailable` when the snapshot was trained without utterances, `invalidArgument` for a question
  ///   beyond ``ChatQuestion``'s limits or a tool's result that is none.
  package func answer(
    _ question: borrowing ChatQuestion, scratch: AnsweringScratch, memory: ChatMemory,
    into reply: inout ChatReply
  ) throws(AnswerError) {
    let clerk = try requireClerk()
    try AnswerLimits.check(question)
    let shop = ModelsShop(models: self, scratch: scratch, memory: memory)
    do throws(ChatError) {
      try clerk.answer(question, shop, &memory.clerk, into: &reply)
    } catch {
      throw .invalidArgument(error.description)
    }
  }

  package func requireClerk() throws(AnswerError) -> Clerk {
    guard let clerk else {
      throw .unavailable(
        "this snapshot has no chat; train on a dataset with utterances.csv to ask for answers")
    }
    return clerk
  }
}

extension AnswerLimits {
  static func check(_ question: borrowing ChatQuestion) throws(AnswerError) {
    try check(id: question.user, of: .user)
    guard question.text.count <= ChatQuestion.textBytesMax else {
      throw .invalidArgument(
        "text is \(question.text.count) bytes; at most \(ChatQuestion.textBytesMax) are accepted")
    }
    guard question.turns.count <= ChatQuestion.turnsMax else {
      throw .invalidArgument(
        "turns has \(question.turns.count) turns; at most \(ChatQuestion.turnsMax) are accepted")
    }
    for (position, turn) in question.turns.enumerated()
    where turn.text.count > ChatQuestion.textBytesMax {
      throw .invalidArgument(
        "turns[\(position)].text is \(turn.text.count) bytes; at most "
          + "\(ChatQuestion.textBytesMax) are accepted")
    }
    guard question.item.count <= idBytesMax else {
      throw .invalidArgument(
        "item_id is \(question.item.count) bytes; at most \(idBytesMax) are accepted")
    }
    guard ChatQuestion.limits.contains(question.limit) else {
      throw .invalidArgument(
        "limit must be in \(ChatQuestion.limits.lowerBound)...\(ChatQuestion.limits.upperBound), "
          + "got \(question.limit)")
    }
    guard let answer = question.toolAnswer else { return }
    guard answer.values.count <= toolValuesMax else {
      throw .invalidArgument(
        "tool_result has \(answer.values.count) values; at most \(toolValuesMax) are accepted")
    }
  }

  static let toolValuesMax = 16
}
