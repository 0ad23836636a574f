import Bytes
import Wire

/// Asks for the items most like a given one.
public struct SimilarItemsRequest: Equatable, Sendable {
  /// At most 256 bytes. Unknown to the snapshot: `notFound`.
  public var itemID: String
  /// 1...500.
  public var limit: UInt32
  /// As in ``RecommendRequest/filter``.
  public var filter: String
  /// Items not to answer; at most 1,000.
  public var excludedItemIDs: [String]

  public init(
    itemID: String, limit: UInt32 = 20, filter: String = "", excludedItemIDs: [String] = []
  ) {
    self.itemID = itemID
    self.limit = limit
    self.filter = filter
    self.excludedItemIDs = excludedItemIDs
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendSimilarItemsRequest(
        itemID: itemID, limit: limit, filter: filter, excludedItemIDs: excludedItemIDs)
    }
  }
}

public struct SimilarItemsResponse: Equatable, Sendable {
  /// Best first, without the item itself.
  public var items: [SimilarItem]
  /// Of the excluded items, those that the snapshot does not know.
  public var unknownItemIDs: [String]
  /// The snapshot that answered.
  public var generation: String

  init(_ view: SimilarItemsResponseView, generation: String) {
    items = view.items.map { SimilarItem(id: $0.itemID.string, score: $0.score) }
    unknownItemIDs = view.unknownItemIDs.map(\.string)
    self.generation = generation
  }
}

public struct SimilarItem: Equatable, Sendable {
  public var id: String
  /// Larger is more alike; in the measure the model was trained with.
  public var score: Float
}
