package import Bytes

/// What a shopper did with an item.
package enum EventKind: UInt8, CaseIterable, Sendable {
  case view, cart, purchase
  /// An item sent back; its quantity is positive.
  case `return`
  /// Of an item, in the units of the shop: 1 to 5, 2 to 10.
  case rating
  /// May be of no item.
  case search

  /// As events.csv spells it.
  package var name: String {
    switch self {
    case .view: "view"
    case .cart: "cart"
    case .purchase: "purchase"
    case .return: "return"
    case .rating: "rating"
    case .search: "search"
    }
  }

  package static let accepted = allCases.map(\.name).joined(separator: ", ")

  private static let namesAsBytes = allCases.map { Array($0.name.utf8) }

  package init?(_ name: ByteView) {
    for (index, known) in Self.namesAsBytes.enumerated()
    where known.rawSpan.hasSameBytes(as: name.bytes) {
      self.init(rawValue: UInt8(index))
      return
    }
    return nil
  }

  /// Whether the shopper chose the item: what a recommendation is there to foresee.
  package var isChoice: Bool {
    switch self {
    case .view, .cart, .purchase, .rating: true
    case .return, .search: false
    }
  }
}

/// How a piece sat on whoever wore it: what a shop asks for after a purchase or a rental.
package enum ReportedFit: UInt8, CaseIterable, Sendable {
  /// In the order of the sizes: the piece was too small, it fitted, it was too large.
  case small, fit, large

  /// As events.csv spells it.
  package var name: String {
    switch self {
    case .small: "small"
    case .fit: "fit"
    case .large: "large"
    }
  }

  package static let accepted = "small, fit, large, or nothing"

  private static let namesAsBytes = allCases.map { Array($0.name.utf8) }

  package init?(_ name: ByteView) {
    for (index, known) in Self.namesAsBytes.enumerated()
    where known.rawSpan.hasSameBytes(as: name.bytes) {
      self.init(rawValue: UInt8(index))
      return
    }
    return nil
  }
}

/// Events as columns of equal length, sorted by time, then by their order in the file.
package struct EventTable: Sendable {
  /// The item of a search that is of none; not an index.
  package static let noItem = UInt32.max
  /// Where no size is said; not an index.
  package static let noSize = UInt32.max

  package var users: [UInt32] = []
  package var items: [UInt32] = []
  package var kinds: [EventKind] = []
  /// The rating or grade; NaN when absent.
  package var values: [Float] = []
  /// Seconds since 1970, or ordinals.
  package var timestamps: [Int64] = []
  /// NaN when absent.
  package var quantities: [Float] = []
  /// Of one piece; NaN when absent.
  package var prices: [Float] = []
  /// Of the piece: indices of `sizeNames`, or `noSize`.
  package var sizes: [UInt32] = []
  package var sizeNames = IdentifierSet()
  /// Of the piece, when the shopper said so.
  package var fits: [ReportedFit?] = []

  package init() {}

  package var count: Int { users.count }

  package mutating func append(
    user: UInt32, item: UInt32, kind: EventKind, timestamp: Int64, value: Float = .nan,
    quantity: Float = .nan, price: Float = .nan, size: UInt32 = noSize,
    fit: ReportedFit? = nil
  ) {
    users.append(user)
    items.append(item)
    kinds.append(kind)
    values.append(value)
    timestamps.append(timestamp)
    quantities.append(quantity)
    prices.append(price)
    sizes.append(size)
    fits.append(fit)
  }

  /// The events for which `isKept` holds, in the same order.
  package func filtered(_ isKept: (Int) -> Bool) -> EventTable {
    gathered((0..<count).filter(isKept))
  }

  /// By time; events of the same time stay as they are. O(n log n), O(n) when sorted already.
  mutating func sortByTime() {
    guard !timestamps.indices.dropFirst().allSatisfy({ timestamps[$0 - 1] <= timestamps[$0] })
    else { return }
    let order = (0..<count).sorted { left, right in
      (timestamps[left], left) < (timestamps[right], right)
    }
    self = gathered(order)
  }

  private func gathered(_ order: [Int]) -> EventTable {
    var table = EventTable()
    table.users = order.map { users[$0] }
    table.items = order.map { items[$0] }
    table.kinds = order.map { kinds[$0] }
    table.values = order.map { values[$0] }
    table.timestamps = order.map { timestamps[$0] }
    table.quantities = order.map { quantities[$0] }
    table.prices = order.map { prices[$0] }
    table.sizes = order.map { sizes[$0] }
    table.sizeNames = sizeNames
    table.fits = order.map { fits[$0] }
    return table
  }
}
