import Kernels
import Testing

/// Sets of elements with a code: every length, so that the last word and the last vector are partial.
@Suite struct CodeSetsTests {
  @Test func `elements with the code join those that are there`() {
    for count in 0...200 {
      let codes = (0..<count).map { $0 % 7 == 3 ? UInt32.max : UInt32($0 % 5) }
      let before = (0..<(count + 63) / 64).map { UInt64($0 + 1) &* 0x9E37_79B9_7F4A_7C15 }
      for code in [0, 4, UInt32.max] {
        var words = before
        var span = words.mutableSpan
        insert(where: codes.span, are: code, into: &span)
        for i in 0..<words.count * 64 {
          let was = before[i / 64] >> UInt64(i % 64) & 1 == 1
          let expected = was || i < count && codes[i] == code
          #expect((words[i / 64] >> UInt64(i % 64) & 1 == 1) == expected)
        }
      }
    }
  }
}
