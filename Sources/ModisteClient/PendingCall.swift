import Platform
import Synchronization

/// A call that was begun, until it has ended.
///
/// Its end is decided once: the first `finish` wins, whether it comes from the reader, the
/// deadline, the task's cancellation or the loss of the connection; later ones have no effect. That
/// somebody calls it is the dispatcher's care: every call is in its queue of deadlines.
final class PendingCall: Sendable {
  typealias Outcome = Result<RawResponse, ModisteError>

  let method: UInt16
  let name: String
  let isRepeatable: Bool
  let metadata: [UInt8]
  let body: [UInt8]
  let deadline: MonotonicTime
  /// Of a streamed answer: where its parts wait. Its end comes behind them.
  let parts: PartQueue?

  private enum Ending {
    case open
    case suspended(CheckedContinuation<Outcome, Never>)
    /// Ended before anybody waited.
    case ended(Outcome)
    case resumed
  }

  /// Where the call is in flight.
  struct Place {
    var link: Link?
    var callID: UInt32 = 0
    /// Which request of its connection it was, counted from 1.
    var sequence: UInt64 = 0
    /// Whether it was sent a second time.
    var wasResent = false
  }

  private let ending = Mutex(Ending.open)
  let place = Mutex(Place())

  init(
    method: UInt16, name: String, isRepeatable: Bool, metadata: [UInt8], body: [UInt8],
    deadline: MonotonicTime, parts: PartQueue? = nil
  ) {
    self.method = method
    self.name = name
    self.isRepeatable = isRepeatable
    self.metadata = metadata
    self.body = body
    self.deadline = deadline
    self.parts = parts
  }

  var hasEnded: Bool {
    ending.withLock { ending in
      switch ending {
      case .open, .suspended: false
      case .ended, .resumed: true
      }
    }
  }

  /// Gives the call the task that waits for it; called once.
  func suspend(_ continuation: CheckedContinuation<Outcome, Never>) {
    let outcome = ending.withLock { ending -> Outcome? in
      guard case .ended(let outcome) = ending else {
        ending = .suspended(continuation)
        return nil
      }
      ending = .resumed
      return outcome
    }
    if let outcome { continuation.resume(returning: outcome) }
  }

  /// - Returns: whether this was the call's end.
  @discardableResult
  func finish(_ outcome: Outcome) -> Bool {
    var waiting: CheckedContinuation<Outcome, Never>?
    let isFirst = ending.withLock { ending -> Bool in
      switch ending {
      case .open:
        ending = .ended(outcome)
        return true
      case .suspended(let continuation):
        waiting = continuation
        ending = .resumed
        return true
      case .ended, .resumed:
        return false
      }
    }
    waiting?.resume(returning: outcome)
    if isFirst { parts?.finish(outcome) }
    return isFirst
  }
}
