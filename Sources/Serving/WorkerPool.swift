import Platform
import Synchronization
import Wire

/// The threads that run one service's long calls, and the bounded queue before them.
///
/// A call that cannot be answered in time is refused at the door: waiting in a queue that is too
/// long would only make every later call late as well.
final class WorkerPool: Sendable {
  private struct Queue {
    /// By priority; the front of the first that is not empty runs next.
    var waiting = [FIFO<Job>(), FIFO<Job>(), FIFO<Job>()]
    var count = 0
    var isStopping = false

    mutating func next() -> Job? {
      for priority in waiting.indices {
        if let job = waiting[priority].popFirst() {
          count -= 1
          return job
        }
      }
      return nil
    }
  }

  private let queue = Monitor(Queue())
  private let queueMax: Int
  private let workerCount: Int
  private let methods: MethodTable
  private let turnLimit: TurnLimit
  /// Nanoseconds a call, or a stream's turn, takes, smoothed; what admission expects of the queue.
  private let serviceTime = Atomic<UInt64>(0)
  private let threads = Mutex<[JoinHandle]>([])

  init(name: String, workers: Int, queueMax: Int, methods: MethodTable, server: Server)
    throws(SystemError)
  {
    self.queueMax = queueMax
    workerCount = workers
    self.methods = methods
    turnLimit = TurnLimit(server.configuration)
    for index in 0..<workers {
      let handle = try JoinHandle(name: "\(name)-\(index)") { [weak server] in
        self.work(CallContext(server: server))
      }
      threads.withLock { $0.append(handle) }
    }
  }

  /// - Returns: why the job was refused, or `nil`: its outcome will be posted to its loop.
  func admit(_ job: Job) -> RPCError? {
    queue.signal { queue -> RPCError? in
      // What has a lower priority waits behind this call, and not before it.
      let ahead = queue.waiting[...job.priority].reduce(0) { $0 + $1.count }
      let wait = serviceTime.load(ordering: .relaxed) * UInt64(ahead) / UInt64(workerCount)
      let retry = UInt32(clamping: max(wait / 1000, 1000))
      guard queue.count < queueMax else {
        return RPCError(
          .resourceExhausted, "\(queue.count) calls wait for this service, as many as may",
          retryMicros: retry)
      }
      let left =
        job.deadline.nanoseconds - min(job.deadline.nanoseconds, job.admittedAt.nanoseconds)
      guard left > wait else {
        return RPCError(
          .resourceExhausted,
          "the call would wait about \(wait / 1000) µs and has \(left / 1000) µs left",
          retryMicros: retry)
      }
      queue.waiting[job.priority].append(job)
      queue.count += 1
      return nil
    }
  }

  /// Queues a stream's next turn. It was admitted as a call, and is not refused any more.
  func resume(_ job: Job) {
    queue.signal { queue in
      queue.waiting[job.priority].append(job)
      queue.count += 1
    }
  }

  /// Lets the workers end once the queue is empty, and waits for them.
  func stop() {
    queue.broadcast { $0.isStopping = true }
    let handles = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for handle in handles { handle.join() }
  }

  private func work(_ context: CallContext) {
    var output = ByteBuffer(capacity: 64 << 10)
    while let job = next() {
      guard job.start() else { continue }
      let began = MonotonicTime.now
      let method = methods.methods[job.method]
      let message: EventLoop.Message =
        if let beginParts = method.beginParts {
          .turned(
            method.turn(beginParts, job, until: turnLimit, context: context, output: &output))
        } else {
          .finished(method.run(job, context: context, output: &output))
        }
      let taken = MonotonicTime.now.nanoseconds - began.nanoseconds
      let smoothed = serviceTime.load(ordering: .relaxed)
      serviceTime.store(smoothed - smoothed / 8 + taken / 8, ordering: .relaxed)
      job.loop.post(message)
    }
  }

  private func next() -> Job? {
    queue.wait { queue -> Job?? in
      if let job = queue.next() { return .some(job) }
      return queue.isStopping ? .some(nil) : nil
    }
  }
}

/// A thread that can be waited for from anywhere, once.
final class JoinHandle: Sendable {
  private let thread: Mutex<Thread?>

  init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    thread = Mutex(try Thread(name: name, body))
  }

  func join() {
    let taken = thread.withLock { thread -> Thread? in
      var taken: Thread?
      swap(&taken, &thread)
      return taken
    }
    if let taken { taken.join() }
  }
}
