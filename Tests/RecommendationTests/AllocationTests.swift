import Expressions
import Recommendation
import TestSupport
import Testing

/// A call allocates nothing once its scratch and its answer have grown.
@Suite(.enabled(if: AllocationCounter.isMeaningful, "needs an optimised build"))
struct AllocationTests {
  @Test(arguments: RankingModel.allCases)
  func `recommend allocates nothing after the first calls`(model: RankingModel) throws {
    let parity = try Parity(count: 25)
    defer { extendLifetime(parity) }
    let filters = [Filter.all, try parity.odd()]
    try withRecommender(irregular()) { recommender throws in
      let scratch = RankingScratch()
      var ranking = Ranking()
      var query = RankingQuery()
      query.model = model
      query.recent = [3, 8]
      query.excluded = [4]
      query.wantsReasons = true
      query.limit = 25
      func askForAll() {
        for filter in filters {
          for user in 0..<recommender.userCount {
            query.user = user
            recommender.recommend(query, accepts: filter, scratch: scratch, into: &ranking)
          }
        }
      }
      askForAll()
      let count = AllocationCounter.count(askForAll)
      #expect(count == 0)
    }
  }

  @Test func `similar items allocate nothing after the first calls`() throws {
    try withRecommender(irregular()) { recommender throws in
      let scratch = RankingScratch()
      var ranking = Ranking()
      let excluded: [Int32] = [4]
      func askForAll() {
        for item in 0..<recommender.itemCount {
          recommender.similarItems(
            to: item, limit: 20, accepts: .all, excluded: excluded, scratch: scratch,
            into: &ranking)
        }
      }
      askForAll()
      let count = AllocationCounter.count(askForAll)
      #expect(count == 0)
    }
  }

  @Test func `the counter sees an allocation`() throws {
    var kept: [[Int]] = []
    kept.reserveCapacity(10)
    let count = AllocationCounter.count {
      for size in 1...3 { kept.append([Int](repeating: size, count: size)) }
    }
    #expect(count == 3)
  }
}
