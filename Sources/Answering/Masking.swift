import Bytes

/// What becomes of a tag before a caller sees it.
package enum Treatment: String, CaseIterable, Sendable {
  case show
  /// A number as the band it lies in; what has no coarser form, as with `mask`.
  case generalise
  /// Left out; the answer says that there is such a tag.
  case mask
  /// Left out, and nothing of the answer says that there is such a tag.
  case drop
}

/// Which tags a rule is about: one of a name, those whose name begins so (`spend.*`), or all (`*`).
package struct TagPattern: Equatable, Sendable {
  /// Without the `*`.
  private let bytes: [UInt8]
  private let isPrefix: Bool

  package static let accepted =
    "a tag's name (rfm.recency), its beginning up to a dot and * (rfm.*), or * alone"

  /// `nil` for what is no pattern.
  package init?(_ text: String) {
    var bytes = Array(text.utf8)
    isPrefix = bytes.last == UInt8(ascii: "*")
    if isPrefix { bytes.removeLast() }
    guard text.utf8.count <= AnswerLimits.idBytesMax, !bytes.contains(UInt8(ascii: "*")),
      isPrefix ? bytes.isEmpty || bytes.last == UInt8(ascii: ".") : !bytes.isEmpty
    else { return nil }
    self.bytes = bytes
  }

  /// How narrowly it says which; `nil` when it is about others.
  func rank(for name: [UInt8]) -> Int? {
    if isPrefix { return name.starts(with: bytes) ? bytes.count : nil }
    return name == bytes ? .max : nil
  }
}

/// What callers of one role see: of every tag its treatment, by the narrowest pattern that is about it.
/// Affinities have the names `affinity.ATTRIBUTE`.
package final class Masking: Sendable {
  package let rules: [(pattern: TagPattern, treatment: Treatment)]

  /// The order of the rules does not matter; of two with the same pattern the first counts.
  package init(_ rules: [(pattern: TagPattern, treatment: Treatment)]) { self.rules = rules }

  /// Everything is shown.
  package static let none = Masking([])
  /// Nothing is.
  package static let everything = Masking(rules(["*": .drop]))

  /// Of people who speak with shoppers: no year of birth and no sum to the cent.
  package static let ofAgents = Masking(
    rules([
      "birth_year": .generalise, "rfm.monetary": .generalise, "spend.total": .generalise,
      "spend.basket_mean": .generalise, "next.spend": .generalise,
    ]))

  private static func rules(
    _ table: KeyValuePairs<String, Treatment>
  ) -> [(pattern: TagPattern, treatment: Treatment)] {
    table.compactMap { text, treatment in TagPattern(text).map { ($0, treatment) } }
  }

  /// A name that no rule is about is shown. O(rules).
  package func treatment(of name: [UInt8]) -> Treatment {
    var best: (rank: Int, treatment: Treatment) = (-1, .show)
    for rule in rules {
      if let rank = rule.pattern.rank(for: name), rank > best.rank {
        best = (rank, rule.treatment)
      }
    }
    return best.treatment
  }
}

/// The treatments of one snapshot's tags, found once.
struct MaskingMemory {
  struct Treatments {
    let masking: Masking
    /// Of the models.
    let serial: UInt64
    let tags: [Treatment]
    /// One per table of affinities.
    let tables: [Treatment]
  }

  /// One per role, as a rule.
  private var remembered: [Treatments] = []
  private static let countMax = 8

  mutating func treatments(
    by masking: Masking, of serial: UInt64, _ find: () -> (tags: [Treatment], tables: [Treatment])
  ) -> Treatments {
    for known in remembered where known.masking === masking && known.serial == serial {
      return known
    }
    remembered.removeAll { $0.masking === masking }
    if remembered.count >= Self.countMax { remembered.removeFirst() }
    let found = find()
    let treatments = Treatments(
      masking: masking, serial: serial, tags: found.tags, tables: found.tables)
    remembered.append(treatments)
    return treatments
  }
}
