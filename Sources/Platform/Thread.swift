import CPlatform
import Glibc

/// A thread of our own, outside of the cooperative pool, whose threads must not be blocked.
@safe package struct Thread: ~Copyable, Sendable {
  private let handle: pthread_t

  /// - Parameter name: Shown by `top -H`; cut to 15 bytes.
  package init(
    name: String, stackSize: Int = 1 << 20, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    let start = unsafe Unmanaged.passRetained(Start(name: name, body: body)).toOpaque()
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, stackSize)
    defer { unsafe pthread_attr_destroy(&attributes) }
    var handle = pthread_t()
    let result = unsafe pthread_create(&handle, &attributes, runThread, start)
    guard result == 0 else {
      unsafe Unmanaged<Start>.fromOpaque(start).release()
      errno = result
      throw SystemError("pthread_create", on: name)
    }
    self.handle = handle
  }

  /// Waits for the thread to end.
  package consuming func join() {
    _ = pthread_join(handle, nil)
  }

  /// How the calling thread shares a core with other threads.
  package enum Share {
    /// Runs for moments and must not wait: interrupts `.background` when it wakes up.
    case prompt
    /// Computes for long, and may be interrupted: gets a tenth of a core that others want.
    case background
  }

  /// Where the kernel refuses, nothing changes.
  package static func setShare(_ share: Share) {
    switch share {
    case .prompt: _ = platform_share_core(0, 100_000)
    case .background: _ = platform_share_core(10, 0)
    }
  }
}

private final class Start: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

// A function, not a closure: a closure literal in a main-actor file would be main-actor isolated,
// and trap on a thread that is not the main one.
private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
  unsafe platform_name_thread(String(start.name.prefix(15)))
  start.body()
  return nil
}

/// Where threads wait for a condition over state behind a lock.
///
/// `Synchronization.Mutex` has no condition variable.
@safe package final class Monitor<State>: @unchecked Sendable {
  // Touched only between lock and unlock.
  private var state: State
  // Allocated so that their addresses never change.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init(_ state: State) {
    self.state = state
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  package func withLock<R, E: Error>(_ body: (inout State) throws(E) -> R) throws(E) -> R {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Changes the state and wakes one waiter.
  package func signal<R>(_ body: (inout State) -> R) -> R {
    let result = withLock(body)
    unsafe pthread_cond_signal(condition)
    return result
  }

  /// Changes the state and wakes all waiters.
  package func broadcast<R>(_ body: (inout State) -> R) -> R {
    let result = withLock(body)
    unsafe pthread_cond_broadcast(condition)
    return result
  }

  /// Waits until `body` gives a value; it is asked again whenever the state was signalled.
  package func wait<R>(_ body: (inout State) -> R?) -> R {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      unsafe pthread_cond_wait(condition, mutex)
    }
  }

  /// As `wait`, but gives up at `deadline` and returns `nil`.
  package func wait<R>(until deadline: MonotonicTime, _ body: (inout State) -> R?) -> R? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    var instant = timespec(
      tv_sec: Int(deadline.nanoseconds / 1_000_000_000),
      tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
    while true {
      if let result = body(&state) { return result }
      if unsafe pthread_cond_timedwait(condition, mutex, &instant) == ETIMEDOUT {
        return body(&state)
      }
    }
  }
}
