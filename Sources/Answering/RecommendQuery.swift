package import Bytes
package import Recommendation

/// What to show a shopper.
///
/// It borrows its bytes from the request and is reused from call to call: `reset`, fill in, ask.
package struct RecommendQuery: Sendable {
  /// Empty for a shopper without an id.
  package var user = ByteView()
  /// What the snapshot does not know yet, newest last; counts as newer than all it knows.
  package var recent: [RecentEvent] = []
  /// How many items to answer; see ``AnswerLimits``.
  package var limit = 0
  /// In the language of ``Filter``; empty: every item may be answered.
  package var filter = ByteView()
  /// Items not to answer.
  package var excluded: [ByteView] = []
  /// Whether items of the shopper's own events may be answered.
  package var includesSeen = false
  package var wantsReasons = false
  /// Whether every source's share of every score is wanted.
  package var explains = false
  /// What reasons are told in; `nil`: in codes alone.
  package var language: ReasonLanguage?
  package var model = RankingModel.automatic
  package var rules = RecommendRules()
  /// Answer these alone, in the shopper's order; empty: every item.
  package var candidates: [ByteView] = []

  package init() {}

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    user = ByteView()
    rules.reset()
    candidates.removeAll(keepingCapacity: true)
    explains = false
    language = nil
    recent.removeAll(keepingCapacity: true)
    limit = 0
    filter = ByteView()
    excluded.removeAll(keepingCapacity: true)
    includesSeen = false
    wantsReasons = false
    model = .automatic
  }
}

/// Something a shopper did.
package struct RecentEvent: Sendable {
  package var item: ByteView
  /// A number of ``RecentEventKind``.
  package var kind: UInt8
  /// Seconds before the request. Events are taken in the order they are given in, so this has no
  /// effect yet.
  package var ageSeconds: UInt32
  /// Of a rating, its grade in the units of the training data; 0: not said.
  package var value: Float
  /// Of a search, what was typed.
  package var query: ByteView

  package init(
    item: ByteView, kind: UInt8, ageSeconds: UInt32 = 0, value: Float = 0,
    query: ByteView = ByteView()
  ) {
    self.item = item
    self.kind = kind
    self.ageSeconds = ageSeconds
    self.value = value
    self.query = query
  }
}

/// What a shopper can do with an item; the numbers are those of the protocol.
package enum RecentEventKind: UInt8, Sendable, CaseIterable {
  case view = 0
  case cart = 1
  case purchase = 2
  /// Says nothing about what the shopper wants; the item counts as seen.
  case `return` = 3
  /// Says something of what the shopper wants unless its grade is below what the shopper gives on
  /// average (of a stranger: what all give): then the item counts as seen, and no more. Without a
  /// grade, or without ratings in the snapshot, it is a choice like others.
  case rating = 4
  /// Attribute values that it names are evidence; see ``SearchTerms``. It may name no item.
  case search = 5
}

/// What is like an item.
package struct SimilarItemsQuery: Sendable {
  package var item = ByteView()
  /// How many items to answer; see ``AnswerLimits``.
  package var limit = 0
  /// In the language of ``Filter``; empty: every item may be answered.
  package var filter = ByteView()
  /// Items not to answer.
  package var excluded: [ByteView] = []

  package init() {}

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    item = ByteView()
    limit = 0
    filter = ByteView()
    excluded.removeAll(keepingCapacity: true)
  }
}
