import Bytes
import Datasets
import Serving
import Snapshots
import TestSupport
import Testing
import Wire

/// A batch is Recommend asked for each shopper, of one generation, and refused as a whole or not at
/// all.
@Suite struct RecommendBatchTests {
  private static let batchMethod: UInt16 = 0x0107

  private func body(
    users: [String], limit: Int = 5, filter: String = "", recent: [String] = []
  ) -> [UInt8] {
    encoded { buffer in
      buffer.appendRecommendBatchRequest(users: users) {
        $0.appendRecommendRequest(user: "nobody", recent: recent, limit: limit, filter: filter)
      }
    }
  }

  private func receiveAll(_ peer: Peer) throws -> (parts: [Peer.Frame], end: Peer.Frame) {
    var parts: [Peer.Frame] = []
    while true {
      let frame = try #require(try peer.receive())
      guard frame.header.kind == .part else { return (parts, frame) }
      parts.append(frame)
    }
  }

  private func ask(_ served: ServedShop, _ body: [UInt8]) throws
    -> (parts: [Peer.Frame], end: Peer.Frame)
  {
    let peer = try served.peer()
    peer.request(Self.batchMethod, micros: 30_000_000, body: body)
    return try receiveAll(peer)
  }

  @Test func `each shopper is answered in order, byte for byte as Recommend does`() throws {
    let served = try ServedShop()
    let users = served.shop.dataset.users.ids + ["nobody knows", "", "顾客"]
    let (parts, end) = try ask(served, body(users: users, filter: "price <= 80", recent: ["I1"]))
    #expect(end.status == .ok)
    #expect(end.body.isEmpty)
    #expect(parts.count == users.count)
    for (user, part) in zip(users, parts) {
      let single = try served.recommend(user: user, limit: 5, filter: "price <= 80")
      #expect(part.user == user)
      #expect(part.answer == single.body)
    }
  }

  @Test func `the first part names the generation, and the response once more`() throws {
    let served = try ServedShop()
    let current = try #require(try served.store.currentGeneration())
    let (parts, end) = try ask(served, body(users: ["a", "b", "c"]))
    #expect(parts.map(\.generation) == [current.text, "", ""])
    #expect(parts.map(\.header.metadataSize).dropFirst() == [0, 0])
    #expect(end.generation == current.text)
  }

  @Test func `a swap in the middle of a stream changes nothing of it`() throws {
    let served = try ServedShop()
    let first = try #require(try served.store.currentGeneration())
    let all = served.shop.dataset.users.ids
    let users = (0..<10_000).map { all[$0 % all.count] }
    let expected = try all.map { try served.recommend(user: $0, limit: 20).body }

    let peer = try served.peer()
    peer.request(Self.batchMethod, micros: 60_000_000, body: body(users: users, limit: 20))
    let start = try #require(try peer.receive())
    let second = try served.shop.second.publish(to: served.store)
    #expect(try served.reload().status == .ok)
    #expect(try served.recommend(user: all[0]).generation == second.text)
    #expect(served.server.status().mappedGenerations == 2)

    let (parts, end) = try receiveAll(peer)
    #expect(start.generation == first.text)
    #expect(end.status == .ok)
    #expect(end.generation == first.text)
    #expect(parts.count == 9_999)
    var wrong = 0
    for (index, part) in ([start] + parts).enumerated()
    where part.user != users[index] || part.answer != expected[index % all.count] {
      wrong += 1
    }
    #expect(wrong == 0)
    waitUntil { served.server.status().mappedGenerations == 1 }
    #expect(served.server.status().mappedGenerations == 1)
  }

  @Test func `a bad id in the middle is named before the first part`() throws {
    let served = try ServedShop()
    var users = [String](repeating: "u", count: 5000)
    users[3000] = String(repeating: "x", count: 257)
    let (parts, end) = try ask(served, body(users: users))
    #expect(parts.isEmpty)
    #expect(end.status == .invalidArgument)
    #expect(end.message == "user_ids[3000] is 257 bytes; at most 256 are accepted")
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: [UInt8]
    let message: String
  }

  static let refusals: [Refusal] = {
    func question(limit: Int, filter: String = "", users: [String]) -> [UInt8] {
      encoded { buffer in
        buffer.appendRecommendBatchRequest(users: users) {
          $0.appendRecommendRequest(user: "", limit: limit, filter: filter)
        }
      }
    }
    return [
      Refusal(
        testDescription: "nobody", body: question(limit: 3, users: []),
        message: "user_ids has 0 ids; 1 to 10000 are accepted"),
      Refusal(
        testDescription: "10,001 shoppers",
        body: question(limit: 3, users: [String](repeating: "u", count: 10_001)),
        message: "user_ids has 10001 ids; 1 to 10000 are accepted"),
      Refusal(
        testDescription: "no question", body: [0x0A, 1, 0x61],
        message: "question is missing; the RecommendRequest to ask for each is accepted"),
      Refusal(
        testDescription: "a limit of 0", body: question(limit: 0, users: ["a"]),
        message: "limit must be in 1...500, got 0"),
      Refusal(
        testDescription: "invalid UTF-8 in an id", body: [0x0A, 1, 0x61, 0x0A, 1, 0xFF],
        message: "field 'user_ids' of modiste.v1.RecommendBatchRequest is not UTF-8"),
    ]
  }()

  @Test(arguments: refusals)
  func `what is wrong with the question ends the stream before its first part`(
    refusal: Refusal
  ) throws {
    let served = try ServedShop()
    let (parts, end) = try ask(served, refusal.body)
    #expect(parts.isEmpty)
    #expect(end.status == .invalidArgument)
    #expect(end.message == refusal.message)
  }

  @Test func `ten thousand shoppers are the most`() throws {
    let served = try ServedShop()
    let (parts, end) = try ask(
      served, body(users: [String](repeating: "u", count: 10_000), limit: 1))
    #expect(end.status == .ok)
    #expect(parts.count == 10_000)
  }

  @Test func `an empty store answers unavailable`() throws {
    let served = try ServedShop(isEmpty: true)
    let (parts, end) = try ask(served, body(users: ["a"]))
    #expect(parts.isEmpty)
    #expect(end.status == .unavailable)
  }
}

extension Peer.Frame {
  /// Of a RecommendBatchPart.
  fileprivate var user: String { fields(of: body).first { $0.number == 1 }?.text ?? "" }
  fileprivate var answer: [UInt8] { fields(of: body).first { $0.number == 2 }?.bytes ?? [] }
}
