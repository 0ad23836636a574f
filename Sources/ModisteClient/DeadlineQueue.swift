import Platform

/// Calls by their deadlines, the earliest first: a binary heap.
///
/// Ended calls are not taken out one by one; all are dropped whenever the queue has doubled.
struct DeadlineQueue {
  // Invariant: the deadline at `i` is not before that at `(i - 1) / 2`.
  private var calls: [PendingCall] = []
  private var sweepCount = 64

  var first: MonotonicTime? { calls.first?.deadline }

  /// - Returns: whether its deadline is the earliest now.
  mutating func insert(_ call: PendingCall) -> Bool {
    if calls.count >= sweepCount { sweep() }
    calls.append(call)
    var child = calls.count - 1
    while child > 0, calls[child].deadline < calls[(child - 1) / 2].deadline {
      calls.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
    return child == 0
  }

  /// The next call whose deadline is not after `now`.
  mutating func removeFirst(dueAt now: MonotonicTime) -> PendingCall? {
    guard let first = calls.first, first.deadline <= now else { return nil }
    calls.swapAt(0, calls.count - 1)
    calls.removeLast()
    sink(0)
    return first
  }

  mutating func removeAll() -> [PendingCall] {
    defer { calls = [] }
    return calls
  }

  private mutating func sweep() {
    calls.removeAll { $0.hasEnded }
    for index in stride(from: calls.count / 2 - 1, through: 0, by: -1) { sink(index) }
    sweepCount = max(64, 2 * calls.count)
  }

  private mutating func sink(_ start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < calls.count {
        if calls[child].deadline < calls[least].deadline { least = child }
      }
      guard least != parent else { return }
      calls.swapAt(parent, least)
      parent = least
    }
  }
}
