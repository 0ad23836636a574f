import Expressions
import Glibc
import Recommendation
import Synchronization
import Testing

/// A call allocates nothing once its scratch and its answer have grown.
///
/// Serialized: the counter is one for the process, and counts a thread at a time.
@Suite(.serialized) struct AllocationTests {
  @Test(arguments: RankingModel.allCases)
  func `recommend allocates nothing after the first calls`(model: RankingModel) throws {
    let parity = try Parity(count: 25)
    defer { extendLifetime(parity) }
    let filters = [Filter.all, try parity.odd()]
    try withRecommender(irregular()) { recommender throws in
      let scratch = RankingScratch()
      var ranking = Ranking()
      var query = RankingQuery()
      query.model = model
      query.recent = [3, 8]
      query.excluded = [4]
      query.wantsReasons = true
      query.limit = 25
      func askForAll() {
        for filter in filters {
          for user in 0..<recommender.userCount {
            query.user = user
            recommender.recommend(query, accepts: filter, scratch: scratch, into: &ranking)
          }
        }
      }
      askForAll()
      let count = try AllocationCounter.count(askForAll)
      #expect(count == 0)
    }
  }

  @Test func `similar items allocate nothing after the first calls`() throws {
    try withRecommender(irregular()) { recommender throws in
      let scratch = RankingScratch()
      var ranking = Ranking()
      let excluded: [Int32] = [4]
      func askForAll() {
        for item in 0..<recommender.itemCount {
          recommender.similarItems(
            to: item, limit: 20, accepts: .all, excluded: excluded, scratch: scratch,
            into: &ranking)
        }
      }
      askForAll()
      let count = try AllocationCounter.count(askForAll)
      #expect(count == 0)
    }
  }

  @Test func `the counter sees an allocation`() throws {
    var kept: [[Int]] = []
    kept.reserveCapacity(10)
    let count = try AllocationCounter.count {
      for size in 1...3 { kept.append([Int](repeating: size, count: size)) }
    }
    #expect(count == 3)
  }
}

/// Counts the objects and buffers that the Swift runtime allocates on the calling thread, through the
/// hook that it has for instruments.
enum AllocationCounter {
  private typealias Allocate =
    @convention(c) (
      UnsafeRawPointer?, Int, Int
    ) -> UnsafeMutableRawPointer?

  struct HookIsAbsent: Error {}

  private static let counted = Atomic<Int>(0)
  private static let thread = Atomic<UInt>(0)
  private nonisolated(unsafe) static var allocate: Allocate?

  /// Not reentrant, and for one thread at a time.
  static func count(_ body: () throws -> Void) throws -> Int {
    // Safe: both are variables of the runtime of the types given here: a pointer to a function whose
    // three word-sized arguments and result lie in the same registers in C, and an atomic flag.
    guard let hook = unsafe dlsym(nil, "_swift_allocObject"),
      let flag = unsafe dlsym(
        nil, "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly")
    else { throw HookIsAbsent() }
    let function = unsafe hook.assumingMemoryBound(to: Allocate.self)
    let original = unsafe function.pointee
    unsafe allocate = original
    counted.store(0, ordering: .relaxed)
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    unsafe function.pointee = { type, size, alignment in
      if AllocationCounter.thread.load(ordering: .relaxed) == UInt(pthread_self()) {
        AllocationCounter.counted.wrappingAdd(1, ordering: .relaxed)
      }
      return unsafe AllocationCounter.allocate?(type, size, alignment)
    }
    unsafe flag.storeBytes(of: true, as: Bool.self)
    defer {
      unsafe flag.storeBytes(of: false, as: Bool.self)
      thread.store(0, ordering: .relaxed)
      unsafe function.pointee = original
    }
    try body()
    return counted.load(ordering: .relaxed)
  }
}
