/// What is wrong with bytes that should be text.
package enum TextFault: Equatable, Sendable {
  case zeroByte
  case notUTF8
}

extension RawSpan {
  /// The first fault of the bytes as text: well-formed UTF-8 without zero bytes has none.
  ///
  /// Overlong forms, surrogates and code points beyond U+10FFFF are faults: The Unicode Standard,
  /// version 15, table 3-7.
  package var textFault: TextFault? {
    var offset = 0
    while offset < byteCount {
      // Eight at a time while all are ASCII; the subtraction finds zero bytes.
      if offset + 8 <= byteCount {
        let word = loadLittleEndian(at: offset, as: UInt64.self)
        let high: UInt64 = 0x8080_8080_8080_8080
        if word & high == 0, (word &- 0x0101_0101_0101_0101) & high == 0 {
          offset += 8
          continue
        }
      }
      let lead = loadLittleEndian(at: offset, as: UInt8.self)
      if lead == 0 { return .zeroByte }
      if lead < 0x80 {
        offset += 1
        continue
      }
      guard let size = sequenceSize(at: offset, lead: lead) else { return .notUTF8 }
      offset += size
    }
    return nil
  }

  /// How many bytes the well-formed sequence that begins with `lead` has.
  private func sequenceSize(at offset: Int, lead: UInt8) -> Int? {
    let size: Int
    // The second byte's range is narrower after these leads; table 3-7.
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: size = 2
    case 0xE0: (size, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: size = 3
    case 0xED: (size, second) = (3, 0x80...0x9F)
    case 0xF0: (size, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: size = 4
    case 0xF4: (size, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard offset + size <= byteCount,
      second.contains(loadLittleEndian(at: offset + 1))
    else { return nil }
    for position in offset + 2..<max(offset + size, offset + 2) {
      let byte = loadLittleEndian(at: position, as: UInt8.self)
      guard byte & 0xC0 == 0x80 else { return nil }
    }
    return size
  }
}
