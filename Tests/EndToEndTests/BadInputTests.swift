import Datasets
import Platform
import TestSupport
import Testing
import Wire

/// What cannot be asked is refused by name, with what would be accepted, by every method it can come to,
/// and the server goes on.
@Suite struct BadInputTests {
  struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let message: String
    var limit = 20
    var filter = ""
    var recent: [String] = []
    var rules: @Sendable (inout ByteBuffer) -> Void = { _ in }
  }

  static let all: [Bad] = [
    Bad(testDescription: "limit 0", message: "limit must be in 1...500, got 0", limit: 0),
    Bad(testDescription: "limit 501", message: "limit must be in 1...500, got 501", limit: 501),
    Bad(
      testDescription: "an attribute that is not there",
      message: "filter column 15: unknown attribute 'colr'; this catalogue has ",
      filter: "price > 1 and colr = red"),
    Bad(
      testDescription: "a filter that ends too early", message: "filter column 16: ",
      filter: "price > 1 and ("),
    Bad(
      testDescription: "10,000 recent items",
      message: "recent has 10000 events; at most 1000 are accepted",
      recent: (10_000..<20_000).map { "item \($0)" }),
    Bad(
      testDescription: "a boost of NaN",
      message: "boosts[0].factor must be in 0.01...100.0, got nan",
      rules: { $0.appendBoost(filter: "price > 1", factor: .nan) }),
    Bad(
      testDescription: "an endless boost",
      message: "boosts[1].factor must be in 0.01...100.0, got inf",
      rules: {
        $0.appendBoost(filter: "price > 1", factor: 1)
        $0.appendBoost(filter: "price > 1", factor: .infinity)
      }),
    Bad(
      testDescription: "a boost of a filter that is none", message: "boosts[0].filter column 8: ",
      rules: { $0.appendBoost(filter: "price >", factor: 2) }),
    Bad(
      testDescription: "two caps on an attribute",
      message: "caps names 'brand' twice, with 2 and 3; each attribute is accepted once",
      rules: {
        $0.appendCap(attribute: "brand", limit: 2)
        $0.appendCap(attribute: "brand", limit: 3)
      }),
    Bad(
      testDescription: "a cap of 0", message: "caps[0].limit must be in 1...500, got 0",
      rules: { $0.appendCap(attribute: "brand", limit: 0) }),
    Bad(
      testDescription: "a cap on an attribute that is not there",
      message: "caps names the attribute 'colr'; there are: ",
      rules: { $0.appendCap(attribute: "colr", limit: 2) }),
    Bad(
      testDescription: "a grade that is no number",
      message: "recent[0].value must be a finite number, got nan",
      rules: { $0.appendRecent(itemID: "x", kind: 4, ageSeconds: 0, value: .nan, query: "") }),
    Bad(
      testDescription: "a search that is too long",
      message: "recent[0].query is 257 bytes; at most 256 are accepted",
      rules: {
        $0.appendRecent(
          itemID: "", kind: 5, ageSeconds: 0, value: 0,
          query: String(repeating: "x", count: 257))
      }),
    Bad(
      testDescription: "a kind of event beyond a byte",
      message: "recent[0].kind is 255; 0...5 are accepted",
      rules: { buffer in
        let begin = buffer.beginMessage(field: 2)
        buffer.append("x", field: 1)
        buffer.append(257 as UInt64, field: 2)
        buffer.endMessage(begin)
      }),
    Bad(
      testDescription: "a size that is too long",
      message: "a size is 65 bytes; 1 to 64 are accepted",
      rules: { $0.appendElement(String(repeating: "x", count: 65), field: 11) }),
  ]

  @Test func `each is refused by name, by Recommend, Rerank and RecommendBatch`() throws {
    let served = try ServedShop(isHybrid: true)
    for bad in Self.all {
      func question(_ buffer: inout ByteBuffer) {
        buffer.appendRecommendRequest(
          user: "u", recent: bad.recent, limit: bad.limit, filter: bad.filter)
        bad.rules(&buffer)
      }
      try refuses(bad, try served.call(recommendMethod, encoded(question)))
      // Recent events have no effect there.
      let isOfRecent = bad.message.hasPrefix("recent")
      let batch = encoded { $0.appendRecommendBatchRequest(users: ["u"], question: question) }
      if !isOfRecent { try refuses(bad, try served.call(0x0107, batch)) }
      // Limit and filter have no effect there.
      guard bad.limit == 20, bad.filter.isEmpty else { continue }
      let rerank = encoded { $0.appendRerankRequest(candidates: ["x"], shopper: question) }
      try refuses(bad, try served.call(0x0105, rerank))
    }
    #expect(try served.recommend().status == .ok)
  }

  private func refuses(_ bad: Bad, _ answer: Peer.Frame) throws {
    #expect(answer.status == .invalidArgument, "\(bad.testDescription)")
    #expect(answer.message.hasPrefix(bad.message), "\(bad.testDescription): \(answer.message)")
  }
}
