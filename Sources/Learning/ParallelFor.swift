import Dispatch
import Synchronization

/// The results of `body(0)`…`body(count - 1)`, computed by `threads` threads, in order of index.
///
/// Which thread computes what is left to chance, so the results are the same for every number of
/// threads as long as `body` depends on its index alone. Each thread has one `State`, for buffers
/// that are worth keeping from one index to the next.
///
/// For fits only: the daemon has its own threads and never calls this.
///
/// - Precondition: `threads` ≥ 1.
package func parallelMap<State, Result: Sendable>(
  count: Int, threads: Int, state makeState: @Sendable () -> State,
  _ body: @Sendable (inout State, Int) -> Result
) -> [Result] {
  precondition(threads >= 1, "threads is \(threads)")
  let next = Atomic(0)
  let parts = Mutex<[(index: Int, result: Result)]>([])
  DispatchQueue.concurrentPerform(iterations: min(threads, max(count, 1))) { _ in
    var state = makeState()
    var own: [(index: Int, result: Result)] = []
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { break }
      own.append((index, body(&state, index)))
    }
    parts.withLock { $0.append(contentsOf: own) }
  }
  return parts.withLock { $0.sorted { $0.index < $1.index }.map(\.result) }
}

/// As above, for bodies that need no state.
package func parallelMap<Result: Sendable>(
  count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  parallelMap(count: count, threads: threads, state: {}) { (_: inout Void, index) in body(index) }
}

/// `count` indices cut into consecutive blocks of `size`, the last one shorter.
package func blocks(of count: Int, size: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
}
