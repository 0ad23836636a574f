// What a shop says besides whom it asks for.

/// What the shop knows of an item now, and the snapshot does not.
public struct ItemState: Equatable, Sendable {
  /// At most 256 bytes.
  public var itemID: String
  /// Not answered.
  public var isSoldOut: Bool
  /// The sizes in stock, in place of the item's attribute `sizes`; each at most 64 bytes. Empty: those
  /// of the attribute.
  public var sizes: [String]

  public init(itemID: String, isSoldOut: Bool = false, sizes: [String] = []) {
    self.itemID = itemID
    self.isSoldOut = isSoldOut
    self.sizes = sizes
  }
}

/// Items that the shop wants to show more, or less.
public struct Boost: Equatable, Sendable {
  /// Which items, as in ``RecommendRequest/filter``.
  public var filter: String
  /// What their place goes by is multiplied by it: 0.01...100.
  public var factor: Float

  public init(filter: String, factor: Float) {
    self.filter = filter
    self.factor = factor
  }
}

/// At most `limit` answered items share a value of the attribute.
public struct Cap: Equatable, Sendable {
  /// For example `brand`.
  public var attribute: String
  /// 1...500.
  public var limit: UInt32

  public init(attribute: String, limit: UInt32) {
    self.attribute = attribute
    self.limit = limit
  }
}

/// What one source says of an item.
public struct SourceScore: Equatable, Sendable {
  /// `ease`, `transitions`, …
  public var source: String
  /// In the source's own units.
  public var score: Float
  /// In the units of the item's score.
  public var contribution: Float
}
