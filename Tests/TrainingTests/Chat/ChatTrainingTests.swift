import Answering
import Bytes
import Datasets
import Dialogue
import Platform
import Snapshots
import Testing
import Training

/// What becomes of utterances.csv: a file that opens and understands, and figures of what was set aside.
@Suite struct ChatTrainingTests {
  private static let events = "user_id,item_id,kind,timestamp\nann,a,view,1\nann,b,purchase,2\n"
  private static let items = """
    item_id,title,category,color,sizes,created
    a,Dress by Ann,dress,red,S|M,2026-01-01
    b,Coat by Ben,coat,navy,L,2026-01-02

    """
  private static let terms = "attribute,value,language,term\ncategory,dress,zh,连衣裙\n"

  private static func utterances(_ splits: [String] = ["train", "train", "test"]) -> String {
    var csv = "text,intent,language,split\n"
    let orders = ["A10234", "B20931", "C33018", "D41177"]
    let templates = [
      ("where is my order [ORDER](order)", "track_order", "en"),
      ("has [ORDER](order) been sent yet", "track_order", "en"),
      ("when will the parcel [ORDER](order) come", "track_order", "en"),
      ("订单[ORDER](order)到哪里了", "track_order", "zh"),
      ("i forgot my password", "account", "en"),
      ("reset the password of my login", "account", "en"),
      ("my password does not work", "account", "en"), ("密码忘记了怎么办", "account", "zh"),
      ("what is the weather like", "out_of_scope", "en"),
      ("will the weather be nice", "out_of_scope", "en"),
      ("tell me a joke about the weather", "out_of_scope", "en"),
      ("今天天气怎么样", "out_of_scope", "zh"),
    ]
    for (index, order) in orders.enumerated() {
      for (template, intent, language) in templates {
        let parts = template.split(separator: "ORDER", omittingEmptySubsequences: false)
        let split = splits[index % splits.count]
        csv += "\(parts.joined(separator: order)),\(intent),\(language),\(split)\n"
      }
    }
    return csv
  }

  private func shop(_ utterances: String = ChatTrainingTests.utterances()) throws -> Dataset {
    try dataset([
      "events.csv": Self.events, "items.csv": Self.items, "terms.csv": Self.terms,
      "utterances.csv": utterances,
    ])
  }

  private func withTemporaryDirectory<Result>(
    _ body: (String) throws -> Result
  ) throws -> Result {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-chat")
    defer { try? FileSystem.removeTree(directory) }
    return try body(directory)
  }

