import Bytes
import Platform
import Wire

/// One thread's connections, and what it does when epoll says that something happened to them.
///
/// It reads what there is, answers all whole frames in place, and sends all answers with one
/// system call. After warm-up an answered frame allocates nothing, counts no references and takes
/// no lock. It is a noncopyable value on its thread's stack: so nobody else can touch it, and the
/// compiler proves what a class would check at each access.
@safe struct Reactor: ~Copyable {
  static let listenerToken: UInt64 = 1
  static let wakeToken: UInt64 = 2
  private static let readSize = 256 << 10

  let server: Server
  let loop: EventLoop
  let limits: ServerLimits
  let configuration: Configuration
  let counters: Counters
  let context: CallContext
  let methods: MethodTable
  /// Where the counters begin that belong to no method.
  let counterBase: Int
  /// Retained by hand: a cached reference whose use counts nothing. Replaced by `flip`.
  var generation: Unmanaged<Generation>?
  let noGeneration = EncodedMetadata(generation: "")

  private let readBuffer: UnsafeMutableRawPointer
  /// Answers of the connection being served, sent or moved to its `unsent` before the next.
  var output = ByteBuffer(capacity: 512 << 10)
  var connections: [UInt64: UnsafeMutablePointer<Connection>] = unsafe [:]
  private var lastSerial: UInt64 = 16
  /// Closed in this round; freed after it, since a later event of the round may name them.
  private var closed: [UnsafeMutablePointer<Connection>] = unsafe []
  /// When this round's events were received.
  var now = MonotonicTime.now
  private var needsTicks = false
  private var lastTick = MonotonicTime.now
  private var isAccepting = true
  var isDraining = false
  private var drainDeadline = MonotonicTime.now

  init(server: Server, loop: EventLoop) {
    self.server = server
    self.loop = loop
    configuration = server.configuration
    limits = server.configuration.limits
    methods = server.methods
    counters = loop.counters
    counterBase = 2 * server.methods.methods.count
    context = CallContext(server: server)
    unsafe generation = nil
    unsafe readBuffer = .allocate(byteCount: Self.readSize, alignment: 64)
  }

  deinit {
    unsafe readBuffer.deallocate()
  }

  /// Runs until the loop has been drained.
  mutating func run() {
    resumeAccepting()
    while unsafe !(isDraining && connections.isEmpty) {
      let count = loop.epoll.wait(milliseconds: needsTicks || isDraining || !isAccepting ? 100 : -1)
      now = .now
      for index in 0..<count { handle(loop.epoll.event(index)) }
      if needsTicks || isDraining || !isAccepting,
        now.microseconds(since: lastTick) >= 100_000
      {
        tick()
      }
      freeClosed()
    }
    flip(to: nil)
    server.loopDidEnd()
  }

  private mutating func handle(_ event: Epoll.Event) {
    switch event.token {
    case Self.wakeToken:
      loop.wake.clear()
      receiveMessages()
    case Self.listenerToken:
      acceptAll()
    default:
      // Safe: tokens are addresses of connections, which are freed only between rounds.
      guard
        let connection = unsafe UnsafeMutablePointer<Connection>(
          bitPattern: UInt(truncatingIfNeeded: event.token)),
        unsafe connection.pointee.state != .closed
      else { return }
      if event.isReadable {
        unsafe receive(connection)
      } else if event.isBroken {
        unsafe close(connection)
        return
      }
      if event.isWritable, unsafe connection.pointee.state != .closed {
        unsafe resume(connection)
      }
    }
  }

  private mutating func receiveMessages() {
    for message in loop.takeMessages() {
      switch message {
      case .connected(let number, let origin): add(number, from: origin)
      case .finished(let outcome): finish(outcome)
      case .turned(let turn): take(turn)
      case .flipped(let generation): flip(to: generation)
      case .drain: drain()
      }
    }
  }

  /// Replaces the cached reference; the last loop to do so lets the old generation go.
  private mutating func flip(to generation: Generation?) {
    let old = unsafe self.generation
    unsafe self.generation = unsafe generation.map { unsafe Unmanaged.passRetained($0) }
    unsafe old?.release()
  }

