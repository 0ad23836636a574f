import Bytes
import Learning
package import Snapshots
import Text

/// Slots, fitted, before they are packed: see ``SlotTagger``.
package struct FittedSlots: Sendable {
  package struct Settings: Sendable {
    package var epochs = 8
    /// How often all values of a message are hidden, so that what stands around them is learned.
    package var hiddenValues = 0.5
    /// How often any other word is: so that an unknown word is not taken for a value.
    package var hiddenWords = 0.15

    package init() {}
  }

  /// Names that every shop has, whether or not its messages show them.
  package static let standardNames = [
    "category", "color", "date", "material", "order", "price", "quantity", "size",
  ]

  let names: [String]
  let trained: [Bool]
  package let gazetteer: FittedGazetteer
  private(set) var hashes: [UInt64] = []
  /// Shape: features × columns.
  private(set) var weights: [Float] = []
  /// Shape: tags × tags.
  private(set) var transitions: [Float] = []

  private var tagCount: Int { 2 * names.count + 1 }
  private var columns: Int { (tagCount + 15) / 16 * 16 }

  /// - Parameter entries: of the gazetteer; their slots join those of the messages.
  package init(
    _ messages: [MarkedMessage], gazetteer entries: [FittedGazetteer.Entry],
    settings: Settings = Settings(), seed: UInt64 = 1
  ) {
    let marked = Set(messages.flatMap { $0.slots.map(\.name) })
    let all = marked.union(entries.map(\.slot)).union(Self.standardNames)
    let names = all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.names = names
    trained = names.map { marked.contains($0) }
    gazetteer = FittedGazetteer(entries, slots: names)
    var learner = Perceptron(tagCount: 2 * names.count + 1)
    let examples = FittedGazetteer.opened(gazetteer) { Self.examples(messages, names, $0) }
    var random = SeededRandom(seed: seed, stream: 11)
    for _ in 0..<settings.epochs {
      for index in examples.indices.shuffled(using: &random) {
        var example = examples[index]
        let hidesValues = random.uniform() < settings.hiddenValues
        for position in example.tags.indices {
          example.scratch.hidden[position] =
            example.tags[position] > 0 ? hidesValues : random.uniform() < settings.hiddenWords
        }
        learner.learn(&example.scratch, example.tags)
      }
    }
    (hashes, weights, transitions) = learner.averaged
  }

  private struct Example {
    var scratch: SlotScratch
    let tags: [Int]
  }

  /// Messages as the tagger will see them.
  private static func examples(
    _ messages: [MarkedMessage], _ names: [String], _ gazetteer: Gazetteer?
  ) -> [Example] {
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var text = TokenizedText()
    return messages.map { message in
      let bytes = Array(message.text.utf8)
      text.read(bytes.rawSpan)
      var scratch = SlotScratch()
      scratch.hints.read(text, gazetteer)
      SlotFeatures.prepare(text, message: bytes.rawSpan, &scratch)
      let tags = text.tokens.map { token in
        guard
          let slot = message.slots.first(where: {
            $0.bytes.lowerBound < token.bytes.upperBound
              && token.bytes.lowerBound < $0.bytes.upperBound
          }), let place = places[slot.name]
        else { return 0 }
        return 2 * place + (token.bytes.lowerBound <= slot.bytes.lowerBound ? 1 : 2)
      }
      return Example(scratch: scratch, tags: tags)
    }
  }

  package func pack(into writer: inout TensorWriter) {
    writer.add("slots.names", identifiers: names)
    writer.add("slots.trained", trained.map { $0 ? UInt8(1) : 0 })
    writer.add("slots.features", HashTable.entries(hashes))
    let rounded = RoundedRows(weights, columns: columns)
    writer.add("slots.weights", rounded.codes, shape: [hashes.count, columns])
    writer.add("slots.scales", rounded.scales)
    writer.add("slots.transitions", transitions, shape: [tagCount, tagCount])
    gazetteer.pack(into: &writer)
  }
}
