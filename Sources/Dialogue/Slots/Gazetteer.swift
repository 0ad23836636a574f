package import Snapshots
package import Text

/// Words that are known to be values of a slot: a catalogue's categories, colours, brands, in every
/// language that the shop names them in.
///
/// A phrase is found at whole tokens, whatever the case, the width, the hyphens and spaces within it:
/// `T-Shirt`, `t shirt` and `tshirt` are one. Of phrases that begin at a token the longest counts, so a
/// Chinese sentence is cut by the words that the shop knows.
///
/// In a file, for N phrases:
///
///     gazetteer.phrases    U64, see ``HashTable``
///     gazetteer.slots      U8, N: index of a slot's name
///     gazetteer.values     U32, N: index of what the phrase stands for
///     gazetteer.names      strings: what phrases stand for, as the catalogue writes it
///     gazetteer.longest    I64, 1: tokens of the longest phrase
package struct Gazetteer: Sendable {
  package struct Match: Equatable, Sendable {
    /// Tokens.
    package let tokens: Range<Int>
    package let slot: Int
    /// Index of `names`.
    package let value: Int
  }

  private let phrases: HashTable
  private let slots: Column<UInt8>
  private let values: Column<UInt32>
  package let names: StringColumn
  private let longest: Int

  /// The longest phrase that begins at a token.
  @inline(__always)
  package func match(_ text: borrowing TokenizedText, at start: Int) -> Match? {
    let scalars = text.scalars.span
    let tokens = text.tokens.span
    guard tokens[start].isSaid else { return nil }
    var hash = Self.seed
    var best: Match?
    for position in start..<min(start + longest, tokens.count) {
      guard tokens[position].isSaid else {
        // A hyphen within a phrase; anything else ends it.
        guard scalars[tokens[position].scalars.lowerBound] == 0x2D else { break }
        continue
      }
      for at in tokens[position].scalars { hash = GramReader.mix(hash, scalars[at]) }
      if let index = phrases.index(of: hash) {
        best = Match(
          tokens: start..<position + 1, slot: Int(slots[index]), value: Int(values[index]))
      }
    }
    return best
  }

  private static let seed: UInt64 = 0xA24B_AED4_963E_E407

  /// The hash of a phrase, and how many tokens it has; `nil` for one without words.
  static func hash(_ phrase: borrowing TokenizedText) -> (hash: UInt64, tokens: Int)? {
    var hash = seed
    var isEmpty = true
    for token in phrase.tokens where token.isSaid {
      for at in token.scalars { hash = GramReader.mix(hash, phrase.scalars[at]) }
      isEmpty = false
    }
    return isEmpty ? nil : (hash, phrase.tokens.count)
  }

  /// - Throws: when a tensor is missing or misshapen, or an index points outside.
  package init(opening file: borrowing TensorFile, slotCount: Int) throws(SnapshotError) {
    slots = try file.column("gazetteer.slots")
    values = try file.column("gazetteer.values", count: slots.count)
    names = try file.strings("gazetteer.names")
    phrases = try file.hashTable("gazetteer.phrases", count: slots.count)
    for index in 0..<slots.count {
      guard slots[index] < slotCount else {
        throw file.error(
          "gazetteer.slots", "contains \(slots[index]) at \(index); below \(slotCount) is accepted")
      }
      guard values[index] < names.count else {
        throw file.error(
          "gazetteer.values",
          "contains \(values[index]) at \(index); below \(names.count) is accepted")
      }
    }
    let longest = try file.column("gazetteer.longest", as: Int64.self, count: 1)[0]
    guard (0...64).contains(longest) else {
      throw file.error("gazetteer.longest", "is \(longest); 0...64 is accepted")
    }
    self.longest = Int(longest)
  }
}