  @Test func `a full training writes what messages mean, and models open it`() throws {
    try withTemporaryDirectory { directory in
      let trained = try Trainer(TrainingOptions()).train(shop())
      try trained.write(to: directory)
      #expect(trained.description.object?.contains { $0.key == "chat" } == true)
      let models = try Models(opening: directory)
      let understanding = try #require(models.clerk).understanding
      var reading = Reading()
      let message = Array("where is order Z99887, and the 连衣裙?".utf8)
      understanding.read(message.rawSpan, into: &reading)
      let probabilities = reading.intents.probabilities
      let best = try #require(
        probabilities.indices.max { probabilities[$0] < probabilities[$1] })
      #expect(understanding.intents.labels[best].string == "track_order")
      let found = reading.slots.map { understanding.slots.names[$0.slot].string }
      #expect(found == ["order", "category"])
      let value = try #require(reading.slots.last?.value)
      #expect(understanding.slots.gazetteer.names[value].string == "dress")
    }
  }

  @Test func `without utterances there is no chat, and training goes on as before`() throws {
    try withTemporaryDirectory { directory in
      let trained = try Trainer(TrainingOptions()).train(
        dataset(["events.csv": Self.events, "items.csv": Self.items]))
      #expect(trained.chat == nil)
      try trained.write(to: directory)
      #expect(try !FileSystem.names(in: directory).contains(Models.chatName))
      let models = try Models(opening: directory)
      #expect(models.clerk == nil)
    }
  }

  @Test func `the same utterances and seed give the same bytes, by any number of threads`() throws {
    let data = try #require(try ChatData(of: shop()))
    func bytes(threads: Int) throws -> [UInt8] {
      var writer = TensorWriter()
      try TrainedChat(of: data, threads: threads).pack(into: &writer)
      return writer.encoded()
    }
    let first = try bytes(threads: 1)
    #expect(try bytes(threads: 2) == first)
  }

  @Test func `what is set aside does not train`() throws {
    let whole = try #require(try ChatData(of: shop()))
    #expect(whole.training.count == 36)
    #expect(whole.test.count == 12)
    let all = try #require(try ChatData(of: shop(Self.utterances([""]))))
    #expect(all.training.count == 48 && all.test.isEmpty)
  }

  @Test func `values of items and their terms are known, sizes, titles and dates are not`() throws {
    let data = try #require(try ChatData(of: shop()))
    let known = data.gazetteer.map { "\($0.slot) \($0.phrase) = \($0.value)" }
    #expect(
      known == [
        "category coat = coat", "category dress = dress", "color navy = navy", "color red = red",
        "category dress = dress", "category 连衣裙 = dress",
      ])
  }

  @Test func `a shop without messages to refuse is told that nothing will be`() throws {
    let lines = Self.utterances().split(separator: "\n").filter { !$0.contains("out_of_scope") }
    let data = try #require(try ChatData(of: shop(lines.joined(separator: "\n") + "\n")))
    let trained = try TrainedChat(of: data, threads: 1)
    #expect(
      trained.remarks == ["no utterance has the intent out_of_scope: no message will be refused"])
  }

  @Test(arguments: [
    (
      "text,intent\nhi,greeting\nhello,greeting\n",
      "utterances.csv column intent: there are 1 intents to train on; 2 and more are accepted"
    ),
    (
      "text,intent\nhi,greeting\nsee [this](https://a.b),link\n",
      "utterances.csv line 3, column text: 'https://a.b' is not the name of a slot"
    ),
  ])
  func `utterances that nothing can be learned from are refused`(
    utterances: String, problem: String
  ) throws {
    let data = try shop(utterances)
    let error = #expect(throws: DatasetError.self) { try ChatData(of: data) }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "it was read")")
  }

  @Test func `what was set aside is judged, beside the most frequent intent`() throws {
    let data = try #require(try ChatData(of: shop()))
    let evaluation = try ChatEvaluation(of: data, threads: 1)
    #expect(evaluation.split == "test")
    #expect(evaluation.all.count == 12)
    // The templates are those of training.
    #expect(evaluation.all.accuracy == 1)
    #expect(evaluation.all.macroF1 == 1)
    #expect(evaluation.languages.map(\.name) == ["en", "zh"])
    #expect(evaluation.languages.map(\.count) == [9, 3])
    #expect(evaluation.outOfScope?.count == 4)
    #expect(evaluation.outOfScope?.share == 1)
    #expect(evaluation.falseRefusals.count == 8)
    #expect(evaluation.falseRefusals.share == 0)
    #expect(evaluation.slots?.f1 == 1)
    #expect(evaluation.slots?.count == 4)
    #expect(evaluation.confusions.isEmpty)
    // Three intents, as often each: the first is right about a third, and F1 is 2·4/(4 + 12) for it alone.
    #expect((evaluation.baseline.accuracy - 1.0 / 3).magnitude < 1e-12)
    #expect((evaluation.baseline.macroF1 - 0.5 / 3).magnitude < 1e-12)
  }

  @Test func `where nothing is set aside, templates are held out in turn`() throws {
    let data = try #require(try ChatData(of: shop(Self.utterances([""]))))
    let evaluation = try ChatEvaluation(of: data, threads: 1)
    #expect(evaluation.split == "5 folds")
    #expect(evaluation.all.count == 48)
    // Of templates that training never saw some are taken for others, and those are shown.
    #expect(evaluation.all.accuracy < 1)
    let wrong = evaluation.confusions.map(\.count).reduce(0, +)
    #expect(wrong == Int((48 * (1 - evaluation.all.accuracy)).rounded()))
    for confusion in evaluation.confusions {
      #expect(confusion.intent != confusion.takenFor)
      #expect((1...3).contains(confusion.examples.count))
    }
  }

  @Test func `the report has every figure by name`() throws {
    let data = try #require(try ChatData(of: shop()))
    let json = try ChatEvaluation(of: data, threads: 1).json
    #expect(json["intents"]?["accuracy"] == 1.0)
    #expect(json["outOfScope"]?["refused"] == 1.0)
    #expect(json["own"]?["refused"] == 0.0)
    #expect(json["slots"]?["f1"] == 1.0)
    for key in ["split", "training", "languages", "baseline", "calibrationError", "confusions"] {
      #expect(json[key] != nil, "\(key)")
    }
  }
}
