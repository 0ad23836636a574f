import Recommendation
import Testing

/// Events of a call change the factors as training with them would have, given the items'.
@Suite struct FoldInTests {
  private func score(_ ranking: Ranking) -> [Int32: Float] {
    Dictionary(uniqueKeysWithValues: ranking.items.map { ($0.item, $0.score) })
  }

  @Test func `the factors of a known user are those of their folded-in history`() throws {
    let interactions = irregular().binary
    try withRecommender(interactions) { recommender in
      for user in 0..<interactions.userCount {
        var query = RankingQuery()
        query.model = .factors
        query.limit = 25
        query.includesSeen = true
        query.user = user
        let known = recommender.ranking(query)
        query.user = nil
        query.recent = interactions.entries(of: user).map { Int32(interactions.items[$0]) }
        let folded = recommender.ranking(query)
        #expect(known.items.allSatisfy { $0.step == .personal })
        #expect(folded.items.allSatisfy { $0.step == .session })
        let (expected, found) = (score(known), score(folded))
        #expect(expected.count == 25)
        for (item, value) in expected {
          #expect(abs(value - (found[item] ?? .nan)) < 1e-4)
        }
      }
    }
  }

  @Test func `the users' factors solve the normal equations`() {
    var settings = FactorSettings()
    settings.factorCount = 6
    settings.lambda = 0.5
    let interactions = irregular()
    let fitted = Factors.fit(interactions, settings: settings)
    for user in 0..<interactions.userCount {
      let x = fitted.users[user * 6..<user * 6 + 6].map(Double.init)
      // Half the gradient of the loss: Σ over items of c·(x·y − p)·y, + λ·x.
      var gradient = x.map { 0.5 * $0 }
      var confidences = [Int: Double]()
      for entry in interactions.entries(of: user) {
        confidences[Int(interactions.items[entry])] =
          Double(settings.alpha * interactions.weights[entry])
      }
      for item in 0..<interactions.itemCount {
        let y = fitted.items[item * 6..<item * 6 + 6].map(Double.init)
        let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        let error = (confidences[item] ?? 1) * (product - (confidences[item] == nil ? 0 : 1))
        for factor in 0..<6 { gradient[factor] += error * y[factor] }
      }
      #expect(gradient.allSatisfy { abs($0) < 1e-3 })
    }
  }

  @Test func `a recent event changes the answer of a known user`() throws {
    let (chosen, _) = checkerboard()
    var settings = smallSettings()
    settings.factors?.factorCount = 2
    try withRecommender(chosen, settings: settings) { recommender in
      var query = RankingQuery()
      query.model = .factors
      query.user = 2
      query.limit = 3
      #expect(items(recommender.ranking(query)).allSatisfy { $0 % 2 == 0 })
      query.recent = (0..<15).map { 2 * Int32($0) + 1 }
      // Everything odd was chosen just now, and is seen: the scores of even items have fallen.
      query.includesSeen = true
      query.limit = 30
      let now = score(recommender.ranking(query))
      query.recent = []
      let before = score(recommender.ranking(query))
      for item in stride(from: Int32(1), to: 30, by: 2) {
        #expect((now[item] ?? 0) > (before[item] ?? 0) + 0.1)
      }
    }
  }

  @Test func `an unknown user with events is answered in their taste`() throws {
    let (chosen, _) = checkerboard()
    var settings = smallSettings()
    settings.factors?.factorCount = 2
    try withRecommender(chosen, settings: settings) { recommender in
      for item: Int32 in [4, 7] {
        var query = RankingQuery()
        query.model = .factors
        query.recent = [item]
        query.limit = 10
        let ranking = recommender.ranking(query)
        #expect(ranking.items.count == 10)
        #expect(
          ranking.items.allSatisfy {
            $0.step == .session && $0.item % 2 == item % 2 && $0.item != item
          })
      }
    }
  }

  @Test func `an item counts once, whether it is in the call or in the history`() throws {
    let interactions = irregular().binary
    try withRecommender(interactions) { recommender in
      var query = RankingQuery()
      query.model = .factors
      query.user = 3
      query.limit = 25
      query.includesSeen = true
      let without = score(recommender.ranking(query))
      let own = interactions.entries(of: 3).map { Int32(interactions.items[$0]) }
      query.recent = own + own
      for (item, value) in score(recommender.ranking(query)) {
        #expect(abs(value - (without[item] ?? .nan)) < 1e-4)
      }
    }
  }

  @Test func `items that nobody chose say nothing`() throws {
    let interactions = Interactions(
      userCount: 3, itemCount: 5, users: [0, 0, 1], items: [0, 1, 1])
    try withRecommender(interactions) { recommender in
      var query = RankingQuery()
      query.model = .factors
      query.recent = [4]
      query.limit = 2
      #expect(recommender.ranking(query).items.allSatisfy { $0.step == .popular })
    }
  }
}
