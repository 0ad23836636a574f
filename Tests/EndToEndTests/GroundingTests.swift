import Answering
import Bytes
import Catalogue
import Datasets
import Dialogue
import Platform
import Snapshots
import Testing
import Text
import Training

/// Defends shoppers: whatever the clerk says in the demo shop's conversations is quoted or one of its phrases.
@Suite struct GroundingTests {
  private let shop: TrainedShop
  private let models: Models

  init() throws {
    shop = try TrainedShop.get()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-grounding")
    defer { try? FileSystem.removeTree(directory) }
    try shop.first.write(to: directory)
    models = try Models(opening: directory)
  }

  @Test func `in every conversation all is covered by citations that are true`() throws {
    let held = try ConversationEvaluation(of: shop.dataset.conversations, models: models)
    #expect(held.ungrounded == [])
    #expect(Set(held.shares.keys) == ["en", "zh"])
    #expect(held.partCount > 300)
  }

  @Test func `what an answer does not cite, or cites and does not quote, is found`() throws {
    let item = models.catalogue.items[0].string
    let title = models.catalogue.title(of: 0, in: "en").title.string
    func fault(_ phrase: Phrase, _ quotes: [String: Quote]) -> String? {
      Grounding.fault(
        of: [ReplyPart(phrase, .english, quotes)], .english, products: [0], request: nil,
        message: "how much is it", state: ConversationState(), known: [], result: nil,
        models: models)
    }
    let titled = Quote(title, .item, of: item, field: "title")
    #expect(fault(.productNoPrice, ["title": titled]) == nil)
    #expect(
      fault(.productNoPrice, ["title": Quote("Another", .item, of: item, field: "title")]) != nil)
    #expect(
      fault(
        .productPrice, ["title": titled, "price": Quote("0.01", .item, of: item, field: "price")])
        != nil)
    #expect(
      fault(.checkingOrder, ["order": Quote("A1", .shopper, of: "", field: "order")]) != nil)
    #expect(
      fault(
        .orderTracking, ["tracking": Quote("Z9", .tool, of: "0-order_status", field: "tracking")])
        != nil)
    #expect(
      fault(.productMaterial, ["title": titled, "material": Quote("gold", .passage, of: "K99")])
        != nil)
  }
}