  // MARK: Connections

  private mutating func acceptAll() {
    for listener in server.listenerIndices {
      accepting: while true {
        switch server.accept(from: listener) {
        case .connection(let number, let origin):
          assign(number, from: origin)
        case .none:
          break accepting
        case .outOfDescriptors:
          // Level-triggered: without a pause the loop would spin on the waiting connection.
          for listener in server.listenerIndices { loop.epoll.remove(server.number(of: listener)) }
          isAccepting = false
          return
        }
      }
    }
  }

  private mutating func resumeAccepting() {
    isAccepting = true
    for listener in server.listenerIndices {
      // A listener that cannot be added again is tried at the next tick.
      try? loop.epoll.add(
        server.number(of: listener), .readable.union(.exclusive), token: Self.listenerToken)
    }
  }

  /// Gives a new connection to the loop with the fewest.
  private mutating func assign(_ number: CInt, from origin: ConnectionOrigin) {
    guard let target = server.claimConnection() else {
      refuse(number)
      return
    }
    if target === loop {
      add(number, from: origin)
    } else {
      target.post(.connected(number, origin))
    }
  }

  private mutating func refuse(_ number: CInt) {
    let descriptor = FileDescriptor(owning: number)
    var buffer = ByteBuffer()
    buffer.appendGoAway(
      .tooManyConnections,
      "the server has \(configuration.connectionsMax) connections, as many as it takes",
      accepted: 0)
    // Best effort: a peer that does not take even this learns nothing.
    _ = unsafe Stream.send(buffer.bytes, to: descriptor.number)
    counters.increment(counterBase + CounterIndex.refusedConnections)
  }

  private mutating func add(_ number: CInt, from origin: ConnectionOrigin) {
    lastSerial += 1
    let connection = UnsafeMutablePointer<Connection>.allocate(capacity: 1)
    unsafe connection.initialize(
      to: Connection(owning: number, serial: lastSerial, origin: origin, now: now))
    unsafe connections[lastSerial] = connection
    needsTicks = needsTicks || !origin.isLocal
    do {
      try loop.epoll.add(number, .readable, token: UInt64(UInt(bitPattern: connection)))
    } catch {
      unsafe close(connection)
      return
    }
    if isDraining { unsafe leave(connection, .drain, "the server stops") }
  }

  /// Ends a connection now. Its memory is freed after this round of events.
  mutating func close(_ connection: UnsafeMutablePointer<Connection>) {
    guard unsafe connection.pointee.state != .closed else { return }
    unsafe connection.pointee.state = .closed
    loop.epoll.remove(unsafe connection.pointee.descriptor.number)
    for job in unsafe connection.pointee.jobs.values {
      if job.takeBack() {} else { job.cancel() }
      server.jobDidEnd()
    }
    if unsafe connection.pointee.unread.count > 0 {
      counters.increment(counterBase + CounterIndex.truncatedFrames)
    }
    server.buffered(change: -(unsafe connection.pointee.countedBytes))
    unsafe connections[connection.pointee.serial] = nil
    unsafe closed.append(connection)
  }

  private mutating func freeClosed() {
    while let connection = unsafe closed.popLast() {
      unsafe connection.deinitialize(count: 1)
      unsafe connection.deallocate()
      server.releaseConnection(of: loop)
    }
  }

  // MARK: Input

  private mutating func receive(_ connection: UnsafeMutablePointer<Connection>) {
    if unsafe connection.pointee.unread.count > 0 {
      unsafe receiveMore(connection)
      return
    }
    let transfer = unsafe Stream.receive(
      from: connection.pointee.descriptor.number,
      into: UnsafeMutableRawBufferPointer(start: readBuffer, count: Self.readSize))
    guard case .bytes(let count) = transfer else {
      unsafe inputEnded(connection, transfer)
      return
    }
    guard unsafe connection.pointee.state == .open else { return }
    unsafe connection.pointee.lastInput = now
    // Safe: `count` bytes were just received.
    let bytes = unsafe RawSpan(_unsafeStart: readBuffer, byteCount: count)
    let consumed = unsafe answerFrames(of: bytes, for: connection)
    if consumed < count {
      unsafe connection.pointee.unread.append(bytes.extracting(consumed..<count))
    }
    unsafe settle(connection)
  }

