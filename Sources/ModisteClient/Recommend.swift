import Bytes
import Wire

/// Asks what to show to a shopper.
public struct RecommendRequest: Equatable, Sendable {
  /// At most 256 bytes; empty for a shopper without an id.
  public var userID: String
  /// What the shopper did that the snapshot does not know yet, newest last; at most 1,000.
  public var recent: [ShopperEvent]
  /// How many items to answer, 1...500.
  public var limit: UInt32
  /// Which items may be answered, for example `category = dress and price <= 80`; empty: all.
  public var filter: String
  /// Items not to answer, for example those on the page already; at most 1,000.
  public var excludedItemIDs: [String]
  /// Whether items of the shopper's own events may be answered.
  public var includesSeen: Bool
  /// Leaves the reasons out.
  public var omitsReasons: Bool
  public var model: Model
  /// What is in the basket: at most 200. Counts as newest events, and is not answered.
  public var basketItemIDs: [String] = []
  /// Stock and sizes now; at most 1,000, each item once.
  public var states: [ItemState] = []
  /// Sizes that fit the shopper; an item that has sizes, and none of these, is not answered. At most
  /// 16, each at most 64 bytes; empty: all.
  public var sizes: [String] = []
  /// At most 16; an item that several match has the product of their factors.
  public var boosts: [Boost] = []
  /// Answered whatever their score, in this order, as far as filters and stock let them; at most 100.
  public var promotedItemIDs: [String] = []
  /// The share of places that promoted items take, 0...1, spread evenly from the first place on.
  public var promotedShare: Float = 0
  /// At most 8, each attribute once.
  public var caps: [Cap] = []
  /// 0: by score alone … 1: every item as unlike those before it as can be.
  public var diversity: Float = 0
  /// -1: cheaper first … 0: price has no influence … 1: dearer first.
  public var pricePreference: Float = 0
  /// How much chance takes part, 0...1: 0 none.
  public var exploration: Float = 0
  /// Of the exploration: the same seed gives the same answer.
  public var seed: UInt64 = 0
  /// Answers with each item every source's score and what it contributed.
  public var explains = false
  /// Reasons as sentences; `nil`: codes alone.
  public var language: Language?

  /// What reasons are told in.
  public enum Language: String, Sendable {
    case english = "en"
    case chinese = "zh"
  }

  /// Which model ranks.
  public enum Model: UInt8, Sendable {
    /// The hybrid where the snapshot has one, else item neighbours; then popularity.
    case automatic = 0
    case popularity = 1
    case itemNeighbours = 2
    case factors = 3
    /// Every source, weighed by a linear model.
    case hybrid = 4
    case ease = 5
    case transitions = 6
    case content = 7
    case nextItems = 8
  }

  public init(
    userID: String = "", recent: [ShopperEvent] = [], limit: UInt32 = 20, filter: String = "",
    excludedItemIDs: [String] = [], includesSeen: Bool = false, omitsReasons: Bool = false,
    model: Model = .automatic
  ) {
    self.userID = userID
    self.recent = recent
    self.limit = limit
    self.filter = filter
    self.excludedItemIDs = excludedItemIDs
    self.includesSeen = includesSeen
    self.omitsReasons = omitsReasons
    self.model = model
  }

  func encoded() -> [UInt8] { encodedBody { write(into: &$0) } }

  func write(into buffer: inout ByteBuffer) {
    buffer.append(userID, field: 1)
    for event in recent {
      buffer.appendRecent(
        itemID: event.itemID, kind: event.kind.rawValue, ageSeconds: event.ageSeconds,
        value: event.value, query: event.query)
    }
    buffer.appendRecommendOptions(
      limit: limit, filter: filter, excludedItemIDs: excludedItemIDs,
      includesSeen: includesSeen, omitsReasons: omitsReasons, model: model.rawValue)
    for id in basketItemIDs { buffer.appendElement(id, field: 9) }
    for state in states {
      buffer.appendState(itemID: state.itemID, isSoldOut: state.isSoldOut, sizes: state.sizes)
    }
    for size in sizes { buffer.appendElement(size, field: 11) }
    for boost in boosts { buffer.appendBoost(filter: boost.filter, factor: boost.factor) }
    for id in promotedItemIDs { buffer.appendElement(id, field: 13) }
    buffer.append(promotedShare, field: 14)
    for cap in caps { buffer.appendCap(attribute: cap.attribute, limit: cap.limit) }
    buffer.appendRecommendWeights(
      diversity: diversity, pricePreference: pricePreference, exploration: exploration,
      seed: seed, explains: explains, language: language?.rawValue ?? "")
  }
}

/// Something a shopper did.
public struct ShopperEvent: Equatable, Sendable {
  /// At most 256 bytes; a search may have none.
  public var itemID: String
  public var kind: Kind
  /// Seconds before the request.
  public var ageSeconds: UInt32
  /// Of a rating, its grade in the units of the training data; one below what the shopper gives on
  /// average says only that the item is known. 0: not said.
  public var value: Float
  /// Of a search, what was typed, at most 256 bytes. Attribute values it names count as evidence.
  public var query: String

