import Bytes
package import Dialogue
import Learning
package import Snapshots

/// How well messages are understood that training did not see, through the code that is served: a chat is
/// trained, packed, opened, and asked.
///
/// What utterances.csv sets aside is asked; where it sets nothing aside, each fifth of the templates in turn.
package struct ChatEvaluation: Sendable {
  /// How right intents are.
  package struct Scores: Equatable, Sendable {
    package let name: String
    package let count: Int
    package let accuracy: Double
    /// The mean over the intents asked for of 2·right / (2·right + wrongly taken + missed).
    package let macroF1: Double
  }

  /// How right one intent is.
  package struct IntentScores: Equatable, Sendable {
    package let name: String
    /// Messages that ask for it, that were taken for it, and both.
    package let asked, taken, right: Int

    package var recall: Double { asked == 0 ? 0 : Double(right) / Double(asked) }
    package var precision: Double { taken == 0 ? 0 : Double(right) / Double(taken) }
    package var f1: Double {
      asked + taken == 0 ? 0 : 2 * Double(right) / Double(asked + taken)
    }
  }

  package struct Confusion: Equatable, Sendable {
    package struct Example: Equatable, Sendable {
      package let text: String
      /// Of what it was taken for.
      package let probability: Float
    }

    package let intent: String
    package let takenFor: String
    package let count: Int
    /// The surest first, at most 3.
    package let examples: [Example]
  }

  /// "test" or "5 folds".
  package let split: String
  package let trainingCount: Int
  /// Of all messages.
  package let all: Scores
  package let languages: [Scores]
  /// What the most frequent intent would be right about.
  package let baseline: Scores
  package let calibrationError: Double
  package let calibration: [Temperature.Bin]
  /// Of each intent that was asked for, by name.
  package let intents: [IntentScores]
  /// Messages that should be refused, and the share that is; `nil` where there are none.
  package let outOfScope: Share?
  /// The shop's own messages, and the share that is refused.
  package let falseRefusals: Share
  /// Of spans with their names; `nil` where nobody marked any.
  package let slots: SlotScores?
  /// Of each slot that was marked, by name.
  package let slotsByName: [SlotScores]
  /// The most frequent first.
  package let confusions: [Confusion]

  package struct Share: Equatable, Sendable {
    package let count: Int
    package let share: Double
  }

  package struct SlotScores: Equatable, Sendable {
    /// `nil` for all together.
    package let name: String?
    /// Marked in the messages asked.
    package let count: Int
    package let precision: Double
    package let recall: Double
    package var f1: Double {
      precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
  }

  private static let foldCount = 5
  private static let examplesMax = 3

  /// - Throws: `SnapshotError` when the encoder cannot be opened.
  package init(
    of data: ChatData, encoder: ChatEncoder? = nil, threads: Int, seed: UInt64 = 1,
    progress: @Sendable (Double) -> Void = { _ in }
  ) throws(SnapshotError) {
    var readings: [ChatReading] = []
    let parts =
      data.test.isEmpty ? data.folds(Self.foldCount, seed: seed) : [data]
    for (index, part) in parts.enumerated() {
      progress(Double(index) / Double(parts.count))
      let trained = try TrainedChat(of: part, encoder: encoder, threads: threads, seed: seed)
      readings += try trained.read(part.test)
    }
    progress(1)
    split = data.test.isEmpty ? "\(Self.foldCount) folds" : "test"
    trainingCount = data.training.count
    all = Scores("all", readings) { $0.found }
    languages = Set(readings.map(\.utterance.language)).subtracting([""]).sorted().map { language in
      Scores(language, readings.filter { $0.utterance.language == language }) { $0.found }
    }
    let most = data.mostFrequentIntent
    baseline = Scores("most frequent intent", readings) { _ in most }
    let (confidences, isRight) = (readings.map(\.confidence), readings.map(\.isRight))
    calibrationError = Temperature.expectedError(confidences: confidences, isRight: isRight)
    calibration = Temperature.bins(confidences: confidences, isRight: isRight)
    intents = IntentScores.all(readings)
    let foreign = readings.filter(\.shouldBeRefused)
    outOfScope = foreign.isEmpty ? nil : Share(foreign)
    falseRefusals = Share(readings.filter { !$0.shouldBeRefused })
    slots = SlotScores(readings)
    slotsByName = Set(readings.flatMap { $0.utterance.message.slots.map(\.name) }).sorted()
      .compactMap { SlotScores(readings, of: $0) }
    confusions = Self.confusions(readings)
  }

  private static func confusions(_ readings: [ChatReading]) -> [Confusion] {
    struct Pair: Hashable {
      let intent, takenFor: String
    }
    let wrong = Dictionary(grouping: readings.filter { !$0.isRight }) {
      Pair(intent: $0.utterance.intent, takenFor: $0.found)
    }
    return wrong.map { pair, readings in
      Confusion(
        intent: pair.intent, takenFor: pair.takenFor, count: readings.count,
        examples: readings.sorted { $0.confidence > $1.confidence }.prefix(examplesMax)
          .map { Confusion.Example(text: $0.utterance.message.text, probability: $0.confidence) })
    }
    .sorted { ($1.count, $0.intent, $0.takenFor) < ($0.count, $1.intent, $1.takenFor) }
  }
}

/// A message that was asked, and what it was understood as.
struct ChatReading: Sendable {
  let utterance: ChatData.Utterance
  let found: String
  let confidence: Float
  let isInScope: Bool
  /// Of names that training marks.
  let slots: Set<MarkedMessage.Slot>

  var isRight: Bool { found == utterance.intent }
  var shouldBeRefused: Bool { utterance.intent == ChatData.outOfScopeName }
}

extension TrainedChat {
  /// What messages are understood as once the chat is packed and opened.
  func read(
    _ utterances: [ChatData.Utterance]
  ) throws(SnapshotError) -> [ChatReading] {
    var writer = TensorWriter()
    pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "chat")
    let understanding = try Understanding(opening: file)
    let isMarked = slots.markedNames
    var reading = Reading()
    var readings: [ChatReading] = []
    for utterance in utterances {
      understanding.read(Array(utterance.message.text.utf8).rawSpan, into: &reading)
      let probabilities = reading.intents.probabilities
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      let found = reading.slots.map { slot in
        MarkedMessage.Slot(name: understanding.slots.names[slot.slot].string, bytes: slot.bytes)
      }
      readings.append(
        ChatReading(
          utterance: utterance, found: understanding.intents.labels[best].string,
          confidence: probabilities[best], isInScope: reading.intents.isInScope,
          slots: Set(found.filter { isMarked.contains($0.name) })))
    }
    extendLifetime(file)
    return readings
  }
}

