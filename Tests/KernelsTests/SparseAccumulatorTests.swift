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
    var best = TopK()
    best.reset(k: 2)
    sum.moveBest(to: &best) { $0 != 3 }
    best.sort()
    #expect((0..<best.count).map { best[$0].index } == [0, 4])
    #expect((0..<5).allSatisfy { sum[$0] == 0 })
  }

  @Test func `products that are not above 0 are skipped`() {
    var sum = SparseAccumulator()
    sum.prepare(count: 2)
    sum.add(([0, 0, 0, 1] as [UInt32]).span, ([0, -1, .nan, 1] as [Float]).span, times: 1)
    #expect(sum[0] == 0)
    #expect(sum[1] == 1)
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
    var best = TopK()
    best.reset(k: 100)
    sum.moveBest(to: &best) { _ in true }
    #expect(best.count == 64)
  }

  @Test func `a visit sees only what is not 0`() {
    var sum = SparseAccumulator()
    sum.prepare(count: 4)
    sum[2] = 7
    var seen: [[Float]] = []
    sum.visit(([1, 2, 3] as [UInt32]).span, ([4, 5, 6] as [Float]).span) { seen.append([$0, $1]) }
    #expect(seen == [[7, 5]])
  }
}
