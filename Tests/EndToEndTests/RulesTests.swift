import Bytes
import Datasets
import Snapshots
import TestSupport
import Testing
import Wire

/// What the shop asks of an answer, of a server over a trained hybrid, through a real socket.
@Suite struct RulesTests {
  let served: ServedShop
  let shop: TrainedShop

  init() throws {
    served = try ServedShop(isHybrid: true)
    shop = served.shop
  }

  private var user: String { shop.dataset.users.ids[shop.busiestUser] }

  /// Asks with what `rules` appends to the request.
  private func ask(
    limit: Int = 20, user: String? = nil, _ rules: (inout ByteBuffer) -> Void = { _ in }
  ) throws -> Peer.Frame {
    try served.call(
      recommendMethod,
      encoded { buffer in
        buffer.appendRecommendRequest(user: user ?? self.user, limit: limit)
        rules(&buffer)
      })
  }

  private func message(
    _ field: Int, in buffer: inout ByteBuffer, _ body: (inout ByteBuffer) -> Void
  ) {
    let begin = buffer.beginMessage(field: field)
    body(&buffer)
    buffer.endMessage(begin)
  }

  private func cap(_ attribute: String, _ limit: UInt64, in buffer: inout ByteBuffer) {
    message(15, in: &buffer) {
      $0.append(attribute, field: 1)
      $0.append(limit, field: 2)
    }
  }

  private func boost(_ filter: String, _ factor: Float, in buffer: inout ByteBuffer) {
    message(12, in: &buffer) {
      $0.append(filter, field: 1)
      $0.append(factor, field: 2)
    }
  }

  private func refusal(_ rules: (inout ByteBuffer) -> Void) throws -> String {
    let answer = try ask(rules)
    #expect(answer.status == .invalidArgument)
    return answer.message
  }

  @Test func `the hybrid answers with sources whose contributions add up`() throws {
    let answer = try ask { $0.append(true, field: 20) }
    #expect(answer.status == .ok)
    let items = fields(of: answer.body).filter { $0.number == 1 }.map { fields(of: $0.bytes) }
    #expect(items.count == 20)
    for item in items where item.contains(where: { $0.number == 5 }) {
      let score = item.first { $0.number == 2 }?.float ?? 0
      let shares = item.filter { $0.number == 5 }.map { fields(of: $0.bytes) }
      #expect(shares.count == 11)
      let sum = shares.reduce(Float(0)) { $0 + ($1.first { $0.number == 3 }?.float ?? 0) }
      #expect(abs(sum - score) <= 1e-5 * score)
    }
    #expect(items[0].contains { $0.number == 5 })
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `at most so many items share a brand`(limit: UInt64) throws {
    let answer = try ask { cap("brand", limit, in: &$0) }
    #expect(answer.status == .ok)
    var counts: [String: UInt64] = [:]
    for item in answer.items { counts[shop.text("brand", of: item.id), default: 0] += 1 }
    #expect(!answer.items.isEmpty)
    #expect(counts.filter { !$0.key.isEmpty }.values.allSatisfy { $0 <= limit })
  }

  @Test func `promoted items take their share of places, the first one first`() throws {
    let plain = try ask().items.map(\.id)
    let promoted = shop.dataset.items.ids.filter {
      !plain.contains($0) && !shop.chosen(by: shop.busiestUser).contains($0)
    }.prefix(5)
    let answer = try ask { buffer in
      for id in promoted { buffer.appendElement(id, field: 13) }
      buffer.append(0.25 as Float, field: 14)
    }
    // ⌈20 · ¼⌉ places: 1, 5, 9, 13, 17.
    #expect(stride(from: 0, to: 20, by: 4).map { answer.items[$0].id } == Array(promoted))
    let others = answer.items.map(\.id).filter { !promoted.contains($0) }
    #expect(others == Array(plain.prefix(15)))
  }

  @Test func `a sold out item is gone, and so is one without a size that fits`() throws {
    let plain = try ask().items.map(\.id)
    let answer = try ask { buffer in
      message(10, in: &buffer) {
        $0.append(plain[0], field: 1)
        $0.append(true, field: 2)
      }
      message(10, in: &buffer) {
        $0.append(plain[1], field: 1)
        $0.appendElement("S", field: 3)
      }
      message(10, in: &buffer) {
        $0.append(plain[2], field: 1)
        $0.appendElement("M", field: 3)
      }
      buffer.appendElement("M", field: 11)
    }
    let ids = answer.items.map(\.id)
    #expect(!ids.contains(plain[0]))
    #expect(!ids.contains(plain[1]))
    #expect(ids[0] == plain[2])
    let removed = fields(of: answer.body).filter { $0.number == 4 }.map { fields(of: $0.bytes) }
    let rules = Set(removed.compactMap { $0.first { $0.number == 1 }?.bits })
    #expect(rules.isSuperset(of: [4, 5]))
  }

  @Test func `what is in the basket is evidence and not an answer`() throws {
    let basket = shop.dataset.items.ids[5]
    let answer = try ask(user: "stranger") { $0.appendElement(basket, field: 9) }
    #expect(!answer.items.map(\.id).contains(basket))
    #expect(answer.items.first?.step == 2)
    #expect(answer.items.first?.reasons.contains { $0.arguments.contains(basket) } == true)
  }

  @Test func `a boosted category comes first`() throws {
    let plain = try ask(limit: 60).items.map { shop.text("category", of: $0.id) }
    // Another than the first item's, of which there are enough.
    let category = try #require(
      plain.first { one in one != plain[0] && plain.count { $0 == one } >= 3 })
    let answer = try ask { boost("category = \"\(category)\"", 100, in: &$0) }
    let first = answer.items.prefix(3).map { shop.text("category", of: $0.id) }
    #expect(first.allSatisfy { $0 == category })
  }

