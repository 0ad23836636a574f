import Answering
package import Dialogue
import Learning
package import Snapshots

/// What messages mean, learned from a shop's utterances and the names of its values.
package struct TrainedChat: Sendable {
  package let intents: FittedIntents
  package let slots: FittedSlots
  let encoder: ChatEncoder?
  /// `nil` where only what messages mean was learned.
  var clerk: TrainedClerk?
  /// How many utterances it was learned from.
  let count: Int
  /// Some short ones of them, at even distances.
  let examples: [String]
  /// What a shop should know about what was left out.
  package let remarks: [String]

  /// - Parameter encoder: whose vectors intents are told by beside n-grams
  /// - Throws: when the encoder cannot be opened.
  package init(
    of data: ChatData, encoder: ChatEncoder? = nil,
    settings: FittedIntents.Settings = FittedIntents.Settings(), threads: Int, seed: UInt64 = 1
  ) throws(SnapshotError) {
    let messages = data.training.map(\.message)
    slots = FittedSlots(messages, gazetteer: data.gazetteer, seed: seed)
    var settings = settings
    settings.threads = threads
    let intentData = IntentData(
      data.training.map { ($0.message.text, $0.intent, $0.message.template) },
      outOfScope: [ChatData.outOfScopeName])
    intents = FittedIntents(
      intentData, gazetteer: slots.gazetteer,
      encodings: try encoder?.encode(messages.map(\.text), threads: threads).vectors ?? [],
      settings: settings, seed: seed)
    self.encoder = encoder
    count = messages.count
    examples = messages.map(\.text).filter { (1...500).contains($0.utf8.count) }.spread(8)
    remarks = Self.remarks(data)
  }

  private static func remarks(_ data: ChatData) -> [String] {
    var counts: [String: Int] = [:]
    for row in data.training { counts[row.intent, default: 0] += 1 }
    var remarks: [String] = []
    if counts[ChatData.outOfScopeName] == nil {
      remarks.append(
        "no utterance has the intent \(ChatData.outOfScopeName): no message will be refused")
    }
    let rare = counts.filter { $0.value < 5 }.keys.sorted()
    if !rare.isEmpty {
      remarks.append("fewer than 5 utterances have the intents \(rare.joined(separator: ", "))")
    }
    return remarks
  }

  /// Among a manifest's models.
  package static let manifestName = "chat"

  /// For the manifest.
  package var description: JSON {
    let held = intents.heldOut
    let right = held.isRight.count { $0 }
    return [
      "utterances": .integer(count),
      "intents": .integer(intents.labels.count),
      "slots": .array(slots.names.map { .string($0) }),
      "encoder": encoder.map { .string("\($0.precision)") } ?? .null,
      "heldOutAccuracy": .number(Double(right) / Double(max(held.isRight.count, 1))),
      "calibrationError": .number(
        Temperature.expectedError(confidences: held.confidences, isRight: held.isRight)),
      "remarks": .array(remarks.map { .string($0) }),
    ]
  }

  package func pack(into writer: inout TensorWriter) {
    intents.pack(into: &writer)
    slots.pack(into: &writer)
    encoder?.pack(into: &writer)
    clerk?.pack(into: &writer)
  }

  /// Writes chat.safetensors.
  package func write(to directory: String) throws {
    var writer = TensorWriter()
    pack(into: &writer)
    try writer.write(to: "\(directory)/\(Models.chatName)")
  }
}
