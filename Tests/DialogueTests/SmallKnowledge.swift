import Bytes
import Dialogue
import Snapshots
import Text

/// Some passages of a shop in both languages, packed and opened.
enum SmallKnowledge {
  static func passage(
    _ id: String, _ language: Language, _ title: String, _ text: String
  ) -> FittedPassages.Passage {
    FittedPassages.Passage(
      id: id, language: language, title: title, text: text, source: "policies/\(id)")
  }

  static let passages = [
    passage(
      "delivery", .english, "Delivery times",
      "Standard delivery takes 3 to 5 working days. Express delivery takes 1 to 2 working days."),
    passage(
      "costs", .english, "Delivery costs",
      "Standard delivery costs 4.95. It is free for orders of 60 or more."),
    passage(
      "returns", .english, "Returns",
      "You can send items back within 30 days. The refund arrives 5 days later. Dresses too."),
    passage("shops", .english, "", "Our shops are open from 10.00 to 20.00 on weekdays."),
    passage("delivery-zh", .chinese, "配送时间", "标准配送需要3到5个工作日。加急配送需要1到2个工作日。"),
    passage("costs-zh", .chinese, "运费", "标准配送运费4.95元，订单满60元免运费。"),
    passage("returns-zh", .chinese, "退货", "您可以在30天内退货。退款将在5天后到账！"),
  ]

  static func bytes(
    _ passages: [FittedPassages.Passage] = passages, vectors: [Float] = []
  ) -> [UInt8] {
    var writer = TensorWriter()
    FittedPassages(passages, vectors: vectors).pack(into: &writer)
    return writer.encoded()
  }

  static func withIndex<Result>(
    _ passages: [FittedPassages.Passage] = passages, vectors: [Float] = [],
    _ body: (PassageIndex) throws -> Result
  ) throws -> Result {
    let file = try TensorFile(bytes: bytes(passages, vectors: vectors), name: "chat.safetensors")
    defer { extendLifetime(file) }
    return try body(try PassageIndex(opening: file))
  }
}

extension PassageIndex {
  /// The ids of the best passages, best first.
  func ids(
    _ question: String, language: Language? = nil, encoding: [Float] = [], limit: Int = 3
  ) -> [String] {
    var scratch = PassageScratch()
    search(question, language: language, encoding: encoding, limit: limit, &scratch)
    return scratch.hits.map { id($0.passage).string }
  }

  func search(
    _ question: String, language: Language? = nil, encoding: [Float] = [], limit: Int = 3,
    _ scratch: inout PassageScratch
  ) {
    var text = TokenizedText()
    text.read(Array(question.utf8).rawSpan)
    search(text, language: language, encoding: encoding.span, limit: limit, scratch: &scratch)
  }
}
