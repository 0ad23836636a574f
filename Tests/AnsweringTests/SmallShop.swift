import Answering
import Bytes
import Catalogue
import Profiling
import Recommendation
import Snapshots

/// A made-up shop of six items and four shoppers, trained, packed, opened, and asked in strings.
///
/// Two tastes: ann and bob choose dresses, cid and dee shoes; a bag goes with both.
final class SmallShop {
  static let items = [
    item("dress-1", "dress", "20", "red"), item("dress-2", "dress", "80", "blue"),
    item("dress-3", "dress", "120", "red"), item("shoe-1", "shoe", "50", "black"),
    item("shoe-2", "shoe", "90", "red"), item("bag", "bag", "35", "black"),
  ]
  static let users = ["ann", "bob", "cid", "dee"]
  static let events: [(user: UInt32, item: UInt32)] = [
    (0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (1, 5), (2, 3), (2, 4), (3, 3), (3, 4), (3, 5),
    (0, 5),
  ]

  let models: Models
  private let scratch = AnsweringScratch()
  private let arena = Arena()

  /// - Parameters:
  ///   - sizes: of items, the sizes they come in, separated by `|`
  ///   - attribute: what is said of items in place of sizes
  ///   - profiles: of the four
  ///   - sizing: of the four and the six, with profiles
  ///   - hasRatings: ann gave 5, 4 and 1, bob 2
  init(
    neighbours: Bool = true, sizes: [String: String] = [:], attribute: String = "sizes",
    hasRatings: Bool = false, profiles: FittedProfiles? = nil,
    sizing: FittedSizing? = nil
  ) throws {
    var recommend = Self.recommend(neighbours: neighbours)
    if hasRatings {
      let given = Ratings(
        userCount: 4, itemCount: 6, users: [0, 0, 0, 1], items: [0, 1, 3, 0], values: [5, 4, 1, 2])
      RatingFit.fit(given, settings: RatingSettings(), threads: 1).pack(into: &recommend)
    }
    models = try Models(
      catalogue: TensorFile(
        bytes: Self.catalogue(sizes, as: attribute).encoded(), name: "catalogue.safetensors"),
      recommend: TensorFile(bytes: recommend.encoded(), name: "recommend.safetensors"),
      profile: Self.file(of: profiles, sizing))
  }

  private static func file(
    of profiles: FittedProfiles?, _ sizing: FittedSizing?
  ) throws -> TensorFile? {
    guard let profiles else { return nil }
    var writer = TensorWriter()
    profiles.pack(into: &writer)
    sizing?.pack(into: &writer)
    return try TensorFile(bytes: writer.encoded(), name: "profile.safetensors")
  }

  static func catalogue(
    _ more: [String: String] = [:], as attribute: String = "sizes"
  ) -> TensorWriter {
    var writer = TensorWriter()
    let items = items.map { item in
      CatalogueItem(
        id: item.id, title: item.title,
        attributes: item.attributes + (more[item.id].map { [(attribute, $0)] } ?? []))
    }
    Catalogue.pack(items: items, users: users, into: &writer)
    return writer
  }

  static func recommend(items: Int = 6, users: Int = 4, neighbours: Bool = true) -> TensorWriter {
    let interactions = Interactions(
      userCount: users, itemCount: items, users: events.map(\.user), items: events.map(\.item))
    var writer = TensorWriter()
    Histories.pack(interactions, into: &writer)
    Popularity.fit(interactions).pack(into: &writer)
    if neighbours {
      ItemNeighbours.fit(interactions, weighting: .cosine, halfLife: 1).pack(into: &writer)
    }
    return writer
  }

  private static func item(
    _ id: String, _ category: String, _ price: String, _ color: String
  ) -> CatalogueItem {
    CatalogueItem(
      id: id, title: "", attributes: [("category", category), ("price", price), ("color", color)])
  }

  /// Lends the bytes of a text for as long as the shop lives.
  func view(_ text: String) -> ByteView { arena.view(text) }

  func recommend(
    _ user: String = "", recent: [(String, RecentEventKind)] = [], limit: Int = 6,
    filter: String = "", excluded: [String] = [], change: (inout RecommendQuery) -> Void = { _ in }
  ) throws(AnswerError) -> Answer {
    var query = RecommendQuery()
    query.user = view(user)
    query.recent = recent.map { RecentEvent(item: view($0), kind: $1.rawValue) }
    query.limit = limit
    query.filter = view(filter)
    query.excluded = excluded.map(view)
    change(&query)
    var answer = RecommendAnswer()
    try models.recommend(query, scratch: scratch, into: &answer)
    return Answer(answer, models)
  }

  func similarItems(
    _ item: String, limit: Int = 6, filter: String = "", excluded: [String] = []
  ) throws(AnswerError) -> Answer {
    var query = SimilarItemsQuery()
    query.item = view(item)
    query.limit = limit
    query.filter = view(filter)
    query.excluded = excluded.map(view)
    var answer = RecommendAnswer()
    try models.similarItems(query, scratch: scratch, into: &answer)
    return Answer(answer, models)
  }
}

/// An answer in strings.
struct Answer {
  let items: [String]
  let steps: [RankingStep]
  let scores: [Float]
  let unknown: [String]
  let isUserKnown: Bool
  let ranking: Ranking

  init(_ answer: RecommendAnswer, _ models: Models) {
    items = answer.ranking.items.map { models.itemID($0.item).string }
    steps = answer.ranking.items.map(\.step)
    scores = answer.ranking.items.map(\.score)
    unknown = answer.unknownItems.map(\.string)
    isUserKnown = answer.isUserKnown
    ranking = answer.ranking
  }
}

/// Memory that texts lie in until it goes away.
@safe final class Arena {
  // Each is freed when the arena goes away, and not before.
  private var texts: [UnsafeMutableBufferPointer<UInt8>] = unsafe []

  func view(_ text: String) -> ByteView {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count + 1)
    _ = unsafe copy.initialize(from: text.utf8)
    unsafe texts.append(copy)
    guard let start = copy.baseAddress else { return ByteView() }
    // Safe: freed only when the arena goes away.
    return unsafe ByteView(start: start, count: text.utf8.count)
  }

  deinit {
    unsafe texts.forEach { unsafe $0.deallocate() }
  }
}
