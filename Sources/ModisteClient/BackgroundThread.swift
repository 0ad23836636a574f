import Platform
import Synchronization

/// Threads that nobody waits for: each is joined when it has ended, by one thread of this process
/// that does nothing else.
enum BackgroundThread {
  static func start(
    _ name: String, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    try reaper.withLock { reaper throws(SystemError) in
      guard !reaper.isRunning else { return }
      // Never joined: it never ends.
      _ = try Thread(name: "modiste-reaper") { reap() }
      reaper.isRunning = true
    }
    let handle = Handle()
    let thread = try Thread(name: name) {
      body()
      ended.signal { $0.append(handle) }
    }
    handle.set(thread)
  }

  private struct Reaper {
    var isRunning = false
  }

  /// A noncopyable thread cannot be an element of an array.
  private final class Handle: Sendable {
    private let thread = Mutex<Thread?>(nil)

    func set(_ thread: consuming Thread) {
      var thread: Thread? = thread
      self.thread.withLock { $0 = thread.take() }
    }

    /// - Returns: whether there was a thread to join.
    func join() -> Bool {
      guard let thread = self.thread.withLock({ $0.take() }) else { return false }
      thread.join()
      return true
    }
  }

  private static let reaper = Mutex(Reaper())
  private static let ended = Monitor<[Handle]>([])

  private static func reap() {
    while true {
      let handles = ended.wait { handles -> [Handle]? in
        guard !handles.isEmpty else { return nil }
        defer { handles = [] }
        return handles
      }
      for handle in handles {
        // A short thread may have ended before its handle was set.
        while !handle.join() { sleep(milliseconds: 1) }
      }
    }
  }
}
