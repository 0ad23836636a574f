import Answering
package import Bytes
import Dialogue
import Platform
import Recommendation
package import Wire

/// What a thread that answers calls keeps between them, so that a call allocates nothing.
///
/// One per event loop and per worker; never shared.
package final class CallContext {
  package let decoder = MessageDecoder()
  let scratch = AnsweringScratch()
  var recommendQuery = RecommendQuery()
  var recommendAnswer = RecommendAnswer()
  var similarItemsQuery = SimilarItemsQuery()
  var boughtTogetherQuery = BoughtTogetherQuery()
  var buyAgainQuery = BuyAgainQuery()
  var buyAgainAnswer = BuyAgainAnswer()
  var ratingPrediction = RatingPrediction()
  var profileQuery = ProfileQuery()
  var profileAnswer = ProfileAnswer()
  var forecastQuery = ForecastQuery()
  var forecastAnswer = ForecastAnswer()
  var forecastScenario = Scenario()
  var whatIfAnswer = WhatIfAnswer()
  var chatQuestion = ChatQuestion()
  var chatReply = ChatReply()
  let chatMemory = ChatMemory()
  /// What the states of conversations are signed with.
  let conversationKey: ConversationKey
  /// Of the call that is being answered: that of the address it came in by. Whoever runs a method sets
  /// it before.
  package internal(set) var role = CallerRole.service
  private let maskings: RoleMaskings
  /// `nil` where there is no server: when golden questions are recorded or asked.
  weak let server: Server?
  private let hasServer: Bool

  package init(server: Server? = nil) {
    self.server = server
    hasServer = server != nil
    conversationKey = server?.conversationKey ?? ConversationKey.ofNobody
    maskings = server?.configuration.maskings ?? RoleMaskings()
  }

  /// What the caller may see of a shopper.
  var masking: Masking { maskings[role] }

  /// Seconds since 1970. 0 where there is no server, which answers that are compared later take for
  /// the end of the training data.
  var now: Int64 { hasServer ? Int64(unixTime()) : 0 }

  /// - Throws: `invalidArgument` with what is wrong, `resourceExhausted` when the message would
  ///   need too much memory.
  package func decode<View: MessageView>(
    _ type: View.Type, from body: ByteView
  ) throws(RPCError) -> View {
    try Self.decode(type, from: body, with: decoder)
  }

  /// The same into the memory of a decoder that the caller keeps, for as long as the view is used.
  static func decode<View: MessageView>(
    _ type: View.Type, from body: ByteView, with decoder: MessageDecoder
  ) throws(RPCError) -> View {
    do throws(MessageError) {
      return try decoder.decode(type, from: body)
    } catch {
      if case .tooLarge = error {
        throw RPCError(.resourceExhausted, "\(error)", isRetryable: false)
      }
      throw RPCError(.invalidArgument, "\(error)")
    }
  }
}
