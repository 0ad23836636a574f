import Bytes
import Learning
package import Snapshots
import Text

/// Slots, fitted, before they are packed: see ``SlotTagger``.
package struct FittedSlots: Sendable {
  package struct Settings: Sendable {
    package var epochs = 12
    /// How often all values of a message are hidden, so that what stands around them is learned.
    package var hiddenValues = 0.5
    /// How often hidden values are also unknown to gazetteer and patterns: a shop's lists have gaps.
    package var unknownValues = 0.3
    /// How often unknown values are also written like none before.
    package var oddValues = 0.3
    /// How often the words of values become any words of other messages: Chinese characters of a new name are
    /// known, but not from names.
    package var strangeValues = 0.2
    /// How often any other word is hidden: so that an unknown word is not taken for a value.
    package var hiddenWords = 0.15

    package init() {}
  }

  /// Names that every shop has, whether or not its messages show them.
  package static let standardNames = [
    "category", "color", "date", "material", "order", "price", "quantity", "size",
  ]

  package let names: [String]
  let training: [SlotTraining]
  package let gazetteer: FittedGazetteer
  private(set) var hashes: [UInt64] = []
  /// Shape: features × columns.
  private(set) var weights: [Float] = []
  /// Shape: tags × tags.
  private(set) var transitions: [Float] = []

  /// Those that messages showed.
  package var markedNames: Set<String> {
    Set(zip(names, training).filter { $0.1 == .marked }.map(\.0))
  }

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
    gazetteer = FittedGazetteer(entries, slots: names)
    var learner = Perceptron(tagCount: 2 * names.count + 1)
    let examples = FittedGazetteer.opened(gazetteer) { Self.examples(messages, names, $0) }
    let taken = Self.takenHints(examples, names)
    training = names.map {
      marked.contains($0) ? .marked : taken.contains($0) ? .takenForOthers : .none
    }
    for example in examples {
      for word in example.scratch.words { learner.know(SlotFeatures.feature(1, word)) }
      for shape in example.scratch.shapes { learner.know(SlotFeatures.feature(2, shape)) }
    }
    let words = WordPool(examples.map { ($0.scratch.words, $0.scratch.shapes) })
    var random = SeededRandom(seed: seed, stream: 11)
    for _ in 0..<settings.epochs {
      for index in examples.indices.shuffled(using: &random) {
        var example = examples[index]
        let hidesValues = random.uniform() < settings.hiddenValues
        let areUnknown = hidesValues && random.uniform() < settings.unknownValues
        let areOdd = areUnknown && random.uniform() < settings.oddValues
        let areStrange =
          !hidesValues && random.uniform() < settings.strangeValues / (1 - settings.hiddenValues)
        for position in example.tags.indices {
          let isValue = example.tags[position] > 0
          example.scratch.hidden[position] =
            isValue ? hidesValues : random.uniform() < settings.hiddenWords
          example.scratch.isUnknown[position] = isValue && areUnknown
          example.scratch.isOdd[position] = isValue && areOdd
          if isValue, areStrange {
            example.scratch.words[position] = words.another(
              written: example.scratch.shapes[position], &random)
          }
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

  /// Slots whose phrases or pattern lie within what somebody marked.
  private static func takenHints(_ examples: [Example], _ names: [String]) -> Set<String> {
    var taken: Set<String> = []
    for example in examples {
      for (position, tag) in example.tags.enumerated() where tag > 0 {
        let known = Int(example.scratch.hints.known[position].kind)
        if known > 0 { taken.insert(names[known - 1]) }
        let patterned = Int(example.scratch.hints.patterned[position].kind)
        if patterned > 0 { taken.insert(SlotPattern.allCases[patterned - 1].slot) }
      }
    }
    return taken
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
    writer.add("slots.trained", training.map(\.rawValue))
    writer.add("slots.features", HashTable.entries(hashes))
    let rounded = RoundedRows(weights, columns: columns)
    writer.add("slots.weights", rounded.codes, shape: [hashes.count, columns])
    writer.add("slots.scales", rounded.scales)
    writer.add("slots.transitions", transitions, shape: [tagCount, tagCount])
    gazetteer.pack(into: &writer)
  }
}

/// The words of all messages by how they are written, as often as they are there.
private struct WordPool {
  private var words: [UInt64: [UInt64]] = [:]

  init(_ messages: [(words: [UInt64], shapes: [UInt64])]) {
    for message in messages {
      for (word, shape) in zip(message.words, message.shapes) {
        words[shape, default: []].append(word)
      }
    }
  }

  /// - Precondition: some message has a word that is written so.
  func another(written shape: UInt64, _ random: inout SeededRandom) -> UInt64 {
    let alike = words[shape] ?? []
    return alike[Int(random.uniform() * Double(alike.count)) % alike.count]
  }
}

/// What training had of a slot.
enum SlotTraining: UInt8, Sendable {
  /// Nothing: what is known or looks like one is one.
  case none
  /// Examples: the tagger knows.
  case marked
  /// None, but what looks like one was marked as something else: it is one where nothing else was found.
  case takenForOthers
}
