/// A word with a slip of the keys in it, and the known word that was meant: two letters in the wrong order, one too many, or
/// one too few. Another letter in place of one is no slip here: it makes other words, "bank" of "tank".
///
/// Kept from one word to the next, so that correcting allocates nothing after the first.
struct Spelling: Sendable {
  /// Once corrected, the word that was meant.
  private(set) var word: [UInt32] = []
  private(set) var hash: UInt64 = 0

  /// Shorter words are too close to too many others; longer ones are rare.
  private let lengths: ClosedRange<Int>
  private static let letters: ClosedRange<UInt32> = 0x61...0x7A

  init(leastLength: Int = 4) { lengths = leastLength...16 }

  /// - Returns: whether it is a word that may be corrected
  mutating func read(_ source: Span<UInt32>, _ range: Range<Int>) -> Bool {
    word.removeAll(keepingCapacity: true)
    guard lengths.contains(range.count) else { return false }
    for at in range {
      guard Self.letters.contains(source[at]) else { return false }
      word.append(source[at])
    }
    return true
  }

  /// The first of what it may have been that is known by its hash. O(length²) hashes.
  ///
  /// - Returns: whether there is one
  mutating func correct(
    hash: (Span<UInt32>) -> UInt64 = GramReader.hash(ofWord:), _ knows: (UInt64) -> Bool
  ) -> Bool {
    for at in 0..<word.count - 1 where word[at] != word[at + 1] {
      word.swapAt(at, at + 1)
      if isKnown(hash, knows) { return true }
      word.swapAt(at, at + 1)
    }
    for at in word.indices {
      let letter = word.remove(at: at)
      if word.count >= lengths.lowerBound, isKnown(hash, knows) { return true }
      word.insert(letter, at: at)
    }
    for at in 0...word.count {
      word.insert(0, at: at)
      for letter in Self.letters {
        word[at] = letter
        if isKnown(hash, knows) { return true }
      }
      word.remove(at: at)
    }
    return false
  }

  private mutating func isKnown(
    _ hash: (Span<UInt32>) -> UInt64, _ knows: (UInt64) -> Bool
  ) -> Bool {
    self.hash = hash(word.span)
    return knows(self.hash)
  }
}
