import Bytes
import Text

/// What the tagger sees of a token: the word, how it is written, what stands around it, and what
/// gazetteer and patterns say of it and its neighbours.
enum SlotFeatures {
  /// Fills what a message says, before single tokens are looked at.
  @inline(__always)
  static func prepare(
    _ text: borrowing TokenizedText, message: RawSpan, _ scratch: inout SlotScratch
  ) {
    let count = text.tokens.count
    let tokens = text.tokens.span
    let scalars = text.scalars.span
    scratch.words.removeAll(keepingCapacity: true)
    scratch.shapes.removeAll(keepingCapacity: true)
    scratch.hidden.removeAll(keepingCapacity: true)
    scratch.isUnknown.removeAll(keepingCapacity: true)
    scratch.isOdd.removeAll(keepingCapacity: true)
    for position in 0..<count {
      var word: UInt64 = 17
      var shape: UInt64 = 29
      var last: UInt32 = 0
      for at in tokens[position].scalars {
        word = GramReader.mix(word, scalars[at])
        let kind = shapeKind(scalars[at])
        // Runs of one kind are as one, but short numbers are told from long ones.
        if kind != last || kind == 1 && tokens[position].scalars.count <= 4 {
          shape = GramReader.mix(shape, kind)
        }
        last = kind
      }
      if let first = tokens[position].bytes.first, first < message.byteCount {
        let byte: UInt8 = message.loadLittleEndian(at: first)
        if (0x41...0x5A).contains(byte) { shape = GramReader.mix(shape, 7) }
      }
      scratch.words.append(word)
      scratch.shapes.append(shape)
      scratch.hidden.append(false)
      scratch.isUnknown.append(false)
      scratch.isOdd.append(false)
    }
  }

  private static func shapeKind(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x30...0x39: 1
    case 0x61...0x7A: 2
    case 0x80...: 3
    default: scalar << 8
    }
  }

  /// Calls `body` with the hash of each feature of a token.
  @inline(__always)
  static func read(_ position: Int, _ scratch: borrowing SlotScratch, _ body: (UInt64) -> Void) {
    let count = scratch.words.count
    func word(_ at: Int) -> UInt64 {
      if at < 0 { return 1 }
      if at >= count { return 2 }
      return scratch.hidden[at] ? 3 : scratch.words[at]
    }
    func shape(_ at: Int) -> UInt64 {
      if at < 0 || at >= count { return 1 }
      return scratch.isOdd[at] ? 3 : scratch.shapes[at]
    }
    func hints(_ at: Int) -> UInt64 {
      at < 0 || at >= count || scratch.isUnknown[at]
        ? 0 : scratch.hints.known[at].code << 16 | scratch.hints.patterned[at].code
    }
    let (last, own, next) = (word(position - 1), word(position), word(position + 1))
    let (written, told) = (shape(position), hints(position))
    body(feature(0, 0))
    if own != 3 { body(feature(1, own)) }
    body(feature(2, written))
    body(feature(3, last))
    body(feature(4, next))
    body(feature(5, word(position - 2), last))
    body(feature(6, next, word(position + 2)))
    body(feature(7, last, next))
    body(feature(8, written, last))
    body(feature(9, written, next))
    body(feature(10, told))
    body(feature(11, told, last))
    body(feature(12, told, next))
    body(feature(13, hints(position - 1), hints(position + 1)))
    body(feature(14, word(position - 2)))
    body(feature(15, word(position + 2)))
    body(feature(16, shape(position - 1), written))
    body(feature(17, written, shape(position + 1)))
    body(feature(18, told, hints(position + 1)))
  }

  /// The hash of a feature of one kind.
  @inline(__always)
  static func feature(_ kind: UInt64, _ first: UInt64, _ second: UInt64 = 0) -> UInt64 {
    var hash = (first &+ kind &* 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    hash = (hash ^ second) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ hash >> 32
  }
}
