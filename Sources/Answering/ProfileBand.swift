/// A number in coarser form: between two round ones.
package struct ProfileBand: Equatable, Sendable {
  package let lower: Double
  package let upper: Double

  /// `nil` of what is no number.
  ///
  /// - Parameter isYear: a decade, both ends included; otherwise from one of 1, 2 and 5 times a power
  ///   of ten up to the next, that one excluded; below 0 the same mirrored, and 0 is 0...0
  package init?(around value: Double, isYear: Bool) {
    guard value.isFinite else { return nil }
    if isYear {
      lower = (value / 10).rounded(.down) * 10
      upper = lower + 9
      return
    }
    // Beyond these a band would have more digits than it hides.
    guard abs(value) >= 0.01 else {
      (lower, upper) = (value < 0 ? -0.01 : 0, value > 0 ? 0.01 : 0)
      return
    }
    guard abs(value) < 1e15 else { return nil }
    let (from, to) = Self.step(around: abs(value))
    (lower, upper) = value > 0 ? (from, to) : (-to, -from)
  }

  /// - Precondition: `value` is in 0.01..<1e15.
  private static func step(around value: Double) -> (Double, Double) {
    // In hundredths, so that every power of ten is a whole number.
    let hundredths = value * 100
    var power = 1.0
    while power * 10 <= hundredths { power *= 10 }
    let (from, to) =
      hundredths < 2 * power ? (1.0, 2.0) : hundredths < 5 * power ? (2, 5) : (5, 10)
    return (from * power / 100, to * power / 100)
  }
}

extension ProfileBand: CustomStringConvertible {
  /// `50...100`.
  package var description: String {
    lower == upper ? Self.text(lower) : "\(Self.text(lower))...\(Self.text(upper))"
  }

  private static func text(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}
