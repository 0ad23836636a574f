import Bytes
package import Snapshots
package import Text

/// What messages mean: intents with probabilities, whether the bot should answer at all, slots with
/// where they lie, and the language.
///
///     let understanding = try Understanding(opening: file)
///     var reading = Reading()
///     understanding.read(message, into: &reading)
package struct Understanding: Sendable {
  package let intents: IntentModel
  package let slots: SlotTagger
  /// Of the vectors that the intents were told by; `nil` where there are none.
  package let encoder: SentenceEncoder?

  /// - Throws: when a tensor is missing or misshapen, a value cannot be, or the encoder is another than the one
  ///   that the intents were trained with.
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    intents = try IntentModel(opening: file)
    slots = try SlotTagger(opening: file)
    encoder =
      SentenceEncoder.isPresent(in: file) ? try SentenceEncoder(opening: file) : nil
    let width = encoder?.width ?? 0
    guard intents.denseCount == 0 || intents.denseCount == width else {
      throw file.error(
        "intents.dense",
        "has \(intents.denseCount) rows, and the encoder \(width) dimensions; as many are accepted")
    }
  }

  package static func isPresent(in file: borrowing TensorFile) -> Bool {
    IntentModel.isPresent(in: file)
  }

  package func read(_ message: RawSpan, into reading: inout Reading) {
    readIntents(message, into: &reading)
    reading.slots.removeAll(keepingCapacity: true)
    slots.read(reading.text, message: message, &reading.scratch, into: &reading.slots)
  }

  /// All but the slots, which are left as they were.
  package func readIntents(_ message: RawSpan, into reading: inout Reading) {
    reading.text.read(message)
    reading.language = reading.text.language
    reading.scratch.hints.read(reading.text, slots.gazetteer)
    encode(message, into: &reading)
    let encoding = reading.encoding
    intents.read(
      reading.text, reading.scratch.hints, encoding: encoding.span, into: &reading.intents)
  }

  /// The message's vector alone, where there is an encoder.
  package func encode(_ message: RawSpan, into reading: inout Reading) {
    guard let encoder else { return reading.encoding.removeAll(keepingCapacity: true) }
    var scratch = reading.encoderScratch.take() ?? EncoderScratch(for: encoder)
    // Another generation may have another encoder.
    if !scratch.isMade(for: encoder) { scratch = EncoderScratch(for: encoder) }
    if reading.encoding.count != encoder.width {
      reading.encoding = [Float](repeating: 0, count: encoder.width)
    }
    var vector = reading.encoding.mutableSpan
    encoder.encode(message, into: &vector, &scratch)
    reading.encoderScratch = scratch
  }
}

/// What a message was understood as; kept from one to the next, so that reading allocates nothing once
/// it has seen messages as long.
package struct Reading: Sendable {
  package internal(set) var text = TokenizedText()
  package internal(set) var intents = IntentScratch()
  /// In order of the message; none overlaps another.
  package internal(set) var slots: [FoundSlot] = []
  package internal(set) var language: Language?
  /// Of length 1; empty where there is no encoder.
  package internal(set) var encoding: [Float] = []
  var scratch = SlotScratch()
  /// 1.1 MB with MiniLM; none before an encoder is met.
  var encoderScratch: EncoderScratch?

  package init() {}
}
