import Bytes
import Dialogue
import Snapshots
import Testing

/// A shop with few intents, small enough to be trained in a test.
enum SmallTalk {
  static let messages: [(marked: String, intent: String)] = {
    var rows: [(String, String)] = []
    let orders = ["A10234", "B20931", "C33018", "A90412", "D55170", "E40981"]
    let colors = ["red", "black", "white", "navy"]
    let categories = ["dress", "coat", "skirt", "sweater"]
    for (index, order) in orders.enumerated() {
      let color = colors[index % 4]
      let category = categories[(index / 2) % 4]
      for opening in ["", "hi, ", "hello, "] {
        rows += [
          ("\(opening)where is my order [\(order)](order)", "track_order"),
          ("\(opening)has order [\(order)](order) been sent", "track_order"),
          ("\(opening)track the parcel [\(order)](order) please", "track_order"),
          ("\(opening)我的订单[\(order)](order)到哪里了", "track_order"),
          ("\(opening)show me a [\(color)](color) [\(category)](category)", "find_product"),
          ("\(opening)do you sell a [\(category)](category) in [\(color)](color)", "find_product"),
          (
            "\(opening)i am looking for a [\(color)](color) [\(category)](category)", "find_product"
          ),
          ("\(opening)我想买[\(index % 2 == 0 ? "黑色" : "红色")](color)的连衣裙", "find_product"),
          ("\(opening)i forgot my password", "account"), ("\(opening)reset my password", "account"),
          ("\(opening)my login does not work", "account"), ("\(opening)忘记密码了", "account"),
          ("\(opening)what is the weather like", "out_of_scope"),
          ("\(opening)who won the football match", "out_of_scope"),
          ("\(opening)book a flight to london", "out_of_scope"),
          ("\(opening)今天天气怎么样", "out_of_scope"),
        ]
      }
    }
    return rows
  }()

  static let gazetteer = [
    FittedGazetteer.Entry("dress", slot: "category", value: "dress"),
    FittedGazetteer.Entry("连衣裙", slot: "category", value: "dress"),
    FittedGazetteer.Entry("t-shirt", slot: "category", value: "t-shirt"),
    FittedGazetteer.Entry("scarf", slot: "category", value: "scarf"),
    FittedGazetteer.Entry("purple", slot: "color", value: "purple"),
    FittedGazetteer.Entry("navy blue", slot: "color", value: "navy"),
    FittedGazetteer.Entry("navy", slot: "color", value: "navy"),
    FittedGazetteer.Entry("紫色", slot: "color", value: "purple"),
  ]

  static let data = IntentData(
    messages.map {
      let message = MarkedMessage(parsing: $0.marked)
      return (message.text, $0.intent, message.template)
    }, outOfScope: ["out_of_scope"])

  static let intents = FittedIntents(data, gazetteer: slots.gazetteer)
  static let slots = FittedSlots(
    messages.map { MarkedMessage(parsing: $0.marked) }, gazetteer: gazetteer)

  /// The file as a generation has it.
  static let bytes: [UInt8] = {
    var writer = TensorWriter()
    intents.pack(into: &writer)
    slots.pack(into: &writer)
    return writer.encoded()
  }()

  static func withUnderstanding(_ body: (Understanding) throws -> Void) throws {
    let file = try TensorFile(bytes: bytes, name: "chat.safetensors")
    defer { extendLifetime(file) }
    try body(Understanding(opening: file))
  }
}

extension Understanding {
  func read(_ message: String, into reading: inout Reading) {
    read(Array(message.utf8).rawSpan, into: &reading)
  }

  /// The likeliest intent.
  func intent(_ reading: Reading) -> String {
    let probabilities = reading.intents.probabilities
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    return intents.labels[best].string
  }
}
