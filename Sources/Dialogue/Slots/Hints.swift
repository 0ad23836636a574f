package import Text

/// What gazetteer and patterns say of a message's tokens, before anything trained looks at it; kept from
/// one message to the next.
package struct Hints: Sendable {
  struct Hint: Equatable, Sendable {
    /// Index of a slot or pattern and 1; 0 for none.
    var kind: UInt8 = 0
    var begins = false
    /// Whether the token after it is part of the same.
    var continues = false

    var code: UInt64 { UInt64(kind) << 2 | (begins ? 2 : 0) | (continues ? 1 : 0) }
  }

  /// Of each token: the slot of the phrase that it is part of.
  private(set) var known: [Hint] = []
  /// Of each token: the pattern that it is part of.
  private(set) var patterned: [Hint] = []
  private(set) var matches: [Gazetteer.Match] = []

  package init() {}

  package mutating func read(_ text: borrowing TokenizedText, _ gazetteer: Gazetteer?) {
    let count = text.tokens.count
    known.removeAll(keepingCapacity: true)
    patterned.removeAll(keepingCapacity: true)
    matches.removeAll(keepingCapacity: true)
    for _ in 0..<count {
      known.append(Hint())
      patterned.append(Hint())
    }
    var free = 0
    var freeOfPattern = 0
    for position in 0..<count {
      if position >= free, let match = gazetteer?.match(text, at: position) {
        matches.append(match)
        Self.mark(match.tokens, kind: match.slot, in: &known)
        free = match.tokens.upperBound
      }
      if position >= freeOfPattern, let match = SlotPattern.match(text, at: position) {
        Self.mark(match.tokens, kind: Int(match.pattern.rawValue), in: &patterned)
        freeOfPattern = match.tokens.upperBound
      }
    }
  }

  private static func mark(_ tokens: Range<Int>, kind: Int, in hints: inout [Hint]) {
    for position in tokens {
      hints[position] = Hint(
        kind: UInt8(truncatingIfNeeded: kind + 1), begins: position == tokens.lowerBound,
        continues: position + 1 < tokens.upperBound)
    }
  }
}
