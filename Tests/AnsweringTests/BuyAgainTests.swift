import Answering
import Bytes
import Recommendation
import Snapshots
import Testing

/// Defends what a question about repeats may be, and what it is answered with.
@Suite struct BuyAgainTests {
  private let models: Models
  private let arena = Arena()
  private let scratch = AnsweringScratch()
  private static let day: Int64 = 86_400
  private static let end = 40 * day

  /// The shoppers and items of ``SmallShop``: ann buys dress-1 each 10 days, shoe-1 twice, the bag once.
  init() throws {
    let rows: [(item: UInt32, day: Int64)] = [
      (0, 0), (0, 10), (0, 20), (0, 30), (0, 40), (3, 10), (3, 30), (5, 20),
    ]
    let log = BasketLog(
      userCount: 4, itemCount: 6, users: rows.map { _ in 0 }, items: rows.map(\.item),
      timestamps: rows.map { $0.day * Self.day })
    var recommend = SmallShop.recommend()
    Repeats.fit(log).pack(into: &recommend)
    models = try Models(
      catalogue: TensorFile(bytes: SmallShop.catalogue().encoded(), name: "catalogue.safetensors"),
      recommend: TensorFile(bytes: recommend.encoded(), name: "recommend.safetensors"))
  }

  private func ask(
    _ user: String, limit: Int = 6, filter: String = "", now: Int64 = 0, soldOut: [String] = []
  ) throws(AnswerError) -> BuyAgainAnswer {
    var question = BuyAgainQuery()
    question.user = arena.view(user)
    question.limit = limit
    question.filter = arena.view(filter)
    question.now = now
    question.rules.states = soldOut.map {
      RecommendRules.ItemState(item: arena.view($0), isSoldOut: true, sizes: 0..<0)
    }
    var answer = BuyAgainAnswer()
    try models.buyAgain(question, scratch: scratch, into: &answer)
    return answer
  }

  private func ids(_ answer: BuyAgainAnswer) -> [String] {
    answer.items.map { models.itemID($0.item).string }
  }

  @Test func `what was bought is answered, the likeliest first`() throws {
    let answer = try ask("ann", now: Self.end + 10 * Self.day)
    #expect(answer.isUserKnown)
    #expect(ids(answer) == ["dress-1", "shoe-1", "bag"])
    #expect(answer.items.map(\.purchases) == [5, 2, 1])
    #expect(answer.items.map(\.daysSince) == [10, 20, 30])
    #expect(answer.items.allSatisfy { $0.intervalDays > 0 })
  }

  @Test func `a shopper nobody knows, or without an id, is answered with nothing`() throws {
    for user in ["nobody", ""] {
      let answer = try ask(user)
      #expect(answer == BuyAgainAnswer())
    }
  }

  @Test func `a known shopper who bought nothing is known, and answered with nothing`() throws {
    let answer = try ask("bob")
    #expect(answer.isUserKnown && answer.items.isEmpty)
  }

  @Test func `0, and a time before the data ended, is its end`() throws {
    let atEnd = try ask("ann", now: Self.end)
    #expect(atEnd.items.first { $0.purchases == 5 }?.daysSince == 0)
    #expect(try ask("ann") == atEnd)
    #expect(try ask("ann", now: 1) == atEnd)
  }

  @Test func `filter and sold out leave room for others; unknown states have no effect`() throws {
    let now = Self.end + 10 * Self.day
    #expect(ids(try ask("ann", limit: 1, filter: "category = shoe", now: now)) == ["shoe-1"])
    #expect(
      ids(try ask("ann", limit: 1, now: now, soldOut: ["dress-1", "lost"])) == ["shoe-1"])
    #expect(ids(try ask("ann", limit: 1, now: now)) == ["dress-1"])
  }

  @Test func `a question beyond the limits is refused with what is accepted`() {
    func refusal(_ body: () throws(AnswerError) -> BuyAgainAnswer) -> String? {
      do throws(AnswerError) {
        _ = try body()
        return nil
      } catch { return error.description }
    }
    for limit in [0, 501] {
      let found = refusal { () throws(AnswerError) in try ask("ann", limit: limit) }
      #expect(found == "limit must be in 1...500, got \(limit)")
    }
    // The second is in milliseconds.
    for now in [-1, 1_795_000_000_000] as [Int64] {
      let found = refusal { () throws(AnswerError) in try ask("ann", now: now) }
      #expect(
        found == "now must be in 0...253402300799, seconds since 1970, got \(now)")
    }
    let long = String(repeating: "x", count: 257)
    let found = refusal { () throws(AnswerError) in try ask(long) }
    #expect(found == "user_id is 257 bytes; at most 256 are accepted")
    let state = refusal { () throws(AnswerError) in try ask("ann", soldOut: [""]) }
    #expect(state == "states[0].item_id is empty; 1 to 256 bytes are accepted")
  }

  @Test func `a snapshot without purchases says so`() throws {
    var question = BuyAgainQuery()
    question.limit = 1
    let shop = try SmallShop()
    var answer = BuyAgainAnswer()
    #expect(
      throws: AnswerError.unavailable(
        "this snapshot has no repeats; train on events of kind purchase with times to ask for these"
      )
    ) {
      try shop.models.buyAgain(question, scratch: scratch, into: &answer)
    }
  }
}
