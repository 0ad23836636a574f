package import Bytes

/// What the shop wants of an answer besides what the shopper wants. Borrows the request's bytes.
package struct RecommendRules: Sendable {
  /// What is in the basket: counts as newest events, and is not answered.
  package var basket: [ByteView] = []
  package var states: [ItemState] = []
  /// The sizes of all states, one state after the other.
  package var stateSizes: [ByteView] = []
  /// Sizes that fit the shopper; empty: all.
  package var sizes: [ByteView] = []
  package var boosts: [Boost] = []
  package var promoted: [ByteView] = []
  /// Of the places, in 0...1.
  package var promotedShare: Float = 0
  package var caps: [Cap] = []
  /// In 0...1; 0: by score alone, 1: by unlikeness alone.
  package var diversity: Float = 0
  /// In -1...1; below 0: cheaper first.
  package var pricePreference: Float = 0
  /// In 0...1: noise, as a share of the spread of what the order goes by.
  package var exploration: Float = 0
  package var seed: UInt64 = 0

  package struct ItemState: Sendable {
    package var item: ByteView
    package var isSoldOut: Bool
    /// Where its sizes lie in `stateSizes`.
    package var sizes: Range<Int>

    package init(item: ByteView, isSoldOut: Bool, sizes: Range<Int>) {
      self.item = item
      self.isSoldOut = isSoldOut
      self.sizes = sizes
    }
  }

  package struct Boost: Sendable {
    package var filter: ByteView
    package var factor: Float

    package init(filter: ByteView, factor: Float) {
      self.filter = filter
      self.factor = factor
    }
  }

  package struct Cap: Sendable {
    package var attribute: ByteView
    package var limit: Int

    package init(attribute: ByteView, limit: Int) {
      self.attribute = attribute
      self.limit = limit
    }
  }

  package init() {}

  /// Whether they change what items are ordered by.
  package var changesOrder: Bool {
    !boosts.isEmpty || pricePreference != 0 || exploration > 0
  }

  /// Whether they can put items in another order than that of the scores, or leave some out.
  var reorder: Bool {
    !boosts.isEmpty || !caps.isEmpty || diversity != 0 || pricePreference != 0 || exploration != 0
      || (promotedShare > 0 && !promoted.isEmpty)
  }

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    basket.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    stateSizes.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
    boosts.removeAll(keepingCapacity: true)
    promoted.removeAll(keepingCapacity: true)
    promotedShare = 0
    caps.removeAll(keepingCapacity: true)
    diversity = 0
    pricePreference = 0
    exploration = 0
    seed = 0
  }
}

extension RecommendRules {
  /// - Throws: `invalidArgument` for whatever is beyond recommend.proto's limits: the field, what it
  ///   is, and what is accepted.
  func check() throws(AnswerError) {
    try Self.check(basket.count, atMost: 200, "basket_item_ids", "ids")
    try Self.check(states.count, atMost: 1_000, "states", "items")
    try Self.check(sizes.count, atMost: 16, "sizes", "sizes")
    try Self.check(boosts.count, atMost: 16, "boosts", "boosts")
    try Self.check(promoted.count, atMost: 100, "promoted_item_ids", "ids")
    try Self.check(caps.count, atMost: 8, "caps", "caps")
    try Self.check(promotedShare, in: 0...1, "promoted_share")
    try Self.check(diversity, in: 0...1, "diversity")
    try Self.check(pricePreference, in: -1...1, "price_preference")
    try Self.check(exploration, in: 0...1, "exploration")
    for (position, boost) in boosts.enumerated() {
      try Self.check(boost.factor, in: 0.01...100, "boosts[\(position)].factor")
      guard !boost.filter.isEmpty else {
        throw .invalidArgument("boosts[\(position)].filter is empty; a filter is accepted")
      }
    }
    for (position, cap) in caps.enumerated() {
      guard (1...500).contains(cap.limit) else {
        throw .invalidArgument("caps[\(position)].limit must be in 1...500, got \(cap.limit)")
      }
      for earlier in caps[..<position] where earlier.attribute == cap.attribute {
        throw .invalidArgument(
          "caps names '\(cap.attribute.string)' twice, with \(earlier.limit) and \(cap.limit); "
            + "each attribute is accepted once")
      }
    }
    for (position, state) in states.enumerated() {
      try AnswerLimits.check(id: state.item, of: .state(position))
    }
    for (position, id) in basket.enumerated() {
      try AnswerLimits.check(id: id, of: .basket(position))
    }
    for (position, id) in promoted.enumerated() {
      try AnswerLimits.check(id: id, of: .promoted(position))
    }
    for size in sizes + stateSizes where size.count > 64 || size.isEmpty {
      throw .invalidArgument("a size is \(size.count) bytes; 1 to 64 are accepted")
    }
  }

  private static func check(
    _ count: Int, atMost limit: Int, _ field: StaticString, _ what: StaticString
  ) throws(AnswerError) {
    guard count <= limit else {
      throw .invalidArgument("\(field) has \(count) \(what); at most \(limit) are accepted")
    }
  }

  /// NaN is in no range.
  private static func check(
    _ value: Float, in range: ClosedRange<Float>, _ field: @autoclosure () -> String
  ) throws(AnswerError) {
    guard range.contains(value) else {
      throw .invalidArgument(
        "\(field()) must be in \(range.lowerBound)...\(range.upperBound), got \(value)")
    }
  }
}
