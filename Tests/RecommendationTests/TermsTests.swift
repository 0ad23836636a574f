import Bytes
import Foundation
import Recommendation
import Snapshots
import Testing

/// The terms of the hybrid that look at attributes of items and traits of users.
@Suite struct TermsTests {
  /// 30 users and 25 items with two attributes and two traits, some of them missing.
  private static let descriptions = {
    var descriptions = Descriptions()
    descriptions.attributes = [
      CodedColumn(
        name: "category",
        codes: (0..<25).map { $0 % 7 == 0 ? CodedColumn.missing : $0 % 4 }, valueCount: 4),
      CodedColumn(name: "color", codes: (0..<25).map { $0 % 3 }, valueCount: 3),
    ]
    descriptions.traits = [
      CodedColumn(name: "size", codes: (0..<30).map { $0 % 3 }, valueCount: 3),
      CodedColumn(
        name: "city", codes: (0..<30).map { $0 % 5 == 0 ? CodedColumn.missing : $0 % 2 },
        valueCount: 2),
    ]
    descriptions.visitGap = 20
    return descriptions
  }()

  /// No feature but the terms given, each with its weight.
  private func settings(terms: [Float]) -> RecommendationSettings {
    var settings = hybridSettings()
    let none = [Float](repeating: 0, count: HybridFeature.allCases.count)
    settings.hybrid = HybridWeights(newItems: none + terms, repeats: none + terms)
    return settings
  }

  private func scores(
    of user: Int, in recommender: Recommender, items: Int, recent: [Int32] = []
  ) -> [Float] {
    var query = RankingQuery()
    query.user = user
    query.recent = recent
    query.includesSeen = true
    query.model = .hybrid
    query.candidates = (0..<Int32(items)).map { $0 }
    var scores = [Float](repeating: .nan, count: items)
    for item in recommender.ranking(query).items { scores[Int(item.item)] = item.score }
    return scores
  }

  @Test func `an affinity is the logarithm of the user's choices of a value against everybody's`()
    throws
  {
    let interactions = irregular()
    let descriptions = Self.descriptions
    // Entries of a user at most 20 apart are one visit, and share the weight 1.
    var shares = [Double](repeating: 0, count: interactions.entryCount)
    for user in 0..<30 {
      var visits: [[Int]] = []
      for entry in interactions.entries(of: user) {
        if let last = visits.last?.last,
          interactions.timestamps[entry] - interactions.timestamps[last] <= 20
        {
          visits[visits.count - 1].append(entry)
        } else {
          visits.append([entry])
        }
      }
      for visit in visits { for entry in visit { shares[entry] = 1 / Double(visit.count) } }
    }
    try withRecommender(
      interactions, descriptions: descriptions, settings: settings(terms: [1, 0.5, 0, 0])
    ) { recommender in
      for user in 0..<30 {
        let scores = scores(of: user, in: recommender, items: 25)
        for item in 0..<25 {
          var expected = 0.0
          for (column, weight) in zip(descriptions.attributes, [1, 0.5]) {
            let value = column.codes[item]
            guard value != CodedColumn.missing else { continue }
            var (own, chosen, all) = (0.0, 1.0, Double(column.valueCount))
            for (entry, other) in interactions.items.enumerated()
            where column.codes[Int(other)] != CodedColumn.missing {
              all += shares[entry]
              guard column.codes[Int(other)] == value else { continue }
              chosen += shares[entry]
              if interactions.entries(of: user).contains(entry) { own += shares[entry] }
            }
            expected += weight * log(1 + own / (5 * chosen / all))
          }
          #expect(abs(Double(scores[item]) - expected) < 1e-4)
        }
      }
    }
  }

  @Test
  func `an demographics is the logarithm of a group's share of an item against its share of all`()
    throws
  {
    let interactions = irregular()
    let descriptions = Self.descriptions
    try withRecommender(
      interactions, descriptions: descriptions, settings: settings(terms: [0, 0, 1, 0.5])
    ) { recommender in
      for user in 0..<30 {
        let scores = scores(of: user, in: recommender, items: 25)
        for item in 0..<25 {
          var expected = 0.0
          for (trait, weight) in zip(descriptions.traits, [1, 0.5]) {
            let group = trait.codes[user]
            guard group != CodedColumn.missing else { continue }
            var (both, ofItem, ofGroup, all) = (0.0, 0.0, 1.0, Double(trait.valueCount))
            for other in 0..<30 where trait.codes[other] != CodedColumn.missing {
              for entry in interactions.entries(of: other) {
                let isItem = interactions.items[entry] == UInt32(item)
                let isGroup = trait.codes[other] == group
                all += 1
                if isGroup { ofGroup += 1 }
                if isItem { ofItem += 1 }
                if isItem && isGroup { both += 1 }
              }
            }
            let share = ofGroup / all
            expected += weight * log((both + 20 * share) / ((ofItem + 20) * share))
          }
          #expect(abs(Double(scores[item]) - expected) < 1e-4)
        }
      }
    }
  }

