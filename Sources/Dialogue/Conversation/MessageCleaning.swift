import Bytes

/// Takes out of a message what a person does not see but a log, a terminal or a page obeys: control
/// characters, and the marks that turn writing around (Unicode Standard Annex 9).
///
/// Each is overwritten with as many spaces as it has bytes, so that places in the message stay what
/// they are.
package enum MessageCleaning {
  /// - Returns: whether there was something to take out
  package static func clean(_ message: RawSpan, into cleaned: inout [UInt8]) -> Bool {
    cleaned.removeAll(keepingCapacity: true)
    for offset in 0..<message.byteCount {
      cleaned.append(message.loadLittleEndian(at: offset, as: UInt8.self))
    }
    var hasUnwanted = false
    var offset = 0
    while offset < cleaned.count {
      let (scalar, length) = scalar(in: cleaned, at: offset)
      if isUnwanted(scalar) {
        hasUnwanted = hasUnwanted || !isSpace(scalar)
        for place in offset..<offset + length { cleaned[place] = 0x20 }
      }
      offset += length
    }
    return hasUnwanted
  }

  package static func isUnwanted(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x20, 0x7F...0x9F: true
    // Zero width space, left-to-right and right-to-left marks; joiners stay, since emoji need them.
    case 0x200B, 0x200E, 0x200F, 0x061C: true
    // Line and paragraph separators, embeddings, overrides, isolates, invisible operators.
    case 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    // Language tags.
    case 0xE0000...0xE007F: true
    default: false
    }
  }

  /// Line breaks and tabs are written by everybody.
  private static func isSpace(_ scalar: UInt32) -> Bool { (0x09...0x0D).contains(scalar) }

  /// The scalar that begins at a place of UTF-8; a byte that begins none stands for itself.
  private static func scalar(in bytes: [UInt8], at offset: Int) -> (scalar: UInt32, length: Int) {
    let first = bytes[offset]
    let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 1, offset + length <= bytes.count else {
      return (first < 0x80 ? UInt32(first) : 0xFFFD, 1)
    }
    var scalar = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for place in offset + 1..<offset + length { scalar = scalar << 6 | UInt32(bytes[place] & 0x3F) }
    return (scalar, length)
  }
}
