import Kernels
import Testing

/// The accumulator sums like a dense vector and remembers each index once.
@Suite struct SparseAccumulatorTests {
  @Test func `it sums rows and remembers what it touched`() {
    var sum = SparseAccumulator()
    sum.prepare(count: 5)
    sum.add(([0, 3] as [UInt32]).span, ([1, 2] as [Float]).span, times: 2)
    sum.add(([3, 4] as [UInt32]).span, ([1, 1] as [Float]).span, times: 1)
    #expect((0..<5).map { sum[$0] } == [2, 0, 0, 5, 1])
    #expect((0..<sum.touchedCount).map(sum.touched) == [0, 3, 4])
  }

  @Test func `products that are not above 0 are skipped`() {
    var sum = SparseAccumulator()
    sum.prepare(count: 2)
    sum.add(([0, 0, 0, 1] as [UInt32]).span, ([0, -1, .nan, 1] as [Float]).span, times: 1)
    #expect(sum[0] == 0)
    #expect(sum.touchedCount == 1)
  }

  @Test func `an index out of range counts for the last`() {
    var sum = SparseAccumulator()
    sum.prepare(count: 3)
    sum.add(([7, .max] as [UInt32]).span, ([1, 1] as [Float]).span, times: 1)
    #expect(sum[2] == 2)
  }

  @Test func `every index can be touched`() {
    var sum = SparseAccumulator()
    sum.prepare(count: 64)
    let indices = (0..<64).map { UInt32($0) }
    for _ in 0..<3 { sum.add(indices.span, [Float](repeating: 1, count: 64).span, times: 1) }
    #expect(sum.touchedCount == 64)
  }
}
