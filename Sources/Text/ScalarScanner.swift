import Bytes

/// The Unicode scalars of bytes, and where each lies; what is no UTF-8 comes as U+FFFD.
///
/// Overlong forms, surrogates and code points beyond U+10FFFF are no UTF-8, and one U+FFFD stands for a
/// maximal part of a sequence: The Unicode Standard, version 15, table 3-7 and section 3.9.
struct ScalarScanner: ~Escapable {
  struct Scalar {
    let value: UInt32
    /// Bytes.
    let start: UInt32
    let end: UInt32
  }

  private let bytes: RawSpan
  private var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  @inline(__always)
  mutating func next() -> Scalar? {
    guard offset < bytes.byteCount else { return nil }
    let start = offset
    let lead: UInt8 = bytes.loadLittleEndian(at: start)
    offset += 1
    let value = lead < 0x80 ? UInt32(lead) : rest(of: lead)
    return Scalar(
      value: value, start: UInt32(truncatingIfNeeded: start),
      end: UInt32(truncatingIfNeeded: offset)
    )
  }

  /// Moves behind the sequence, or behind as much of it as could be one.
  private mutating func rest(of lead: UInt8) -> UInt32 {
    var range: ClosedRange<UInt8> = 0x80...0xBF
    var count: Int
    var value: UInt32
    switch lead {
    case 0xC2...0xDF: (count, value) = (1, UInt32(lead & 0x1F))
    case 0xE0: (count, value, range) = (2, 0, 0xA0...0xBF)
    case 0xED: (count, value, range) = (2, 0xD, 0x80...0x9F)
    case 0xE1...0xEF: (count, value) = (2, UInt32(lead & 0xF))
    case 0xF0: (count, value, range) = (3, 0, 0x90...0xBF)
    case 0xF1...0xF3: (count, value) = (3, UInt32(lead & 7))
    case 0xF4: (count, value, range) = (3, 4, 0x80...0x8F)
    default: return 0xFFFD
    }
    while count > 0 {
      guard offset < bytes.byteCount else { return 0xFFFD }
      let byte: UInt8 = bytes.loadLittleEndian(at: offset)
      guard range.contains(byte) else { return 0xFFFD }
      value = value << 6 | UInt32(byte & 0x3F)
      range = 0x80...0xBF
      offset += 1
      count -= 1
    }
    return value
  }
}
