import Bytes
import Text

/// Phrases by the stems of their words, whatever the case, the width, the hyphens and spaces within:
/// `T-Shirts`, `t shirt` and `tshirt` are one.
enum PhraseHash {
  private static let seed: UInt64 = 0x5851_F42D_4C95_7F2D
  private static let hyphen: UInt32 = 0x2D

  /// Calls `body` with each phrase that begins at a token: its hash, and the token behind it. Longer
  /// phrases come later.
  @inline(__always)
  static func read(
    _ text: borrowing TokenizedText, at start: Int, longest: Int,
    _ body: (_ hash: UInt64, _ end: Int) -> Void
  ) {
    let scalars = text.scalars.span
    let tokens = text.tokens.span
    guard tokens[start].isSaid else { return }
    var hash = seed
    for position in start..<min(start + longest, tokens.count) {
      let token = tokens[position]
      guard token.isSaid else {
        // A hyphen within a phrase; anything else ends it.
        guard scalars[token.scalars.lowerBound] == hyphen else { return }
        continue
      }
      hash = WordStem(scalars, token.scalars).mix(hash, scalars)
      body(hash, position + 1)
    }
  }

  /// Of a phrase of one word.
  static func hash(ofWord word: Span<UInt32>) -> UInt64 {
    WordStem(word, word.indices).mix(seed, word)
  }

  /// Of a whole text, and its number of tokens; `nil` for one without words, or with punctuation that no
  /// phrase has.
  static func hash(
    of phrase: String, _ text: inout TokenizedText
  ) -> (hash: UInt64, tokens: Int)? {
    text.read(Array(phrase.utf8).rawSpan)
    let count = text.tokens.count
    guard count > 0 else { return nil }
    var found: UInt64?
    read(text, at: 0, longest: count) { hash, end in
      if end == count { found = hash }
    }
    return found.map { ($0, count) }
  }
}
