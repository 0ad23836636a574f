import Bytes
import Dialogue
import Snapshots
import TestSupport
import Testing
import Text

/// Defends what messages are understood as, from training to a file and back.
@Suite struct UnderstandingTests {
  @Test(arguments: [
    ("hey, where's my order F77120", "track_order", "en"),
    ("has the parcel been sent", "track_order", "en"),
    ("订单B20931到哪里", "track_order", "zh"),
    ("sell me a purple dress", "find_product", "en"), ("想买紫色的连衣裙", "find_product", "zh"),
    ("PASSWORD forgotten", "account", "en"), ("密码忘记了", "account", "zh"),
    ("the weather today", "out_of_scope", "en"),
  ])
  func `messages that training never saw have the intent of their words`(
    message: String, intent: String, language: String
  ) throws {
    try SmallTalk.withUnderstanding { understanding in
      var reading = Reading()
      understanding.read(message, into: &reading)
      #expect(understanding.intent(reading) == intent)
      #expect(reading.language?.code == language)
      let sum = reading.intents.probabilities.reduce(0, +)
      #expect((sum - 1).magnitude < 1e-5)
    }
  }

  @Test func `what is out of scope is refused, and what is in scope is not`() throws {
    try SmallTalk.withUnderstanding { understanding in
      var reading = Reading()
      for message in ["who won the match", "book a flight to paris", "天气怎么样", "xyzzy plugh"] {
        understanding.read(message, into: &reading)
        #expect(!reading.intents.isInScope, "\(message)")
      }
      for message in ["where is order A10234", "show me a red skirt", "忘记密码"] {
        understanding.read(message, into: &reading)
        #expect(reading.intents.isInScope, "\(message)")
      }
    }
  }

  @Test(arguments: ["", "36B?", "ничего"])
  func `a message of which no word is known is refused`(message: String) throws {
    try SmallTalk.withUnderstanding { understanding in
      var reading = Reading()
      understanding.read(message, into: &reading)
      #expect(!reading.intents.isInScope)
      #expect(reading.intents.scope == 0)
    }
  }

  @Test func `a shop without examples of what is out of scope refuses nothing`() throws {
    let rows = SmallTalk.messages.filter { $0.intent != "out_of_scope" }
    let fitted = FittedIntents(
      IntentData(rows.map { (MarkedMessage(parsing: $0.marked).text, $0.intent, nil) }))
    #expect(fitted.gate == .open)
  }

  @Test func `held-out messages are not of the templates that they are judged by`() {
    let held = SmallTalk.intents.heldOut
    #expect(held.predicted.count == SmallTalk.data.count)
    #expect(held.confidences.allSatisfy { 0 < $0 && $0 <= 1 })
    #expect(held.isRight.contains(true))
  }

  @Test func `the same data and seed give the same bytes, by any number of threads`() {
    var settings = FittedIntents.Settings()
    settings.threads = 2
    var writer = TensorWriter()
    FittedIntents(SmallTalk.data, gazetteer: SmallTalk.slots.gazetteer, settings: settings)
      .pack(into: &writer)
    SmallTalk.slots.pack(into: &writer)
    #expect(writer.encoded() == SmallTalk.bytes)
  }

  @Test func `slots lie where the message names them, with what the catalogue calls them`() throws {
    try SmallTalk.withUnderstanding { understanding in
      let message = "hi, do you sell a Dresses in NAVY blue, size M under $50? order Z99887"
      let bytes = Array(message.utf8)
      var reading = Reading()
      understanding.read(bytes.rawSpan, into: &reading)
      let found = reading.slots.map { slot in
        [
          understanding.slots.names[slot.slot].string,
          String(decoding: bytes[slot.bytes], as: UTF8.self),
          slot.value.map { understanding.slots.gazetteer.names[$0].string } ?? "",
        ]
      }
      #expect(
        found == [
          ["category", "Dresses", "dress"], ["color", "NAVY blue", "navy"], ["size", "size M", ""],
          ["price", "$50", ""], ["order", "Z99887", ""],
        ])
    }
  }

  @Test func `a dense part counts beside n-grams, and is asked for by the model`() throws {
    // Two intents that no word tells apart: only the encoding does.
    var rows: [(message: String, intent: String, group: String?)] = []
    var encodings: [Float] = []
    for index in 0..<40 {
      rows.append(("same words \(index / 2)", index % 2 == 0 ? "a" : "b", "\(index)"))
      encodings += index % 2 == 0 ? [1, 0] : [0, 1]
    }
    var writer = TensorWriter()
    FittedIntents(IntentData(rows), encodings: encodings).pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "chat.safetensors")
    defer { extendLifetime(file) }
    let model = try IntentModel(opening: file)
    #expect(model.denseCount == 2)
    var text = TokenizedText()
    text.read(Array("same words".utf8).rawSpan)
    var scratch = IntentScratch()
    var hints = Hints()
    hints.read(text, nil)
    for (encoding, better) in [([1, 0], 0), ([0, 1], 1)] as [([Float], Int)] {
      model.read(text, hints, encoding: encoding.span, into: &scratch)
      #expect(scratch.probabilities[better] > 0.9)
    }
  }

  @Test func `an empty message, and one of which nothing is known, are read all the same`() throws {
    try SmallTalk.withUnderstanding { understanding in
      var reading = Reading()
      for message in ["", "   ", "\u{202E}", "?!", "ничего", "36B"] {
        understanding.read(message, into: &reading)
        #expect(reading.intents.probabilities.count == understanding.intents.count)
        let areFinite = reading.intents.probabilities.allSatisfy { $0.isFinite }
        #expect(areFinite)
      }
    }
  }

  @Test(.enabled(if: AllocationCounter.isMeaningful, "needs an optimised build"))
  func `reading allocates nothing after the first messages`() throws {
    try SmallTalk.withUnderstanding { understanding in
      let messages = SmallTalk.messages.prefix(40).map {
        Array(MarkedMessage(parsing: $0.marked).text.utf8)
      }
      var reading = Reading()
      func readAll() {
        for message in messages { understanding.read(message.rawSpan, into: &reading) }
      }
      readAll()
      let count = AllocationCounter.count(readAll)
      #expect(count == 0)
    }
  }
}
