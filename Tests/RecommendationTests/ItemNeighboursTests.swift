import Expressions
import RealModule
import Recommendation
import Testing

/// Similarities and scores equal their definition, computed without any cleverness.
@Suite struct ItemNeighboursTests {
  static let weightings: [Weighting] = [.cosine, .tfidf, .bm25Default, .bm25(k1: 100, b: 0.5)]

  /// Shape: users × items.
  func dense(_ interactions: Interactions) -> [[Double]] {
    (0..<interactions.userCount).map { user in
      var row = [Double](repeating: 0, count: interactions.itemCount)
      for entry in interactions.entries(of: user) {
        row[Int(interactions.items[entry])] = Double(interactions.weights[entry])
      }
      return row
    }
  }

  /// Straight from the formulas in `Weighting`.
  func weighted(_ rows: [[Double]], _ weighting: Weighting) -> [[Double]] {
    let itemCount = rows[0].count
    let lengths = (0..<itemCount).map { item in rows.reduce(0) { $0 + $1[item] } }
    let mean = lengths.reduce(0, +) / Double(itemCount)
    let values = rows.map { row in
      let idf =
        Double.log(Double(itemCount)) - Double.log(1 + Double(row.count { $0 > 0 }))
      return row.indices.map { item in
        let r = row[item]
        return switch weighting {
        case .cosine: r
        case .tfidf: r.squareRoot() * idf
        case .bm25(let k1, let b):
          r * (Double(k1) + 1)
            / (Double(k1) * (1 - Double(b) + Double(b) * lengths[item] / mean) + r) * idf
        }
      }
    }
    if case .bm25 = weighting { return values }
    let norms = (0..<itemCount).map { item in
      values.reduce(0) { $0 + $1[item] * $1[item] }.squareRoot()
    }
    return values.map { row in row.indices.map { norms[$0] > 0 ? row[$0] / norms[$0] : 0 } }
  }

  @Test(arguments: weightings)
  func `similarity is the product of weighted columns`(weighting: Weighting) {
    let interactions = irregular()
    let weights = weighted(dense(interactions), weighting)
    let fitted = ItemNeighbours.fit(interactions, weighting: weighting, threads: 2)
    for item in 0..<interactions.itemCount {
      let row = Int(fitted.rows.indptr[item])..<Int(fitted.rows.indptr[item + 1])
      var found = [Double](repeating: 0, count: interactions.itemCount)
      for entry in row {
        found[Int(fitted.rows.indices[entry])] = Double(fitted.rows.values[entry])
      }
      for other in 0..<interactions.itemCount {
        let similarity = other == item ? 0 : weights.reduce(0) { $0 + $1[item] * $1[other] }
        #expect(abs(found[other] - similarity) <= 1e-5 * max(1, similarity))
      }
    }
  }

  @Test func `a row keeps the most similar, best first`() {
    let whole = ItemNeighbours.fit(irregular(), weighting: .cosine)
    let pruned = ItemNeighbours.fit(irregular(), weighting: .cosine, neighbourCount: 3)
    for item in 0..<25 {
      let row = Int(whole.rows.indptr[item])..<Int(whole.rows.indptr[item + 1])
      let kept = Int(pruned.rows.indptr[item])..<Int(pruned.rows.indptr[item + 1])
      #expect(Array(pruned.rows.indices[kept]) == Array(whole.rows.indices[row].prefix(3)))
      #expect(
        Array(pruned.rows.values[kept]) == Array(whole.rows.values[row].prefix(3)))
      #expect(
        zip(whole.rows.values[row], whole.rows.values[row].dropFirst()).allSatisfy { $0 >= $1 })
    }
  }

  @Test func `on a checkerboard only items of one colour are neighbours`() {
    let fitted = ItemNeighbours.fit(checkerboard().chosen, weighting: .tfidf)
    for item in 0..<30 {
      let row = Int(fitted.rows.indptr[item])..<Int(fitted.rows.indptr[item + 1])
      #expect(row.count == 14)
      #expect(row.allSatisfy { Int(fitted.rows.indices[$0]) % 2 == item % 2 })
    }
  }

  @Test(arguments: [1, 2.5, Float.infinity])
  func `a score is the decayed sum over the user's items`(halfLife: Float) throws {
    let interactions = irregular().binary
    var settings = smallSettings()
    settings.halfLife = halfLife
    let fitted = ItemNeighbours.fit(interactions, weighting: settings.weighting)
    try withRecommender(interactions, settings: settings) { recommender in
      for user in 0..<interactions.userCount {
        var query = RankingQuery()
        query.user = user
        query.recent = [4, 11, 4]  // newest last; the older 4 does not count again
        query.limit = 25
        query.model = .itemNeighbours
        query.includesSeen = true
        var sources: [Int] = [4, 11]
        for entry in interactions.entries(of: user).reversed() {
          let item = Int(interactions.items[entry])
          if !sources.contains(item) { sources.append(item) }
        }
        var scores = [Double](repeating: 0, count: 25)
        for (age, source) in sources.enumerated() {
          for entry in Int(fitted.rows.indptr[source])..<Int(fitted.rows.indptr[source + 1]) {
            scores[Int(fitted.rows.indices[entry])] +=
              Double.exp2(-Double(age) / Double(halfLife)) * Double(fitted.rows.values[entry])
          }
        }
        for ranked in recommender.ranking(query).items where ranked.step == .personal {
          #expect(abs(Double(ranked.score) - scores[Int(ranked.item)]) < 1e-4)
        }
      }
    }
  }

  @Test func `reasons name the items that contribute most`() throws {
    // Item 0 shares three users with 1, two with 2, one with 3, and one with 4.
    let log: (users: [UInt32], items: [UInt32]) = (
      [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7, 7],
      [0, 1, 0, 1, 0, 1, 0, 2, 0, 2, 0, 3, 0, 4, 1, 2, 3, 4]
    )
    let interactions = Interactions(
      userCount: 8, itemCount: 6, users: log.users, items: log.items)
    var settings = smallSettings()
    settings.weighting = .cosine
    settings.halfLife = .infinity
    try withRecommender(interactions, settings: settings) { recommender in
      var query = RankingQuery()
      query.user = 7
      query.limit = 1
      query.wantsReasons = true
      let ranking = recommender.ranking(query)
      #expect(items(ranking) == [0])
      let reasons = Array(ranking.reasons(at: 0))
      #expect(reasons.map(\.code) == [.neighbour, .neighbour, .neighbour, .otherNeighbours])
      #expect(reasons.map(\.item).prefix(2) == [1, 2])
      #expect(reasons.map(\.item)[3] == -1)
    }
  }

  @Test func `similar items leave out the item, the excluded, and what the filter refuses`() throws
  {
    let parity = try Parity(count: 25)
    defer { extendLifetime(parity) }
    let filter = try parity.odd()
    let fitted = ItemNeighbours.fit(irregular().binary, weighting: .tfidf)
    try withRecommender(irregular()) { recommender in
      let scratch = RankingScratch()
      var ranking = Ranking()
      for item in 0..<25 {
        let row = fitted.rows.indices[
          Int(fitted.rows.indptr[item])..<Int(fitted.rows.indptr[item + 1])]
        let expected = row.map { Int32($0) }.filter { $0 % 2 == 1 && $0 != 5 }
        recommender.similarItems(
          to: item, limit: 4, accepts: filter, excluded: [5], scratch: scratch, into: &ranking)
        #expect(items(ranking) == Array(expected.prefix(4)))
      }
    }
  }
}
