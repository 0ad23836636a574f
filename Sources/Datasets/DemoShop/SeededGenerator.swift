import RealModule

/// Random numbers that are the same for the same seed and stream, on every run.
///
/// xoshiro256**, seeded through SplitMix64: Blackman and Vigna, *Scrambled linear pseudorandom
/// number generators*, ACM TOMS 47 (2021). Each part of the shop draws from a stream of its own,
/// so that a change in one part leaves the others as they were.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64, stream: UInt64) {
    var mixer = SplitMix64(state: seed &+ stream &* 0xD134_2543_DE82_EF95)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  mutating func next() -> UInt64 {
    let result = Self.rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotate(state.3, by: 45)
    return result
  }

  private static func rotate(_ value: UInt64, by count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}

extension SeededGenerator {
  /// Uniform in [0, 1), with 53 random bits.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// Uniform in 0..<count.
  mutating func index(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  mutating func pick<T>(_ elements: [T]) -> T { elements[index(below: elements.count)] }

  /// Standard normal: Box and Muller's transform, one of its pair.
  mutating func normal() -> Double {
    let radius = Double.sqrt(-2 * Double.log(1 - uniform()))
    return radius * Double.cos(2 * Double.pi * uniform())
  }

  /// Standard Gumbel: the largest of utility + Gumbel is a draw from the multinomial logit.
  mutating func gumbel() -> Double {
    -Double.log(-Double.log((Double(next() >> 12) + 0.5) * 0x1p-52))
  }

  /// Poisson with the given mean: by counting below 30, rounded from a normal above.
  mutating func poisson(_ mean: Double) -> Int {
    guard mean < 30 else { return max(0, Int((mean + Double.sqrt(mean) * normal()).rounded())) }
    let limit = Double.exp(-mean)
    var product = uniform()
    var count = 0
    while product > limit {
      product *= uniform()
      count += 1
    }
    return count
  }

  /// An index drawn in proportion to the weights whose running sums are given. O(log count).
  mutating func index(cumulative sums: [Double]) -> Int {
    let target = uniform() * sums[sums.count - 1]
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// An index drawn from the multinomial logit of the given utilities.
  mutating func index(logits: [Double]) -> Int {
    let highest = logits.max() ?? 0
    var sums = logits
    var total = 0.0
    for index in logits.indices {
      total += Double.exp(logits[index] - highest)
      sums[index] = total
    }
    return index(cumulative: sums)
  }
}

/// Spreads a small seed over 64 bits: Steele, Lea, Flood, OOPSLA 2014.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
