import Platform
import Synchronization
import Wire

/// Brings calls to a connection, makes connections, and ends calls whose deadline has passed.
///
/// Threads: one keeps time for as long as the client lives; each connection has one that connects
/// and sends, and one that receives. None ever runs a caller's code.
///
/// Locks are taken in this order: the dispatcher's, a link's, a call's.
final class Dispatcher: Sendable {
  private struct State {
    /// Where new calls go; it may still be connecting.
    var link: Link?
    /// Every link that has not ended, also those that only receive.
    var links: [Link] = []
    /// Calls for which there is no open link yet.
    var waiting: [PendingCall] = []
    var deadlines = DeadlineQueue()
    var backoff = Backoff()
    /// Not before then is the next connection tried.
    var connectAt: MonotonicTime?
    /// Why the newest attempt failed; empty after one that did not.
    var connectFailure = ""
    var isClosed = false

    /// When the timekeeper has to look again.
    var next: MonotonicTime? {
      guard let connectAt, !waiting.isEmpty else { return deadlines.first }
      return min(connectAt, deadlines.first ?? connectAt)
    }
  }

  let address: Address
  private let monitor = Monitor(State())

  init(_ address: Address) throws(ModisteError) {
    self.address = address
    do {
      try BackgroundThread.start("modiste-time") { [self] in keepTime() }
    } catch {
      throw ModisteError(.resourceExhausted, "\(error)", isRetryable: true)
    }
  }

  // MARK: What tasks ask

  func submit(_ call: PendingCall) {
    let mustWake = monitor.withLock { state -> Bool in
      guard !state.isClosed else {
        call.finish(.failure(.closed))
        return false
      }
      let before = state.next
      _ = state.deadlines.insert(call)
      place(call, &state)
      return state.next != before
    }
    if mustWake { monitor.signal { _ in } }
  }

  /// The task that waited was cancelled.
  func cancel(_ call: PendingCall) {
    end(call, ModisteError(.cancelled, "the task that waited for \(call.name) was cancelled"))
  }

  func close() {
    let links = monitor.broadcast { state -> [Link] in
      state.isClosed = true
      for call in state.waiting { call.finish(.failure(.closed)) }
      state.waiting = []
      return state.links
    }
    for link in links { link.shutDown() }
  }

  // MARK: Placing calls

  private func place(_ call: PendingCall, _ state: inout State) {
    if let link = state.link, link.isOpen {
      link.send(call)
      return
    }
    state.waiting.append(call)
    if state.link == nil, state.connectAt == nil { connect(&state) }
  }

  /// Sends a call once more on a new connection, or ends it.
  private func placeAgain(
    _ call: PendingCall, isSafe: Bool, _ reason: String, _ state: inout State
  ) {
    let isFirstTime = call.place.withLock { place in
      place.link = nil
      defer { place.wasResent = true }
      return !place.wasResent
    }
    // A stream of which parts were taken would begin anew.
    if isSafe, isFirstTime, !state.isClosed, call.parts?.hasParts != true {
      place(call, &state)
    } else {
      call.finish(.failure(ModisteError(.unavailable, reason, isRetryable: isSafe)))
    }
  }

  private func end(_ call: PendingCall, _ error: ModisteError) {
    guard call.finish(.failure(error)) else { return }
    let (link, callID) = call.place.withLock { ($0.link, $0.callID) }
    link?.giveUp(callID)
  }

  // MARK: Connecting

  private func connect(_ state: inout State) {
    let link = Link()
    state.link = link
    state.links.append(link)
    do {
      try BackgroundThread.start("modiste-send") { [self] in run(link) }
    } catch {
      fail(link, "\(error)", &state)
    }
  }

  private func fail(_ link: Link, _ reason: String, _ state: inout State) {
    state.links.removeAll { $0 === link }
    state.link = nil
    state.connectFailure = reason
    state.connectAt = .now.advanced(byMicroseconds: state.backoff.next())
  }

  /// The life of a connection.
  private func run(_ link: Link) {
    let descriptor: FileDescriptor
    do { descriptor = try Platform.connect(to: address) } catch {
      monitor.signal { state in fail(link, "\(error)", &state) }
      return
    }
    let number = descriptor.number
    let isWanted = monitor.withLock { state -> Bool in
      guard !state.isClosed else {
        state.links.removeAll { $0 === link }
        return false
      }
      state.connectFailure = ""
      link.open(number)
      for call in state.waiting { link.send(call) }
      state.waiting = []
      return true
    }
    guard isWanted else { return }
    let reader: Thread
    do {
      reader = try Thread(name: "modiste-read") { [self] in
        let reason = Reader(link: link, dispatcher: self).run(number)
        lose(link, reason)
      }
    } catch {
      link.forgetDescriptor()
      lose(link, "\(error)")
      return
    }
    link.sendAll(to: number)
    Stream.shutDown(number)
    reader.join()
    link.forgetDescriptor()
  }

  // MARK: What readers report

  /// The server answers, so a later loss is not one of a row.
  func didAnswer() { monitor.withLock { $0.backoff.reset() } }

  func goAway(_ link: Link, _ reason: GoAwayReason?, _ message: String, accepted: UInt64) {
    let text = "the server goes away: \(message)"
    monitor.signal { state in
      if state.link === link { state.link = nil }
      switch reason {
      case .slowReader, .tooManyConnections:
        state.connectAt = .now.advanced(byMicroseconds: state.backoff.next())
      default: break
      }
      // After these the same request would fare the same elsewhere.
      let isFaultOfThisSide =
        reason == .brokenFrame || reason == .version || reason == .callIDInUse
      for call in link.leave(accepted: accepted) {
        placeAgain(call, isSafe: !isFaultOfThisSide, text, &state)
      }
    }
  }

  private func lose(_ link: Link, _ reason: String) {
    monitor.signal { state in
      state.links.removeAll { $0 === link }
      if state.link === link { state.link = nil }
      for call in link.abandon() {
        placeAgain(call, isSafe: call.isRepeatable, reason, &state)
      }
    }
  }

  // MARK: Time

  private func keepTime() {
    while true {
      let (next, due, isClosed) = monitor.withLock { state in
        let now = MonotonicTime.now
        var due: [(PendingCall, ModisteError)] = []
        while let call = state.deadlines.removeFirst(dueAt: now) {
          if !call.hasEnded { due.append((call, missed(call, state))) }
        }
        if !due.isEmpty || state.connectAt != nil { state.waiting.removeAll { $0.hasEnded } }
        if let connectAt = state.connectAt, connectAt <= now {
          state.connectAt = nil
          if state.link == nil, !state.waiting.isEmpty { connect(&state) }
        }
        return (state.next, due, state.isClosed)
      }
      for (call, error) in due { end(call, error) }
      // What is in flight then is ended by its link's loss.
      if isClosed { return }
      // An hour stands for ever.
      let instant = next ?? .now.advanced(byMicroseconds: 3_600_000_000)
      _ = monitor.wait(until: instant) { state in
        state.isClosed || state.next != next ? true : nil
      }
    }
  }

  private func missed(_ call: PendingCall, _ state: State) -> ModisteError {
    let wasSent = call.place.withLock { $0.link != nil }
    if !wasSent, !state.connectFailure.isEmpty {
      return ModisteError(.unavailable, state.connectFailure, isRetryable: true)
    }
    return ModisteError(.deadlineExceeded, "no answer to \(call.name) before its deadline")
  }
}

extension ModisteError {
  static let closed = ModisteError(.unavailable, "this client was closed")
}
