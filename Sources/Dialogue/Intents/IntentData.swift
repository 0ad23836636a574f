import Bytes
import Learning
import Text

/// Messages with the intents that people gave them, to train on.
package struct IntentData: Sendable {
  package private(set) var messages: [String] = []
  /// Ascending by bytes.
  package let labels: [String]
  /// Indices of `labels`, one per message.
  package private(set) var intents: [Int] = []
  /// Messages of one group say the same in other words, and are held out together.
  package private(set) var groups: [UInt64] = []
  /// Labels of what the shop's bot should refuse.
  package let outOfScope: Set<String>

  package var count: Int { messages.count }

  /// - Parameters:
  ///   - rows: `group` names what a message was made from; `nil` where it stands for itself
  ///   - outOfScope: labels of what should be refused
  package init(
    _ rows: [(message: String, intent: String, group: String?)], outOfScope: Set<String> = []
  ) {
    let labels = Set(rows.map(\.intent)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    self.labels = labels
    self.outOfScope = outOfScope
    for row in rows {
      guard let intent = places[row.intent] else { continue }
      messages.append(row.message)
      intents.append(intent)
      groups.append(Array((row.group ?? row.message).utf8).rawSpan.stableHash)
    }
  }

  func grams(
    _ shape: GramReader.Shape, _ gazetteer: Gazetteer?
  ) -> [[(family: GramReader.Family, hash: UInt64)]] {
    let reader = GramReader(shape: shape)
    var text = TokenizedText()
    var hints = Hints()
    var masked = MaskedText()
    return messages.map { message in
      text.read(Array(message.utf8).rawSpan)
      var grams: [(family: GramReader.Family, hash: UInt64)] = []
      hints.read(text, gazetteer)
      masked.read(text, hints)
      reader.read(masked) { grams.append(($0, $1)) }
      return grams
    }
  }

  /// The part in which each message is held out: groups of each intent in turn, in a random order.
  package func folds(_ count: Int, seed: UInt64) -> [Int] {
    var folds = [Int](repeating: 0, count: messages.count)
    var random = SeededRandom(seed: seed, stream: 7)
    var next = 0
    for intent in labels.indices {
      let rows = messages.indices.filter { intents[$0] == intent }
      var places: [UInt64: Int] = [:]
      for group in Array(Set(rows.map { groups[$0] })).sorted().shuffled(using: &random) {
        places[group] = next % count
        next += 1
      }
      for row in rows { folds[row] = places[groups[row]] ?? 0 }
    }
    return folds
  }
}
