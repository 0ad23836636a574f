package import Bytes

/// BERT's tokenizer: words of folded text, each cut into the longest pieces that the vocabulary has.
///
/// Devlin et al., *BERT*, NAACL 2019; pieces as in Wu et al., *Google's Neural Machine Translation
/// System*, arXiv:1609.08144, section 4.1, matched greedily. Equal to Hugging Face's tokenizers but for two
/// things: the text `[SEP]` is three words of a text like any other, and never a mark between texts; and
/// 509 scalars have another category, since the standard library knows a newer Unicode.
///
///     let tokenizer = try WordPiece(count: tokens.count) { tokens[$0] }
///     tokenizer.encode(text, limit: 512, into: &ids, &scratch)
///
/// It owns its vocabulary, and allocates only while `ids` and the scratch grow.
package struct WordPiece: Sendable {
  /// A longer word is one unknown token, as in the reference.
  private static let wordLengthMax = 100

  package let count: Int
  package let unknown: Int32
  /// Before the first and behind the last token of a text.
  package let start: Int32
  package let end: Int32
  private let folding: ScalarFolding
  /// Whether a piece at the start of a word, and one behind it, is at most so many bytes.
  private let pieceSizeMax: Int

  /// Pieces, one after the other; those that continue a word without their `##`.
  private let bytes: [UInt8]
  private let offsets: [UInt32]
  private let continues: [Bool]
  /// Index + 1 of a piece, or 0; looked for from the hash of its bytes on.
  private let slots: [UInt32]

  /// What a call writes into; make one per thread.
  package struct Scratch: Sendable {
    /// Scalars of a word as UTF-8, and how many.
    fileprivate var word: [UInt8] = []
    fileprivate var wordLength = 0

    package init() { word.reserveCapacity(512) }
  }

  /// - Parameters:
  ///   - count: how many tokens the vocabulary has
  ///   - token: the token with an id in 0..<count
  /// - Throws: when a token is there twice, or [UNK], [CLS] or [SEP] is not.
  package init(
    count: Int, rules: ScalarFolding.Rules = ScalarFolding.Rules(), token: (Int) -> ByteView
  ) throws(WordPieceError) {
    var vocabulary = Vocabulary(count: count)
    for index in 0..<count { try vocabulary.add(token(index), at: index) }
    self.count = count
    unknown = try vocabulary.special("[UNK]")
    start = try vocabulary.special("[CLS]")
    end = try vocabulary.special("[SEP]")
    folding = rules == ScalarFolding.Rules() ? .uncased : ScalarFolding(rules: rules)
    bytes = vocabulary.bytes
    offsets = vocabulary.offsets
    continues = vocabulary.continues
    slots = vocabulary.slots
    pieceSizeMax = vocabulary.pieceSizeMax
  }

  /// The ids of a text between those of [CLS] and [SEP], at most `limit` in all: what does not fit is
  /// left out at the end of the text.
  ///
  /// Bytes that are not UTF-8 are left out. O(bytes), and not more than is read until the limit.
  ///
  /// - Precondition: `limit >= 2`.
  package func encode(
    _ text: RawSpan, limit: Int, into ids: inout [Int32], _ scratch: inout Scratch
  ) {
    precondition(limit >= 2, "limit is \(limit)")
    ids.removeAll(keepingCapacity: true)
    ids.append(start)
    scratch.clear()
    var offset = 0
    while offset < text.byteCount, ids.count < limit {
      let scalar = nextScalar(of: text, &offset)
      folding.fold(scalar) { folded, kind in
        switch kind {
        case .space: endWord(&ids, &scratch)
        case .alone:
          endWord(&ids, &scratch)
          scratch.append(folded)
          endWord(&ids, &scratch)
        default: scratch.append(folded)
        }
      }
    }
    endWord(&ids, &scratch)
    if ids.count >= limit { ids.removeSubrange((limit - 1)...) }
    ids.append(end)
  }

  /// The scalar at `offset`, which is moved behind it; U+FFFD for a byte that begins none.
  private func nextScalar(of text: RawSpan, _ offset: inout Int) -> UInt32 {
    let lead = text.loadLittleEndian(at: offset, as: UInt8.self)
    offset += 1
    if lead < 0x80 { return UInt32(lead) }
    let (size, least): (Int, UInt32)
    switch lead {
    case 0xC2...0xDF: (size, least) = (1, 0x80)
    case 0xE0...0xEF: (size, least) = (2, 0x800)
    case 0xF0...0xF4: (size, least) = (3, 0x1_0000)
    default: return 0xFFFD
    }
    guard offset + size <= text.byteCount else { return 0xFFFD }
    var value = UInt32(lead) & (0x3F >> UInt32(size))
    for position in offset..<offset + size {
      let byte = text.loadLittleEndian(at: position, as: UInt8.self)
      guard byte & 0xC0 == 0x80 else { return 0xFFFD }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= least, value <= 0x10_FFFF, !(0xD800...0xDFFF).contains(value) else {
      return 0xFFFD
    }
    offset += size
    return value
  }

  /// Cuts the word that was gathered, and begins another.
  private func endWord(_ ids: inout [Int32], _ scratch: inout Scratch) {
    guard scratch.wordLength > 0 else { return }
    defer { scratch.clear() }
    guard scratch.wordLength <= Self.wordLengthMax else { return ids.append(unknown) }
    let first = ids.count
    let word = scratch.word.rawSpan
    var begin = 0
    while begin < word.byteCount {
      var end = min(word.byteCount, begin + pieceSizeMax)
      var found: Int?
      while end > begin {
        // A piece ends where a character does.
        if end == word.byteCount || word.loadLittleEndian(at: end, as: UInt8.self) & 0xC0 != 0x80 {
          found = index(of: word.extracting(begin..<end), continues: begin > 0)
          if found != nil { break }
        }
        end -= 1
      }
      guard let found else {
        // One piece that is not there makes the whole word unknown.
        ids.removeSubrange(first...)
        return ids.append(unknown)
      }
      ids.append(Int32(found))
      begin = end
    }
  }

  private func index(of piece: RawSpan, continues isContinued: Bool) -> Int? {
    let mask = slots.count &- 1
    var slot = Vocabulary.hash(piece, isContinued) & mask
    while slots[slot] > 0 {
      let index = Int(slots[slot]) - 1
      if continues[index] == isContinued,
        bytes.rawSpan.extracting(Int(offsets[index])..<Int(offsets[index + 1]))
          .hasSameBytes(as: piece)
      {
        return index
      }
      slot = (slot &+ 1) & mask
    }
    return nil
  }
}

extension WordPiece.Scratch {
  fileprivate mutating func clear() {
    word.removeAll(keepingCapacity: true)
    wordLength = 0
  }

  fileprivate mutating func append(_ scalar: UInt32) {
    // What will be unknown need not be kept; a word without an end needs no memory without end.
    wordLength += 1
    guard wordLength <= 100 else { return }
    switch scalar {
    case 0..<0x80: word.append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      word.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      word.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    case 0x800..<0x1_0000:
      word.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      word.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      word.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    default:
      word.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      word.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      word.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      word.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }
}
