package import Bytes
import CMessages

// The requests of audiences as a client writes them, and the answers as it reads them.

extension ByteBuffer {
  package mutating func appendSelectAudienceRequest(
    expression: String, pageSize: UInt32 = 0, limit: UInt32 = 0, rankedBy: String = "",
    pageToken: String = ""
  ) {
    append(expression, field: 1)
    append(UInt64(pageSize), field: 2)
    append(UInt64(limit), field: 3)
    append(rankedBy, field: 4)
    append(pageToken, field: 5)
  }

  package mutating func appendSizeAudienceRequest(expression: String, epsilon: Double = 0) {
    append(expression, field: 1)
    append(epsilon, field: 2)
  }

  package mutating func appendLookAlikesRequest(
    users: [String], limit: UInt32, expression: String = ""
  ) {
    for user in users { appendElement(user, field: 1) }
    append(UInt64(limit), field: 2)
    append(expression, field: 3)
  }

  package mutating func appendDescribeAudienceRequest(
    expression: String, limit: UInt32 = 0, epsilon: Double = 0
  ) {
    append(expression, field: 1)
    append(UInt64(limit), field: 2)
    append(epsilon, field: 3)
  }
}

/// A member of SelectAudiencePart and LookAlikesPart.
package struct AudienceMemberView {
  package let userID: ByteView
  package let score: Float

  fileprivate init(_ member: UnsafeMutablePointer<Modiste__V1__AudienceMember>?) {
    // Safe: protobuf-c fills every element of a repeated field.
    guard let member = unsafe member else {
      userID = ByteView()
      score = 0
      return
    }
    unsafe userID = ByteView(cString: member.pointee.user_id)
    unsafe score = member.pointee.score
  }
}

@safe package struct SelectAudiencePartView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SelectAudiencePart()) {
    unsafe modiste__v1__select_audience_part__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SelectAudiencePart>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SelectAudiencePart.self)
  }

  package var members: [AudienceMemberView] {
    // Safe: there are n_members of them.
    (0..<(unsafe message.pointee.n_members)).map {
      unsafe AudienceMemberView(message.pointee.members[$0])
    }
  }
  package var nextPageToken: ByteView {
    unsafe ByteView(cString: message.pointee.next_page_token)
  }
  package var size: UInt32 { unsafe message.pointee.size }
}

@safe package struct LookAlikesPartView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__LookAlikesPart()) {
    unsafe modiste__v1__look_alikes_part__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__LookAlikesPart>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__LookAlikesPart.self)
  }

  package var members: [AudienceMemberView] {
    // Safe: there are n_members of them.
    (0..<(unsafe message.pointee.n_members)).map {
      unsafe AudienceMemberView(message.pointee.members[$0])
    }
  }
  package var unknownUserIDs: [ByteView] {
    // Safe: there are n_unknown_user_ids of them.
    (0..<(unsafe message.pointee.n_unknown_user_ids)).map {
      unsafe ByteView(cString: message.pointee.unknown_user_ids[$0])
    }
  }
}

@safe package struct SizeAudienceResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SizeAudienceResponse()) {
    unsafe modiste__v1__size_audience_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SizeAudienceResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SizeAudienceResponse.self)
  }

  package var size: Int64 { unsafe message.pointee.size }
  package var isNoisy: Bool { unsafe message.pointee.is_noisy != 0 }
  package var noise95: Double { unsafe message.pointee.noise_95 }
  package var epsilonLeft: Double { unsafe message.pointee.epsilon_left }
}

package struct AudienceDifferenceView {
  package let tag: String
  package let value: String
  package let shareInside: Double
  package let shareOfAll: Double
  package let lift: Double
}

@safe package struct DescribeAudienceResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__DescribeAudienceResponse()) {
    unsafe modiste__v1__describe_audience_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__DescribeAudienceResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(
      to: Modiste__V1__DescribeAudienceResponse.self)
  }

  package var size: Int64 { unsafe message.pointee.size }
  package var differences: [AudienceDifferenceView] {
    // Safe: there are n_differences of them, and protobuf-c fills every one.
    (0..<(unsafe message.pointee.n_differences)).compactMap { index in
      unsafe message.pointee.differences[index].map { difference in
        unsafe AudienceDifferenceView(
          tag: ByteView(cString: difference.pointee.tag).string,
          value: ByteView(cString: difference.pointee.value).string,
          shareInside: difference.pointee.share_inside,
          shareOfAll: difference.pointee.share_of_all, lift: difference.pointee.lift)
      }
    }
  }
  package var isNoisy: Bool { unsafe message.pointee.is_noisy != 0 }
  package var epsilonLeft: Double { unsafe message.pointee.epsilon_left }
  package var noise95: Double { unsafe message.pointee.noise95 }
}
