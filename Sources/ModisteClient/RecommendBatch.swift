import Bytes
import Wire

/// Asks what to show to many shoppers.
public struct RecommendBatchRequest: Equatable, Sendable {
  /// 1...10,000; at most 256 bytes each.
  public var userIDs: [String]
  /// What to ask for each; its `userID` and `recent` have no effect.
  public var question: RecommendRequest

  public init(userIDs: [String], question: RecommendRequest) {
    self.userIDs = userIDs
    self.question = question
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendRecommendBatchRequest(users: userIDs) { question.write(into: &$0) }
    }
  }
}

/// The answer for one shopper of a batch.
public struct RecommendBatchPart: Equatable, Sendable {
  public var userID: String
  public var answer: RecommendResponse

  init(_ view: RecommendBatchPartView, generation: String) {
    userID = view.userID.string
    answer =
      view.answer.map { RecommendResponse($0, generation: generation) }
      ?? RecommendResponse(generation: generation)
  }
}
