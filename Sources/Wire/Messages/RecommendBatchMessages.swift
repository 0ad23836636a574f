package import Bytes
import CMessages

@safe package struct RecommendBatchRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__RecommendBatchRequest()) {
    unsafe modiste__v1__recommend_batch_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__RecommendBatchRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__RecommendBatchRequest.self)
  }

  package var userCount: Int { unsafe message.pointee.n_user_ids }

  /// - Precondition: `index < userCount`.
  package func userID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < userCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.user_ids[index])
  }

  /// `nil` when there is none.
  package var question: RecommendRequestView? {
    unsafe message.pointee.question.map { unsafe RecommendRequestView(UnsafeRawPointer($0)) }
  }
}

@safe package struct RecommendBatchPartView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__RecommendBatchPart()) {
    unsafe modiste__v1__recommend_batch_part__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__RecommendBatchPart>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__RecommendBatchPart.self)
  }

  package var userID: ByteView { unsafe ByteView(cString: message.pointee.user_id) }

  /// `nil` when there is none.
  package var answer: RecommendResponseView? {
    unsafe message.pointee.answer.map { unsafe RecommendResponseView(UnsafeRawPointer($0)) }
  }
}

extension ByteBuffer {
  /// Begins a RecommendBatchPart; write the fields of its RecommendResponse, then `endMessage`.
  package mutating func beginRecommendBatchPart(userID: ByteView) -> Int {
    append(userID, field: 1)
    return beginMessage(field: 2)
  }

  /// - Parameter question: writes the fields of a RecommendRequest.
  package mutating func appendRecommendBatchRequest(
    users: [String], question: (inout ByteBuffer) -> Void
  ) {
    for user in users { appendElement(user, field: 1) }
    let begin = beginMessage(field: 2)
    question(&self)
    endMessage(begin)
  }
}
