import Text

/// The terms that texts are looked for by: words by their stems, Chinese by pairs of characters, and by
/// the character where it stands alone.
///
/// Pairs do as well as cutting Chinese into words, and need no dictionary: Nie, Gao, Zhang and Zhou, *On
/// the use of words and n-grams for Chinese information retrieval*, IRAL 2000.
enum TermReader {
  /// Calls `body` with the hash of each term, in order, as often as it occurs.
  ///
  /// - Parameter seed: what tells the terms of one collection from another's
  @inline(__always)
  static func read(
    _ text: borrowing TokenizedText, _ tokens: Range<Int>, seed: UInt64,
    _ body: (_ term: UInt64, _ token: Int) -> Void
  ) {
    let all = text.tokens.span
    let scalars = text.scalars.span
    for position in tokens {
      switch all[position].kind {
      case .word, .number, .code:
        body(WordStem(scalars, all[position].scalars).mix(seed, scalars), position)
      case .ideograph:
        let follows =
          position > tokens.lowerBound && all[position - 1].kind == .ideograph
          && !all[position].followsSpace
        let precedes =
          position + 1 < tokens.upperBound && all[position + 1].kind == .ideograph
          && !all[position + 1].followsSpace
        let own = scalars[all[position].scalars.lowerBound]
        if precedes {
          let next = scalars[all[position + 1].scalars.lowerBound]
          body(GramReader.mix(GramReader.mix(seed, own), next), position)
        } else if !follows {
          body(GramReader.mix(seed, own), position)
        }
      case .currency, .emoji, .punctuation: break
      }
    }
  }
}
