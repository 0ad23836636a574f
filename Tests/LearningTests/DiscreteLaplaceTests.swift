import Learning
import Platform
import Testing

/// The noise of released counts has the distribution that its privacy rests on, exactly. Every stream of
/// random bits here has a fixed key, so a bound holds always or never.
@Suite struct DiscreteLaplaceTests {
  static let parameters: [(numerator: UInt64, denominator: UInt64)] = [
    (1, 2), (1, 10), (3, 1), (693_147, 1_000_000), (10, 1),
  ]

  private func samples(_ noise: DiscreteLaplace, _ count: Int) -> [Int] {
    let key = Array("noise".utf8)
    // Safe: an array of bytes has no padding.
    var random = KeyedRandom(key: HMACKey(unsafe key.span.bytes), seed: [1])
    return (0..<count).map { _ in noise.sample(using: &random) }
  }

  /// χ² of samples over the values −k…k that are expected at least 50 times, and the rest as one.
  private func chiSquare(_ samples: [Int], _ expected: DiscreteLaplace) -> (Double, degrees: Int) {
    let count = Double(samples.count)
    var limit = 0
    while expected.probability(of: limit + 1) * count >= 50 { limit += 1 }
    var observed = [Int](repeating: 0, count: 2 * limit + 2)
    for sample in samples {
      observed[sample.magnitude <= UInt(limit) ? sample + limit : 2 * limit + 1] += 1
    }
    var probabilities = (-limit...limit).map { expected.probability(of: $0) }
    probabilities.append(1 - probabilities.reduce(0, +))
    let sum = zip(observed, probabilities).reduce(0.0) { sum, pair in
      let difference = Double(pair.0) - count * pair.1
      // Of the rest, too little may be expected to divide by.
      return sum + difference * difference / max(count * pair.1, 5)
    }
    return (sum, 2 * limit + 1)
  }

  @Test(arguments: parameters)
  func `samples are distributed as the formula says`(
    parameter: (numerator: UInt64, denominator: UInt64)
  ) {
    let noise = DiscreteLaplace(epsilon: parameter.numerator, over: parameter.denominator)
    let (sum, degrees) = chiSquare(samples(noise, 200_000), noise)
    // Mean and variance of χ² are n and 2n: four deviations above.
    #expect(sum < Double(degrees) + 4 * (2 * Double(degrees)).squareRoot())
  }

  @Test func `the same bound refuses an epsilon that is 3 % off`() {
    let found = samples(DiscreteLaplace(epsilon: 50, over: 100), 200_000)
    let (sum, degrees) = chiSquare(found, DiscreteLaplace(epsilon: 515, over: 1000))
    #expect(sum > Double(degrees) + 4 * (2 * Double(degrees)).squareRoot())
  }

  @Test(arguments: parameters)
  func `mean, sign and variance are those of the formula`(
    parameter: (numerator: UInt64, denominator: UInt64)
  ) {
    let noise = DiscreteLaplace(epsilon: parameter.numerator, over: parameter.denominator)
    let count = 200_000
    let found = samples(noise, count)
    let mean = found.reduce(0.0) { $0 + Double($1) } / Double(count)
    let square = found.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
    #expect(abs(mean) < 4 * (noise.variance / Double(count)).squareRoot())
    // Rare large values carry the variance where nearly all samples are 0.
    let isRare = noise.variance < 0.01
    #expect(abs(square / noise.variance - 1) < (isRare ? 0.5 : 0.05))
    let above = found.count { $0 > 0 }
    let below = found.count { $0 < 0 }
    #expect(abs(Double(above - below)) < 4 * Double(above + below).squareRoot() + 1)
  }

  @Test(arguments: parameters)
  func `probabilities add up to 1, fall by exp(epsilon) a step, and the interval is the smallest`(
    parameter: (numerator: UInt64, denominator: UInt64)
  ) {
    let noise = DiscreteLaplace(epsilon: parameter.numerator, over: parameter.denominator)
    func covered(_ half: Int) -> Double {
      half < 0 ? 0 : (-half...half).reduce(0) { $0 + noise.probability(of: $1) }
    }
    #expect(abs(covered(2000) - 1) < 1e-9)
    let ratio = noise.probability(of: 3) / noise.probability(of: 4)
    #expect(abs(ratio / (noise.probability(of: 0) / noise.probability(of: 1)) - 1) < 1e-9)
    #expect(noise.probability(of: -5) == noise.probability(of: 5))
    let half = noise.halfWidth(covering: 0.95)
    #expect(covered(half) >= 0.95 - 1e-12)
    #expect(covered(half - 1) < 0.95)
  }

  @Test func `the same key and seed give the same noise, others do not`() {
    let noise = DiscreteLaplace(epsilon: 1, over: 100)
    func draw(_ key: String, _ seed: UInt8) -> [Int] {
      let bytes = Array(key.utf8)
      // Safe: an array of bytes has no padding.
      var random = KeyedRandom(key: HMACKey(unsafe bytes.span.bytes), seed: [seed])
      return (0..<20).map { _ in noise.sample(using: &random) }
    }
    #expect(draw("a", 1) == draw("a", 1))
    #expect(draw("a", 1) != draw("a", 2))
    #expect(draw("a", 1) != draw("b", 1))
  }

  @Test func `the noise of a system's generator is no constant`() {
    var random = SystemRandomNumberGenerator()
    let noise = DiscreteLaplace(epsilon: 1, over: 1_000_000)
    #expect(Set((0..<20).map { _ in noise.sample(using: &random) }).count > 10)
  }
}
