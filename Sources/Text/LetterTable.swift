// Canonical decompositions are in the standard library, but not yet in its public interface.
@_spi(_Unicode) import Swift

/// What a Unicode scalar is to a reader of messages, and what it is read as: full and half width, case,
/// accents of Latin letters and traditional Chinese are folded; controls and marks of direction vanish.
///
/// The table is made of the standard library's Unicode data, once (some 15 ms), so that a text is
/// folded without allocating.
package struct LetterTable: Sendable {
  enum Kind: UInt32 {
    /// Nothing: controls, bidirectional overrides, zero-width characters, tags.
    case nothing
    /// Belongs to what it follows: combining marks.
    case mark
    case space
    case letter
    case digit
    /// A word of its own: Chinese characters, hiragana.
    case ideograph
    case katakana
    /// Joins words and digits: `_`.
    case connector
    /// `'`, that may join letters.
    case apostrophe
    /// `.` and `,`, that may join digits.
    case point
    case punctuation
    case currency
    case emoji
    /// Half a flag.
    case regional
    /// Of a family or a profession: joins emoji.
    case joiner
    /// A skin tone, a variation selector, a keycap: belongs to an emoji before it.
    case modifier
  }

  /// An entry: bits 0..<21 the folded scalar, from 21 the kind.
  private let entries: [UInt32]
  /// Where each 256 scalars begin in `entries`; those that are alike share them.
  private let pages: [UInt32]

  package static let shared = LetterTable()

  private init() {
    let simplified = Self.simplified
    var entries: [UInt32] = []
    var pages: [UInt32] = []
    var starts: [[UInt32]: UInt32] = [:]
    for page in 0..<UInt32(0x1100) {
      var content: [UInt32] = []
      content.reserveCapacity(256)
      for low in 0..<UInt32(256) {
        let value = page << 8 | low
        let folded = Self.folded(value, simplified: simplified)
        content.append(Self.kind(of: value).rawValue << 21 | folded)
      }
      // Beyond the pages that fold to something else, most are alike but for the scalar itself.
      if let start = starts[content] {
        pages.append(start)
      } else {
        starts[content] = UInt32(entries.count)
        pages.append(UInt32(entries.count))
        entries += content
      }
    }
    self.entries = entries
    self.pages = pages
  }

  @inline(__always)
  func look(up scalar: UInt32) -> (folded: UInt32, kind: Kind) {
    let entry = entries[Int(pages[Int(scalar >> 8)] &+ (scalar & 255))]
    let folded = entry & 0x1F_FFFF
    return (folded == Self.itself ? scalar : folded, Kind(rawValue: entry >> 21) ?? .nothing)
  }

  /// Of scalars that fold to themselves, so that their pages are alike.
  private static let itself: UInt32 = 0x1F_FFFF

  private static var simplified: [UInt32: UInt32] {
    var table: [UInt32: UInt32] = [:]
    var traditional: UInt32?
    for scalar in HanFolding.pairs.unicodeScalars {
      if let key = traditional {
        table[key] = scalar.value
        traditional = nil
      } else {
        traditional = scalar.value
      }
    }
    return table
  }

  private static func folded(_ value: UInt32, simplified: [UInt32: UInt32]) -> UInt32 {
    var result = narrow(value)
    if let simple = simplified[result] { result = simple }
    if hasCase(result), let scalar = Unicode.Scalar(result) { result = lowered(scalar) }
    return result == value ? itself : result
  }

  /// Full-width ASCII and Chinese or typographic punctuation, as ASCII has it.
  private static func narrow(_ value: UInt32) -> UInt32 {
    switch value {
    case 0xFF01...0xFF5E: value - 0xFEE0
    case 0xFFE0: 0xA2
    case 0xFFE1: 0xA3
    case 0xFFE5: 0xA5
    case 0x2018, 0x2019, 0x201B, 0x02BC: 0x27
    case 0x201C, 0x201D, 0x201E, 0x300C...0x300F, 0xAB, 0xBB: 0x22
    case 0x2010...0x2015, 0x2212: 0x2D
    case 0x3001: 0x2C
    case 0x3002, 0xFF61: 0x2E
    case 0x3010, 0x3014: 0x28
    case 0x3011, 0x3015: 0x29
    default: value
    }
  }

  /// Whether case or accents may have to be folded: nothing from the ideographs on, but for a few
  /// scripts that no shop writes to.
  private static func hasCase(_ value: UInt32) -> Bool { value < 0x2E80 }

  private static func lowered(_ scalar: Unicode.Scalar) -> UInt32 {
    var result = scalar
    let parts = Array(String(scalar)._nfd)
    // Accents of Latin letters alone: those of others make other letters.
    if parts.count > 1, parts[0].value < 0x250,
      parts.dropFirst().allSatisfy({ $0.properties.generalCategory == .nonspacingMark })
    {
      result = parts[0]
    }
    let lower = result.properties.lowercaseMapping.unicodeScalars
    return (lower.first ?? result).value
  }

  private static func kind(of value: UInt32) -> Kind {
    // A surrogate is no scalar; no UTF-8 decodes to one.
    guard let scalar = Unicode.Scalar(value) else { return .nothing }
    switch value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: return .space
    case 0x200D: return .joiner
    case 0x20E3, 0xFE00...0xFE0F, 0x1_F3FB...0x1_F3FF, 0xE_0100...0xE_01EF: return .modifier
    case 0x1_F1E6...0x1_F1FF: return .regional
    case 0xFFFD: return .space
    case 0x5F: return .connector
    case 0x27, 0x2018, 0x2019, 0x02BC, 0xFF07: return .apostrophe
    case 0x2E, 0x2C, 0xFF0E: return .point
    case 0x3041...0x3096, 0x3005...0x3007: return .ideograph
    case 0x30A1...0x30FF, 0xFF66...0xFF9F: return .katakana
    default: break
    }
    // Planes without letters that anybody writes: what is there is for private use, or nothing.
    if value >= 0x4_0000 { return .nothing }
    let properties = scalar.properties
    if properties.isWhitespace { return .space }
    if properties.isIdeographic { return .ideograph }
    if value > 0xFF, properties.isEmoji, properties.isEmojiPresentation || value >= 0x1_F000 {
      return .emoji
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: return .nothing
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    case .decimalNumber: return .digit
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber, .otherNumber:
      return .letter
    case .currencySymbol: return .currency
    default: return value > 0xFF && properties.isEmoji ? .emoji : .punctuation
    }
  }
}
