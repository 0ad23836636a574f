import Datasets
import Snapshots
import TestSupport
import Testing
import Wire

/// What a client is answered by a server over a trained store, through a real socket.
@Suite struct AnswerTests {
  let served: ServedShop
  let shop: TrainedShop

  init() throws {
    served = try ServedShop()
    shop = served.shop
  }

  private var user: String { shop.dataset.users.ids[shop.busiestUser] }
  private var chosen: Set<String> { Set(shop.chosen(by: shop.busiestUser)) }
  private var items: [String] { shop.dataset.items.ids }

  @Test func `a known shopper is answered with items of the catalogue, best first`() throws {
    let answer = try served.recommend(user: user)
    #expect(answer.status == .ok)
    #expect(answer.isUserKnown)
    let ids = answer.items.map(\.id)
    #expect(ids.count == 20)
    #expect(Set(ids).count == 20)
    #expect(Set(ids).isSubset(of: items))
    #expect(Set(ids).isDisjoint(with: chosen))
    for (item, next) in zip(answer.items, answer.items.dropFirst()) where item.step == next.step {
      #expect(item.score >= next.score)
    }
    #expect(answer.items.first?.step == 1)
  }

  @Test func `an answer names its generation`() throws {
    let current = try served.store.currentGeneration()?.text
    #expect(try served.recommend().generation == current)
    #expect(try served.similarItems(to: items[0]).generation == current)
    #expect(try served.similarItems(to: "nobody sells this").generation == current)
  }

  @Test func `an unknown shopper with recent items is answered from these`() throws {
    let answer = try served.recommend(user: "stranger", recent: [items[3], items[4]])
    #expect(!answer.isUserKnown)
    #expect(answer.items.first?.step == 2)
    #expect(Set(answer.items.map(\.id)).isDisjoint(with: [items[3], items[4]]))
    let causes = answer.items.filter { $0.step == 2 }.flatMap(\.reasons).filter { $0.code == 1 }
    #expect(!causes.isEmpty)
    #expect(Set(causes.flatMap(\.arguments)).isSubset(of: [items[3], items[4]]))
  }

  @Test func `a shopper without an id is answered with what is popular`() throws {
    let answer = try served.recommend()
    #expect(answer.status == .ok)
    #expect(!answer.isUserKnown)
    #expect(answer.items.count == 20)
    #expect(answer.items.allSatisfy { $0.step == 3 })
  }

  @Test func `a filter holds for every answered item, as items.csv has it`() throws {
    for answer in [
      try served.recommend(user: user, limit: 500, filter: "category = dress and price <= 80"),
      try served.similarItems(to: items[0], limit: 500, filter: "category = dress and price <= 80"),
    ] {
      #expect(answer.status == .ok)
      for item in answer.items {
        #expect(shop.text("category", of: item.id) == "dress")
        #expect(shop.number("price", of: item.id) <= 80)
      }
    }
    // And leaves nothing out: with what was chosen, all that there are.
    let all = try served.recommend(
      user: user, limit: 500, filter: "category = dress and price <= 80", includesSeen: true)
    let expected = items.filter {
      shop.text("category", of: $0) == "dress" && shop.number("price", of: $0) <= 80
    }
    #expect(!expected.isEmpty)
    #expect(Set(all.items.map(\.id)) == Set(expected))
  }

  @Test func `a filter that cannot be read is refused with its place`() throws {
    let answer = try served.recommend(filter: "price <=")
    #expect(answer.status == .invalidArgument)
    #expect(answer.message.contains("filter"))
  }

  @Test func `excluded items are not answered`() throws {
    let first = try served.recommend(user: user)
    let excluded = first.items.prefix(7).map(\.id)
    let second = try served.recommend(user: user, excluded: excluded)
    #expect(Set(second.items.map(\.id)).isDisjoint(with: excluded))
    #expect(second.items.prefix(13).map(\.id) == first.items.dropFirst(7).map(\.id))
  }

  @Test func `items of the shopper's own are answered only when asked for`() throws {
    let all = try served.recommend(user: user, limit: 500, includesSeen: true)
    #expect(!Set(all.items.map(\.id)).isDisjoint(with: chosen))
    let unseen = try served.recommend(user: user, limit: 500)
    #expect(Set(unseen.items.map(\.id)).isDisjoint(with: chosen))
  }

  @Test(arguments: [1, 2, 500])
  func `a limit in 1 to 500 is taken`(limit: Int) throws {
    let answer = try served.recommend(user: user, limit: limit)
    #expect(answer.status == .ok)
    if limit < 100 { #expect(answer.items.count == limit) }
  }

  @Test(arguments: [0, 501, Int(UInt32.max)])
  func `any other limit is refused`(limit: Int) throws {
    for answer in [
      try served.recommend(user: user, limit: limit),
      try served.similarItems(to: items[0], limit: limit),
    ] {
      #expect(answer.status == .invalidArgument)
      #expect(answer.message == "limit must be in 1...500, got \(limit)")
    }
  }

  @Test func `a model that does not exist is refused`() throws {
    let answer = try served.recommend(user: user, model: 9)
    #expect(answer.status == .invalidArgument)
    #expect(answer.message == "model must be in 0...8, got 9")
  }

  @Test func `unknown items come back, each once`() throws {
    let answer = try served.recommend(
      user: user, recent: ["gone", items[0], "gone"], excluded: ["also gone", "gone"])
    #expect(answer.status == .ok)
    #expect(answer.unknownItems == ["gone", "also gone"])
  }

  @Test(arguments: 0...3)
  func `reasons add up to the score, whichever model ranks`(model: Int) throws {
    let answer = try served.recommend(user: user, recent: [items[5]], limit: 50, model: model)
    #expect(answer.status == .ok)
    #expect(!answer.items.isEmpty)
    for item in answer.items {
      let sum = item.reasons.reduce(0) { $0 + Double($1.contribution) }
      #expect(abs(sum - Double(item.score)) <= 1e-4 * max(1, abs(Double(item.score))))
      let contributions = item.reasons.filter { $0.code == 1 }.map(\.contribution)
      #expect(contributions == contributions.sorted(by: >))
    }
  }

  @Test func `similar items are answered without the item itself`() throws {
    let answer = try served.similarItems(to: items[0], limit: 500)
    #expect(answer.status == .ok)
    #expect(!answer.items.isEmpty)
    #expect(!answer.items.contains { $0.id == items[0] })
    for (item, next) in zip(answer.items, answer.items.dropFirst()) {
      #expect(item.score >= next.score)
    }
    let less = try served.similarItems(to: items[0], limit: 500, excluded: [answer.items[0].id])
    #expect(less.items == Array(answer.items.dropFirst()))
  }

  @Test func `an item that is not sold is not found`() throws {
    let answer = try served.similarItems(to: "nobody sells this")
    #expect(answer.status == .notFound)
    #expect(answer.message.contains("nobody sells this"))
  }

  @Test func `the same question gets the same bytes`() throws {
    let first = try served.recommend(user: user, recent: [items[1]], limit: 100)
    for _ in 0..<5 {
      #expect(try served.recommend(user: user, recent: [items[1]], limit: 100) == first)
    }
  }
}
