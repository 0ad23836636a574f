import Synchronization

/// Numbers that one thread writes and any thread reads.
///
/// A write is a load and a store, not a locked addition: there is only one writer.
@safe final class Counters: @unchecked Sendable {
  // Atomics cannot be elements of an array. Allocated in `init`, freed in `deinit`.
  private let values: UnsafeMutablePointer<Atomic<UInt64>>
  private let count: Int

  init(_ count: Int) {
    self.count = count
    unsafe values = .allocate(capacity: count)
    for index in 0..<count { unsafe (values + index).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe values.deinitialize(count: count)
    unsafe values.deallocate()
  }

  subscript(index: Int) -> UInt64 {
    precondition(index >= 0 && index < count)
    // Safe: in range by the line above.
    return unsafe values[index].load(ordering: .relaxed)
  }

  /// Call from the one writing thread only.
  func increment(_ index: Int) {
    precondition(index >= 0 && index < count)
    // Safe: in range by the line above.
    let next = unsafe values[index].load(ordering: .relaxed) &+ 1
    unsafe values[index].store(next, ordering: .relaxed)
  }
}
