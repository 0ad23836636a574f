import Datasets
import Recommendation
import TestSupport
import Testing
import Training
import Wire

/// Recommend.BoughtTogether and Recommend.BuyAgain over a real socket.
@Suite struct PurchasesTests {
  private let served: ServedShop
  private let shop: TrainedShop

  init() throws {
    served = try ServedShop()
    shop = served.shop
  }

  private var ids: [String] { shop.dataset.items.ids }

  /// The purchases of the dataset, cut here anew.
  ///
  /// - Parameter gap: seconds between two baskets of a shopper
  private func baskets(gap: Int64) -> [(user: UInt32, items: Set<UInt32>)] {
    let events = shop.dataset.events
    var open: [UInt32: (items: Set<UInt32>, newest: Int64)] = [:]
    var all: [(user: UInt32, items: Set<UInt32>)] = []
    for event in 0..<events.count where events.kinds[event] == .purchase {
      let (user, item, time) = (events.users[event], events.items[event], events.timestamps[event])
      if let basket = open[user], time - basket.newest <= gap {
        open[user] = (basket.items.union([item]), time)
      } else {
        if let basket = open[user] { all.append((user, basket.items)) }
        open[user] = ([item], time)
      }
    }
    return all + open.map { ($0.key, $0.value.items) }
  }

  /// An item that has partners.
  private func item() throws -> String {
    let partners = try #require(shop.first.purchases?.baskets.partners)
    let row = try #require(ids.indices.first { partners.indptr[$0 + 1] > partners.indptr[$0] })
    return ids[row]
  }

  private func together(
    _ basket: [String], limit: Int = 20, filter: String = "", excluded: [String] = [],
    soldOut: [String] = []
  ) throws -> Peer.Frame {
    try served.call(
      0x0103,
      encoded {
        $0.appendBoughtTogetherRequest(
          basket: basket, limit: limit, filter: filter, excluded: excluded, soldOut: soldOut)
      })
  }

  private func again(
    _ user: String, limit: Int = 20, filter: String = "", now: Int64 = 0, soldOut: [String] = []
  ) throws -> Peer.Frame {
    try served.call(
      0x0104,
      encoded {
        $0.appendBuyAgainRequest(
          user: user, limit: limit, filter: filter, now: now, soldOut: soldOut)
      })
  }

  /// In the demo shop every visit ends with one item, so all of a shopper's purchases are a basket.
  @Test func `counts, lift and confidence are those of the dataset's baskets`() throws {
    #expect(baskets(gap: 1_800).allSatisfy { $0.items.count == 1 })
    let baskets = baskets(gap: .max).map(\.items)
    let item = try item()
    let answer = try together([item])
    let found = Together(answer)
    #expect(!found.items.isEmpty)
    func count(_ items: String...) -> Int {
      let rows = items.compactMap { ids.firstIndex(of: $0) }.map { UInt32($0) }
      return baskets.count { $0.isSuperset(of: rows) }
    }
    for other in found.items {
      let (a, b, both) = (count(item), count(other.id), count(item, other.id))
      #expect(other.because == item)
      #expect(Int(other.baskets) == both)
      let lift = Double(baskets.count) * Double(both) / (Double(a) * Double(b))
      #expect(abs(Double(other.lift) - lift) < 1e-4 * lift)
      #expect(abs(Double(other.confidence) - Double(both) / Double(a)) < 1e-6)
    }
    let scores = found.items.map(\.score)
    #expect(scores == scores.sorted(by: >))
  }

  @Test func `rules leave room for others, and unknown ids are named`() throws {
    let item = try item()
    let best = try #require(Together(try together([item])).items.first).id
    for answer in [
      try together([item, "no such item"], limit: 500, excluded: [best]),
      try together([item, "no such item"], limit: 500, soldOut: [best]),
      try together([item, "no such item"], limit: 500, filter: "price < 0"),
    ] {
      let found = Together(answer)
      #expect(!found.items.map(\.id).contains(best))
      #expect(!found.items.map(\.id).contains(item))
      #expect(found.unknown == ["no such item"])
    }
  }

