import Answering
import Recommendation
import Testing

/// Pins every message of a refused question.
@Suite struct AnswerLimitsTests {
  let shop: SmallShop

  init() throws { shop = try SmallShop() }

  func refusal(_ answer: @autoclosure () throws -> Answer) -> AnswerError? {
    do {
      _ = try answer()
      return nil
    } catch {
      return error as? AnswerError
    }
  }

  @Test(arguments: [0, -1, 501, Int.max])
  func `a limit outside 1 to 500 is refused`(limit: Int) {
    let expected = AnswerError.invalidArgument("limit must be in 1...500, got \(limit)")
    #expect(refusal(try shop.recommend(limit: limit)) == expected)
    #expect(
      refusal(try shop.similarItems("bag", limit: limit)) == expected)
  }

  @Test(arguments: [1, 500])
  func `limits from 1 to 500 are accepted`(limit: Int) throws {
    #expect(try shop.recommend(limit: limit).items.count == min(limit, 6))
  }

  @Test func `more than 1000 recent events are refused`() throws {
    let recent = Array(repeating: ("bag", RecentEventKind.view), count: 1_001)
    #expect(
      refusal(try shop.recommend(recent: recent))
        == .invalidArgument("recent has 1001 events; at most 1000 are accepted"))
    #expect(try shop.recommend(recent: Array(recent.dropLast())).items.count == 5)
  }

  @Test func `more than 1000 excluded items are refused`() throws {
    let excluded = Array(repeating: "bag", count: 1_001)
    let expected = AnswerError.invalidArgument(
      "excluded_item_ids has 1001 ids; at most 1000 are accepted")
    #expect(
      refusal(try shop.recommend(excluded: excluded)) == expected)
    #expect(
      refusal(try shop.similarItems("bag", excluded: excluded))
        == expected)
    #expect(try shop.recommend(excluded: Array(excluded.dropLast())).items.count == 5)
  }

  @Test func `ids of more than 256 bytes are refused`() throws {
    let long = String(repeating: "x", count: 257)
    func message(_ field: String) -> AnswerError {
      .invalidArgument("\(field) is 257 bytes; at most 256 are accepted")
    }
    #expect(refusal(try shop.recommend(long)) == message("user_id"))
    #expect(
      refusal(try shop.recommend(recent: [("bag", .view), (long, .view)]))
        == message("recent[1].item_id"))
    #expect(
      refusal(try shop.recommend(excluded: [long]))
        == message("excluded_item_ids[0]"))
    #expect(refusal(try shop.similarItems(long)) == message("item_id"))
    let longest = String(repeating: "x", count: 256)
    #expect(try shop.recommend(longest, excluded: [longest]).unknown == [longest])
  }

  @Test func `empty item ids are refused`() {
    func message(_ field: String) -> AnswerError {
      .invalidArgument("\(field) is empty; 1 to 256 bytes are accepted")
    }
    #expect(
      refusal(try shop.recommend(recent: [("", .view)]))
        == message("recent[0].item_id"))
    #expect(
      refusal(try shop.recommend(excluded: ["bag", ""]))
        == message("excluded_item_ids[1]"))
    #expect(refusal(try shop.similarItems("")) == message("item_id"))
  }

  @Test func `an unknown kind of event is refused`() {
    #expect(
      refusal(try shop.recommend { $0.recent = [RecentEvent(item: shop.view("bag"), kind: 6)] })
        == .invalidArgument("recent[0].kind is 6; 0...5 are accepted"))
  }

  @Test func `a filter of more than 4096 bytes, or one that is none, is refused`() throws {
    let longest = "price > 0" + String(repeating: " ", count: 4_087)
    #expect(try shop.recommend(filter: longest).items.count == 6)
    #expect(
      refusal(try shop.recommend(filter: longest + " "))
        == .invalidArgument("filter is 4097 bytes; at most 4096 are accepted"))
    let expected = AnswerError.invalidArgument(
      "filter column 1: unknown attribute 'colr'; this catalogue has category, color, price")
    #expect(
      refusal(try shop.recommend(filter: "colr = x")) == expected)
    #expect(
      refusal(try shop.similarItems("bag", filter: "colr = x"))
        == expected)
  }

  @Test func `similar items of an unknown item are not found`() {
    #expect(
      refusal(try shop.similarItems("x-1"))
        == .notFound("item 'x-1' is not in this snapshot"))
  }

  @Test func `a snapshot without neighbours answers Recommend, and refuses SimilarItems`() throws {
    let shop = try SmallShop(neighbours: false)
    #expect(try shop.recommend("ann").steps.allSatisfy { $0 == .popular })
    #expect(
      refusal(try shop.similarItems("bag"))
        == .unavailable(
          "this snapshot has no item neighbours; train with them to ask for these"))
  }
}
