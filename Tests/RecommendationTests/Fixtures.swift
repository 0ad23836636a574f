import Expressions
import Recommendation
import Snapshots

/// The item indices of a ranking.
func items(_ ranking: Ranking) -> [Int32] { ranking.items.map(\.item) }

/// A checkerboard with some squares missing: users and items are even or odd, a user likes items of
/// its own kind alone, and one in five is not chosen yet. What is right is known, and popularity,
/// which cannot tell the kinds apart, is half wrong.
///
/// - Returns: the chosen, and for each user the items of its kind that it has not chosen
func checkerboard(users: Int = 40, items: Int = 30) -> (chosen: Interactions, heldOut: [HeldOut]) {
  var log = (users: [UInt32](), items: [UInt32]())
  var heldOut: [HeldOut] = []
  for user in 0..<users {
    var missing: [Int32] = []
    for item in stride(from: user % 2, to: items, by: 2) {
      if (user / 2 + item / 2) % 5 == 0 {
        missing.append(Int32(item))
      } else {
        log.users.append(UInt32(user))
        log.items.append(UInt32(item))
      }
    }
    heldOut.append(HeldOut(user: user, items: missing))
  }
  let chosen = Interactions(
    userCount: users, itemCount: items, users: log.users, items: log.items)
  return (chosen, heldOut)
}

/// Few users and items with repeats and uneven popularity, the same each time.
func irregular(users: Int = 30, items: Int = 25, events: Int = 300) -> Interactions {
  var state: UInt64 = 42
  func next(below count: Int) -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32((state >> 33) % UInt64(count))
  }
  var log = (users: [UInt32](), items: [UInt32](), timestamps: [Int64]())
  for _ in 0..<events {
    log.users.append(next(below: users))
    log.items.append(min(next(below: items), next(below: items)))
    log.timestamps.append(Int64(next(below: 1_000)))
  }
  return Interactions(
    userCount: users, itemCount: items, users: log.users, items: log.items,
    timestamps: log.timestamps)
}

func smallSettings() -> RecommendationSettings {
  var settings = RecommendationSettings()
  settings.halfLife = 4
  var factors = FactorSettings()
  factors.factorCount = 8
  factors.iterationCount = 10
  settings.factors = factors
  return settings
}

/// Fits, packs, opens, and lends the opened models with the file they lie in.
func withRecommender<Result>(
  _ interactions: Interactions, settings: RecommendationSettings = smallSettings(),
  threads: Int = 2, _ body: (Recommender) throws -> Result
) throws -> Result {
  var writer = TensorWriter()
  RecommendationFit.fit(interactions, settings: settings, threads: threads).pack(into: &writer)
  let file = try TensorFile(bytes: writer.encoded(), name: "recommend.safetensors")
  defer { extendLifetime(file) }
  return try body(
    Recommender(
      opening: file, users: interactions.userCount, items: interactions.itemCount))
}

extension Recommender {
  func ranking(
    _ query: RankingQuery, accepts filter: Filter = .all, scratch: RankingScratch = .init()
  ) -> Ranking {
    var ranking = Ranking()
    recommend(query, accepts: filter, scratch: scratch, into: &ranking)
    return ranking
  }
}

/// As above, with every source of the hybrid but content.
func hybridSettings() -> RecommendationSettings {
  var settings = smallSettings()
  for source in ItemSource.allCases where source != .neighbours { settings.halfLives[source] = 4 }
  settings.hybrid = .equal()
  return settings
}
