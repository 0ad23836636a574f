package import Learning

/// How much an answer may tell about any one shopper: in steps of a millionth, so that noise and charge are
/// of the same exact number.
package struct Epsilon: Hashable, Sendable {
  /// 1...10,000,000.
  package let micros: UInt32

  package static let accepted = "above 0 and at most 10, in steps of 0.000001"

  /// Rounded down to a step.
  ///
  /// - Throws: for zero, less, more than 10, and what is no number.
  package init(_ value: Double) throws(PrivacyRefusal) {
    // NaN compares with nothing, so it is refused too.
    guard value >= 1e-6, value <= 10 else { throw .badEpsilon(value) }
    // 0.3 is a little less than 0.3 in binary; a step that is missed by so little is meant.
    micros = UInt32((value * 1e6 + 1e-4).rounded(.down))
  }

  init?(micros: UInt32) {
    guard (1...10_000_000).contains(micros) else { return nil }
    self.micros = micros
  }

  /// The `count`-th part, so that as many together cost no more than the whole.
  ///
  /// - Throws: when that would be below a step.
  package func divided(by count: Int) throws(PrivacyRefusal) -> Epsilon {
    guard count > 0, let part = UInt32(exactly: Int(micros) / count).flatMap(Epsilon.init(micros:))
    else { throw .badEpsilon(value / Double(count)) }
    return part
  }

  package var value: Double { Double(micros) / 1e6 }

  package var noise: DiscreteLaplace { DiscreteLaplace(epsilon: UInt64(micros), over: 1_000_000) }
}
