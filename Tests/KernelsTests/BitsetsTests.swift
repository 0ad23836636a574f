import Kernels
import Testing

/// Sets as bits: every length, so that the last word and the last vector are partial in every way.
@Suite struct BitsetsTests {
  private func values(_ count: Int) -> [Float] {
    (0..<count).map { $0 % 7 == 3 ? .nan : Float($0 % 11) - 5 }
  }

  @Test func `a range keeps those inside, ends included, and no NaN`() {
    for count in 0...200 {
      let x = values(count)
      var words = [UInt64](repeating: .max, count: (count + 63) / 64)
      var span = words.mutableSpan
      keep(from: -2, through: 3, of: x.span, in: &span)
      for i in 0..<words.count * 64 where i < count {
        #expect((words[i / 64] >> UInt64(i % 64) & 1 == 1) == (x[i] >= -2 && x[i] <= 3))
      }
    }
  }

  @Test func `words that are empty stay so, and bits that are off stay off`() {
    let x = values(256)
    var words: [UInt64] = [0, 0b1010, .max, 0]
    var span = words.mutableSpan
    keep(from: -.infinity, through: .infinity, of: x.span, in: &span)
    #expect(words[0] == 0 && words[3] == 0)
    #expect(words[1] & ~0b1010 == 0)
    #expect(words[2] != .max && words[2] != 0)
  }

  @Test func `common elements are counted`() {
    for count in 0...9 {
      let left = (0..<count).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
      let right = (0..<count).map { UInt64($0) &* 0xBF58_476D_1CE4_E5B9 }
      let expected = zip(left, right).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
      #expect(commonCount(left.span, right.span) == expected)
    }
  }

  @Test func `halves are added where they belong, subnormal ones too`() {
    for count in 0...40 {
      let halves = (0..<count).map {
        $0 % 5 == 0 ? Float16.leastNonzeroMagnitude : Float16($0) / 64
      }
      let places = (0..<count).map { UInt32($0 * 3 % 50) }
      var sums = [Float](repeating: 1, count: 45)
      var expected = sums
      for (half, place) in zip(halves, places) where place < 45 {
        expected[Int(place)] += 0.5 * Float(half)
      }
      var span = sums.mutableSpan
      add(halves.span, at: places.span, times: 0.5, to: &span)
      #expect(sums == expected)
    }
  }

  @Test func `standardised numbers are cut, and NaN adds nothing`() {
    for count in 0...40 {
      let x = values(count)
      var sums = [Float](repeating: 1, count: count)
      var span = sums.mutableSpan
      addStandardised(x.span, mean: 1, scale: 2, limit: 4, times: 0.5, to: &span)
      for i in 0..<count {
        let z = x[i].isNaN ? 0 : min(4, max(-4, (x[i] - 1) * 2))
        #expect(sums[i] == 1 + 0.5 * z)
      }
    }
  }
}
