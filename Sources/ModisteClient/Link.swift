import Bytes
import Platform
import Synchronization
import Wire

/// One connection: the calls in flight on it, and the bytes that wait to be sent.
///
/// A call that cannot be written down at once never blocks its task: a thread of the link sends.
final class Link: Sendable {
  private struct State {
    /// While it is connected: the descriptor, which the link's thread owns.
    var descriptor: CInt?
    var isOpen = false
    /// After goAway: answers are received, no request is sent.
    var isLeaving = false
    var inFlight: [UInt32: PendingCall] = [:]
    /// CallIDs of calls that ended here, and whose response may still come.
    var givenUp: Set<UInt32> = []
    var nextCallID: UInt32 = 1
    var requestCount: UInt64 = 0
    var accepted = UInt64.max
  }

  private struct Outbox {
    var bytes: [UInt8] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let outbox = Monitor(Outbox())

  // MARK: The dispatcher's side

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func open(_ descriptor: CInt) {
    state.withLock { state in
      state.descriptor = descriptor
      state.isOpen = true
    }
  }

  /// Puts a request on its way.
  func send(_ call: PendingCall) {
    guard !call.hasEnded else { return }
    let now = MonotonicTime.now
    // At least 1: 0 would ask for the server's default.
    let budget = max(1, min(UInt64(UInt32.max), call.deadline.microseconds(since: now)))
    let callID = state.withLock { state -> UInt32 in
      var callID = state.nextCallID
      while state.inFlight[callID] != nil || state.givenUp.contains(callID) { callID &+= 1 }
      state.nextCallID = callID &+ 1
      state.requestCount += 1
      state.inFlight[callID] = call
      call.place.withLock { place in
        place.link = self
        place.callID = callID
        place.sequence = state.requestCount
      }
      // In here, so that requests leave in the order of their sequence numbers.
      write(
        FrameHeader(
          bodySize: UInt32(call.metadata.count + call.body.count), kind: .request,
          method: call.method, callID: callID, micros: UInt32(budget),
          metadataSize: UInt16(call.metadata.count)), call.metadata, call.body)
      return callID
    }
    // It may have been cancelled meanwhile by somebody who did not find it here yet.
    if call.hasEnded { giveUp(callID) }
  }

  /// Tells the server to stop a call that has ended here.
  func giveUp(_ callID: UInt32) {
    let wasInFlight = state.withLock { state -> Bool in
      guard state.inFlight.removeValue(forKey: callID) != nil else { return false }
      state.givenUp.insert(callID)
      return true
    }
    if wasInFlight { write(FrameHeader(kind: .cancel, callID: callID), [], []) }
    closeIfDone()
  }

  /// After goAway.
  ///
  /// - Returns: the calls that the server has not looked at, in the order they were sent.
  func leave(accepted: UInt64) -> [PendingCall] {
    let calls = state.withLock { state -> [PendingCall] in
      state.isOpen = false
      state.isLeaving = true
      state.accepted = min(state.accepted, accepted)
      let unseen = state.inFlight.filter { $0.value.sequence > state.accepted }
      for callID in unseen.keys { state.inFlight[callID] = nil }
      return unseen.values.sorted { $0.sequence < $1.sequence }
    }
    closeIfDone()
    return calls
  }

  /// After the connection was lost.
  ///
  /// - Returns: the calls that were in flight, in the order they were sent.
  func abandon() -> [PendingCall] {
    closeOutbox()
    return state.withLock { state in
      state.isOpen = false
      defer { state.inFlight = [:] }
      return state.inFlight.values.sorted { $0.sequence < $1.sequence }
    }
  }

  /// Ends the connection now; its reader reports the loss.
  func shutDown() {
    closeOutbox()
    state.withLock { state in
      state.isOpen = false
      if let descriptor = state.descriptor { Stream.shutDown(descriptor) }
    }
  }

  // MARK: The reader's side

  /// The call that a response names.
  func take(_ callID: UInt32) -> PendingCall? {
    let call = state.withLock { state in
      state.givenUp.remove(callID)
      return state.inFlight.removeValue(forKey: callID)
    }
    closeIfDone()
    return call
  }

  func inFlight(_ callID: UInt32) -> PendingCall? { state.withLock { $0.inFlight[callID] } }

  func pong(_ callID: UInt32, _ body: [UInt8]) {
    write(
      FrameHeader(bodySize: UInt32(body.count), kind: .pong, callID: callID), [], body)
  }

  // MARK: The sender's side

  /// Sends until the outbox is closed and empty, or the connection is gone. Call from the link's
  /// thread.
  func sendAll(to descriptor: CInt) {
    while true {
      let next = outbox.wait { outbox -> [UInt8]? in
        guard outbox.bytes.isEmpty else {
          defer { outbox.bytes = [] }
          return outbox.bytes
        }
        return outbox.isClosed ? [] : nil
      }
      guard !next.isEmpty, send(next, to: descriptor) else { return }
    }
  }

  /// The descriptor will be closed.
  func forgetDescriptor() { state.withLock { $0.descriptor = nil } }

  private func send(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
    var sent = 0
    while sent < bytes.count {
      // Safe: the bytes are used only inside the call that lends them.
      let transfer = unsafe bytes.withUnsafeBytes { all in
        unsafe Stream.send(UnsafeRawBufferPointer(rebasing: all[sent...]), to: descriptor)
      }
      switch transfer {
      case .bytes(let count): sent += count
      case .wouldBlock: continue
      case .end, .broken: return false
      }
    }
    return true
  }

  private func write(_ header: FrameHeader, _ metadata: [UInt8], _ body: [UInt8]) {
    outbox.signal { outbox in
      outbox.bytes.append(header)
      outbox.bytes += metadata
      outbox.bytes += body
    }
  }

  private func closeIfDone() {
    if state.withLock({ $0.isLeaving && $0.inFlight.isEmpty }) { closeOutbox() }
  }

  private func closeOutbox() { outbox.signal { $0.isClosed = true } }
}

extension PendingCall {
  fileprivate var sequence: UInt64 { place.withLock { $0.sequence } }
}

extension [UInt8] {
  fileprivate mutating func append(_ header: FrameHeader) {
    appendLittleEndian(header.bodySize)
    append(FrameHeader.version)
    append(header.kind.rawValue)
    appendLittleEndian(header.method)
    appendLittleEndian(header.callID)
    appendLittleEndian(header.micros)
    appendLittleEndian(header.metadataSize)
    append(header.status)
    append(0)
  }
}
