import Answering
import Bytes
import Recommendation
import Testing

/// Defends what a request's searches and ratings say of what the shopper wants.
@Suite struct EvidenceTests {
  private func search(_ texts: [String], of shop: SmallShop, user: String = "") throws -> Answer {
    try shop.recommend(user) { query in
      query.model = .content
      query.wantsReasons = true
      query.recent = texts.map {
        RecentEvent(item: ByteView(), kind: RecentEventKind.search.rawValue, query: shop.view($0))
      }
    }
  }

  /// The items that a search says something of.
  private func found(_ text: String, of shop: SmallShop) throws -> [String] {
    let answer = try search([text], of: shop)
    return zip(answer.items, answer.steps).filter { $0.1 == .session }.map(\.0)
  }

  /// Red are half of the items, dresses too, shoes a third and the blue dress alone: what has less
  /// that was not asked for comes first.
  @Test func `what has all values that a search names comes before what has some`() throws {
    let shop = try SmallShop()
    #expect(
      try found("a red DRESS please", of: shop) == ["dress-1", "dress-3", "shoe-2", "dress-2"])
    #expect(try found("black shoe", of: shop).first == "shoe-1")
  }

  @Test func `a description that is asked for exactly scores 1`() throws {
    let answer = try search(["red dress"], of: try SmallShop())
    #expect(abs(answer.scores[0] - 1) < 1e-6)
    #expect(answer.scores[2] < 1)
  }

  @Test func `a word within a word is not named`() throws {
    let shop = try SmallShop()
    for text in ["bored", "redder", "dressing", "shoe1", "bags", "", "éred"] {
      #expect(try found(text, of: shop) == [], "\(text)")
    }
    #expect(try found("(red)", of: shop).count == 3)
    #expect(try found("bag/shoe", of: shop).count == 3)
  }

  @Test func `scripts without spaces need none`() throws {
    let shop = try SmallShop(
      sizes: ["dress-1": "黑色", "dress-2": "白色", "bag": "黑色"], attribute: "颜色")
    #expect(Set(try found("黑色连衣裙", of: shop)) == ["dress-1", "bag"])
    #expect(try found("白色dress", of: shop).first == "dress-2")
  }

  @Test func `of values that overlap the longest is named`() throws {
    let shop = try SmallShop(
      sizes: ["dress-1": "dark blue", "shoe-1": "blue"], attribute: "shade")
    // Blue is a color of dress-2 too.
    #expect(try found("dark  blue", of: shop).contains("shoe-1"))
    #expect(try found("dark blue", of: shop) == ["dress-1"])
    #expect(Set(try found("blue", of: shop)) == ["shoe-1", "dress-2"])
  }

  @Test func `reasons of searches and of items add up to the score`() throws {
    let shop = try SmallShop()
    let answer = try search(["red dress", "black bag"], of: shop, user: "cid")
    for (position, item) in answer.ranking.items.enumerated() where item.step == .personal {
      let reasons = answer.ranking.reasons(at: position)
      #expect(reasons.contains { $0.code == .searched })
      #expect(reasons.reduce(0) { $0 + $1.contribution } == item.score)
    }
    #expect(answer.steps.contains(.personal))
  }

  @Test func `only the newest searches count`() throws {
    let shop = try SmallShop()
    let many = try search(
      ["shoe"] + Array(repeating: "red dress", count: 5), of: shop)
    let few = try search(Array(repeating: "red dress", count: 5), of: shop)
    #expect(many.ranking == few.ranking)
  }

  @Test func `a search for what every shop sells says nothing, and nothing breaks`() throws {
    let shop = try SmallShop()
    #expect(try found("tall green hat 帽子 \u{1F452}", of: shop) == [])
  }

  @Test func `a search of more than 256 bytes is refused`() throws {
    let shop = try SmallShop()
    #expect(
      throws: AnswerError.invalidArgument("recent[1].query is 257 bytes; at most 256 are accepted")
    ) { try search(["red", String(repeating: "x", count: 257)], of: shop) }
    #expect(try search([String(repeating: "x", count: 256)], of: shop).items.count == 6)
  }

  // MARK: Ratings

  private func rate(_ value: Float, user: String = "zoe", of shop: SmallShop) throws -> Answer {
    try shop.recommend(user) {
      $0.recent = [
        RecentEvent(
          item: shop.view("shoe-1"), kind: RecentEventKind.rating.rawValue, value: value)
      ]
    }
  }

  /// The mean is 3.
  @Test func `a rating below the mean is no evidence, and its item is not shown again`() throws {
    let shop = try SmallShop(hasRatings: true)
    let low = try rate(2.5, of: shop)
    #expect(low.steps.allSatisfy { $0 == .popular })
    #expect(!low.items.contains("shoe-1"))
    #expect(low.ranking.counts.seen == 1)
    let high = try rate(3.5, of: shop)
    #expect(high.items.first == "shoe-2")
    #expect(high.steps.first == .session)
    #expect(!high.items.contains("shoe-1"))
  }

  @Test func `a rating without a grade, or where there are no ratings, is a choice`() throws {
    #expect(try rate(0, of: try SmallShop(hasRatings: true)).steps.first == .session)
    #expect(try rate(0.5, of: try SmallShop()).steps.first == .session)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `a grade that is no number is refused`(value: Float) throws {
    let shop = try SmallShop()
    #expect(
      throws: AnswerError.invalidArgument(
        "recent[0].value must be a finite number, got \(value)")
    ) { try rate(value, of: shop) }
  }
}
