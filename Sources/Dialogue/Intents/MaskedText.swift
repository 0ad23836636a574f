package import Text

/// A message with what is known or looks like a slot's value in place of the value: a shop has many
/// categories and order numbers, and what is asked about them does not depend on which.
///
/// A value is one scalar of planes for private use, which no message has, since they are not read.
package struct MaskedText: Sendable {
  /// One space between what spaces were between.
  private(set) var scalars: [UInt32] = []
  /// The hash of each word, in order.
  private(set) var words: [UInt64] = []

  private var spelling = Spelling()

  package init() {}

  /// - Parameter knows: whether a word is known by its hash; one that is not is read as the known word that it is one slip of
  ///   the keys away from, see ``Spelling``
  @inline(__always)
  package mutating func read(
    _ text: borrowing TokenizedText, _ hints: borrowing Hints,
    knows: (UInt64) -> Bool = { _ in true }
  ) {
    scalars.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    let source = text.scalars.span
    let tokens = text.tokens.span
    var position = 0
    while position < tokens.count {
      if tokens[position].followsSpace, !scalars.isEmpty { scalars.append(0x20) }
      let known = hints.known[position]
      let patterned = hints.patterned[position]
      if known.kind > 0 {
        append(0xF_0000 + UInt32(known.kind))
        position = Self.end(of: position, hints.known)
      } else if patterned.kind > 0 {
        append(0xF_1000 + UInt32(patterned.kind))
        position = Self.end(of: position, hints.patterned)
      } else {
        append(source, tokens[position], knows)
        position += 1
      }
    }
  }

  /// A value.
  private mutating func append(_ mask: UInt32) {
    scalars.append(mask)
    words.append(GramReader.mix(GramReader.wordSeed, mask))
  }

  @inline(__always)
  private mutating func append(
    _ source: Span<UInt32>, _ token: Token, _ knows: (UInt64) -> Bool
  ) {
    var word = GramReader.wordSeed
    for at in token.scalars { word = GramReader.mix(word, source[at]) }
    if token.kind == .word, !knows(word), spelling.read(source, token.scalars),
      spelling.correct(knows)
    {
      scalars.append(contentsOf: spelling.word)
      words.append(spelling.hash)
      return
    }
    for at in token.scalars { scalars.append(source[at]) }
    if token.isSaid { words.append(word) }
  }

  private static func end(of position: Int, _ hints: [Hints.Hint]) -> Int {
    var end = position
    while end < hints.count, hints[end].continues { end += 1 }
    return min(end + 1, hints.count)
  }
}
