import Bytes
import Histogram
import ModisteClient
import Platform
import Synchronization
import Wire

/// Runs a plan: a thread per connection, two for an open loop.
enum BenchRun {
  /// - Throws: `SystemError` when a connection or a thread cannot be made.
  static func measure(_ plan: BenchPlan) throws -> BenchResult {
    var connections: [BenchConnection] = []
    for index in 0..<plan.connections {
      connections.append(try BenchConnection(plan, index: index))
    }
    // A little later than now, so that every thread is there when it begins.
    let clock = BenchClock(plan, start: MonotonicTime.now.advanced(byMicroseconds: 20_000))
    let outcomes = Monitor<[BenchResult]>([])
    var threads: [BenchThread] = []
    for connection in connections {
      threads.append(
        try BenchThread("bench") {
          let result =
            plan.rate == nil ? connection.runClosed(clock) : connection.receiveOpen(clock)
          outcomes.signal { $0.append(result) }
        })
      if plan.rate != nil {
        threads.append(try BenchThread("bench-send") { connection.sendOpen(clock) })
      }
    }
    // Calls under way at the end are waited for as long as their budget, and a second more.
    let deadline = clock.end.advanced(byMicroseconds: UInt64(plan.budgetMicros) + 1_000_000)
    let areAllDone: Bool? = outcomes.wait(until: deadline) {
      $0.count == connections.count ? true : nil
    }
    if areAllDone == nil { for connection in connections { connection.shutDown() } }
    for thread in threads { thread.join() }
    var total = outcomes.withLock { results in
      results.reduce(into: BenchResult()) { $0.add($1) }
    }
    total.seconds = plan.seconds
    return total
  }
}

/// When calls count.
struct BenchClock {
  let start: MonotonicTime
  let measureFrom: MonotonicTime
  let end: MonotonicTime

  init(_ plan: BenchPlan, start: MonotonicTime) {
    self.start = start
    measureFrom = MonotonicTime(nanoseconds: start.nanoseconds + plan.warmUp)
    end = MonotonicTime(nanoseconds: measureFrom.nanoseconds + plan.measured)
  }
}

/// A noncopyable thread cannot be an element of an array.
private final class BenchThread {
  private var thread: Thread?

  init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    thread = try Thread(name: name, body)
  }

  func join() {
    if let thread = thread.take() { thread.join() }
  }
}

/// One connection and its calls under way. A callID is a slot's index plus 1.
final class BenchConnection: Sendable {
  private struct Slots {
    /// When each slot's call was sent, or should have been; nanoseconds.
    var began: [UInt64]
    var free: [Int]
    var next: Int
    /// No more requests may be sent: the server goes away, or the connection is gone.
    var isOver = false
    /// The sender of an open loop has ended.
    var isAllSent = false
    /// Calls that came due in the measured span and were never sent.
    var unsent: UInt64 = 0
  }

  /// Sent at once at most, so that a send never waits for a server that waits to be read.
  private static let burst = 32 << 10

  private let plan: BenchPlan
  private let index: Int
  private let descriptor: FileDescriptor
  private let slots: Monitor<Slots>

  init(_ plan: BenchPlan, index: Int) throws(SystemError) {
    self.plan = plan
    self.index = index
    descriptor = try connect(to: plan.address)
    slots = Monitor(
      Slots(
        began: [UInt64](repeating: 0, count: plan.inFlight),
        free: Array((0..<plan.inFlight).reversed()), next: index))
  }

  /// Wakes whoever waits for this connection.
  func shutDown() { Stream.shutDown(descriptor.number) }

  // MARK: Closed loop

  func runClosed(_ clock: BenchClock) -> BenchResult {
    var result = BenchResult()
    var input = ByteBuffer(capacity: 256 << 10)
    var output = ByteBuffer(capacity: 64 << 10)
    while true {
      let now = MonotonicTime.now
      let underWay = slots.withLock { slots -> Int in
        while now < clock.end, !slots.isOver, output.count < Self.burst,
          let slot = slots.free.popLast()
        {
          slots.began[slot] = now.nanoseconds
          append(slot, slots.next, to: &output)
          slots.next += 1
        }
        return plan.inFlight - slots.free.count
      }
      guard underWay > 0 else {
        if now < clock.end { result.lostConnections = 1 }
        return result
      }
      guard send(&output), receive(into: &input, &result, clock) else {
        result.failures["unanswered", default: 0] += UInt64(underWay)
        if now < clock.end { result.lostConnections = 1 }
        return result
      }
    }
  }

  // MARK: Open loop

