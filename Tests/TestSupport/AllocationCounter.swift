import CAllocationCounter

/// What a thread has asked of malloc: Swift's objects and buffers, and everything of C's.
package enum AllocationCounter {
  /// Unoptimised code allocates for values whose type it does not know, so that a count of it says
  /// nothing about what is shipped.
  package static let isMeaningful = !_isDebugAssertConfiguration()

  /// How many allocations the calling thread has made since it began.
  package static var ofThisThread: Int { Int(allocation_count()) }

  /// How many allocations `body` makes on this thread.
  package static func count(_ body: () throws -> Void) rethrows -> Int {
    let before = ofThisThread
    try body()
    return ofThisThread - before
  }
}
