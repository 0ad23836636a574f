import Kernels
import Testing

@Suite struct SignedBytesTests {
  @Test(arguments: [0, 1, 7, 8, 15, 16, 31, 33, 80])
  func `rows of bytes are added by their scale, from an offset, and nowhere else`(count: Int) {
    let bytes = (0..<count).map { Int8(truncatingIfNeeded: $0 * 37 - 128) }
    var sums = [Float](repeating: 1, count: count + 5)
    var span = sums.mutableSpan
    add(bytes.span, times: 0.5, to: &span, from: 3)
    for index in sums.indices {
      let isInside = (3..<3 + count).contains(index)
      #expect(sums[index] == (isInside ? 1 + 0.5 * Float(bytes[index - 3]) : 1))
    }
  }
}
