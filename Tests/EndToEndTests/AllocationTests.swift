import Datasets
import Serving
import TestSupport
import Testing
import Wire

/// A question is answered without an allocation by the loop, from frame to frame.
@Suite(.enabled(if: AllocationCounter.isMeaningful, "needs an optimised build"))
struct AllocationTests {
  /// Runs on the loop, and answers how many allocations the loop's thread has made.
  private static let countMethod = Method(0xFE02, "Test.Allocations") {
    _, _, _, output throws(RPCError) in
    output.append(UInt64(AllocationCounter.ofThisThread), field: 1)
  }

  @Test func `ten thousand calls of each question allocate nothing`() throws {
    let served = try ServedShop(
      hasProfiles: true, methods: Method.standard + [Self.countMethod], loops: 1)
    let user = served.shop.dataset.users.ids[served.shop.busiestUser]
    let items = served.shop.dataset.items.ids
    let peer = try served.peer()
    let questions: [(UInt16, [UInt8])] = [
      (
        similarItemsMethod,
        encoded { $0.appendSimilarItemsRequest(item: items[0], limit: 20, excluded: [items[1]]) }
      ),
      (
        recommendMethod,
        encoded {
          $0.appendRecommendRequest(
            user: user, recent: [items[2]], limit: 20, excluded: [items[3]])
        }
      ),
      (recommendMethod, encoded { $0.appendRecommendRequest(user: user, limit: 20, model: 3) }),
      (0x0103, encoded { $0.appendBoughtTogetherRequest(basket: Array(items[..<9]), limit: 20) }),
      (0x0104, encoded { $0.appendBuyAgainRequest(user: user, limit: 20, soldOut: [items[0]]) }),
      (0x0106, encoded { $0.appendPredictRatingRequest(user: user, item: items[0], model: 1) }),
      (0x0201, encoded { $0.appendGetProfileRequest(user: user) }),
      (
        0x0201,
        encoded {
          $0.appendGetProfileRequest(
            user: user, recent: [(items[0], 2, 60), (items[1], 0, 30)],
            tags: ["rfm", "segment", "affinity"])
        }
      ),
      (0x0201, encoded { $0.appendGetProfileRequest(user: "nobody", recent: [("x", 0, 5)]) }),
      (0x0106, encoded { $0.appendPredictRatingRequest(user: user, item: items[1], model: 3) }),
    ]
    for (method, body) in questions {
      let batch = (0..<20).flatMap { frame(.request, method: method, callID: $0, body: body) }
      func callMany() throws {
        for _ in 0..<500 {
          peer.send(batch)
          for _ in 0..<20 { #expect(try peer.receive()?.status == .ok) }
        }
      }
      try callMany()
      let before = try peer.call(0xFE02)?.body
      try callMany()
      let after = try peer.call(0xFE02)?.body
      #expect(before != nil)
      #expect(before == after)
    }
  }
}
