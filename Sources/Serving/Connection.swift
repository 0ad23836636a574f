import Platform
import Wire

/// What is known of a connection by where it came in.
struct ConnectionOrigin: Sendable {
  /// Whether it came over a Unix socket.
  let isLocal: Bool
  let role: CallerRole
}

/// One peer, as its event loop sees it. Touched by that loop's thread only.
struct Connection: ~Copyable {
  enum State {
    /// Frames are read and answered.
    case open
    /// The peer will send nothing more; what is in flight is answered, then it is closed.
    case halfClosed
    /// A goAway was written: nothing more is read; what was accepted is answered.
    case leaving
    /// Everything was sent and said; the peer is given a moment to read it. Closing at once while
    /// input is unread would reset the connection and lose what is under way.
    case lingering
    case closed
  }

  let descriptor: FileDescriptor
  /// Never used twice by a loop, so that an answer that comes late finds no stranger.
  let serial: UInt64
  let origin: ConnectionOrigin
  var state = State.open

  /// The beginning of a frame whose rest has not come, or frames not yet looked at because the
  /// peer does not read its answers. Empty for nearly all connections nearly all the time.
  var unread = ByteBuffer(capacity: 1)
  /// What the socket did not take.
  var unsent = ByteBuffer(capacity: 1)
  /// How many bytes at the front of `unsent` are the rest of a frame that is under way.
  var unsentFrameRest = 0
  /// What `unread` and `unsent` were last counted with.
  var countedBytes = 0

  /// Calls in pools or at the loader, by callID.
  var jobs: [UInt32: Job] = [:]
  /// Of those, streams that wait for output to be read before they go on; the first goes first.
  var parked: [Job] = []
  /// Turns that are out: streams that wait for a worker, or have one.
  var turns = 0
  /// Whether parked streams wait for `unsent` to fall to the low mark.
  var isHoldingStreams = false
  /// Requests taken so far, in order of arrival.
  var accepted: UInt64 = 0
  /// Whether `unsent` is over its high mark, so that nothing is read.
  var isThrottled = false
  var interest = Epoll.Interest.readable

  /// When anything last came in, and when output last moved or was first left over.
  var lastInput: MonotonicTime
  var lastOutput: MonotonicTime
  /// When it was told that it reads too slowly: what remains of its time begins here.
  var dismissed: MonotonicTime?

  init(owning descriptor: CInt, serial: UInt64, origin: ConnectionOrigin, now: MonotonicTime) {
    self.descriptor = FileDescriptor(owning: descriptor)
    self.serial = serial
    self.origin = origin
    lastInput = now
    lastOutput = now
  }

  /// Whether time alone can change its state.
  func needsTicks(idleLimitOfTCP: Bool) -> Bool {
    unread.count > 0 || unsent.count > 0 || !jobs.isEmpty || state != .open
      || (!origin.isLocal && idleLimitOfTCP)
  }
}
