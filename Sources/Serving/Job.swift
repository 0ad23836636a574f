import Bytes
import Platform
import Synchronization
import Wire

/// A call that runs away from its event loop: in a worker pool, or at the loader.
final class Job: Sendable {
  /// Who may answer it. Only a queued job can be taken back.
  enum State: UInt8, AtomicRepresentable {
    case queued
    case running
    /// Answered by its loop while it was queued; the worker drops it.
    case takenBack
  }

  let method: Int
  let callID: UInt32
  let connection: UInt64
  let body: [UInt8]
  let admittedAt: MonotonicTime
  let deadline: MonotonicTime
  /// 0 first, 2 last.
  let priority: Int
  /// Whom its connection's address takes callers for.
  let role: CallerRole
  /// The generation of the moment it was admitted.
  let generation: Generation?
  let loop: EventLoop
  /// Of a streamed answer: what is left of it, between the turns of its workers.
  private let stream = Mutex(StreamState())
  private let state = Atomic(State.queued)
  private let isCancelledFlag = Atomic(false)

  init(
    method: Int, callID: UInt32, connection: UInt64, body: [UInt8], admittedAt: MonotonicTime,
    deadline: MonotonicTime, priority: Int, role: CallerRole, generation: Generation?,
    loop: EventLoop
  ) {
    self.method = method
    self.callID = callID
    self.connection = connection
    self.body = body
    self.admittedAt = admittedAt
    self.deadline = deadline
    self.priority = priority
    self.role = role
    self.generation = generation
    self.loop = loop
  }

  /// For the worker: whether the job is still wanted.
  func start() -> Bool {
    state.compareExchange(expected: .queued, desired: .running, ordering: .acquiringAndReleasing)
      .exchanged
  }

  /// For the loop: whether nobody has started it, so that the loop may answer it.
  func takeBack() -> Bool {
    state.compareExchange(expected: .queued, desired: .takenBack, ordering: .acquiringAndReleasing)
      .exchanged
  }

  /// Of a stream: whether its first turn has begun.
  var hasBegun: Bool { stream.withLock { $0.hasBegun } }

  /// For the worker: the stream's state is its own until the turn ends.
  func takeStream() -> StreamState {
    stream.withLock { stream in
      defer { stream = StreamState(hasBegun: true) }
      return stream
    }
  }

  /// For the worker, at the end of a turn that is not the last.
  func putBack(_ state: StreamState) { stream.withLock { $0 = state } }

  /// For the loop, of a stream whose turn has come back: it waits for a worker once more.
  func queueAgain() { state.store(.queued, ordering: .releasing) }

  /// A running call is asked to stop; its answer will be `cancelled`.
  func cancel() { isCancelledFlag.store(true, ordering: .relaxed) }
  var isCancelled: Bool { isCancelledFlag.load(ordering: .relaxed) }
}

/// How a job ended.
struct JobOutcome: Sendable {
  let job: Job
  /// The response's message, or why there is none.
  let result: Result<[UInt8], RPCError>
}

extension Method {
  /// Runs the call on this thread.
  func run(_ job: Job, context: CallContext, output: inout ByteBuffer) -> JobOutcome {
    guard MonotonicTime.now < job.deadline else {
      return JobOutcome(job: job, result: .failure(.budgetUsedUpInQueue))
    }
    output.truncate(to: 0)
    context.role = job.role
    // Safe: the array outlives the closure, and no view of it is kept.
    let error = unsafe job.body.withUnsafeBufferPointer { bytes -> RPCError? in
      var body = ByteView()
      if let start = bytes.baseAddress { body = unsafe ByteView(start: start, count: bytes.count) }
      do throws(RPCError) {
        try answer(body, job.generation, context, &output)
        return nil
      } catch {
        return error
      }
    }
    if job.isCancelled { return JobOutcome(job: job, result: .failure(.cancelled)) }
    guard MonotonicTime.now < job.deadline else {
      return JobOutcome(job: job, result: .failure(.budgetUsedUp))
    }
    if let error { return JobOutcome(job: job, result: .failure(error)) }
    let span = output.span
    var message: [UInt8] = []
    message.reserveCapacity(span.byteCount)
    message.append(span)
    return JobOutcome(job: job, result: .success(message))
  }
}

extension RPCError {
  static let cancelled = RPCError(.cancelled, "the caller cancelled the call")
  static let budgetUsedUp = RPCError(
    .deadlineExceeded, "the call's budget was used up before its answer was ready")
  static let budgetUsedUpInStream = RPCError(
    .deadlineExceeded, "the call's budget was used up before its last part")
  static let budgetUsedUpInQueue = RPCError(
    .deadlineExceeded, "the call's budget was used up while it waited for a worker")
}
