import Forecasting
import Learning
import Testing

/// Whatever the method, totals are the sums of their leaves; small cases are those of the matrices, worked
/// by hand; and what is reconciled is nearer to the truth.
@Suite struct ReconciliationTests {
  private func twoLeaves() throws -> Hierarchy {
    try Hierarchy(leafCount: 2, totals: [[0, 1]])
  }

  @Test func `by least squares the gap is shared out evenly`() throws {
    // ŷ = (10, 3, 4): the gap 3 is a third each.
    let found = try Reconciliation(twoLeaves(), .leastSquares).reconcile([10, 3, 4])
    for (value, expected) in zip(found, [9.0, 4, 5]) { #expect(abs(value - expected) < 1e-9) }
  }

  @Test func `by structure a total moves with the number of its leaves`() throws {
    // W = (2, 1, 1): the gap 3 is shared 2 : 1 : 1 of 4.
    let found = try Reconciliation(twoLeaves(), .structural).reconcile([10, 3, 4])
    for (value, expected) in zip(found, [8.5, 3.75, 4.75]) { #expect(abs(value - expected) < 1e-9) }
  }

  @Test func `by variance the surest node moves least`() throws {
    // Mean squares 1, 4 and 1: shares 1/6, 4/6, 1/6 of the gap 3.
    let errors = [[1.0, 2, -1], [-1, -2, 1]]
    let found = try Reconciliation(twoLeaves(), .variance, errors: errors).reconcile([10, 3, 4])
    for (value, expected) in zip(found, [9.5, 5, 4.5]) { #expect(abs(value - expected) < 1e-9) }
  }

  @Test func `bottom up believes the leaves alone`() throws {
    #expect(try Reconciliation(twoLeaves(), .bottomUp).reconcile([10, 3, 4]) == [7, 3, 4])
  }

  /// Leaves in rows and columns: totals of each, and of all.
  private func grid(_ rows: Int, _ columns: Int) throws -> Hierarchy {
    let byRow = (0..<rows).map { row in (0..<columns).map { row * columns + $0 } }
    let byColumn = (0..<columns).map { column in (0..<rows).map { $0 * columns + column } }
    return try Hierarchy(
      leafCount: rows * columns,
      totals: [Array(0..<rows * columns)] + byRow + byColumn)
  }

  private func noise(_ count: Int, _ scale: Double, _ random: inout SeededRandom) -> [Double] {
    (0..<count).map { _ in
      scale * ((0..<12).reduce(-6) { (sum, _) in sum + random.uniform() })
    }
  }

  @Test(arguments: ReconciliationMethod.allCases)
  func `thousands of crossed leaves add up to a millionth`(method: ReconciliationMethod) throws {
    let hierarchy = try grid(40, 100)
    var random = SeededRandom(seed: 2)
    let errors = (0..<20).map { _ in noise(hierarchy.nodeCount, 3, &random) }
    let forecasts = noise(hierarchy.nodeCount, 100, &random)
    let found = try Reconciliation(hierarchy, method, errors: errors).reconcile(forecasts)
    let leaves = Array(found[hierarchy.totalCount...])
    #expect(abs(found[0] - leaves.reduce(0, +)) < 1e-6)
    for row in 0..<40 {
      #expect(abs(found[1 + row] - leaves[row * 100..<(row + 1) * 100].reduce(0, +)) < 1e-6)
    }
    // The solution is the projection: reconciling again moves nothing.
    let again = try Reconciliation(hierarchy, method, errors: errors).reconcile(found)
    for (first, second) in zip(found, again) { #expect(abs(first - second) < 1e-6) }
  }

  @Test(arguments: [ReconciliationMethod.variance, .minimumTrace])
  func `what is reconciled by its errors is nearer to the truth`(
    method: ReconciliationMethod
  ) throws {
    let hierarchy = try grid(10, 20)
    var random = SeededRandom(seed: 3)
    // Totals are forecast better than what their leaves' errors add up to.
    func draw() -> [Double] {
      noise(hierarchy.totalCount, 5, &random) + noise(hierarchy.leafCount, 4, &random)
    }
    let errors = (0..<30).map { _ in draw() }
    let reconciliation = try Reconciliation(hierarchy, method, errors: errors)
    var (before, after) = (0.0, 0.0)
    for _ in 0..<20 {
      var truth = [Double](repeating: 0, count: hierarchy.nodeCount)
      for leaf in hierarchy.totalCount..<hierarchy.nodeCount { truth[leaf] = 50 * random.uniform() }
      hierarchy.sum(&truth)
      let forecasts = zip(truth, draw()).map { $0 + $1 }
      let found = try reconciliation.reconcile(forecasts)
      for node in truth.indices {
        before += (forecasts[node] - truth[node]) * (forecasts[node] - truth[node])
        after += (found[node] - truth[node]) * (found[node] - truth[node])
      }
    }
    #expect(after < 0.97 * before, "\(after) of \(before)")
  }

  @Test func `leaves below zero can be held at zero`() throws {
    let found = try Reconciliation(twoLeaves(), .leastSquares)
      .reconcile([0, 1, 8], isNonnegative: true)
    #expect(found[1] == 0 && found[0] == found[2])
  }

  @Test func `what is no hierarchy is refused`() {
    #expect(throws: DemandError.self) { try Hierarchy(leafCount: 0, totals: []) }
    #expect(throws: DemandError.self) { try Hierarchy(leafCount: 2, totals: [[]]) }
    #expect(throws: DemandError.self) { try Hierarchy(leafCount: 2, totals: [[0, 2]]) }
    #expect(throws: DemandError.self) { try Hierarchy(leafCount: 2, totals: [[0, 0]]) }
  }

  @Test func `forecasts and errors must be there for every node`() throws {
    let hierarchy = try twoLeaves()
    #expect(throws: DemandError.self) { try Reconciliation(hierarchy, .minimumTrace) }
    #expect(throws: DemandError.self) {
      try Reconciliation(hierarchy, .variance, errors: [[1, 2]])
    }
    #expect(throws: DemandError.self) {
      try Reconciliation(hierarchy, .leastSquares).reconcile([1, 2])
    }
    #expect(throws: DemandError.self) {
      try Reconciliation(hierarchy, .leastSquares).reconcile([1, 2, .nan])
    }
  }
}
