package import Bytes
import CMessages

// The requests of audiences as the server reads them, and the answers as it writes them.

@safe package struct SelectAudienceRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SelectAudienceRequest()) {
    unsafe modiste__v1__select_audience_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SelectAudienceRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SelectAudienceRequest.self)
  }

  package var expression: ByteView { unsafe ByteView(cString: message.pointee.expression) }
  package var pageSize: Int { Int(unsafe message.pointee.page_size) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var rankedBy: ByteView { unsafe ByteView(cString: message.pointee.ranked_by) }
  package var pageToken: ByteView { unsafe ByteView(cString: message.pointee.page_token) }
}

@safe package struct SizeAudienceRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SizeAudienceRequest()) {
    unsafe modiste__v1__size_audience_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SizeAudienceRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SizeAudienceRequest.self)
  }

  package var expression: ByteView { unsafe ByteView(cString: message.pointee.expression) }
  package var epsilon: Double { unsafe message.pointee.epsilon }
}

@safe package struct LookAlikesRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__LookAlikesRequest()) {
    unsafe modiste__v1__look_alikes_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__LookAlikesRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__LookAlikesRequest.self)
  }

  package var userCount: Int { unsafe message.pointee.n_user_ids }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var expression: ByteView { unsafe ByteView(cString: message.pointee.expression) }

  /// - Precondition: `index < userCount`.
  package func userID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < userCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.user_ids[index])
  }
}

@safe package struct DescribeAudienceRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__DescribeAudienceRequest()) {
    unsafe modiste__v1__describe_audience_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__DescribeAudienceRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(
      to: Modiste__V1__DescribeAudienceRequest.self)
  }

  package var expression: ByteView { unsafe ByteView(cString: message.pointee.expression) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var epsilon: Double { unsafe message.pointee.epsilon }
}

extension ByteBuffer {
  /// A member of SelectAudiencePart and LookAlikesPart.
  package mutating func appendAudienceMember(id: ByteView, score: Float) {
    let begin = beginMessage(field: 1)
    append(id, field: 1)
    append(score, field: 2)
    endMessage(begin)
  }

  /// What follows the members of SelectAudiencePart.
  package mutating func appendSelectAudienceTail(nextPageToken: String, size: UInt64) {
    append(nextPageToken, field: 2)
    append(size, field: 3)
  }

  /// What follows the members of LookAlikesPart.
  package mutating func appendLookAlikesTail(unknownUsers: [String]) {
    for id in unknownUsers { appendElement(id, field: 2) }
  }

  /// - Parameter size: negative ones are written as a varint of ten bytes, as protobuf has it
  package mutating func appendSizeAudienceResponse(
    size: Int64, isNoisy: Bool, noise95: Double, epsilonLeft: Double
  ) {
    append(UInt64(bitPattern: size), field: 1)
    append(isNoisy, field: 2)
    append(noise95, field: 3)
    append(epsilonLeft, field: 4)
  }

  /// The beginning of DescribeAudienceResponse.
  package mutating func appendDescribedSize(_ size: Int64) {
    append(UInt64(bitPattern: size), field: 1)
  }

  package mutating func appendAudienceDifference(
    tag: String, value: String, shareInside: Double, shareOfAll: Double, lift: Double
  ) {
    let begin = beginMessage(field: 2)
    append(tag, field: 1)
    append(value, field: 2)
    append(shareInside, field: 3)
    append(shareOfAll, field: 4)
    append(lift, field: 5)
    endMessage(begin)
  }

  /// What follows the differences.
  package mutating func appendDescribeAudienceTail(
    isNoisy: Bool, epsilonLeft: Double, noise95: Double
  ) {
    append(isNoisy, field: 3)
    append(epsilonLeft, field: 4)
    append(noise95, field: 5)
  }
}
