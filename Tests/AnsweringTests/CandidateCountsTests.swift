import Answering
import Recommendation
import Testing

/// Defends what an answer says of its candidates: how many there were, and which rule removed how
/// many, each counted once for the first rule that would.
@Suite struct CandidateCountsTests {
  let shop: SmallShop

  init() throws { shop = try SmallShop(sizes: ["dress-1": "S|M", "dress-2": "L"]) }

  private func counts(
    candidates: Int, filtered: Int = 0, excluded: Int = 0, seen: Int = 0, soldOut: Int = 0,
    unfitting: Int = 0, capped: Int = 0
  ) -> CandidateCounts {
    var counts = CandidateCounts()
    counts.candidates = candidates
    (counts.filtered, counts.excluded, counts.seen) = (filtered, excluded, seen)
    (counts.soldOut, counts.unfitting, counts.capped) = (soldOut, unfitting, capped)
    return counts
  }

  @Test func `what neighbours say of all items is removed by the first rule`() throws {
    #expect(try shop.recommend("ann").ranking.counts == counts(candidates: 6, seen: 3))
    #expect(
      try shop.recommend("ann", filter: "category = shoe").ranking.counts
        == counts(candidates: 6, filtered: 4))
    #expect(
      try shop.recommend("ann", excluded: ["dress-1", "dress-3"]).ranking.counts
        == counts(candidates: 6, excluded: 2, seen: 2))
    #expect(
      try shop.recommend("ann") {
        $0.rules.sizes = [shop.view("S")]
        $0.rules.states = [.init(item: shop.view("shoe-1"), isSoldOut: true, sizes: 0..<0)]
        $0.includesSeen = true
      }.ranking.counts == counts(candidates: 6, soldOut: 1, unfitting: 1))
  }

  /// The order is bag, dress-1, dress-2, shoe-1, shoe-2, dress-3.
  @Test func `popular items count as far as they are come to`() throws {
    #expect(
      try shop.recommend(limit: 2, excluded: ["bag"]).ranking.counts
        == counts(candidates: 3, excluded: 1))
    #expect(
      try shop.recommend(filter: "color = red", excluded: ["bag", "dress-1"]).ranking.counts
        == counts(candidates: 6, filtered: 3, excluded: 1))
  }

  /// shoe-1 has the neighbours shoe-2 and bag.
  @Test func `an item that neighbours and popularity both put forward counts once`() throws {
    let answer = try shop.recommend("zoe", recent: [("shoe-1", .view)], filter: "price < 85")
    #expect(answer.items == ["bag", "dress-1", "dress-2"])
    #expect(answer.ranking.counts == counts(candidates: 6, filtered: 2, seen: 1))
  }

  @Test func `a cap removes what would have had a place`() throws {
    func cap(_ limit: Int) throws -> Answer {
      try shop.recommend(limit: limit) {
        $0.rules.caps = [.init(attribute: shop.view("category"), limit: 1)]
      }
    }
    let all = try cap(6)
    #expect(all.items == ["bag", "dress-1", "shoe-1"])
    #expect(all.ranking.counts == counts(candidates: 6, capped: 3))
    // dress-2 comes before shoe-1; what follows was never looked at.
    #expect(try cap(3).ranking.counts.capped == 1)
    #expect(try cap(2).ranking.counts.capped == 0)
  }

  @Test func `candidates of the shop's own count once, however often they are named`() throws {
    let answer = try shop.recommend("ann", excluded: ["bag"]) { query in
      query.candidates = ["bag", "shoe-1", "dress-3", "shoe-1"].map { shop.view($0) }
    }
    #expect(answer.items == ["dress-3", "shoe-1"])
    #expect(answer.ranking.counts == counts(candidates: 3, excluded: 1))
  }

  /// Whatever is asked, when the answer is not full every item was a candidate.
  @Test func `answered and removed items are all items`() throws {
    for filter in ["", "color = red", "price < 85"] {
      for excluded in [[], ["dress-3"], ["bag", "shoe-1", "dress-3"]] {
        for user in ["", "ann", "cid", "dee"] {
          let answer = try shop.recommend(user, filter: filter, excluded: excluded) {
            $0.rules.sizes = [shop.view("L")]
          }
          let all = answer.ranking.counts
          #expect(all.candidates == 6)
          let removed = all.filtered + all.excluded + all.seen + all.soldOut + all.unfitting
          #expect(answer.items.count + removed == 6)
        }
      }
    }
  }
}
