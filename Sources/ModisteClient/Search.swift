import Bytes
import Wire

/// Asks for passages and products alone.
public struct SearchRequest: Equatable, Sendable {
  /// At most 4,096 bytes.
  public var text: String
  /// `en` or `zh`; empty: as it is written.
  public var language: String
  /// Of passages and of products each, 1...100; 0: 5.
  public var limit: UInt32
  public var omitsProducts = false
  public var omitsPassages = false

  public init(text: String, language: String = "", limit: UInt32 = 0) {
    self.text = text
    self.language = language
    self.limit = limit
  }

  func encoded() -> [UInt8] {
    encodedBody {
      $0.appendSearchRequest(
        text: text, language: language, limit: limit, omitsProducts: omitsProducts,
        omitsPassages: omitsPassages)
    }
  }
}

/// A passage of the shop's own words.
public struct FoundPassage: Equatable, Sendable {
  public var passageID: String
  public var title: String
  public var text: String
  /// Where the shop has it from.
  public var source: String
  public var language: String
  public var score: Float

  init(_ view: FoundPassageView) {
    passageID = view.passageID.string
    title = view.title.string
    text = view.text.string
    source = view.source.string
    language = view.language.string
    score = view.score
  }
}

public struct FoundProduct: Equatable, Sendable {
  public var itemID: String
  public var title: String
  /// `nil`: unknown.
  public var price: Double?
  public var score: Float

  init(_ view: FoundProductView) {
    itemID = view.itemID.string
    title = view.title.string
    price = view.price == 0 ? nil : view.price
    score = view.score
  }
}

/// What a search asks of products, as it was understood.
public struct SearchCondition: Equatable, Sendable {
  public var attribute: String
  /// Empty: a range.
  public var value: String
  /// It must not be so.
  public var isExcluded: Bool
  /// Of a range; `nil`: open.
  public var least: Double?
  public var most: Double?

  init(_ view: SearchConditionView) {
    attribute = view.attribute.string
    value = view.value.string
    isExcluded = view.isExcluded
    least = view.least == 0 ? nil : view.least
    most = view.most == 0 ? nil : view.most
  }
}

public struct SearchResponse: Equatable, Sendable {
  public var passages: [FoundPassage]
  public var products: [FoundProduct]
  public var conditions: [SearchCondition]
  /// How many products fulfil all conditions.
  public var productCount: UInt32
  public var generation: String

  init(_ view: SearchResponseView, generation: String) {
    passages = view.passages.map(FoundPassage.init)
    products = view.products.map(FoundProduct.init)
    conditions = view.conditions.map(SearchCondition.init)
    productCount = view.productCount
    self.generation = generation
  }
}

extension ModisteClient {
  /// Passages and products that a message is about.
  public func search(
    _ request: SearchRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> SearchResponse {
    let reply = try await call(.search, request.encoded(), timeout)
    return try reply.decode(SearchResponseView.self) {
      SearchResponse($0, generation: reply.generation)
    }
  }
}