  /// Continues a frame that came in pieces.
  private mutating func receiveMore(_ connection: UnsafeMutablePointer<Connection>) {
    unsafe connection.pointee.unread.reserve(missingBytes(connection))
    let transfer = unsafe Stream.receive(
      from: connection.pointee.descriptor.number, into: connection.pointee.unread.room)
    guard case .bytes(let count) = transfer else {
      unsafe inputEnded(connection, transfer)
      return
    }
    guard unsafe connection.pointee.state == .open else { return }
    unsafe connection.pointee.lastInput = now
    unsafe connection.pointee.unread.didReceive(count)
    unsafe answerUnread(connection)
  }

  /// Room for the rest of the first frame in `unread`, at least 16 KiB.
  private mutating func missingBytes(_ connection: UnsafeMutablePointer<Connection>) -> Int {
    let unread = unsafe connection.pointee.unread.span
    guard unread.byteCount >= FrameHeader.byteCount,
      let header = try? FrameHeader(decoding: unread, bodySizeMax: limits.bodySizeMax)
    else { return 16 << 10 }
    return max(16 << 10, FrameHeader.byteCount + Int(header.bodySize) - unread.byteCount)
  }

  /// Answers what can be answered of `unread`, as long as the peer reads its answers.
  private mutating func answerUnread(_ connection: UnsafeMutablePointer<Connection>) {
    var wasThrottled: Bool
    repeat {
      let count = unsafe connection.pointee.unread.count
      // Safe: answering frames does not touch `unread`.
      let bytes = unsafe RawSpan(_unsafeBytes: connection.pointee.unread.bytes)
      let consumed = unsafe answerFrames(of: bytes, for: connection)
      if unsafe connection.pointee.state != .closed, consumed > 0 {
        unsafe connection.pointee.unread.removeFirst(min(consumed, count))
      }
      wasThrottled = unsafe connection.pointee.isThrottled
      unsafe settle(connection)
    } while unsafe wasThrottled && !connection.pointee.isThrottled
      && connection.pointee.state == .open && connection.pointee.unread.count > 0
  }

  private mutating func inputEnded(
    _ connection: UnsafeMutablePointer<Connection>, _ transfer: Transfer
  ) {
    switch transfer {
    case .bytes, .wouldBlock:
      return
    case .broken:
      unsafe close(connection)
    case .end:
      switch unsafe connection.pointee.state {
      case .open:
        unsafe connection.pointee.state = .halfClosed
        unsafe settle(connection)
      case .halfClosed, .closed: break
      case .leaving, .lingering: unsafe close(connection)
      }
    }
  }

  // MARK: Output

  /// The socket takes output again.
  private mutating func resume(_ connection: UnsafeMutablePointer<Connection>) {
    unsafe settle(connection)
    let state = unsafe connection.pointee.state
    if state == .open, unsafe !connection.pointee.isThrottled,
      unsafe connection.pointee.unread.count > 0
    {
      unsafe answerUnread(connection)
    }
  }

  /// Sends what there is to send, then brings the connection's state up to date. Ends every
  /// handling of a connection.
  mutating func settle(_ connection: UnsafeMutablePointer<Connection>) {
    guard unsafe connection.pointee.state != .closed else {
      output.truncate(to: 0)
      return
    }
    guard unsafe flush(connection) else {
      unsafe close(connection)
      return
    }
    let unsent = unsafe connection.pointee.unsent.count
    if unsent > configuration.outputHighMark {
      unsafe connection.pointee.isThrottled = true
    } else if unsent <= configuration.outputLowMark {
      unsafe connection.pointee.isThrottled = false
    }
    if unsafe !connection.pointee.parked.isEmpty {
      unsafe grantTurns(connection)
      // Refusals of streams that could not begin.
      if output.count > 0, unsafe !flush(connection) {
        unsafe close(connection)
        return
      }
    }
    unsafe closeWhenDone(connection)
    guard unsafe connection.pointee.state != .closed else { return }
    unsafe watch(connection)
    unsafe countBytes(connection)
    if unsafe connection.pointee.needsTicks(idleLimitOfTCP: true) { needsTicks = true }
  }

