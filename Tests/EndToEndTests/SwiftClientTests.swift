import Datasets
import ModisteClient
import Recommendation
import Snapshots
import Testing
import Training

/// The Swift client's typed calls to a server over a trained hybrid: every field arrives, and every
/// field of the answer comes back.
@Suite struct SwiftClientTests {
  let served: ServedShop
  let shop: TrainedShop
  let client: ModisteClient

  init() throws {
    served = try ServedShop(isHybrid: true)
    shop = served.shop
    client = try ModisteClient(address: "\(served.address)")
  }

  private var user: String { shop.dataset.users.ids[shop.busiestUser] }
  private var items: [String] { shop.dataset.items.ids }

  private func ask(
    _ change: (inout RecommendRequest) -> Void = { _ in }
  ) async throws -> RecommendResponse {
    var request = RecommendRequest(userID: user)
    change(&request)
    return try await client.recommend(request, timeout: .seconds(30))
  }

  @Test func `candidates and what removed them are counted`() async throws {
    let chosen = Set(shop.chosen(by: shop.busiestUser))
    let all = try await ask { $0.limit = 500 }
    #expect(all.removed == [.seen: UInt32(chosen.count)])
    #expect(all.candidateCount == UInt32(items.count))
    let others = items.filter { !chosen.contains($0) }
    let some = try await ask {
      $0.limit = 500
      $0.filter = "price <= 80"
      $0.excludedItemIDs = Array(others.prefix(30))
      $0.states = others.suffix(5).map { ItemState(itemID: $0, isSoldOut: true) }
    }
    let dear = Set(items.filter { !(shop.number("price", of: $0) <= 80) })
    var expected: [RecommendResponse.Rule: UInt32] = [:]
    func expect(_ rule: RecommendResponse.Rule, _ removed: some Sequence<String>) {
      let count = Set(removed).subtracting(rule == .filter ? [] : dear).count
      if count > 0 { expected[rule] = UInt32(count) }
    }
    expect(.filter, dear)
    expect(.excluded, others.prefix(30))
    expect(.seen, chosen)
    expect(.soldOut, others.suffix(5))
    #expect(some.removed == expected)
    let removed = some.removed.values.reduce(0) { $0 + Int($1) }
    #expect(some.items.count + removed == items.count)
  }

  @Test func `basket, stock and sizes`() async throws {
    let plain = try await ask().items.map(\.id)
    let answer = try await ask {
      $0.basketItemIDs = [plain[0]]
      $0.states = [
        ItemState(itemID: plain[1], isSoldOut: true), ItemState(itemID: plain[2], sizes: ["XS"]),
      ]
      $0.sizes = ["no such size"]
    }
    #expect(Set(answer.items.map(\.id)).isDisjoint(with: plain.prefix(3)))
    #expect(answer.removed[.soldOut] == 1)
    #expect((answer.removed[.size] ?? 0) >= 1)
    let fitting = try await ask {
      $0.states = plain.map { ItemState(itemID: $0, sizes: ["M"]) }
      $0.sizes = ["M"]
    }
    #expect(Set(plain).isSubset(of: fitting.items.map(\.id)))
  }

  @Test func `boosts, caps, promoted places, price and diversity`() async throws {
    let plain = try await ask { $0.limit = 60 }.items.map(\.id)
    let category = shop.text("category", of: plain[59])
    let boosted = try await ask {
      $0.boosts = [Boost(filter: "category = \"\(category)\"", factor: 100)]
    }
    #expect(shop.text("category", of: boosted.items[0].id) == category)
    let capped = try await ask { $0.caps = [Cap(attribute: "category", limit: 1)] }
    let categories = capped.items.map { shop.text("category", of: $0.id) }
    #expect(Set(categories).count == categories.count)
    #expect((capped.removed[.cap] ?? 0) > 0)
    let promoted = try await ask {
      $0.promotedItemIDs = [plain[50]]
      $0.promotedShare = 0.1
    }
    #expect(promoted.items[0].id == plain[50])
    #expect(promoted.items.map(\.isPromoted) == [true] + Array(repeating: false, count: 19))
    func price(_ preference: Float) async throws -> Double {
      try await ask { $0.pricePreference = preference }.items
        .reduce(0) { $0 + shop.number("price", of: $1.id) }
    }
    #expect(try await price(-1) < price(1))
    let diverse = try await ask { $0.diversity = 1 }
    #expect(diverse.items.map(\.id) != Array(plain.prefix(20)))
  }

  @Test func `exploration is drawn by its seed`() async throws {
    func ids(_ seed: UInt64) async throws -> [String] {
      try await ask {
        $0.exploration = 1
        $0.seed = seed
      }.items.map(\.id)
    }
    #expect(try await ids(1) == ids(1))
    #expect(try await ids(1) != ids(.max))
  }

  @Test func `shares of sources and sentences`() async throws {
    let answer = try await ask {
      $0.explains = true
      $0.language = .chinese
    }
    let item = answer.items[0]
    #expect(item.sources.map(\.source).contains("ease"))
    let sum = item.sources.reduce(Float(0)) { $0 + $1.contribution }
    #expect(abs(sum - item.score) <= 1e-5 * item.score)
    #expect(item.reasons.allSatisfy { !$0.text.isEmpty })
    #expect(try await ask().items[0].sources.isEmpty)
  }

