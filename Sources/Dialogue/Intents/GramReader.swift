/// The n-grams of a message: of words, with pairs that have one word between them, and of characters within what lies
/// between two spaces.
///
/// An n-gram is known by a hash of 64 bits of its scalars, so that nothing is copied to look it up. Words
/// and characters are two families: each is weighed and brought to length 1 for itself.
package struct GramReader: Sendable {
  package struct Shape: Equatable, Sendable {
    package var wordLengths: ClosedRange<Int> = 1...2
    package var characterLengths: ClosedRange<Int> = 1...5

    package init() {}
  }

  package enum Family: Int, CaseIterable, Sendable { case words, characters }

  package let shape: Shape

  package init(shape: Shape = Shape()) {
    self.shape = shape
  }

  /// Calls `body` with every n-gram, as often as it occurs; how often says nothing.
  @inline(__always)
  package func read(_ text: borrowing MaskedText, _ body: (Family, UInt64) -> Void) {
    readWords(text, body)
    readCharacters(text, body)
  }

  @inline(__always)
  private func readWords(_ text: borrowing MaskedText, _ body: (Family, UInt64) -> Void) {
    // The hashes of the words before, newest last.
    var previous: UInt64 = 0
    var beforePrevious: UInt64 = 0
    for word in text.words {
      if shape.wordLengths.contains(1) { body(.words, word) }
      if previous != 0, shape.wordLengths.contains(2) { body(.words, Self.join(previous, word)) }
      // And the one before the last, whatever stands between.
      if beforePrevious != 0 { body(.words, Self.join(~beforePrevious, word)) }
      beforePrevious = previous
      previous = word
    }
  }

  /// A run between spaces, with a space at each end, gives all its n-grams.
  @inline(__always)
  private func readCharacters(_ text: borrowing MaskedText, _ body: (Family, UInt64) -> Void) {
    let scalars = text.scalars.span
    let (shortest, longest) = (shape.characterLengths.lowerBound, shape.characterLengths.upperBound)
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, scalars[end] != 0x20 { end += 1 }
      for from in start - 1...end {
        var gram = Self.characterSeed
        for length in 1...longest {
          let at = from + length - 1
          guard at <= end else { break }
          gram = Self.mix(gram, at < start || at == end ? 0x20 : scalars[at])
          if length >= shortest { body(.characters, gram) }
        }
      }
      start = end + 1
    }
  }

  static let wordSeed: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let characterSeed: UInt64 = 0xD134_2543_DE82_EF95

  static func hash(ofWord word: Span<UInt32>) -> UInt64 {
    var hash = wordSeed
    for index in word.indices { hash = mix(hash, word[index]) }
    return hash
  }

  /// The finaliser of MurmurHash3, on what came before and a scalar.
  @inline(__always)
  static func mix(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
    var mixed = (hash ^ UInt64(scalar)) &* 0xFF51_AFD7_ED55_8CCD
    mixed ^= mixed >> 32
    return mixed
  }

  @inline(__always)
  static func join(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var mixed = (left &+ (right << 23 | right >> 41)) &* 0xC4CE_B9FE_1A85_EC53
    mixed ^= mixed >> 29
    return mixed
  }
}
