// Canonical decompositions are in the standard library, but not yet in its public interface.
@_spi(_Unicode) import Swift

/// What BERT's normaliser and its split into words make of each Unicode scalar, as a table.
///
/// A scalar is dropped, ends a word, stands alone, or is kept as itself or as another; Hangul
/// syllables and a few others are kept as several. The table is made once, so that a text is folded
/// without allocating.
///
/// The rules are those of `BertNormalizer` and `BertPreTokenizer` in Hugging Face's tokenizers:
/// control characters are dropped, white space separates, Chinese characters stand alone, marks are
/// stripped after canonical decomposition, letters become lower case, and punctuation stands alone.
package struct ScalarFolding: Sendable {
  package struct Rules: Equatable, Hashable, Sendable {
    package var lowercases: Bool
    package var stripsAccents: Bool
    package var splitsChinese: Bool

    package init(lowercases: Bool = true, stripsAccents: Bool = true, splitsChinese: Bool = true) {
      self.lowercases = lowercases
      self.stripsAccents = stripsAccents
      self.splitsChinese = splitsChinese
    }
  }

  enum Kind: UInt32 { case kept, dropped, space, alone, several }

  /// An entry: bits 0..<21 the scalar that is put in place, or where `expansions` has several; 21..<24
  /// the kind; 24 whether the scalar is kept as itself.
  private static let itself: UInt32 = 1 << 24

  /// Where each 256 scalars begin in `entries`; those that are alike share them.
  private let pages: [UInt32]
  private let entries: [UInt32]
  /// How many entries, and these.
  private let expansions: [UInt32]

  /// That of uncased models, which nearly all are.
  package static let uncased = ScalarFolding(rules: Rules())

  /// Some 50 ms; nearly every model shares ``uncased``, which a process makes once.
  package init(rules: Rules) {
    var builder = Builder(rules: rules)
    for page in 0..<UInt32(0x1100) { builder.addPage(page) }
    pages = builder.pages
    entries = builder.entries
    expansions = builder.expansions
  }

  /// Calls `body` with every scalar that is put in place of `scalar`, and its kind: kept, space or
  /// alone.
  @inline(__always)
  func fold(_ scalar: UInt32, _ body: (UInt32, Kind) -> Void) {
    let entry = entries[Int(pages[Int(scalar >> 8)] + scalar & 255)]
    let kind = Kind(rawValue: entry >> 21 & 7) ?? .dropped
    switch kind {
    case .dropped: return
    case .kept, .space, .alone:
      body(entry & Self.itself != 0 ? scalar : entry & 0x1F_FFFF, kind)
    case .several:
      let start = Int(entry & 0x1F_FFFF)
      for position in start + 1...start + Int(expansions[start]) {
        let part = expansions[position]
        body(part & 0x1F_FFFF, Kind(rawValue: part >> 21 & 7) ?? .kept)
      }
    }
  }

  private struct Builder {
    let rules: Rules
    var pages: [UInt32] = []
    var entries: [UInt32] = []
    var expansions: [UInt32] = []
    private var starts: [[UInt32]: UInt32] = [:]

    init(rules: Rules) { self.rules = rules }

    mutating func addPage(_ page: UInt32) {
      var content: [UInt32] = []
      content.reserveCapacity(256)
      for low in 0..<UInt32(256) { content.append(entry(page << 8 | low)) }
      if let start = starts[content] { return pages.append(start) }
      starts[content] = UInt32(entries.count)
      pages.append(UInt32(entries.count))
      entries += content
    }

    private mutating func entry(_ value: UInt32) -> UInt32 {
      if let entry = uniform(value) { return entry }
      // A surrogate is no scalar; no UTF-8 decodes to one.
      guard let scalar = Unicode.Scalar(value) else { return pack(.dropped) }
      switch scalar.properties.generalCategory {
      case .unassigned: return pack(.kept) | itself
      case .control:
        return ["\t", "\n", "\r"].contains(scalar) ? pack(.space, 0x20) : pack(.dropped)
      case .format, .privateUse, .surrogate: return pack(.dropped)
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: return pack(.space, 0x20)
      default: if value == 0xFFFD { return pack(.dropped) }
      }
      let folded = folded(scalar)
      if rules.splitsChinese, isChinese(value) {
        // Compatibility ideographs become those that they are compatible with.
        return folded == [value] ? pack(.alone) | itself : pack(.alone, folded[0])
      }
      guard folded.count == 1 else {
        if folded.isEmpty { return pack(.dropped) }
        let start = UInt32(expansions.count)
        expansions.append(UInt32(folded.count))
        for part in folded { expansions.append(pack(kind(of: part), part)) }
        return pack(.several, start)
      }
      return folded[0] == value
        ? pack(kind(of: value)) | itself : pack(kind(of: folded[0]), folded[0])
    }

    /// Of blocks whose scalars are all alike: the table is made in a tenth of the time.
    private func uniform(_ value: UInt32) -> UInt32? {
      switch value {
      case 0x3400...0x9FFF, 0x2_0000...0x2_F7FF:
        // Ideographs that are themselves, and a few symbols in between.
        return isChinese(value) && rules.splitsChinese ? pack(.alone) | itself : nil
      case 0xE000...0xF8FF: return pack(.dropped)
      // Ideographs that BERT does not know, and what is not assigned.
      case 0x3_0000...0xD_FFFF, 0xE_0200...0xE_FFFF: return pack(.kept) | itself
      // Planes of private use, which end in two scalars that are none.
      case 0xF_0000...: return pack(value & 0xFFFE == 0xFFFE ? .kept : .dropped) | itself
      default: return nil
      }
    }

    private func pack(_ kind: Kind, _ scalar: UInt32 = 0) -> UInt32 { kind.rawValue << 21 | scalar }

    private func kind(of value: UInt32) -> Kind {
      if value < 0x80 {
        switch value {
        case 0x20: return .space
        // ASCII symbols too: `$`, `+` and others count as punctuation.
        case 33...47, 58...64, 91...96, 123...126: return .alone
        default: return .kept
        }
      }
      guard let scalar = Unicode.Scalar(value) else { return .dropped }
      switch scalar.properties.generalCategory {
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation:
        return .alone
      default: return .kept
      }
    }

    private func folded(_ scalar: Unicode.Scalar) -> [UInt32] {
      var parts = [scalar]
      if rules.stripsAccents {
        parts = String(scalar)._nfd.filter { $0.properties.generalCategory != .nonspacingMark }
      }
      if rules.lowercases {
        parts = parts.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
      }
      return parts.map(\.value)
    }

    /// The blocks that BERT calls Chinese: its `_is_chinese_char`, with the gap that tokenizers has
    /// in front of U+2B920.
    private func isChinese(_ value: UInt32) -> Bool {
      switch value {
      case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x2_0000...0x2_A6DF, 0x2_A700...0x2_B73F,
        0x2_B740...0x2_B81F, 0x2_B920...0x2_CEAF, 0xF900...0xFAFF, 0x2_F800...0x2_FA1F:
        return true
      default: return false
      }
    }
  }
}