  /// - Returns: false when the connection is gone.
  private mutating func flush(_ connection: UnsafeMutablePointer<Connection>) -> Bool {
    let number = unsafe connection.pointee.descriptor.number
    if unsafe connection.pointee.unsent.count > 0 {
      unsafe connection.pointee.unsent.append(output.span)
      output.truncate(to: 0)
      while unsafe connection.pointee.unsent.count > 0 {
        switch unsafe Stream.send(connection.pointee.unsent.bytes, to: number) {
        case .bytes(let count):
          unsafe connection.pointee.didSend(count)
          unsafe connection.pointee.lastOutput = now
        case .wouldBlock: return true
        case .end, .broken: return false
        }
      }
      return true
    }
    guard output.count > 0 else { return true }
    defer { output.truncate(to: 0) }
    switch unsafe Stream.send(output.bytes, to: number) {
    case .bytes(let count):
      if count < output.count {
        unsafe connection.pointee.unsentFrameRest = output.span.frameRest(after: count)
        unsafe connection.pointee.unsent.append(output.span.extracting(count..<output.count))
        unsafe connection.pointee.lastOutput = now
      }
      return true
    case .wouldBlock:
      unsafe connection.pointee.unsent.append(output.span)
      unsafe connection.pointee.lastOutput = now
      return true
    case .end, .broken:
      return false
    }
  }

  /// A connection that takes nothing more is closed once everything accepted is answered and sent.
  private mutating func closeWhenDone(_ connection: UnsafeMutablePointer<Connection>) {
    let isDone = unsafe connection.pointee.unsent.count == 0 && connection.pointee.jobs.isEmpty
    guard isDone else { return }
    switch unsafe connection.pointee.state {
    case .halfClosed:
      unsafe close(connection)
    case .leaving:
      Stream.closeForWriting(unsafe connection.pointee.descriptor.number)
      unsafe connection.pointee.state = .lingering
      unsafe connection.pointee.lastOutput = now
    case .open, .lingering, .closed: break
    }
  }

  private mutating func watch(_ connection: UnsafeMutablePointer<Connection>) {
    var interest = Epoll.Interest.none
    switch unsafe connection.pointee.state {
    case .open where unsafe !connection.pointee.isThrottled: interest = .readable
    case .lingering: interest = .readable
    default: break
    }
    if unsafe connection.pointee.unsent.count > 0 {
      interest = interest.union(.writable)
    }
    guard unsafe interest != connection.pointee.interest else { return }
    unsafe connection.pointee.interest = interest
    loop.epoll.change(
      unsafe connection.pointee.descriptor.number, to: interest,
      token: UInt64(UInt(bitPattern: connection)))
  }

  /// Frees buffers that have emptied, and keeps the total of those that have not.
  private mutating func countBytes(_ connection: UnsafeMutablePointer<Connection>) {
    let kept = 4 << 10
    if unsafe connection.pointee.unread.count == 0,
      unsafe connection.pointee.unread.byteCapacity > kept
    {
      unsafe connection.pointee.unread = ByteBuffer(capacity: 1)
    }
    if unsafe connection.pointee.unsent.count == 0,
      unsafe connection.pointee.unsent.byteCapacity > kept
    {
      unsafe connection.pointee.unsent = ByteBuffer(capacity: 1)
    }
    let bytes =
      unsafe connection.pointee.unread.byteCapacity + connection.pointee.unsent.byteCapacity
    let change = unsafe bytes - connection.pointee.countedBytes
    guard change != 0 else { return }
    unsafe connection.pointee.countedBytes = bytes
    let total = server.buffered(change: change)
    if change > 0, total > configuration.bufferedBytesMax {
      // Told nothing: what it does not read is what fills the memory.
      counters.increment(counterBase + CounterIndex.slowReaders)
      unsafe close(connection)
    }
  }

