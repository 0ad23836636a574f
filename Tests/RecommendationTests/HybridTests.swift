import Learning
import Recommendation
import Snapshots
import Testing

@Suite struct HybridTests {
  @Test(arguments: [RankingModel.automatic, .hybrid, .ease, .nextItems, .transitions])
  func `every source tells the kinds of a checkerboard apart`(model: RankingModel) throws {
    let (chosen, heldOut) = checkerboard()
    var settings = hybridSettings()
    settings.factors?.factorCount = 2
    try withRecommender(chosen, settings: settings) { recommender in
      let learned = recommender.metrics(on: heldOut, model: model, cutoffs: [3])[0]
      // What follows knows less than what comes at all: after the end of a row hardly anything does.
      let isDirected = model == .nextItems || model == .transitions
      #expect(learned.recall >= (isDirected ? 0.95 : 1))
    }
  }

  @Test(arguments: [false, true])
  func `reasons and shares add up to the score`(includesSeen: Bool) throws {
    try withRecommender(irregular(), settings: hybridSettings()) { recommender in
      var explained = 0
      for user in 0..<recommender.userCount {
        var query = RankingQuery()
        query.user = user
        query.includesSeen = includesSeen
        query.wantsReasons = true
        query.explains = true
        let ranking = recommender.ranking(query)
        for (position, item) in ranking.items.enumerated() where item.shareStart >= 0 {
          explained += 1
          let reasons = ranking.reasons(at: position)
          #expect(reasons.reduce(0) { $0 + $1.contribution } == item.score)
          let start = Int(item.shareStart)
          let shares = ranking.shares[start..<start + HybridFeature.shareNames.count]
          let sum = shares.reduce(0) { $0 + $1.contribution }
          #expect(abs(sum - item.score) <= 1e-5 * item.score)
        }
      }
      #expect(explained > 100)
    }
  }

  @Test func `an item that the user chose counts as often as it was chosen`() throws {
    var settings = hybridSettings()
    settings.hybrid = HybridWeights(
      newItems: HybridWeights.equal().newItems,
      repeats: HybridFeature.allCases.map { $0 == .own ? 1 : 0 })
    let interactions = irregular()
    try withRecommender(interactions, settings: settings) { recommender in
      for user in 0..<interactions.userCount {
        var query = RankingQuery()
        query.user = user
        query.includesSeen = true
        query.wantsReasons = true
        let ranking = recommender.ranking(query)
        let row = interactions.entries(of: user)
        let most = row.map { interactions.weights[$0] }.max() ?? 0
        guard let best = ranking.items.first, best.step == .personal else { continue }
        let entry = try #require(row.first { interactions.items[$0] == UInt32(best.item) })
        #expect(interactions.weights[entry] == most)
        let reason = try #require(ranking.reasons(at: 0).first { $0.code == .chosenBefore })
        #expect(reason.count == Int32(most))
      }
    }
  }

  /// What was chosen 130 half-lives ago weighs less than the smallest number with a reciprocal.
  @Test func `a past that is all but forgotten counts for nothing`() throws {
    let interactions = Interactions(
      userCount: 2, itemCount: 3, users: [0, 0, 1], items: [0, 1, 2], timestamps: [0, 1, 130])
    var settings = hybridSettings()
    settings.ownHalfLife = 1
    try withRecommender(interactions, settings: settings) { recommender in
      var query = RankingQuery()
      query.user = 0
      query.includesSeen = true
      let ranking = recommender.ranking(query)
      #expect(!ranking.items.isEmpty)
      #expect(ranking.items.allSatisfy { $0.score.isFinite && $0.score > 0 })
    }
  }

  @Test func `asked for candidates it ranks these alone, and all of them`() throws {
    try withRecommender(irregular(), settings: hybridSettings()) { recommender in
      var query = RankingQuery()
      query.user = 3
      query.includesSeen = true
      query.candidates = [7, 2, 24, 11]
      query.limit = 500
      let ranking = recommender.ranking(query)
      #expect(Set(items(ranking)) == [7, 2, 24, 11])
      #expect(ranking.items.map(\.score) == ranking.items.map(\.score).sorted(by: >))
      query.excluded = [7]
      #expect(Set(items(recommender.ranking(query))) == [2, 24, 11])
    }
  }

  @Test func `what is sold out or does not fit is not answered, and counted`() throws {
    try withRecommender(irregular(), settings: hybridSettings()) { recommender in
      var query = RankingQuery()
      query.user = 3
      query.limit = 25
      let all = items(recommender.ranking(query))
      query.soldOut = [all[0]]
      query.unfitting = [all[1]]
      let ranking = recommender.ranking(query)
      #expect(Set(items(ranking)) == Set(all.dropFirst(2)))
      #expect(ranking.counts.soldOut == 1)
      #expect(ranking.counts.unfitting == 1)
      #expect(ranking.counts.candidates >= all.count)
    }
  }

  @Test func `the search gives weights that do not fall behind equal ones`() throws {
    let (chosen, heldOut) = checkerboard(users: 200, items: 60)
    var search = HybridSearch()
    search.halfLives = [2, .infinity]
    let settings = try search.best(
      cut: HybridSearch.Cut(training: chosen, newItems: heldOut, repeats: heldOut),
      settings: smallSettings(), threads: 2)
    let weights = try #require(settings.hybrid)
    for feature in HybridFeature.allCases where feature != .popular && feature != .trending {
      #expect(weights.newItems[feature.rawValue] >= 0)
    }
    let found = try withRecommender(chosen, settings: settings) {
      $0.metrics(on: heldOut, model: .hybrid, cutoffs: [6])[0].ndcg
    }
    var equal = settings
    equal.hybrid = .equal()
    let other = try withRecommender(chosen, settings: equal) {
      $0.metrics(on: heldOut, model: .hybrid, cutoffs: [6])[0].ndcg
    }
    #expect(found >= other - 0.01)
    #expect(settings.halfLives[.content] == nil)
  }

  @Test(arguments: [
    ("hybrid.weights", [Float](repeating: .nan, count: 18), [2, 9]),
    ("hybrid.weights", [Float](repeating: 1, count: 16), [2, 8]),
    ("hybrid.popular", [Float](repeating: 1, count: 4), [4]),
    ("hybrid.trending", [0, .infinity, 0], [3]),
    ("", [], [0]),
  ])
  func `a damaged tensor is refused by name`(
    tensor: String, values: [Float], shape: [Int]
  ) throws {
    var writer = TensorWriter()
    func add(_ name: String, _ whole: [Float], _ wholeShape: [Int]) {
      writer.add(
        name, name == tensor ? values : whole, shape: name == tensor ? shape : wholeShape)
    }
    add("hybrid.weights", [Float](repeating: 1, count: 18), [2, 9])
    add("hybrid.popular", [0, 0.5, 1], [3])
    add("hybrid.trending", [1, 0, 0], [3])
    writer.add("hybrid.trending_items", [tensor.isEmpty ? 3 : 0] as [UInt32])
    let file = try TensorFile(bytes: writer.encoded(), name: "recommend.safetensors")
    let error = #expect(throws: SnapshotError.self) {
      _ = try Hybrid(opening: file, items: 3, termCount: 0)
    }
    #expect(error?.tensor == (tensor.isEmpty ? "hybrid.trending_items" : tensor))
  }
}