  @Test func `a search moves what it names up, and says so`() async throws {
    let category = shop.text("category", of: items[0])
    func count(_ recent: [ShopperEvent]) async throws -> Int {
      let request = RecommendRequest(userID: "stranger", recent: recent)
      return try await client.recommend(request, timeout: .seconds(30)).items
        .count { shop.text("category", of: $0.id) == category }
    }
    let (plain, searched) = (try await count([]), try await count([.search("a \(category)!")]))
    #expect(searched > plain)
    let answer = try await client.recommend(
      RecommendRequest(userID: "stranger", recent: [.search(category)]), timeout: .seconds(30))
    #expect(answer.items[0].reasons.contains { $0.code == .other && $0.contribution > 0 })
    for item in answer.items where item.step == .session {
      #expect(item.reasons.reduce(Float(0)) { $0 + $1.contribution } == item.score)
    }
  }

  @Test func `a low rating is no evidence`() async throws {
    func cause(_ value: Float) async throws -> Bool {
      let event = ShopperEvent(itemID: items[3], kind: .rating, value: value)
      let answer = try await client.recommend(
        RecommendRequest(userID: "stranger", recent: [event]), timeout: .seconds(30))
      #expect(!answer.items.map(\.id).contains(items[3]))
      return answer.items.flatMap(\.reasons).contains { $0.arguments.first == items[3] }
    }
    #expect(try await cause(5))
    #expect(try await !cause(1))
  }

  @Test func `candidates of the shop's own come back in order`() async throws {
    let candidates = Array(items.prefix(12)) + ["nothing", items[0]]
    var shopper = RecommendRequest(userID: user)
    let answer = try await client.rerank(
      RerankRequest(candidateItemIDs: candidates, shopper: shopper), timeout: .seconds(30))
    #expect(Set(answer.items.map(\.id)) == Set(items.prefix(12)))
    #expect(answer.items.count == 12)
    #expect(answer.unknownItemIDs == ["nothing"])
    #expect(answer.candidateCount == 12)
    shopper.excludedItemIDs = [items[0]]
    let fewer = try await client.rerank(
      RerankRequest(candidateItemIDs: candidates, shopper: shopper), timeout: .seconds(30))
    #expect(fewer.items.count == 11)
    #expect(fewer.removed == [.excluded: 1])
  }

  @Test func `as many unknown items as a question can name are all reported`() async throws {
    var shopper = RecommendRequest(userID: user)
    shopper.recent = (0..<1_000).map { ShopperEvent(itemID: "recent \($0)") }
    shopper.excludedItemIDs = (0..<1_000).map { "excluded \($0)" }
    shopper.basketItemIDs = (0..<200).map { "basket \($0)" }
    shopper.promotedItemIDs = (0..<100).map { "promoted \($0)" }
    shopper.states = (0..<1_000).map { ItemState(itemID: "state \($0)") }
    let candidates = [items[0]] + (0..<999).map { "candidate \($0)" }
    let answer = try await client.rerank(
      RerankRequest(candidateItemIDs: candidates, shopper: shopper), timeout: .seconds(30))
    // All but those promoted: Rerank answers no other items than its candidates.
    #expect(answer.unknownItemIDs.count == 4_199)
    #expect(answer.items.map(\.id) == [items[0]])
  }

  @Test func `a rating comes with its neighbours`() async throws {
    let ratings = try #require(shop.first.ratings?.fitted.ratings)
    let request = PredictRatingRequest(
      userID: shop.dataset.users.ids[Int(ratings.userOfEntry[0])],
      itemID: items[Int(ratings.items[0])], model: .userNeighbours, neighbours: 3)
    let answer = try await client.predictRating(request, timeout: .seconds(30))
    #expect((1...5).contains(answer.rating))
    #expect((1...5).contains(answer.baseline))
    #expect(answer.model == .userNeighbours)
    #expect(answer.isUserKnown && answer.isItemKnown)
    #expect(answer.neighbours.count <= 3)
    #expect(Set(answer.neighbours.map(\.id)).isSubset(of: shop.dataset.users.ids))
    #expect(try answer.generation == served.store.currentGeneration()?.text)
    let stranger = try await client.predictRating(
      PredictRatingRequest(userID: "", itemID: request.itemID), timeout: .seconds(30))
    #expect(!stranger.isUserKnown)
    #expect(stranger.rating == stranger.baseline)
  }

  @Test func `rules that cannot be are refused in the server's words`() async throws {
    await #expect(
      throws: ModisteError.self, "caps names 'brand' twice"
    ) {
      try await ask {
        $0.caps = [Cap(attribute: "brand", limit: 1), Cap(attribute: "brand", limit: 2)]
      }
    }
    do {
      _ = try await ask { $0.boosts = [Boost(filter: "brand = x", factor: .nan)] }
      Issue.record("a boost of NaN was accepted")
    } catch let error as ModisteError {
      #expect(error.code == .invalidArgument)
      #expect(error.message == "boosts[0].factor must be in 0.01...100.0, got nan")
    }
  }
}