  public enum Kind: UInt8, Sendable {
    case view = 0
    case cart = 1
    case purchase = 2
    case `return` = 3
    case rating = 4
    case search = 5
  }

  /// A search.
  public static func search(_ query: String, ageSeconds: UInt32 = 0) -> ShopperEvent {
    ShopperEvent(itemID: "", kind: .search, ageSeconds: ageSeconds, query: query)
  }

  public init(
    itemID: String, kind: Kind = .view, ageSeconds: UInt32 = 0, value: Float = 0,
    query: String = ""
  ) {
    self.itemID = itemID
    self.kind = kind
    self.ageSeconds = ageSeconds
    self.value = value
    self.query = query
  }
}

public struct RecommendResponse: Equatable, Sendable {
  /// Best first; fewer than `limit` only when fewer exist.
  public var items: [ScoredItem]
  /// Whether the snapshot knows the shopper.
  public var isUserKnown: Bool
  /// Items of the request that the snapshot does not know, each once.
  public var unknownItemIDs: [String]
  /// How many candidates the sources had.
  public var candidateCount: UInt32
  /// How many candidates each rule removed; one that several would remove counts for the first of
  /// them, in the order of ``Rule``. Rules that removed none are not here.
  public var removed: [Rule: UInt32]
  /// The snapshot that answered.
  public var generation: String

  /// Why a candidate was not answered.
  public enum Rule: UInt32, Sendable {
    case filter = 1
    case excluded = 2
    case seen = 3
    case soldOut = 4
    /// It has sizes, and none that fits.
    case size = 5
    case cap = 6
  }

  /// One without fields, which travels as no bytes.
  init(generation: String) {
    items = []
    isUserKnown = false
    unknownItemIDs = []
    candidateCount = 0
    removed = [:]
    self.generation = generation
  }

  init(_ view: RecommendResponseView, generation: String) {
    items = view.items.map { ScoredItem($0) }
    isUserKnown = view.isUserKnown
    unknownItemIDs = view.unknownItemIDs.map(\.string)
    candidateCount = view.candidateCount
    removed = [:]
    // A rule that this client does not know is left out.
    for (number, count) in view.removed {
      if let rule = Rule(rawValue: number) { removed[rule] = count }
    }
    self.generation = generation
  }
}

public struct ScoredItem: Equatable, Sendable {
  public var id: String
  /// Larger is better. Comparable within one answer and one step only.
  public var score: Float
  public var step: Step
  /// Largest contribution first; contributions add up to the score.
  public var reasons: [Reason]
  /// Where ``RecommendRequest/explains`` asked for them; contributions add up to the score.
  public var sources: [SourceScore]
  /// Whether it stands in a promoted place.
  public var isPromoted: Bool

  /// The step of the fallback chain that put the item into the answer.
  public enum Step: UInt32, Sendable {
    /// A step that this client does not know.
    case unknown = 0
    /// From the shopper's own events, in the snapshot or in the request.
    case personal = 1
    /// From the events of this request alone: the shopper is unknown.
    case session = 2
    /// Popular with all shoppers.
    case popular = 3
  }

  init(_ view: ScoredItemView) {
    id = view.itemID.string
    score = view.score
    step = Step(rawValue: view.step) ?? .unknown
    reasons = view.reasons.map { Reason($0) }
    sources = view.sources.map {
      SourceScore(source: $0.name.string, score: $0.score, contribution: $0.contribution)
    }
    isPromoted = view.isPromoted
  }
}

/// Why an item was answered.
public struct Reason: Equatable, Sendable {
  public var code: Code
  public var arguments: [String]
  /// In the units of the score.
  public var contribution: Float
  /// A sentence, where a language was asked for.
  public var text: String

  public enum Code: UInt32, Sendable {
    /// A reason that this client does not know.
    case unknown = 0
    /// Arguments: the item of the shopper's that this one is a neighbour of.
    case neighbour = 1
    /// The remaining neighbours together; no arguments.
    case otherNeighbours = 2
    /// Arguments: the number of shoppers who chose it in training.
    case popular = 3
    /// The shopper's and the item's factors agree; no arguments.
    case factors = 4
    /// Arguments: an item of the shopper's, and how many shoppers chose both.
    case chosenTogether = 5
    /// Arguments: an item of the shopper's that this one is often chosen after.
    case chosenNext = 6
    /// Arguments: an item of the shopper's that this one is described like.
    case attributes = 7
    /// Arguments: how often the shopper chose it.
    case chosenBefore = 8
    /// Chosen often of late; no arguments.
    case trending = 9
    /// The shop promotes it; no arguments.
    case promoted = 10
    /// Everything else that made the score; no arguments.
    case other = 11
    /// It has what the shopper often chooses. Arguments: the attributes that say most.
    case affinity = 12
    /// It is chosen by shoppers like this one. Arguments: the traits that say most.
    case demographics = 13
  }

  init(_ view: ReasonView) {
    code = Code(rawValue: view.code) ?? .unknown
    arguments = view.arguments.map(\.string)
    contribution = view.contribution
    text = view.text.string
  }
}
