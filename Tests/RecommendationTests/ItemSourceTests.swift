import Recommendation
import Testing

/// What each source counts, by hand.
@Suite struct ItemSourceTests {
  /// One user after the other, each with items in order.
  private func histories(_ rows: [[UInt32]], items: Int) -> Interactions {
    Interactions(
      userCount: rows.count, itemCount: items,
      users: rows.enumerated().flatMap { user, row in row.map { _ in UInt32(user) } },
      items: rows.flatMap(\.self))
  }

  private func weight(_ rows: SparseRows, _ from: Int, _ to: UInt32) -> Float? {
    (Int(rows.indptr[from])..<Int(rows.indptr[from + 1])).first { rows.indices[$0] == to }
      .map { rows.values[$0] }
  }

  @Test(arguments: Ease.Method.allCases)
  func `EASE is the closed form, with all items as candidates also item by item`(
    method: Ease.Method
  ) throws {
    // Every two items have users in common; others would be no candidates.
    let count = 6
    let interactions = histories(
      (0..<24).map { user in
        (0..<UInt32(count)).filter { (UInt32(user) * 5 + $0 * $0 + UInt32(user) / 3) % 4 != 0 }
      }, items: count)
    let lambda = 3.0
    let expected = closedForm(interactions, lambda: lambda)
    let fitted = Ease.fit(
      interactions, method: method, lambda: Float(lambda), candidateCount: count,
      neighbourCount: count)
    for i in 0..<count {
      for j in 0..<count where i != j {
        let found = Double(weight(fitted.rows, i, UInt32(j)) ?? 0)
        // Only weights above 0 are kept.
        #expect(abs(found - max(0, expected[i][j])) < 1e-4, "\(i) → \(j)")
      }
    }
  }