extension ChatData {
  fileprivate var mostFrequentIntent: String {
    var counts: [String: Int] = [:]
    for row in training { counts[row.intent, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }

  /// Each part of the templates held out in turn.
  fileprivate func folds(_ count: Int, seed: UInt64) -> [ChatData] {
    let folds = IntentData(
      training.map { ($0.message.text, $0.intent, $0.message.template) }
    ).folds(count, seed: seed)
    return (0..<count).map { fold in
      ChatData(
        training: training.indices.filter { folds[$0] != fold }.map { training[$0] },
        test: training.indices.filter { folds[$0] == fold }.map { training[$0] },
        gazetteer: gazetteer)
    }.filter { !$0.test.isEmpty && Set($0.training.map(\.intent)).count > 1 }
  }
}

extension ChatEvaluation.IntentScores {
  fileprivate static func all(_ readings: [ChatReading]) -> [Self] {
    let asked = Dictionary(grouping: readings, by: \.utterance.intent)
    let taken = Dictionary(grouping: readings, by: \.found)
    return asked.keys.sorted().map { name in
      Self(
        name: name, asked: asked[name]?.count ?? 0, taken: taken[name]?.count ?? 0,
        right: asked[name]?.count { $0.isRight } ?? 0)
    }
  }
}

extension ChatEvaluation.Scores {
  fileprivate init(_ name: String, _ readings: [ChatReading], _ found: (ChatReading) -> String) {
    self.name = name
    count = readings.count
    var right: [String: Int] = [:]
    var taken: [String: Int] = [:]
    var asked: [String: Int] = [:]
    for reading in readings {
      let (truth, answer) = (reading.utterance.intent, found(reading))
      asked[truth, default: 0] += 1
      taken[answer, default: 0] += 1
      if truth == answer { right[truth, default: 0] += 1 }
    }
    accuracy = Double(right.values.reduce(0, +)) / Double(max(readings.count, 1))
    let sum = asked.keys.sorted().reduce(0.0) { sum, intent in
      sum + 2 * Double(right[intent] ?? 0) / Double((asked[intent] ?? 0) + (taken[intent] ?? 0))
    }
    macroF1 = sum / Double(max(asked.count, 1))
  }
}

extension ChatEvaluation.Share {
  /// Of what is refused.
  fileprivate init(_ readings: [ChatReading]) {
    self.init(
      count: readings.count,
      share: Double(readings.count { !$0.isInScope }) / Double(max(readings.count, 1)))
  }
}

extension ChatEvaluation.SlotScores {
  fileprivate init?(_ readings: [ChatReading], of name: String? = nil) {
    func counts(_ slot: MarkedMessage.Slot) -> Bool { name == nil || slot.name == name }
    var (marked, found, both) = (0, 0, 0)
    for reading in readings {
      let truth = Set(reading.utterance.message.slots.filter(counts))
      let guess = reading.slots.filter(counts)
      marked += truth.count
      found += guess.count
      both += truth.intersection(guess).count
    }
    guard marked > 0 else { return nil }
    self.init(
      name: name, count: marked, precision: found == 0 ? 0 : Double(both) / Double(found),
      recall: Double(both) / Double(marked))
  }
}