  @Test func `price preference moves the mean price its way`() throws {
    func mean(_ preference: Float) throws -> Double {
      let items = try ask { $0.append(preference, field: 17) }.items
      return items.reduce(0) { $0 + shop.number("price", of: $1.id) } / Double(items.count)
    }
    let (cheap, plain, dear) = (try mean(-1), try mean(0), try mean(1))
    #expect(cheap < plain)
    #expect(plain < dear)
  }

  @Test func `diversity makes items unlike one another`() throws {
    func pairsAlike(_ diversity: Float) throws -> Int {
      try shop.dataset.users.ids.prefix(20).reduce(0) { try $0 + pairsAlike(diversity, for: $1) }
    }
    func pairsAlike(_ diversity: Float, for user: String) throws -> Int {
      let items = try ask(limit: 10, user: user) { $0.append(diversity, field: 16) }.items.map(\.id)
      var count = 0
      for (index, item) in items.enumerated() {
        for other in items[..<index] {
          count += ["category", "brand", "color", "style"].count {
            shop.text($0, of: item) == shop.text($0, of: other)
          }
        }
      }
      return count
    }
    let (none, some, most) = (try pairsAlike(0), try pairsAlike(0.5), try pairsAlike(1))
    #expect(some < none)
    #expect(most < some)
  }

  @Test func `exploration is drawn by its seed`() throws {
    func ids(_ seed: UInt64) throws -> [String] {
      try ask {
        $0.append(1 as Float, field: 18)
        $0.append(seed, field: 19)
      }.items.map(\.id)
    }
    #expect(try ids(1) == ids(1))
    #expect(try ids(1) != ids(2))
  }

  @Test(arguments: ["en", "zh"])
  func `every reason is a sentence in the language asked for`(language: String) throws {
    let answer = try ask { $0.append(language, field: 21) }
    let reasons = fields(of: answer.body).filter { $0.number == 1 }
      .flatMap { fields(of: $0.bytes).filter { $0.number == 4 } }.map { fields(of: $0.bytes) }
    #expect(!reasons.isEmpty)
    for reason in reasons {
      let text = try #require(reason.first { $0.number == 4 }?.text)
      let isChinese = text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
      #expect(isChinese == (language == "zh") || language == "en")
      #expect(!text.isEmpty)
    }
  }

  @Test func `a sentence counts the shoppers who chose both`() throws {
    let answer = try ask { $0.append("en", field: 21) }
    let reasons = fields(of: answer.body).filter { $0.number == 1 }
      .flatMap { fields(of: $0.bytes).filter { $0.number == 4 } }.map { fields(of: $0.bytes) }
    let together = reasons.filter { $0.first { $0.number == 1 }?.bits == 5 }
    let reason = try #require(together.first)
    let arguments = reason.filter { $0.number == 2 }.map(\.text)
    let text = try #require(reason.first { $0.number == 4 }?.text)
    #expect(text.contains("(\(arguments[1]) shopper"))
    // Counted anew from the events.
    #expect(shop.shoppers(of: arguments[0]) >= Int(arguments[1]) ?? .max)
  }

  @Test func `reranking answers the candidates alone, unknown ones named`() throws {
    let candidates = Array(shop.dataset.items.ids.prefix(12))
    let answer = try served.call(
      0x0105,
      encoded { $0.appendRerankRequest(user: user, candidates: candidates + ["nothing"]) })
    #expect(answer.status == .ok)
    #expect(Set(answer.items.map(\.id)) == Set(candidates))
    #expect(fields(of: answer.body).contains { $0.number == 3 && $0.text == "nothing" })
    let none = try served.call(
      0x0105, encoded { $0.appendRerankRequest(user: user, candidates: []) })
    #expect(none.status == .invalidArgument)
    #expect(none.message == "candidate_item_ids has 0 ids; 1 to 1000 are accepted")
  }

  @Test func `bad rules are refused by name`() throws {
    #expect(
      try refusal { boost("brand = x", .nan, in: &$0) }
        == "boosts[0].factor must be in 0.01...100.0, got nan")
    #expect(
      try refusal { boost("brand = x", -1, in: &$0) }
        == "boosts[0].factor must be in 0.01...100.0, got -1.0")
    #expect(try refusal { boost("brand =", 2, in: &$0) }.hasPrefix("boosts[0]."))
    #expect(
      try refusal {
        cap("brand", 2, in: &$0)
        cap("brand", 3, in: &$0)
      } == "caps names 'brand' twice, with 2 and 3; each attribute is accepted once")
    #expect(try refusal { cap("brand", 0, in: &$0) } == "caps[0].limit must be in 1...500, got 0")
    #expect(
      try refusal { cap("colour", 2, in: &$0) }.hasPrefix("caps names the attribute 'colour'"))
    #expect(
      try refusal { $0.append(1.5 as Float, field: 16) }
        == "diversity must be in 0.0...1.0, got 1.5")
    #expect(
      try refusal { $0.append(Float.nan, field: 17) }
        == "price_preference must be in -1.0...1.0, got nan")
    #expect(
      try refusal { $0.append("fr", field: 21) } == "language is 'fr'; accepted: en, zh")
  }
}
