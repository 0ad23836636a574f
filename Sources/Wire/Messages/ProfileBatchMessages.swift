package import Bytes
import CMessages

@safe package struct BatchGetProfilesRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BatchGetProfilesRequest()) {
    unsafe modiste__v1__batch_get_profiles_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BatchGetProfilesRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BatchGetProfilesRequest.self)
  }

  package var userCount: Int { unsafe message.pointee.n_user_ids }

  /// - Precondition: `index < userCount`.
  package func userID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < userCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.user_ids[index])
  }

  /// `nil` when there is none: everything is asked.
  package var question: GetProfileRequestView? {
    unsafe message.pointee.question.map { unsafe GetProfileRequestView(UnsafeRawPointer($0)) }
  }
}

@safe package struct BatchGetProfilesPartView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BatchGetProfilesPart()) {
    unsafe modiste__v1__batch_get_profiles_part__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BatchGetProfilesPart>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BatchGetProfilesPart.self)
  }

  package var userID: ByteView { unsafe ByteView(cString: message.pointee.user_id) }

  /// `nil` when there is none.
  package var answer: GetProfileResponseView? {
    unsafe message.pointee.answer.map { unsafe GetProfileResponseView(UnsafeRawPointer($0)) }
  }
}

extension ByteBuffer {
  /// Begins a BatchGetProfilesPart; write the fields of its GetProfileResponse, then `endMessage`.
  package mutating func beginBatchGetProfilesPart(userID: ByteView) -> Int {
    append(userID, field: 1)
    return beginMessage(field: 2)
  }

  /// - Parameter question: writes the fields of a GetProfileRequest.
  package mutating func appendBatchGetProfilesRequest(
    users: [String], question: (inout ByteBuffer) -> Void
  ) {
    for user in users { appendElement(user, field: 1) }
    let begin = beginMessage(field: 2)
    question(&self)
    endMessage(begin)
  }
}
