import Platform
import Synchronization

/// An event loop as other threads see it: where to post, and what it has counted.
final class EventLoop: Sendable {
  /// What other threads tell a loop.
  enum Message {
    case connected(CInt, ConnectionOrigin)
    case finished(JobOutcome)
    case turned(StreamTurn)
    case flipped(Generation)
    case drain
  }

  let index: Int
  let epoll: Epoll
  let wake: WakeSignal
  private let mailbox = Mutex<[Message]>([])
  /// For each method: answered with OK, and otherwise; then see `CounterIndex`.
  let counters: Counters

  init(index: Int, methodCount: Int) throws(SystemError) {
    self.index = index
    counters = Counters(2 * methodCount + CounterIndex.count)
    epoll = try Epoll()
    wake = try WakeSignal()
    try epoll.add(wake.number, .readable, token: Reactor.wakeToken)
  }

  /// May be called by any thread.
  func post(_ message: Message) {
    mailbox.withLock { $0.append(message) }
    wake.raise()
  }

  func takeMessages() -> [Message] {
    mailbox.withLock { mailbox in
      defer { mailbox = [] }
      return mailbox
    }
  }

  /// Runs the loop on this thread until it has been drained.
  func run(for server: Server) {
    Thread.setShare(.prompt)
    var reactor = Reactor(server: server, loop: self)
    reactor.run()
  }
}

/// Counters of a loop that belong to no method, after those that do.
enum CounterIndex {
  static let ignoredFrames = 0
  static let brokenFrames = 1
  static let truncatedFrames = 2
  static let slowReaders = 3
  static let refusedConnections = 4
  static let unknownMethods = 5
  static let count = 6
}
