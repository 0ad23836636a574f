import Platform

/// The parts of a streamed answer, between the thread that receives them and the task that takes
/// them.
///
/// It holds little: a full queue makes its reader wait, whose connection the server then finds not
/// being read, and the stream pauses there.
final class PartQueue: Sendable {
  /// The reader waits while more is held. Enough to keep a task busy while more is on its way.
  static let byteCountMax = 256 << 10

  private struct State {
    var parts = FIFO<RawResponse>()
    var byteCount = 0
    var generation = ""
    var hasParts = false
    var outcome: PendingCall.Outcome?
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let monitor = Monitor(State())

  /// Whether any part has come.
  var hasParts: Bool { monitor.withLock { $0.hasParts } }

  // MARK: The reader's side

  /// Appends a part, and waits until there is room for another or the stream has ended.
  ///
  /// - Parameter generation: What its metadata names; the first part has some.
  func append(_ body: [UInt8], generation: String?) {
    let waiting = monitor.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.outcome == nil else { return nil }
      if let generation { state.generation = generation }
      state.hasParts = true
      state.parts.append(RawResponse(body: body, generation: state.generation))
      state.byteCount += body.count
      return state.waiting.take()
    }
    waiting?.resume()
    monitor.wait { state -> Void? in
      state.byteCount <= Self.byteCountMax || state.outcome != nil ? () : nil
    }
  }

  /// Behind the parts comes the end; of a cancelled task at once.
  func finish(_ outcome: PendingCall.Outcome) {
    let waiting = monitor.signal { state -> CheckedContinuation<Void, Never>? in
      if case .failure(let error) = outcome, error.isLocal, error.code == .cancelled {
        state.parts.removeAll()
      }
      state.outcome = outcome
      return state.waiting.take()
    }
    waiting?.resume()
  }

  // MARK: The task's side

  /// The next part; `nil` after the last of a stream that ended well. One task at a time may wait.
  func next() async -> Result<RawResponse?, ModisteError> {
    while true {
      if let next = take() { return next }
      await withCheckedContinuation { continuation in
        let isThere = monitor.withLock { state -> Bool in
          guard state.parts.isEmpty, state.outcome == nil else { return true }
          state.waiting = continuation
          return false
        }
        if isThere { continuation.resume() }
      }
    }
  }

  private func take() -> Result<RawResponse?, ModisteError>? {
    monitor.signal { state in
      if let part = state.parts.popFirst() {
        state.byteCount -= part.body.count
        return .success(part)
      }
      return state.outcome.map { outcome in outcome.map { _ in nil } }
    }
  }
}
