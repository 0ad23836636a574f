package import Bytes
import CMessages

/// What travels in front of a call's message.
@safe package struct MetadataView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__Metadata()) {
    unsafe modiste__v1__metadata__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__Metadata>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__Metadata.self)
  }

  package var traceparent: ByteView { unsafe ByteView(cString: message.pointee.traceparent) }
  package var tracestate: ByteView { unsafe ByteView(cString: message.pointee.tracestate) }
  package var pairCount: Int { unsafe message.pointee.n_pairs }
  package var client: ByteView { unsafe ByteView(cString: message.pointee.client) }
  package var generation: ByteView { unsafe ByteView(cString: message.pointee.generation) }

  /// 0 interactive, 1 page, 2 batch; a number that this side does not know counts as batch.
  package var priority: Int { min(2, max(0, Int(unsafe message.pointee.priority.rawValue))) }
}

/// Why a call did not succeed.
@safe package struct StatusView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__Status()) {
    unsafe modiste__v1__status__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__Status>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__Status.self)
  }

  package var code: UInt32 { unsafe message.pointee.code }
  package var text: ByteView { unsafe ByteView(cString: message.pointee.message) }
  package var isRetryable: Bool { unsafe message.pointee.retryable != 0 }
}

/// Why a connection will be closed. The numbers are those of GoAwayReason.
package enum GoAwayReason: UInt8, Sendable {
  case drain = 1
  case brokenFrame = 2
  case version = 3
  case callIDInUse = 4
  case idle = 5
  case slowReader = 6
  case tooManyConnections = 7
}

@safe package struct GoAwayView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__GoAway()) {
    unsafe modiste__v1__go_away__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__GoAway>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__GoAway.self)
  }

  /// `nil` for a reason that this side does not know.
  package var reason: GoAwayReason? {
    GoAwayReason(rawValue: UInt8(truncatingIfNeeded: unsafe message.pointee.reason.rawValue))
  }
  package var text: ByteView { unsafe ByteView(cString: message.pointee.message) }
  package var accepted: UInt64 { unsafe message.pointee.accepted }
}

extension ByteBuffer {
  /// The metadata of a response.
  package mutating func appendMetadata(generation: String) {
    append(generation, field: 7)
  }

  /// The metadata of a request.
  package mutating func appendMetadata(client: String, priority: Int = 0) {
    append(client, field: 3)
    append(UInt64(priority), field: 5)
  }

  package mutating func appendStatus(_ error: RPCError) {
    append(UInt64(error.code.rawValue), field: 1)
    append(error.message, field: 2)
    append(error.isRetryable, field: 3)
  }

  /// A whole goAway frame.
  package mutating func appendGoAway(_ reason: GoAwayReason, _ message: String, accepted: UInt64) {
    let frame = count
    append(FrameHeader(kind: .goAway))
    append(UInt64(reason.rawValue), field: 1)
    append(message, field: 2)
    appendPacked([UInt64(FrameHeader.version)], field: 3)
    append(accepted, field: 4)
    endFrame(at: frame)
  }

  /// A repeated number, packed.
  package mutating func appendPacked(_ values: [UInt64], field: Int) {
    guard !values.isEmpty else { return }
    let begin = beginMessage(field: field)
    for value in values { appendVarint(value) }
    endMessage(begin)
  }
}
