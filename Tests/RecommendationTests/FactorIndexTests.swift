import Recommendation
import Snapshots
import Testing

/// The index finds what a scan of all float vectors finds, and as many as there are.
@Suite struct FactorIndexTests {
  /// Vectors in heaps of irregular width and length, the same each time.
  struct Vectors {
    let factorCount: Int
    let items: [Float]
    let users: [Float]
    let queries: [[Float]]

    init(items count: Int, factorCount: Int, heaps: Int = 40, seed: UInt64 = 1) {
      var state = seed
      func next() -> Float {
        var sum: Float = -2
        for _ in 0..<4 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          sum += Float(state >> 40) * 0x1p-24
        }
        return sum
      }
      let centres = (0..<heaps).map { _ in (0..<factorCount).map { _ in next() } }
      func vector(_ index: Int) -> [Float] {
        let length = 1 + next() / 4
        return centres[index % heaps].map { length * ($0 + next() / 2) }
      }
      self.factorCount = factorCount
      items = (0..<count).flatMap(vector)
      users = (0..<200).flatMap(vector)
      queries = (0..<60).map(vector)
    }

    /// The best wanted items, by the definition.
    func best(for x: [Float], limit: Int, where isWanted: (Int) -> Bool) -> [Int32] {
      let scores = (0..<items.count / factorCount).filter(isWanted).map { item in
        (item, (0..<factorCount).reduce(Float(0)) { $0 + x[$1] * items[item * factorCount + $1] })
      }
      return scores.sorted { ($0.1, -$0.0) > ($1.1, -$1.0) }.prefix(limit).map { Int32($0.0) }
    }

    /// Fits, packs, opens, and lends the opened factors with the file they lie in.
    func withFactors<Result>(
      hasIndex: Bool = true, _ body: (Factors) throws -> Result
    ) throws -> Result {
      var writer = TensorWriter()
      if hasIndex {
        var settings = FactorSettings()
        settings.factorCount = factorCount
        FittedFactors(users: users, items: items, settings: settings, threads: 2)
          .pack(into: &writer)
      } else {
        writer.add("factors.users", users, shape: [200, factorCount])
        writer.add("factors.items", items, shape: [items.count / factorCount, factorCount])
      }
      let file = try TensorFile(bytes: writer.encoded(), name: "factors.safetensors")
      defer { extendLifetime(file) }
      return try body(
        Factors(opening: file, users: 200, items: items.count / factorCount))
    }

    func recall(
      _ factors: Factors, limit: Int = 20, isExhaustive: Bool,
      where isWanted: (Int) -> Bool = { _ in true }
    ) -> Double {
      var search = FactorSearch()
      var found: [Int32] = []
      var (hits, count) = (0, 0)
      for x in queries {
        search.findBest(
          of: factors, for: x.span, limit: limit, isExhaustive: isExhaustive, into: &found,
          where: isWanted)
        let right = best(for: x, limit: limit, where: isWanted)
        #expect(found.count == right.count)
        #expect(Set(found).count == found.count)
        #expect(found.allSatisfy { isWanted(Int($0)) })
        hits += Set(found).intersection(right).count
        count += right.count
      }
      return count > 0 ? Double(hits) / Double(count) : 1
    }
  }

  @Test(arguments: [3, 16, 30, 64, 130], [true, false])
  func `99 of 100 of the best 20 are found`(factorCount: Int, isExhaustive: Bool) throws {
    let vectors = Vectors(items: 6_000, factorCount: factorCount)
    try vectors.withFactors { factors in
      #expect(vectors.recall(factors, isExhaustive: isExhaustive) >= 0.99)
    }
  }

  @Test(arguments: [true, false])
  func `of every twentieth item 95 of 100 of the best 20 are found`(isExhaustive: Bool) throws {
    let vectors = Vectors(items: 6_000, factorCount: 32)
    try vectors.withFactors { factors in
      let recall = vectors.recall(factors, isExhaustive: isExhaustive) { $0 % 20 == 3 }
      #expect(recall >= 0.95)
    }
  }

  @Test(arguments: [0, 1, 31, 32, 33, 64, 65, 127, 129, 1_000])
  func `all items are found when as many are asked for`(count: Int) throws {
    let vectors = Vectors(items: count, factorCount: 10, heaps: 7)
    try vectors.withFactors { factors in
      #expect(vectors.recall(factors, limit: 1_000, isExhaustive: false) == 1)
      #expect(
        vectors.recall(factors, limit: 1_000, isExhaustive: false) { $0 % 3 == 0 } == 1)
    }
  }

  @Test func `without an index the answer is exact`() throws {
    let vectors = Vectors(items: 500, factorCount: 7)
    try vectors.withFactors(hasIndex: false) { factors in
      #expect(vectors.recall(factors, isExhaustive: false) == 1)
      #expect(vectors.recall(factors, isExhaustive: false) { $0 % 20 == 0 } == 1)
    }
  }

  @Test func `what is found is in the order of the float products`() throws {
    let vectors = Vectors(items: 3_000, factorCount: 24)
    try vectors.withFactors { factors in
      var search = FactorSearch()
      var found: [Int32] = []
      for x in vectors.queries {
        search.findBest(
          of: factors, for: x.span, limit: 20, isExhaustive: true, into: &found
        ) { _ in true }
        let scores = found.map { item in
          (0..<24).reduce(0.0) {
            $0 + Double(x[$1]) * Double(vectors.items[Int(item) * 24 + $1])
          }
        }
        for (first, second) in zip(scores, scores.dropFirst()) { #expect(first >= second - 1e-4) }
      }
    }
  }

  @Test func `items that are all alike are all found`() throws {
    let items = [Float](repeating: 0.5, count: 300 * 4)
    var writer = TensorWriter()
    var settings = FactorSettings()
    settings.factorCount = 4
    FittedFactors(users: [1, 1, 1, 1], items: items, settings: settings, threads: 1)
      .pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "alike")
    defer { extendLifetime(file) }
    let factors = try Factors(opening: file, users: 1, items: 300)
    var search = FactorSearch()
    var found: [Int32] = []
    let x = [Float](repeating: 1, count: 4)
    search.findBest(
      of: factors, for: x.span, limit: 5, isExhaustive: false,
      into: &found
    ) { _ in true }
    #expect(found.count == 5)
  }
}
