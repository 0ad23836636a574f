package import Bytes
import CMessages

@safe package struct PingRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__PingRequest()) {
    unsafe modiste__v1__ping_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__PingRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__PingRequest.self)
  }

  package var payload: ByteView { unsafe ByteView(message.pointee.payload) }
  package var answerSize: Int { Int(unsafe message.pointee.answer_size) }
}

@safe package struct PingResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__PingResponse()) {
    unsafe modiste__v1__ping_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__PingResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__PingResponse.self)
  }

  package var payload: ByteView { unsafe ByteView(message.pointee.payload) }
}

@safe package struct StatusRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__StatusRequest()) {
    unsafe modiste__v1__status_request__init($0)
  }

  package init(_ message: UnsafeRawPointer) {}
}

@safe package struct ReloadRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__ReloadRequest()) {
    unsafe modiste__v1__reload_request__init($0)
  }

  package init(_ message: UnsafeRawPointer) {}
}

@safe package struct ReloadResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__ReloadResponse()) {
    unsafe modiste__v1__reload_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__ReloadResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__ReloadResponse.self)
  }

  package var generation: ByteView { unsafe ByteView(cString: message.pointee.generation) }
  package var isFlipped: Bool { unsafe message.pointee.flipped != 0 }
  package var milliseconds: Double { unsafe message.pointee.milliseconds }
}

@safe package struct ListMethodsRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__ListMethodsRequest()) {
    unsafe modiste__v1__list_methods_request__init($0)
  }

  package init(_ message: UnsafeRawPointer) {}
}

/// What the server says of itself; the fields are those of StatusResponse.
package struct ServerStatus: Equatable, Sendable {
  package enum State: UInt64, Sendable {
    case empty = 1
    case serving = 2
    case draining = 3
  }

  package struct MethodCount: Equatable, Sendable {
    package var name: String
    package var ok: UInt64
    package var failed: UInt64

    package init(name: String, ok: UInt64, failed: UInt64) {
      self.name = name
      self.ok = ok
      self.failed = failed
    }
  }

  /// A figure of the generation's evaluation.
  package struct Figure: Equatable, Sendable {
    package var model: String
    package var metric: String
    package var cutoff: UInt32
    package var value: Double
    package var low: Double
    package var high: Double

    package init(
      model: String, metric: String, cutoff: UInt32, value: Double, low: Double, high: Double
    ) {
      self.model = model
      self.metric = metric
      self.cutoff = cutoff
      self.value = value
      self.low = low
      self.high = high
    }
  }

  package var state = State.empty
  package var generation = ""
  package var generationAgeSeconds = 0.0
  package var uptimeSeconds = 0.0
  package var reloads: UInt64 = 0
  package var refusedReloads: UInt64 = 0
  package var lastRefusal = ""
  package var mappedGenerations: UInt64 = 0
  package var connections: UInt64 = 0
  package var callsInFlight: UInt64 = 0
  package var bufferedBytes: UInt64 = 0
  package var methods: [MethodCount] = []
  package var server = ""
  package var ignoredFrames: UInt64 = 0
  package var evaluation: [Figure] = []

  package init() {}
}

/// The limits of a server, as ListMethods tells them.
package struct ServerLimits: Equatable, Sendable {
  package var bodySizeMax: UInt32 = 4 << 20
  package var metadataSizeMax: UInt32 = 8 << 10
  package var callsInFlightMax: UInt32 = 1024
  package var budgetDefaultMicros: UInt32 = 1_000_000
  package var budgetMaxMicros: UInt32 = 60_000_000

  package init() {}
}

extension ByteBuffer {
  package mutating func appendPingRequest(payload: ByteView, answerSize: Int) {
    append(payload, field: 1)
    append(UInt64(answerSize), field: 2)
  }

  /// The payload, cut or filled up with zeros to `size` bytes.
  package mutating func appendPingResponse(payload: ByteView, size: Int) {
    guard size > 0 else { return }
    appendTag(1, .lengthDelimited)
    appendVarint(UInt64(size))
    let copied = min(size, payload.count)
    append(payload.bytes.extracting(0..<copied))
    appendZeros(size - copied)
  }

  package mutating func appendStatusResponse(_ status: ServerStatus) {
    append(status.state.rawValue, field: 1)
    append(status.generation, field: 2)
    append(status.generationAgeSeconds, field: 3)
    append(status.uptimeSeconds, field: 4)
    append(status.reloads, field: 5)
    append(status.refusedReloads, field: 6)
    append(status.lastRefusal, field: 7)
    append(status.mappedGenerations, field: 8)
    append(status.connections, field: 9)
    append(status.callsInFlight, field: 10)
    append(status.bufferedBytes, field: 11)
    for method in status.methods {
      let begin = beginMessage(field: 12)
      append(method.name, field: 1)
      append(method.ok, field: 2)
      append(method.failed, field: 3)
      endMessage(begin)
    }
    append(status.server, field: 13)
    append(status.ignoredFrames, field: 14)
    for figure in status.evaluation {
      let begin = beginMessage(field: 15)
      append(figure.model, field: 1)
      append(figure.metric, field: 2)
      append(UInt64(figure.cutoff), field: 3)
      append(figure.value, field: 4)
      append(figure.low, field: 5)
      append(figure.high, field: 6)
      endMessage(begin)
    }
  }

  package mutating func appendReloadResponse(
    generation: String, isFlipped: Bool, milliseconds: Double
  ) {
    append(generation, field: 1)
    append(isFlipped, field: 2)
    append(milliseconds, field: 3)
  }

  package mutating func appendMethod(
    number: UInt16, name: String, isRepeatable: Bool, isPooled: Bool
  ) {
    let begin = beginMessage(field: 1)
    append(UInt64(number), field: 1)
    append(name, field: 2)
    append(isRepeatable, field: 3)
    append(isPooled, field: 4)
    endMessage(begin)
  }

  package mutating func appendLimits(_ limits: ServerLimits) {
    append(UInt64(limits.bodySizeMax), field: 2)
    append(UInt64(limits.metadataSizeMax), field: 3)
    append(UInt64(limits.callsInFlightMax), field: 4)
    append(UInt64(limits.budgetDefaultMicros), field: 5)
    append(UInt64(limits.budgetMaxMicros), field: 6)
    appendPacked([UInt64(FrameHeader.version)], field: 7)
  }
}
