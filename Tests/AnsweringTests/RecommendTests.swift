import Answering
import Bytes
import Recommendation
import Testing

/// Defends the answers on a shop small enough to know them: who is asked for, what is left out, and
/// which step of the chain speaks.
@Suite struct RecommendTests {
  let shop: SmallShop

  init() throws { shop = try SmallShop() }

  @Test func `a known shopper is answered from the snapshot's events`() throws {
    let answer = try shop.recommend("ann")
    #expect(answer.isUserKnown)
    // Of ann's taste only dress-3 is left; what is popular follows.
    #expect(answer.items.first == "dress-3")
    #expect(answer.steps.first == .personal)
    #expect(Set(answer.items) == ["dress-3", "shoe-1", "shoe-2"])
  }

  @Test func `an unknown shopper is answered from the question's events`() throws {
    let answer = try shop.recommend("zoe", recent: [("shoe-1", .view)])
    #expect(!answer.isUserKnown)
    #expect(answer.items.first == "shoe-2")
    #expect(answer.steps.first == .session)
    #expect(!answer.items.contains("shoe-1"))
  }

  @Test func `a shopper without id and events is shown what is popular`() throws {
    let answer = try shop.recommend()
    #expect(!answer.isUserKnown)
    #expect(answer.items.first == "bag")
    #expect(answer.steps.allSatisfy { $0 == .popular })
    #expect(answer.items.count == 6)
  }

  @Test func `recent events of a known shopper count, and are not shown again`() throws {
    let answer = try shop.recommend("ann", recent: [("shoe-1", .cart)])
    #expect(answer.items.first == "shoe-2")
    #expect(!answer.items.contains("shoe-1"))
  }

  @Test func `what was sent back is not shown, and says nothing of taste`() throws {
    let answer = try shop.recommend("zoe", recent: [("shoe-1", .return)])
    #expect(answer.steps.allSatisfy { $0 == .popular })
    #expect(!answer.items.contains("shoe-1"))
    let all = try shop.recommend(recent: [("shoe-1", .return)]) { $0.includesSeen = true }
    #expect(all.items.contains("shoe-1"))
  }

  @Test func `a search without an item and without a text is ignored`() throws {
    let answer = try shop.recommend(recent: [("", .search)])
    #expect(answer.items.count == 6)
    #expect(answer.unknown == [])
  }

  @Test func `seen items are answered when asked for`() throws {
    let answer = try shop.recommend("ann") { $0.includesSeen = true }
    #expect(answer.items.count == 6)
  }

  /// The second time it is tabulated; more filters than are remembered come in between.
  @Test func `a filter that comes again accepts the same`() throws {
    for round in 0..<3 {
      for price in 0..<40 {
        let expected = try shop.recommend(filter: "price <= \(price * 5) and price > -\(round + 1)")
        let found = try shop.recommend(filter: "price <= \(price * 5)")
        #expect(found.items == expected.items)
      }
      #expect(try shop.recommend(filter: "color = green").items == [])
      #expect(try shop.recommend(filter: "color = red and price > 100").items == ["dress-3"])
    }
  }

  @Test func `a filter, exclusions and the limit hold in every step`() throws {
    #expect(
      try shop.recommend("ann", filter: "category = shoe and price <= 50").items == ["shoe-1"])
    #expect(try shop.recommend(filter: "color = red and price > 100").items == ["dress-3"])
    #expect(try shop.recommend(filter: "color = green").items == [])
    #expect(try shop.recommend("ann", excluded: ["dress-3", "shoe-1"]).items == ["shoe-2"])
    #expect(try shop.recommend(limit: 2).items.count == 2)
  }

  @Test func `unknown items are named once each, in order`() throws {
    let answer = try shop.recommend(
      recent: [("x", .view), ("bag", .view), ("y", .return), ("x", .cart)],
      excluded: ["z", "y", "shoe-1", "z"])
    #expect(answer.unknown == ["x", "y", "z"])
    #expect(!answer.items.contains("shoe-1"))
    // Nothing of it is left in the next answer.
    #expect(try shop.recommend(excluded: ["x"]).unknown == ["x"])
    #expect(try shop.recommend().unknown == [])
  }

  @Test func `as many unknown items as a question can name are all named`() throws {
    let recent = (0..<1_000).map { ("r\($0)", RecentEventKind.view) }
    let excluded = (0..<1_000).map { "e\($0)" }
    let answer = try shop.recommend(recent: recent, excluded: excluded)
    #expect(answer.unknown == recent.map(\.0) + excluded)
  }

  @Test func `reasons come when asked for, and their contributions add up to the score`() throws {
    #expect(try shop.recommend("ann").ranking.reasons.isEmpty)
    let ranking = try shop.recommend("ann") { $0.wantsReasons = true }.ranking
    for (position, item) in ranking.items.enumerated() {
      let reasons = ranking.reasons(at: position)
      #expect(!reasons.isEmpty)
      #expect(reasons.map(\.contribution).reduce(0, +) == item.score)
    }
    let cause = try #require(ranking.reasons(at: 0).first)
    #expect(["dress-1", "dress-2", "bag"].contains(shop.models.itemID(cause.item).string))
  }

  @Test func `the model asked for answers`() throws {
    let answer = try shop.recommend("ann") { $0.model = .popularity }
    #expect(answer.steps.allSatisfy { $0 == .popular })
  }

  @Test func `similar items are without the item itself`() throws {
    #expect(try shop.similarItems("dress-1").items.first == "dress-2")
    #expect(!(try shop.similarItems("dress-1").items.contains("dress-1")))
    #expect(try shop.similarItems("shoe-1", filter: "category = bag").items == ["bag"])
    let answer = try shop.similarItems("dress-1", limit: 1, excluded: ["dress-2", "x", "x"])
    #expect(answer.items.count == 1)
    #expect(answer.items != ["dress-2"])
    #expect(answer.unknown == ["x"])
  }

  @Test func `scratch and answers may be used again, and answers are the same`() throws {
    let first = try shop.recommend("bob", recent: [("shoe-1", .view)], filter: "price < 100")
    _ = try shop.similarItems("bag", excluded: ["shoe-1"])
    _ = try shop.recommend("dee", excluded: ["dress-1"]) { $0.wantsReasons = true }
    let again = try shop.recommend("bob", recent: [("shoe-1", .view)], filter: "price < 100")
    #expect(first.ranking == again.ranking)
  }

  @Test func `a query that was reset is a new one`() throws {
    var query = RecommendQuery()
    query.user = shop.view("ann")
    query.recent = [RecentEvent(item: shop.view("bag"), kind: 0)]
    query.excluded = [shop.view("bag")]
    query.filter = shop.view("price > 1")
    (query.limit, query.includesSeen, query.wantsReasons, query.model) = (1, true, true, .factors)
    query.reset()
    query.limit = 6
    var answer = RecommendAnswer()
    try shop.models.recommend(query, scratch: AnsweringScratch(), into: &answer)
    #expect(Answer(answer, shop.models).ranking == (try shop.recommend().ranking))
  }
}
