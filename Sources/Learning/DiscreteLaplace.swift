import RealModule

/// Noise for counts that are told with differential privacy: the two-sided geometric distribution,
///
///     P(X = x) = (1 − a) / (1 + a) · a^|x|,  a = exp(−epsilon)
///
/// Adding it to a count that one shopper changes by at most 1 makes every answer at most exp(epsilon)
/// times as probable with the shopper as without (epsilon-differential privacy).
///
/// It is sampled exactly, from whole numbers alone: noise that is computed in floating point has gaps
/// from which the count can be read (Mironov, *On significance of the least significant bits for
/// differential privacy*, CCS 2012). Source: Canonne, Kamath, Steinke, *The Discrete Gaussian for
/// Differential Privacy*, NeurIPS 2020, algorithms 1 and 2. How long a sample takes depends on the noise,
/// not on the count.
package struct DiscreteLaplace: Sendable, Equatable {
  /// epsilon = numerator / denominator, in lowest terms.
  package let numerator: UInt64
  package let denominator: UInt64

  /// - Precondition: both are in 1...2³¹.
  package init(epsilon numerator: UInt64, over denominator: UInt64) {
    let accepted: ClosedRange<UInt64> = 1...(1 << 31)
    precondition(accepted.contains(numerator) && accepted.contains(denominator))
    var (larger, smaller) = (numerator, denominator)
    while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
    self.numerator = numerator / larger
    self.denominator = denominator / larger
  }

  package var epsilon: Double { Double(numerator) / Double(denominator) }

  /// Algorithm 2 with s = numerator, t = denominator. A few dozen random words.
  package func sample(using random: inout some RandomNumberGenerator) -> Int {
    while true {
      let remainder = random.uniform(below: denominator)
      guard random.happens(exp: remainder, over: denominator) else { continue }
      var quotient: UInt64 = 0
      while random.happens(exp: 1, over: 1) { quotient += 1 }
      let magnitude = (remainder + denominator * quotient) / numerator
      let isNegative = random.next() & 1 == 1
      // Zero has one sign.
      if isNegative && magnitude == 0 { continue }
      return isNegative ? -Int(magnitude) : Int(magnitude)
    }
  }

  package func probability(of x: Int) -> Double {
    let a = Double.exp(-epsilon)
    return (1 - a) / (1 + a) * Double.pow(a, Double(x.magnitude))
  }

  /// 2a / (1 − a)².
  package var variance: Double {
    let a = Double.exp(-epsilon)
    return 2 * a / ((1 - a) * (1 - a))
  }

  /// The smallest h with P(|X| ≤ h) ≥ `share`; P(|X| > h) is 2 a^(h + 1) / (1 + a).
  package func halfWidth(covering share: Double) -> Int {
    let a = Double.exp(-epsilon)
    let tail = Double.log((1 - share) * (1 + a) / 2) / -epsilon
    return max(0, Int((tail - 1).rounded(.up)))
  }
}

extension RandomNumberGenerator {
  /// Uniform in 0..<count, by rejection: without the small bias of a remainder.
  fileprivate mutating func uniform(below count: UInt64) -> UInt64 {
    let excess = (UInt64.max % count + 1) % count
    while true {
      let word = next()
      if word <= UInt64.max - excess { return word % count }
    }
  }

  /// True with probability exp(−numerator / denominator), of a ratio in 0...1. Algorithm 1: the parity of
  /// the length of a run of events with probabilities γ/1, γ/2, γ/3, …
  ///
  /// - Precondition: numerator ≤ denominator ≤ 2³¹.
  fileprivate mutating func happens(exp numerator: UInt64, over denominator: UInt64) -> Bool {
    var k: UInt64 = 1
    // A run of 2³² has a probability below 1 / (2³²)!, so the product does not overflow.
    while uniform(below: denominator * k) < numerator { k += 1 }
    return k % 2 == 1
  }
}
