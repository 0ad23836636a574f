import Answering
import Bytes
import Recommendation
import Snapshots
import Testing

/// Defends what a question about a basket may be, and what it is answered with.
@Suite struct BoughtTogetherTests {
  private let models: Models
  private let arena = Arena()
  private let scratch = AnsweringScratch()

  /// The items of ``SmallShop``. Of ten baskets four have dress-1 and the bag, three of these shoe-1.
  init() throws {
    let baskets: [[UInt32]] =
      [[0, 5], [0, 3, 5], [0, 3, 5], [0, 3, 5]] + (0..<6).map { [$0 < 3 ? 1 : 2] }
    var rows = (users: [UInt32](), items: [UInt32](), times: [Int64]())
    for (time, basket) in baskets.enumerated() {
      for item in basket {
        rows.users.append(UInt32(time % 4))
        rows.items.append(item)
        rows.times.append(Int64(time) * 86_400)
      }
    }
    let log = BasketLog(
      userCount: 4, itemCount: 6, users: rows.users, items: rows.items, timestamps: rows.times)
    var recommend = SmallShop.recommend()
    Baskets.fit(log).pack(into: &recommend)
    models = try Models(
      catalogue: TensorFile(bytes: SmallShop.catalogue().encoded(), name: "catalogue.safetensors"),
      recommend: TensorFile(bytes: recommend.encoded(), name: "recommend.safetensors"))
  }

  private func ask(
    _ basket: [String], limit: Int = 6, filter: String = "", excluded: [String] = [],
    soldOut: [String] = []
  ) throws(AnswerError) -> (items: [String], unknown: [String], reasons: [TogetherReason]) {
    var question = BoughtTogetherQuery()
    question.limit = limit
    question.filter = arena.view(filter)
    question.excluded = excluded.map(arena.view)
    question.rules.basket = basket.map(arena.view)
    question.rules.states = soldOut.map {
      RecommendRules.ItemState(item: arena.view($0), isSoldOut: true, sizes: 0..<0)
    }
    var answer = RecommendAnswer()
    try models.boughtTogether(question, scratch: scratch, into: &answer)
    return (
      answer.ranking.items.map { models.itemID($0.item).string },
      answer.unknownItems.map(\.string),
      answer.ranking.items.indices.map { models.together(at: $0, of: answer) }
    )
  }

  @Test func `what goes with a basket is answered best first, with counts, lift and share`() throws
  {
    let answer = try ask(["dress-1"])
    #expect(answer.items == ["bag", "shoe-1"])
    #expect(answer.reasons.map(\.because) == [0, 0])
    #expect(answer.reasons.map(\.baskets) == [4, 3])
    #expect(answer.reasons.map(\.lift) == [2.5, 2.5])
    #expect(answer.reasons.map(\.confidence) == [1, 0.75])
  }

  @Test func `the basket itself is not answered, nor what goes with nothing`() throws {
    #expect(try ask(["dress-1", "bag"]).items == ["shoe-1"])
    #expect(try ask(["shoe-2"]).items.isEmpty)
  }

  @Test func `filter, excluded and sold out leave room for others`() throws {
    #expect(try ask(["dress-1"], limit: 1, filter: "category = shoe").items == ["shoe-1"])
    #expect(try ask(["dress-1"], limit: 1, excluded: ["bag"]).items == ["shoe-1"])
    #expect(try ask(["dress-1"], limit: 1, soldOut: ["bag"]).items == ["shoe-1"])
  }

  @Test func `unknown ids are named once, in the order of basket, states, excluded`() throws {
    let answer = try ask(
      ["nope", "dress-1", "nope"], excluded: ["gone", "nope"], soldOut: ["lost"])
    #expect(answer.unknown == ["nope", "lost", "gone"])
    #expect(answer.items == ["bag", "shoe-1"])
    #expect(try ask(["nope"]).items.isEmpty)
  }

  @Test func `a question beyond the limits is refused with what is accepted`() {
    func refusal(_ body: () throws(AnswerError) -> Void) -> String? {
      do throws(AnswerError) {
        try body()
        return nil
      } catch { return error.description }
    }
    func expect(_ text: String, _ body: () throws(AnswerError) -> Void) {
      #expect(refusal(body) == text)
    }
    expect("basket_item_ids has 0 ids; 1 to 200 are accepted") { () throws(AnswerError) in
      _ = try ask([])
    }
    expect("basket_item_ids has 201 ids; 1 to 200 are accepted") { () throws(AnswerError) in
      _ = try ask([String](repeating: "bag", count: 201))
    }
    for limit in [0, 501] {
      expect("limit must be in 1...500, got \(limit)") { () throws(AnswerError) in
        _ = try ask(["bag"], limit: limit)
      }
    }
    expect("basket_item_ids[1] is empty; 1 to 256 bytes are accepted") {
      () throws(AnswerError) in _ = try ask(["bag", ""])
    }
    expect("states[0].item_id is empty; 1 to 256 bytes are accepted") {
      () throws(AnswerError) in _ = try ask(["bag"], soldOut: [""])
    }
    expect("excluded_item_ids[0] is empty; 1 to 256 bytes are accepted") {
      () throws(AnswerError) in _ = try ask(["bag"], excluded: [""])
    }
  }

  @Test func `200 items are the largest basket`() throws {
    #expect(try ask([String](repeating: "dress-1", count: 200)).items == ["bag", "shoe-1"])
  }

  @Test func `a snapshot without baskets says so`() throws {
    var question = BoughtTogetherQuery()
    question.limit = 1
    question.rules.basket = [arena.view("bag")]
    let shop = try SmallShop()
    var answer = RecommendAnswer()
    #expect(
      throws: AnswerError.unavailable(
        "this snapshot has no baskets; train again to ask for these")
    ) {
      try shop.models.boughtTogether(question, scratch: scratch, into: &answer)
    }
  }
}
