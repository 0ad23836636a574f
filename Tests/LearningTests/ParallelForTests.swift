import Learning
import Testing

/// Results come in the order of their index, whatever the number of threads.
@Suite struct ParallelForTests {
  @Test(arguments: [1, 2, 3, 16])
  func `results are in order of index`(threads: Int) {
    for count in [0, 1, 2, 100] {
      #expect(
        parallelMap(count: count, threads: threads) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }
  }

  @Test func `blocks cover every index once`() {
    #expect(blocks(of: 0, size: 3).isEmpty)
    #expect(blocks(of: 7, size: 3) == [0..<3, 3..<6, 6..<7])
  }
}
