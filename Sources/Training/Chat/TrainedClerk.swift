import Bytes
import Catalogue
import Datasets
import Dialogue
import Snapshots
import Text

/// What a clerk answers from, besides what messages mean: the shop's passages and what they are about, the
/// words for its products, and questions to suggest.
struct TrainedClerk: Sendable {
  private let passages: FittedPassages?
  private let topics: FittedTopics?
  private let products: FittedProductSearch?
  private let suggestions: FittedSuggestions
  /// One per intent: the share of its messages that name an order.
  private let orderShares: [Float]

  /// - Parameters:
  ///   - labels: of the intents, in their order
  ///   - items: of the catalogue, in its order
  ///   - encoder: whose vectors passages are found by beside their words
  init(
    of data: ChatData, labels: [String], knowledge: KnowledgeTable?, items: [CatalogueItem],
    terms: TermTable, encoder: ChatEncoder?, threads: Int
  ) throws(SnapshotError) {
    let numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    let messages = data.training.compactMap { row in
      numbers[row.intent].map { (message: row.message, intent: $0, name: row.intent) }
    }
    suggestions = FittedSuggestions(
      messages.filter { $0.message.slots.isEmpty && $0.name != ChatData.outOfScopeName }
        .map { ($0.message.text, $0.intent) })
    orderShares = Self.orderShares(of: messages, intentCount: labels.count)
    products =
      items.isEmpty
      ? nil
      : FittedProductSearch(
        items,
        terms: terms.terms.map {
          FittedProductSearch.Term(attribute: $0.attribute, value: $0.value, term: $0.term)
        })
    guard let knowledge, !knowledge.passages.isEmpty else {
      (passages, topics) = (nil, nil)
      return
    }
    let fitted = try FittedPassages(knowledge, encoder: encoder, threads: threads)
    passages = fitted
    var topics = try Self.topics(
      of: messages.map { ($0.message.text, $0.intent) }, among: fitted, intentCount: labels.count)
    for (passage, row) in knowledge.passages.enumerated() {
      for intent in row.intents.compactMap({ numbers[$0] }) {
        topics.mark(passage: passage, intent: intent)
      }
    }
    self.topics = topics
  }

  private static func orderShares(
    of messages: [(message: MarkedMessage, intent: Int, name: String)], intentCount: Int
  ) -> [Float] {
    var counts = [(all: Int, naming: Int)](repeating: (0, 0), count: intentCount)
    for (message, intent, _) in messages {
      counts[intent].all += 1
      if message.slots.contains(where: { $0.name == "order" }) { counts[intent].naming += 1 }
    }
    return counts.map { Float($0.naming) / Float(max($0.all, 1)) }
  }

  /// Asks the passages what is served will be asked, and counts what messages of each intent find.
  private static func topics(
    of messages: [(text: String, intent: Int)], among fitted: FittedPassages, intentCount: Int
  ) throws(SnapshotError) -> FittedTopics {
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "passages")
    defer { extendLifetime(file) }
    let index = try PassageIndex(opening: file)
    var topics = FittedTopics(
      intentCount: intentCount, languages: (0..<index.count).map { index.language($0) })
    var (text, scratch) = (TokenizedText(), PassageScratch())
    for message in messages {
      text.read(Array(message.text.utf8).rawSpan)
      index.search(
        text, language: nil, encoding: Span(), limit: 1, scratch: &scratch)
      topics.add(scratch.hits, intent: message.intent)
    }
    return topics
  }

  func pack(into writer: inout TensorWriter) {
    passages?.pack(into: &writer)
    topics?.pack(into: &writer)
    products?.pack(into: &writer)
    suggestions.pack(into: &writer)
    writer.add("clerk.order_shares", orderShares)
  }
}
