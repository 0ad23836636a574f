import Kernels
import Testing

/// The vector loops equal their definition at every length, so at every tail of every width.
@Suite struct VectorsTests {
  @Test func `dot equals its definition at every length`() {
    for count in 0...200 {
      let x = (0..<count).map { Float($0 % 7) - 3 }
      let y = (0..<count).map { Float($0 % 5) - 2 }
      // Small integers: every sum is exact, in whichever order.
      #expect(dot(x.span, y.span) == zip(x, y).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }

  @Test func `add equals its definition at every length`() {
    for count in 0...200 {
      let x = (0..<count).map { Float($0 % 7) - 3 }
      var y = (0..<count).map { Float($0 % 5) - 2 }
      let expected = zip(x, y).map { $1 + 3 * $0 }
      var span = y.mutableSpan
      add(x.span, times: 3, to: &span)
      #expect(y == expected)
    }
  }

  @Test func `the instruction set has a name`() {
    #expect(["avx512f", "avx2+fma", "portable"].contains(instructionSet))
  }
}