  /// Sends each call at its instant. A call whose instant passed while no slot was free is sent as
  /// soon as one is, and its latency counts from its instant all the same.
  func sendOpen(_ clock: BenchClock) {
    let interval = 1e9 * Double(plan.connections) / (plan.rate ?? 1)
    let offset = 1e9 * Double(index) / (plan.rate ?? 1)
    var output = ByteBuffer(capacity: 64 << 10)
    var count = 0
    func instant(_ number: Int) -> UInt64 {
      clock.start.nanoseconds + UInt64(offset + interval * Double(number))
    }
    while instant(count) < clock.end.nanoseconds {
      rest(until: instant(count))
      let isOver = slots.wait(until: clock.end) { slots -> Bool? in
        if slots.isOver { return true }
        return slots.free.isEmpty ? nil : false
      }
      guard isOver == false else { break }
      let now = min(MonotonicTime.now, clock.end).nanoseconds
      slots.withLock { slots in
        while instant(count) <= now, output.count < Self.burst, let slot = slots.free.popLast() {
          slots.began[slot] = instant(count)
          append(slot, slots.next, to: &output)
          slots.next += 1
          count += 1
        }
      }
      guard send(&output) else { break }
    }
    var unsent: UInt64 = 0
    while instant(count) < clock.end.nanoseconds {
      if instant(count) >= clock.measureFrom.nanoseconds { unsent += 1 }
      count += 1
    }
    let isIdle = slots.signal { slots -> Bool in
      slots.unsent = unsent
      slots.isAllSent = true
      return slots.free.count == plan.inFlight
    }
    // The receiver would wait for ever for an answer that nobody owes.
    if isIdle { shutDown() }
  }

  func receiveOpen(_ clock: BenchClock) -> BenchResult {
    var result = BenchResult()
    var input = ByteBuffer(capacity: 256 << 10)
    while receive(into: &input, &result, clock) {
      if slots.withLock({ $0.isAllSent && $0.free.count == plan.inFlight }) { break }
    }
    slots.broadcast { slots in
      // The sender is done early only when it was told so.
      if slots.isOver || !slots.isAllSent { result.lostConnections = 1 }
      slots.isOver = true
    }
    let (unsent, unanswered) = slots.wait { slots in
      slots.isAllSent ? (slots.unsent, plan.inFlight - slots.free.count) : nil
    }
    if unsent > 0 { result.failures["unsent", default: 0] += unsent }
    if unanswered > 0 { result.failures["unanswered", default: 0] += UInt64(unanswered) }
    return result
  }

  /// Sleeping wakes some 50 µs late, which would be counted as the server's; so the last bit is
  /// waited for by looking at the clock.
  private func rest(until instant: UInt64) {
    let soon = MonotonicTime(nanoseconds: instant - 80_000)
    if MonotonicTime.now < soon {
      let _: Bool? = slots.wait(until: soon) { $0.isOver ? true : nil }
    }
    while MonotonicTime.now.nanoseconds < instant {}
  }

  // MARK: Frames

  private func append(_ slot: Int, _ number: Int, to output: inout ByteBuffer) {
    let body = plan.bodies[number % plan.bodies.count]
    output.append(
      FrameHeader(
        bodySize: UInt32(body.count), kind: .request, method: plan.method,
        callID: UInt32(slot + 1), micros: plan.budgetMicros))
    output.append(body.rawSpan)
  }

  private func send(_ output: inout ByteBuffer) -> Bool {
    while output.count > 0 {
      // Safe: the buffer does not change during the call.
      switch unsafe Stream.send(output.bytes, to: descriptor.number) {
      case .bytes(let count): output.removeFirst(count)
      case .wouldBlock: continue
      case .end, .broken: return false
      }
    }
    return true
  }

  /// Receives once, and takes every whole frame.
  private func receive(
    into input: inout ByteBuffer, _ result: inout BenchResult, _ clock: BenchClock
  ) -> Bool {
    input.reserve(64 << 10)
    // Safe: the buffer does not change during the call.
    switch unsafe Stream.receive(from: descriptor.number, into: input.room) {
    case .wouldBlock: return true
    case .end, .broken: return false
    case .bytes(let count): input.didReceive(count)
    }
    let now = MonotonicTime.now
    var offset = 0
    while input.count - offset >= FrameHeader.byteCount {
      let front = input.span.extracting(droppingFirst: offset)
      guard let header = try? FrameHeader(decoding: front, bodySizeMax: 64 << 20) else {
        return false
      }
      let size = FrameHeader.byteCount + Int(header.bodySize)
      guard size <= front.byteCount else { break }
      offset += size
      switch header.kind {
      case .response: take(header, &result, now, clock)
      case .goAway: slots.broadcast { $0.isOver = true }
      default: break
      }
    }
    input.removeFirst(offset)
    return true
  }

  private func take(
    _ header: FrameHeader, _ result: inout BenchResult, _ now: MonotonicTime, _ clock: BenchClock
  ) {
    let slot = Int(header.callID) - 1
    guard (0..<plan.inFlight).contains(slot) else { return }
    let free = { (slots: inout Slots) -> UInt64 in
      slots.free.append(slot)
      return slots.began[slot]
    }
    // Nobody waits for a slot in a closed loop.
    let began = plan.rate == nil ? slots.withLock(free) : slots.signal(free)
    // A closed loop counts what was answered within the span; an open one what came due in it.
    let isMeasured =
      plan.rate == nil
      ? now >= clock.measureFrom && now < clock.end : began >= clock.measureFrom.nanoseconds
    guard isMeasured else { return }
    if header.status == 0 {
      _ = result.latencies.record(max(1, now.nanoseconds - min(began, now.nanoseconds)))
    } else {
      let name = StatusCode(rawValue: header.status).map { "\($0)" } ?? "\(header.status)"
      result.failures[name, default: 0] += 1
    }
  }
}
