import Bytes
import Wire

/// Asks what goes into the same baskets as some items.
public struct BoughtTogetherRequest: Equatable, Sendable {
  /// 1...200; at most 256 bytes each.
  public var basketItemIDs: [String]
  /// 1...500.
  public var limit: UInt32
  /// As in ``RecommendRequest/filter``.
  public var filter: String
  /// Items not to answer; at most 1,000.
  public var excludedItemIDs: [String]
  /// Items of which there are none left, and which are not answered; at most 1,000.
  public var soldOutItemIDs: [String]

  public init(
    basketItemIDs: [String], limit: UInt32 = 20, filter: String = "",
    excludedItemIDs: [String] = [], soldOutItemIDs: [String] = []
  ) {
    self.basketItemIDs = basketItemIDs
    self.limit = limit
    self.filter = filter
    self.excludedItemIDs = excludedItemIDs
    self.soldOutItemIDs = soldOutItemIDs
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendBoughtTogetherRequest(
        basket: basketItemIDs, limit: Int(limit), filter: filter, excluded: excludedItemIDs,
        soldOut: soldOutItemIDs)
    }
  }
}

public struct BoughtTogetherResponse: Equatable, Sendable {
  /// Best first, without the basket itself.
  public var items: [TogetherItem]
  /// Items of the request that the snapshot does not know, each once.
  public var unknownItemIDs: [String]
  /// The snapshot that answered.
  public var generation: String

  init(_ view: BoughtTogetherResponseView, generation: String) {
    items = view.items.map { TogetherItem($0) }
    unknownItemIDs = view.unknownItemIDs.map(\.string)
    self.generation = generation
  }
}

public struct TogetherItem: Equatable, Sendable {
  public var id: String
  /// Larger is better: the sum over the basket of log lift, each shrunk by its support.
  public var score: Float
  /// The basket's item that says most for it.
  public var becauseItemID: String
  /// Baskets with both, of all baskets in training.
  public var baskets: UInt32
  /// How much more often both are in a basket than chance would have it; above 0.
  public var lift: Float
  /// The share of the baskets with `becauseItemID` that have this one too; 0...1.
  public var confidence: Float

  init(_ view: TogetherItemView) {
    id = view.itemID.string
    score = view.score
    becauseItemID = view.becauseItemID.string
    baskets = view.baskets
    lift = view.lift
    confidence = view.confidence
  }
}
