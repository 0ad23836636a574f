// Numbers straight from the bytes of a field: no String, no locale, no surrounding spaces.

extension ByteView {
  /// A whole number with an optional sign; nil for anything else, or when it does not fit.
  package var integer: Int64? {
    let bytes = bytes
    var offset = 0
    var isNegative = false
    if count > 0 {
      let first: UInt8 = bytes.loadLittleEndian(at: 0)
      if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        isNegative = first == UInt8(ascii: "-")
        offset = 1
      }
    }
    guard offset < count else { return nil }
    // Built below zero, because Int64.min has no positive twin.
    var value: Int64 = 0
    while offset < count {
      guard let digit = bytes.digit(at: offset) else { return nil }
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = product.subtractingReportingOverflow(Int64(digit))
      if tooLarge || isOver { return nil }
      value = sum
      offset += 1
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// A finite decimal, correctly rounded; nil for anything else, also for `nan` and `inf`.
  ///
  /// Up to 2^53 with at most 22 places it is one exact division: Clinger, *How to read floating
  /// point numbers accurately*, PLDI 1990, section 1. The rest goes through the standard library.
  package var decimal: Double? {
    let bytes = bytes
    var offset = 0
    var isNegative = false
    if count > 0 {
      let first: UInt8 = bytes.loadLittleEndian(at: 0)
      if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        isNegative = first == UInt8(ascii: "-")
        offset = 1
      }
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var places = 0
    var isFraction = false
    while offset < count {
      if let digit = bytes.digit(at: offset) {
        digits += 1
        // 18 digits always fit; more are left to the slow road.
        if digits > 18 { return slowDecimal }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if isFraction { places += 1 }
      } else if bytes.loadLittleEndian(at: offset) == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        return slowDecimal
      }
      offset += 1
    }
    guard digits > 0 else { return nil }
    guard mantissa <= 1 << 53 else { return slowDecimal }
    let value = Double(mantissa) / powersOfTen[places]
    return isNegative ? -value : value
  }

  /// Exponents and long mantissas. Letters other than e are refused here, since `Double` would
  /// take `nan`, `infinity` and hexadecimal.
  private var slowDecimal: Double? {
    let text = string
    let allowed = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "+")
    }
    guard allowed, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}

extension RawSpan {
  /// The value of an ASCII digit, or nil.
  @inline(__always)
  package func digit(at offset: Int) -> UInt8? {
    let value = loadLittleEndian(at: offset, as: UInt8.self) &- UInt8(ascii: "0")
    return value < 10 ? value : nil
  }
}

/// 10^0 … 10^18, each exact.
private let powersOfTen: [Double] = {
  var powers = [1.0]
  for _ in 0..<18 { powers.append((powers.last ?? 1) * 10) }
  return powers
}()