  /// Says why, takes nothing more, and closes once what was accepted is answered.
  mutating func leave(
    _ connection: UnsafeMutablePointer<Connection>, _ reason: GoAwayReason, _ message: String
  ) {
    guard unsafe connection.pointee.state == .open else { return }
    output.appendGoAway(reason, message, accepted: unsafe connection.pointee.accepted)
    unsafe connection.pointee.state = .leaving
    unsafe settle(connection)
  }

  /// Tells a peer that does not read why it is disconnected, as far as that can be told: what is
  /// under way is finished, the rest is dropped, and it is given a moment.
  private mutating func dismiss(_ connection: UnsafeMutablePointer<Connection>) {
    guard unsafe connection.pointee.state != .closed else { return }
    counters.increment(counterBase + CounterIndex.slowReaders)
    for job in unsafe connection.pointee.jobs.values {
      if job.takeBack() {} else { job.cancel() }
      server.jobDidEnd()
    }
    unsafe connection.pointee.jobs = [:]
    unsafe connection.pointee.parked = []
    var rest = ByteBuffer(capacity: 1)
    unsafe rest.append(
      connection.pointee.unsent.span.extracting(..<connection.pointee.unsentFrameRest))
    rest.appendGoAway(
      .slowReader, "nothing was read for \(configuration.slowReaderSeconds) s",
      accepted: unsafe connection.pointee.accepted)
    unsafe connection.pointee.unsent = rest
    unsafe connection.pointee.state = .leaving
    unsafe connection.pointee.dismissed = now
    unsafe settle(connection)
  }

  // MARK: Time

  private mutating func tick() {
    lastTick = now
    if !isAccepting, !isDraining { resumeAccepting() }
    needsTicks = false
    for serial in serials {
      guard let connection = unsafe connections[serial] else { continue }
      unsafe expire(connection)
      if unsafe connection.pointee.state != .closed,
        unsafe connection.pointee.needsTicks(idleLimitOfTCP: true)
      {
        needsTicks = true
      }
    }
  }

  /// A copy, so that connections may be closed while it is walked.
  private var serials: [UInt64] { unsafe Array(connections.keys) }

  private mutating func expire(_ connection: UnsafeMutablePointer<Connection>) {
    unsafe expireJobs(connection)
    let idle = unsafe now.seconds(since: connection.pointee.lastInput)
    let stalled = unsafe now.seconds(since: connection.pointee.lastOutput)
    if unsafe connection.pointee.state == .lingering, stalled > 1 {
      unsafe close(connection)
    } else if let dismissed = unsafe connection.pointee.dismissed {
      if now.seconds(since: dismissed) > 1 { unsafe close(connection) }
    } else if unsafe connection.pointee.unsent.count > 0,
      stalled > configuration.slowReaderSeconds
    {
      unsafe dismiss(connection)
    } else if unsafe connection.pointee.unread.count > 0,
      unsafe !connection.pointee.isThrottled, idle > configuration.partialFrameSeconds
    {
      unsafe leave(
        connection, .idle,
        "the rest of a frame did not come within \(configuration.partialFrameSeconds) s")
    } else if unsafe !connection.pointee.origin.isLocal && connection.pointee.jobs.isEmpty,
      idle > configuration.idleSeconds
    {
      unsafe leave(
        connection, .idle, "nothing was heard for \(configuration.idleSeconds) s")
    } else if isDraining, now > drainDeadline {
      unsafe close(connection)
    }
  }

  private mutating func drain() {
    guard !isDraining else { return }
    isDraining = true
    drainDeadline = now.advanced(byMicroseconds: UInt64(configuration.drainSeconds * 1e6))
    for listener in server.listenerIndices { loop.epoll.remove(server.number(of: listener)) }
    for serial in serials {
      guard let connection = unsafe connections[serial] else { continue }
      unsafe leave(connection, .drain, "the server stops")
    }
  }
}