  @Test func `a shopper is answered with what the dataset says was bought`() throws {
    var counts: [UInt32: [UInt32: UInt64]] = [:]
    for basket in baskets(gap: 1_800) {
      for item in basket.items { counts[basket.user, default: [:]][item, default: 0] += 1 }
    }
    let (user, bought) = try #require(counts.max { $0.value.count < $1.value.count })
    let found = Again(try again(shop.dataset.users.ids[Int(user)], limit: 500))
    #expect(found.isUserKnown)
    #expect(found.items.count == bought.count)
    for item in found.items {
      let row = try #require(ids.firstIndex(of: item.id))
      #expect(item.purchases == bought[UInt32(row)])
      #expect(item.daysSince >= 0 && item.interval > 0 && (0...1).contains(item.score))
    }
    let scores = found.items.map(\.score)
    #expect(scores == scores.sorted(by: >))

    let end = try #require(shop.first.purchases?.repeats?.end)
    let later = Again(
      try again(shop.dataset.users.ids[Int(user)], limit: 500, now: end + 10 * 86_400))
    for item in later.items {
      let before = try #require(found.items.first { $0.id == item.id })
      #expect(abs(item.daysSince - before.daysSince - 10) < 1e-2)
    }
    let first = try #require(found.items.first)
    let rest = Again(try again(shop.dataset.users.ids[Int(user)], soldOut: [first.id]))
    #expect(!rest.items.contains { $0.id == first.id })
  }

  @Test func `a shopper nobody knows is answered with nothing`() throws {
    for user in ["nobody", ""] {
      let answer = try again(user)
      #expect(answer.status == .ok)
      #expect(Again(answer).items.isEmpty && !Again(answer).isUserKnown)
    }
  }

  @Test func `bad input is refused with what is accepted`() throws {
    for (answer, message) in [
      (try together([]), "basket_item_ids has 0 ids; 1 to 200 are accepted"),
      (
        try together([String](repeating: "a", count: 201)),
        "basket_item_ids has 201 ids; 1 to 200 are accepted"
      ),
      (try together(["a"], limit: 0), "limit must be in 1...500, got 0"),
      (try together(["a"], limit: 501), "limit must be in 1...500, got 501"),
      (try again("a", limit: 0), "limit must be in 1...500, got 0"),
      (try again("a", limit: 501), "limit must be in 1...500, got 501"),
      (
        try again("a", now: -1),
        "now must be in 0...253402300799, seconds since 1970, got -1"
      ),
    ] {
      #expect(answer.status == .invalidArgument)
      #expect(answer.message == message)
    }
    for method in [0x0103, 0x0104] as [UInt16] {
      // Text that is none, and a field cut short.
      #expect(try served.call(method, [0x0A, 1, 0xFF]).status == .invalidArgument)
      #expect(try served.call(method, [0x0A, 9, 0x41]).status == .invalidArgument)
    }
    #expect(try together(["a"], filter: "price <").status == .invalidArgument)
    #expect(try again("a", filter: "price <").status == .invalidArgument)
  }

  @Test func `without a generation it is unavailable`() throws {
    let empty = try ServedShop(isEmpty: true)
    for (method, body) in [
      (0x0103, encoded { $0.appendBoughtTogetherRequest(basket: ["a"], limit: 1) }),
      (0x0104, encoded { $0.appendBuyAgainRequest(user: "a", limit: 1) }),
    ] as [(UInt16, [UInt8])] {
      #expect(try empty.call(method, body).status == .unavailable)
    }
  }
}

/// A BoughtTogetherResponse as a client that knows only the definition would read it.
private struct Together {
  struct Item {
    var id = ""
    var score: Float = 0
    var because = ""
    var baskets: UInt64 = 0
    var lift: Float = 0
    var confidence: Float = 0
  }

  var items: [Item] = []
  var unknown: [String] = []

  init(_ frame: Peer.Frame) {
    for field in fields(of: frame.body) {
      if field.number == 1 { items.append(Item(field.bytes)) } else { unknown.append(field.text) }
    }
  }
}

extension Together.Item {
  fileprivate init(_ message: [UInt8]) {
    for field in fields(of: message) {
      switch field.number {
      case 1: id = field.text
      case 2: score = field.float
      case 3: because = field.text
      case 4: baskets = field.bits
      case 5: lift = field.float
      default: confidence = field.float
      }
    }
  }
}

/// A BuyAgainResponse, likewise.
private struct Again {
  struct Item {
    var id = ""
    var score: Float = 0
    var purchases: UInt64 = 0
    var daysSince: Float = 0
    var interval: Float = 0
  }

  var items: [Item] = []
  var isUserKnown = false

  init(_ frame: Peer.Frame) {
    for field in fields(of: frame.body) {
      if field.number == 1 {
        items.append(Item(field.bytes))
      } else {
        isUserKnown = field.bits == 1
      }
    }
  }
}

extension Again.Item {
  fileprivate init(_ message: [UInt8]) {
    for field in fields(of: message) {
      switch field.number {
      case 1: id = field.text
      case 2: score = field.float
      case 3: purchases = field.bits
      case 4: daysSince = field.float
      default: interval = field.float
      }
    }
  }
}
