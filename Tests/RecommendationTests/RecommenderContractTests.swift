import Expressions
import Learning
import Recommendation
import Snapshots
import Testing

/// What every model owes, whatever it has learnt: it beats popularity where there is something to
/// learn, answers alike each time, and obeys the query.
@Suite struct RecommenderContractTests {
  static let learned: [RankingModel] = [.automatic, .itemNeighbours, .factors]

  @Test(arguments: learned)
  func `it beats popularity on a checkerboard`(model: RankingModel) throws {
    let (chosen, heldOut) = checkerboard()
    var settings = smallSettings()
    // One for each colour; more would learn by heart what is not chosen yet.
    settings.factors?.factorCount = 2
    try withRecommender(chosen, settings: settings) { recommender in
      let learned = recommender.metrics(on: heldOut, model: model, cutoffs: [3])[0]
      let popular = recommender.metrics(on: heldOut, model: .popularity, cutoffs: [3])[0]
      #expect(learned.recall == 1)
      #expect(learned.ndcg > 0.999)
      #expect(popular.recall < 0.7)
    }
  }

  @Test func `the same data and seed give the same file for every number of threads`() {
    func file(threads: Int) -> [UInt8] {
      var writer = TensorWriter()
      RecommendationFit.fit(irregular(), settings: smallSettings(), threads: threads)
        .pack(into: &writer)
      return writer.encoded()
    }
    let one = file(threads: 1)
    #expect(one == file(threads: 1))
    #expect(one == file(threads: 2))
    #expect(one == file(threads: 5))
  }

  @Test func `another seed gives other factors`() {
    var other = smallSettings().factors ?? FactorSettings()
    let first = Factors.fit(irregular(), settings: other)
    other.seed += 1
    #expect(first.users != Factors.fit(irregular(), settings: other).users)
  }

  @Test(arguments: RankingModel.allCases)
  func `a used scratch answers like a new one`(model: RankingModel) throws {
    try withRecommender(irregular()) { recommender in
      let used = RankingScratch()
      for user in 0..<recommender.userCount {
        var query = RankingQuery()
        query.user = user
        query.recent = [Int32(user % 7), 3]
        query.excluded = [1, 2]
        query.wantsReasons = user % 2 == 0
        query.includesSeen = user % 3 == 0
        query.model = model
        query.limit = 1 + user % 9
        #expect(recommender.ranking(query, scratch: used) == recommender.ranking(query))
      }
    }
  }

  @Test(arguments: RankingModel.allCases)
  func `it obeys seen, excluded and filter, and answers all there is`(model: RankingModel) throws {
    let interactions = irregular()
    let parity = try Parity(count: 25)
    defer { extendLifetime(parity) }
    let filter = try parity.odd()
    try withRecommender(interactions) { recommender in
      for user in 0..<interactions.userCount {
        let seen = Set(interactions.entries(of: user).map { Int32(interactions.items[$0]) })
        for includesSeen in [false, true] {
          for limit in [1, 3, 25, 500] {
            var query = RankingQuery()
            query.user = user
            query.model = model
            query.recent = [7]
            query.excluded = [5, 9]
            query.includesSeen = includesSeen
            query.limit = limit
            let possible = (0..<Int32(25)).filter {
              $0 % 2 == 1 && $0 != 5 && $0 != 9
                && (includesSeen || (!seen.contains($0) && $0 != 7))
            }
            let answer = items(recommender.ranking(query, accepts: filter))
            #expect(answer.count == min(limit, possible.count))
            #expect(Set(answer).count == answer.count)
            #expect(Set(answer).isSubset(of: possible))
          }
        }
      }
    }
  }

  @Test(arguments: RankingModel.allCases)
  func `contributions add up to the score exactly`(model: RankingModel) throws {
    try withRecommender(irregular()) { recommender in
      for user in 0..<recommender.userCount {
        var query = RankingQuery()
        query.user = user
        query.model = model
        query.wantsReasons = true
        query.limit = 25
        let ranking = recommender.ranking(query)
        for position in ranking.items.indices {
          let contributions = ranking.reasons(at: position).map(\.contribution)
          #expect(!contributions.isEmpty)
          #expect(contributions.reduce(0, +) == ranking.items[position].score)
          #expect(contributions.reversed().reduce(0, +) == ranking.items[position].score)
        }
      }
    }
  }

  @Test(arguments: RankingModel.allCases)
  func `reasons change neither items nor scores`(model: RankingModel) throws {
    try withRecommender(irregular()) { recommender in
      for user in 0..<recommender.userCount {
        var query = RankingQuery()
        query.user = user
        query.model = model
        let without = recommender.ranking(query)
        query.wantsReasons = true
        let with = recommender.ranking(query)
        #expect(with.items.map(\.item) == without.items.map(\.item))
        #expect(with.items.map(\.score) == without.items.map(\.score))
        #expect(without.reasons.isEmpty)
      }
    }
  }

  @Test(arguments: RankingModel.allCases)
  func `scores fall within a step, and steps follow the chain`(model: RankingModel) throws {
    try withRecommender(irregular()) { recommender in
      var query = RankingQuery()
      query.limit = 25
      query.model = model
      query.user = 3
      let ranking = recommender.ranking(query)
      for (first, second) in zip(ranking.items, ranking.items.dropFirst()) {
        #expect(first.step.rawValue <= second.step.rawValue)
        if first.step == second.step { #expect(first.score >= second.score) }
      }
    }
  }

  @Test(arguments: RankingModel.allCases)
  func `an empty query answers what is popular`(model: RankingModel) throws {
    try withRecommender(irregular()) { recommender in
      var query = RankingQuery()
      query.model = model
      query.limit = 5
      let ranking = recommender.ranking(query)
      query.model = .popularity
      #expect(ranking == recommender.ranking(query))
      #expect(ranking.items.allSatisfy { $0.step == .popular })
    }
  }

  @Test func `recent items of an unknown user rank as a session`() throws {
    try withRecommender(checkerboard().chosen) { recommender in
      var query = RankingQuery()
      query.recent = [4]
      query.limit = 5
      let ranking = recommender.ranking(query)
      #expect(ranking.items.allSatisfy { $0.step == .session && $0.item % 2 == 0 && $0.item != 4 })
    }
  }

  @Test(arguments: [0, 500])
  func `a recommender of nothing answers nothing or what is popular`(limit: Int) throws {
    let none = Interactions(userCount: 2, itemCount: 3, users: [], items: [])
    try withRecommender(none) { recommender in
      for model in RankingModel.allCases {
        var query = RankingQuery()
        query.user = 1
        query.recent = [2]
        query.limit = limit
        query.model = model
        #expect(items(recommender.ranking(query)) == (limit == 0 ? [] : [0, 1]))
      }
    }
  }
}