  /// The answer looks at the terms of an item only where they could bring it among the best, and has the
  /// codes of up to eight attributes with a weight in another place than a ranking of candidates has them.
  @Test(arguments: [1, 3, 10, 25], [[2, 2], [9, 9], [12, 8], [12, 0]])
  func `the best are those of all items ranked`(limit: Int, attributes: [Int]) throws {
    let (count, weighedCount) = (attributes[0], attributes[1])
    var descriptions = Self.descriptions
    descriptions.attributes = (0..<count).map { (number: Int) -> CodedColumn in
      let codes = (0..<25).map { (item: Int) -> UInt32 in
        (item + number) % 7 == 0 ? CodedColumn.missing : UInt32(item * (number + 1) % (number + 2))
      }
      return CodedColumn(name: "attribute \(number)", codes: codes, valueCount: number + 2)
    }
    var settings = hybridSettings()
    let features = HybridWeights.equal().newItems.prefix(HybridFeature.allCases.count)
    let terms = (0..<count + 2).map { term -> Float in
      // Every third of the attributes has no weight, as far as so many have none.
      let isLeftOut = term < count && weighedCount < count && (term % 3 == 1 || weighedCount == 0)
      return isLeftOut ? 0 : 0.7
    }
    #expect(terms.prefix(count).count { $0 != 0 } == weighedCount)
    settings.hybrid = HybridWeights(newItems: features + terms, repeats: features + terms)
    try withRecommender(irregular(), descriptions: descriptions, settings: settings) {
      recommender in
      for user in 0..<30 {
        var query = RankingQuery()
        query.user = user
        query.limit = limit
        query.includesSeen = true
        let answered = recommender.ranking(query).items.filter { $0.step == .personal }
        let all = scores(of: user, in: recommender, items: 25)
        let best = all.indices.sorted { (-all[$0], $0) < (-all[$1], $1) }.prefix(limit)
        #expect(answered.map { Int($0.item) } == Array(best))
        #expect(answered.map(\.score) == best.map { all[$0] })
      }
    }
  }

  @Test func `reasons add up to the score, also where something speaks against an item`() throws {
    var settings = hybridSettings()
    settings.hybrid = HybridWeights.equal().padded(termCount: 4, with: 0.7)
    try withRecommender(irregular(), descriptions: Self.descriptions, settings: settings) {
      recommender in
      var (affinities, demographicss, against) = (0, 0, 0)
      for user in 0..<30 {
        var query = RankingQuery()
        query.user = user
        query.wantsReasons = true
        let ranking = recommender.ranking(query)
        for (position, item) in ranking.items.enumerated() where item.step == .personal {
          let reasons = ranking.reasons(at: position)
          #expect(reasons.reduce(0) { $0 + $1.contribution } == item.score)
          #expect(reasons.reversed().reduce(0) { $0 + $1.contribution } == item.score)
          for reason in reasons {
            var names: [String] = []
            recommender.forEachName(of: reason) { names.append($0.string) }
            if reason.code == .affinity {
              affinities += 1
              #expect(!names.isEmpty && Set(names).isSubset(of: ["category", "color"]))
            }
            if reason.code == .demographics {
              demographicss += 1
              #expect(Set(names).isSubset(of: ["size", "city"]))
            }
            if reason.contribution < 0 { against += 1 }
          }
        }
      }
      #expect(affinities > 50 && demographicss > 50 && against > 10)
    }
  }

  @Test func `a shopper without events is answered what others of the same traits choose`() throws {
    // Even users choose even items; the last two users chose nothing.
    var log = (users: [UInt32](), items: [UInt32]())
    for user in 0..<28 {
      for item in stride(from: user % 2, to: 20, by: 2) where (user + item) % 3 != 0 {
        log.users.append(UInt32(user))
        log.items.append(UInt32(item))
      }
    }
    let interactions = Interactions(
      userCount: 30, itemCount: 20, users: log.users, items: log.items)
    var descriptions = Descriptions()
    descriptions.traits = [
      CodedColumn(name: "kind", codes: (0..<30).map { $0 % 2 }, valueCount: 2)
    ]
    try withRecommender(
      interactions, descriptions: descriptions, settings: settings(terms: [1])
    ) { recommender in
      for user in [28, 29] {
        var query = RankingQuery()
        query.user = user
        query.limit = 5
        #expect(items(recommender.ranking(query)).allSatisfy { Int($0) % 2 == user % 2 })
      }
    }
  }

  @Test(arguments: [
    "affinity.codes", "affinity.rarity", "affinity.visit_shares", "demographics.lift",
    "demographics.groups", "demographics.group_counts", "hybrid.weights",
  ])
  func `a damaged tensor is refused by name`(tensor: String) throws {
    let interactions = irregular()
    var settings = hybridSettings()
    settings.hybrid = HybridWeights.equal().padded(termCount: 4, with: 0.7)
    let fitted = RecommendationFit.fit(
      interactions, descriptions: Self.descriptions, settings: settings, threads: 1)
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    let whole = try TensorFile(bytes: writer.encoded(), name: "whole")
    defer { extendLifetime(whole) }
    _ = try Recommender(opening: whole, users: 30, items: 25)

    let damaged = try writer.encoded(replacing: tensor)
    let file = try TensorFile(bytes: damaged, name: "damaged")
    let error = #expect(throws: SnapshotError.self) {
      _ = try Recommender(opening: file, users: 30, items: 25)
    }
    #expect(error?.tensor == tensor)
  }
}

extension TensorWriter {
  /// The file with every byte of one tensor set, which is NaN, or an index out of range.
  fileprivate func encoded(replacing tensor: String) throws -> [UInt8] {
    var bytes = encoded()
    let headerSize = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + headerSize]))
        as? [String: [String: Any]])
    let offsets = try #require(header[tensor]?["data_offsets"] as? [Int])
    for position in offsets[0]..<offsets[1] {
      // 254, not 255: a group of 255 is none.
      bytes[8 + headerSize + position] = tensor == "demographics.groups" ? 254 : 255
    }
    return bytes
  }
}
