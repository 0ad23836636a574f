import Bytes
import Wire

/// Asks what a shopper buys repeatedly and may need now.
public struct BuyAgainRequest: Equatable, Sendable {
  /// At most 256 bytes; unknown to the snapshot: an empty answer.
  public var userID: String
  /// 1...500.
  public var limit: UInt32
  /// As in ``RecommendRequest/filter``.
  public var filter: String
  /// Seconds since 1970; 0, and every time before: when the training data ended.
  public var now: Int64
  /// Items of which there are none left, and which are not answered; at most 1,000.
  public var soldOutItemIDs: [String]

  public init(
    userID: String, limit: UInt32 = 20, filter: String = "", now: Int64 = 0,
    soldOutItemIDs: [String] = []
  ) {
    self.userID = userID
    self.limit = limit
    self.filter = filter
    self.now = now
    self.soldOutItemIDs = soldOutItemIDs
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendBuyAgainRequest(
        user: userID, limit: Int(limit), filter: filter, now: now, soldOut: soldOutItemIDs)
    }
  }
}

public struct BuyAgainResponse: Equatable, Sendable {
  /// Best first; items bought at least once.
  public var items: [RepeatedItem]
  public var isUserKnown: Bool
  /// The snapshot that answered.
  public var generation: String

  init(_ view: BuyAgainResponseView, generation: String) {
    items = view.items.map { RepeatedItem($0) }
    isUserKnown = view.isUserKnown
    self.generation = generation
  }
}

public struct RepeatedItem: Equatable, Sendable {
  public var id: String
  /// Larger is better: the probability that the shopper buys it next, up to a factor.
  public var score: Float
  /// How often the shopper bought it.
  public var purchases: UInt32
  /// Since the last time.
  public var daysSince: Float
  /// The shopper's usual interval for it, drawn towards that of all shoppers; 0: unknown.
  public var intervalDays: Float

  init(_ view: RepeatedItemView) {
    id = view.itemID.string
    score = view.score
    purchases = view.purchases
    daysSince = view.daysSince
    intervalDays = view.intervalDays
  }
}
