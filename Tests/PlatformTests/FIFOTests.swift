import Platform
import Testing

@Suite struct FIFOTests {
  private final class Tracked {}

  @Test func `what goes in comes out in order, however it is interleaved`() {
    var queue = FIFO<Int>()
    var (next, expected) = (0, 0)
    for round in 0..<2000 {
      for _ in 0..<(round * 7 % 5) {
        queue.append(next)
        next += 1
      }
      for _ in 0..<(round * 3 % 5) {
        guard let first = queue.popFirst() else { break }
        #expect(first == expected)
        expected += 1
      }
      #expect(queue.count == next - expected)
      #expect(queue.isEmpty == (next == expected))
    }
  }

  @Test func `what was taken is let go of`() {
    var queue = FIFO<Tracked>()
    weak var taken: Tracked?
    do {
      let element = Tracked()
      taken = element
      queue.append(element)
      queue.append(Tracked())
    }
    #expect(taken != nil)
    _ = queue.popFirst()
    #expect(taken == nil)
    #expect(queue.count == 1)
  }
}