  /// The reference is computed in double precision; most pairs here have no user in common.
  @Test func `the exact EASE of irregular choices is the closed form, pruned`() {
    let interactions = irregular(users: 60, items: 90, events: 400)
    let lambda = 2.0
    let itemCount = interactions.itemCount
    let expected = closedForm(interactions, lambda: lambda)
    let rows = Ease.fit(
      interactions, method: .exact, lambda: Float(lambda), neighbourCount: 10
    ).rows
    for i in 0..<itemCount {
      let largest = (0..<itemCount).filter { $0 != i && expected[i][$0] > 1e-5 }
        .map { expected[i][$0] }.sorted(by: >)
      let found = rows.values[Int(rows.indptr[i])..<Int(rows.indptr[i + 1])]
      #expect(found.count >= min(10, largest.count))
      for (value, wanted) in zip(found, largest) { #expect(abs(Double(value) - wanted) < 1e-5) }
      for entry in Int(rows.indptr[i])..<Int(rows.indptr[i + 1]) {
        let wanted = expected[i][Int(rows.indices[entry])]
        #expect(abs(Double(rows.values[entry]) - wanted) < 1e-5)
      }
    }
  }

  @Test func `only the exact EASE leads to items with no shopper in common`() throws {
    let chain = histories([[0, 1], [1, 2], [2, 3]], items: 4)
    let exact = Ease.fit(chain, method: .exact, lambda: 1)
    #expect(try #require(weight(exact.rows, 0, 3)) > 0)
    #expect(weight(Ease.fit(chain, method: .local, lambda: 1).rows, 0, 3) == nil)
    let entry = (0..<Int(exact.rows.indptr[1])).first { exact.rows.indices[$0] == 3 }
    #expect(exact.together[try #require(entry)] == 0)
  }

  @Test(arguments: Ease.Method.allCases)
  func `the settings say how EASE is solved for`(method: Ease.Method) throws {
    let interactions = irregular(users: 60, items: 90, events: 400).binary
    var settings = smallSettings()
    settings.factors = nil
    settings.halfLives = [.ease: 2]
    settings.easeMethod = method
    let fitted = RecommendationFit.fit(interactions, settings: settings, threads: 2)
    let source = try #require(fitted.sources.first { $0.source == .ease })
    #expect(source.rows == Ease.fit(interactions, method: method).rows)
    let other = Ease.Method.allCases.first { $0 != method }
    #expect(source.rows != Ease.fit(interactions, method: try #require(other)).rows)
  }

  @Test(arguments: Ease.Method.allCases)
  func `EASE counts the users who chose both`(method: Ease.Method) {
    let fitted = Ease.fit(
      histories([[0, 1], [0, 1, 2], [1, 0], [2]], items: 3), method: method, lambda: 1,
      candidateCount: 3)
    let rows = fitted.rows
    for row in 0..<3 {
      for entry in Int(rows.indptr[row])..<Int(rows.indptr[row + 1]) {
        let pair = Set([UInt32(row), rows.indices[entry]])
        #expect(fitted.together[entry] == (pair == [0, 1] ? 3 : 1))
      }
    }
  }

  @Test func `next items point forward alone`() throws {
    let fitted = NextItems.fit(
      histories([[0, 1, 2], [0, 1, 2], [0, 1]], items: 3), lambda: 1, candidateCount: 3)
    let next = try #require(weight(fitted.rows, 0, 1))
    #expect(next > 0)
    #expect(weight(fitted.rows, 1, 0) == nil)
    #expect(weight(fitted.rows, 2, 0) == nil)
    #expect(try #require(weight(fitted.rows, 1, 2)) > 0)
  }

  /// With one candidate the regression is a quotient: S has one column, the item before.
  @Test func `one predecessor is weighed by its sums over choices`() throws {
    // Half-life 1: ρ = ½. User 0 chose 0, 1, 2: before 1 lies 0 with weight 1, before 2 lies 0 with ½
    // (and 1 with 1).
    let fitted = NextItems.fit(
      histories([[0, 1, 2]], items: 3), lambda: 1, candidateCount: 1, halfLife: 1)
    // Of 1: (SᵀT) = 1, (SᵀS) = 1 + ¼; 1 / (1.25 + 1).
    #expect(abs(try #require(weight(fitted.rows, 0, 1)) - 1 / 2.25) < 1e-6)
    // Of 2 the better candidate is 1: (SᵀT) = 1, (SᵀS) = 1; 1 / (1 + 1).
    #expect(abs(try #require(weight(fitted.rows, 1, 2)) - 0.5) < 1e-6)
    #expect(weight(fitted.rows, 0, 2) == nil)
  }

  @Test func `transitions are shared by distance and held back by popularity`() throws {
    let fitted = Transitions.fit(
      histories([[0, 1, 2], [3, 2], [2]], items: 4), distanceMax: 2)
    #expect(try #require(weight(fitted.rows, 0, 1)) == 1)  // one user, distance 1, √1
    let distant = try #require(weight(fitted.rows, 0, 2))
    #expect(abs(distant - 0.5 / Float(3).squareRoot()) < 1e-6)  // distance 2, three chose 2
    #expect(weight(fitted.rows, 2, 3) == nil)
  }

  @Test func `content is the cosine of inverse document frequencies`() throws {
    // Value 0: items 0, 1. Value 1: items 0, 2. Value 2: item 1 alone, which says nothing.
    let content = ItemContent(values: [[0, 1], [0, 2], [1], []], valueCount: 3)
    let rows = ContentNeighbours.fit(content, shareMax: 1).rows
    // idf is ln(4/2) for both values; ‖0‖ = √2·idf, ‖1‖ = ‖2‖ = idf.
    #expect(abs(try #require(weight(rows, 0, 1)) - 1 / Float(2).squareRoot()) < 1e-6)
    #expect(abs(try #require(weight(rows, 2, 0)) - 1 / Float(2).squareRoot()) < 1e-6)
    #expect(weight(rows, 1, 2) == nil)
    #expect(rows.indptr[4] == rows.indptr[3])
  }

  @Test func `a value that nearly all items have is left out`() {
    let content = ItemContent(values: [[0], [0], [0], [0]], valueCount: 1)
    #expect(ContentNeighbours.fit(content, shareMax: 0.5).rows.indices.isEmpty)
  }

  @Test func `every source is the same for every number of threads`() {
    let interactions = irregular().binary
    let factors = Factors.fit(interactions, settings: smallSettings().factors ?? FactorSettings())
    func all(_ threads: Int) -> [SparseRows] {
      [
        Ease.fit(interactions, method: .exact, threads: threads).rows,
        Ease.fit(interactions, method: .local, threads: threads).rows,
        NextItems.fit(interactions, threads: threads).rows,
        Transitions.fit(interactions, threads: threads).rows,
        FactorNeighbours.fit(factors, lambda: 1, threads: threads).rows,
      ]
    }
    #expect(all(1) == all(3))
  }

  /// P = (XᵀX + λI)⁻¹, B(i, j) = −P(i, j) / P(j, j): Steck 2019, equation 8.
  private func closedForm(_ interactions: Interactions, lambda: Double) -> [[Double]] {
    let count = interactions.itemCount
    var gram = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for user in 0..<interactions.userCount {
      let row = interactions.items[interactions.entries(of: user)]
      for i in row { for j in row { gram[Int(i)][Int(j)] += 1 } }
    }
    for item in 0..<count { gram[item][item] += lambda }
    let inverse = inverse(of: gram)
    return (0..<count).map { i in (0..<count).map { j in -inverse[i][j] / inverse[j][j] } }
  }

  /// Gauss and Jordan, without pivoting: the matrix is positive definite.
  private func inverse(of matrix: [[Double]]) -> [[Double]] {
    let n = matrix.count
    var left = matrix
    var right = (0..<n).map { row in (0..<n).map { $0 == row ? 1.0 : 0 } }
    for pivot in 0..<n {
      let scale = left[pivot][pivot]
      for column in 0..<n {
        left[pivot][column] /= scale
        right[pivot][column] /= scale
      }
      for row in 0..<n where row != pivot {
        let factor = left[row][pivot]
        for column in 0..<n {
          left[row][column] -= factor * left[pivot][column]
          right[row][column] -= factor * right[pivot][column]
        }
      }
    }
    return right
  }
}
