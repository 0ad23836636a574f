import Learning
import Testing

/// What a log says about another policy is right on average, and refuses what would only look right.
@Suite struct CounterfactualEstimatesTests {
  typealias Row = CounterfactualEstimates.Row

  private func row(
    _ reward: Double, p: Double, pi: Double, q: Double = 0, expected: Double = 0, group: Int
  ) -> Row {
    Row(
      group: group, reward: reward, propensity: p, probability: pi, predicted: q,
      expected: expected)
  }

  @Test func `three rows, by hand`() throws {
    // Weights 2, ½ and 0.
    let rows = [
      row(1, p: 0.25, pi: 0.5, q: 0.5, expected: 0.4, group: 0),
      row(1, p: 0.5, pi: 0.25, q: 0.2, expected: 0.4, group: 1),
      row(0, p: 0.5, pi: 0, q: 0.1, expected: 0.4, group: 2),
    ]
    let found = try CounterfactualEstimates(of: rows, bootstrap: Bootstrap(seed: 1), threads: 1)
    #expect(abs(found.ips.value - 2.5 / 3) < 1e-12)
    #expect(abs(found.snips.value - 1) < 1e-12)
    // (3 · 0.4 + 2 · (1 − 0.5) + ½ · (1 − 0.2) + 0) / 3
    #expect(abs(found.doublyRobust.value - 2.6 / 3) < 1e-12)
    // 2.5² / (4 + ¼)
    #expect(abs(found.effectiveSampleSize - 6.25 / 4.25) < 1e-12)
    #expect(abs(found.meanWeight.value - 2.5 / 3) < 1e-12)
    #expect(found.largestWeight == 2)
    #expect(found.rows == 3)
  }

  @Test(arguments: [0, -0.1, 1.5, .nan, .infinity])
  func `a propensity that is none is refused`(propensity: Double) {
    let rows = [row(1, p: 0.5, pi: 0.5, group: 0), row(1, p: propensity, pi: 0.5, group: 1)]
    do throws(CounterfactualError) {
      _ = try CounterfactualEstimates(of: rows, bootstrap: Bootstrap(seed: 1), threads: 1)
      Issue.record("\(propensity) was taken")
    } catch {
      #expect(
        error.description
          == "row 1 has propensity \(propensity); above 0 and at most 1 is accepted")
    }
  }

  @Test func `a log without rows, and one without anything in common, are refused`() {
    #expect(throws: CounterfactualError.noRows) {
      try CounterfactualEstimates(of: [], bootstrap: Bootstrap(seed: 1), threads: 1)
    }
    #expect(throws: CounterfactualError.nothingInCommon) {
      try CounterfactualEstimates(
        of: [row(1, p: 0.5, pi: 0, group: 0)], bootstrap: Bootstrap(seed: 1), threads: 1)
    }
  }

  // MARK: A simulated log

  /// Four actions that pay differently in two contexts, a log that prefers the first, and a policy that
  /// prefers the last.
  private static let pays: [[Double]] = [[0.1, 0.2, 0.3, 0.6], [0.4, 0.3, 0.1, 0.2]]
  private static let logged = [0.55, 0.25, 0.15, 0.05]
  private static let asked = [0.05, 0.15, 0.2, 0.6]

  /// What the policy asked about truly earns.
  private static var truth: Double {
    pays.reduce(0) { sum, pay in
      sum + zip(asked, pay).reduce(0) { $0 + $1.0 * $1.1 } / 2
    }
  }

  /// - Parameter model: what the reward model says of an action in a context.
  private static func log(
    seed: UInt64, count: Int, propensityFactor: Double = 1, model: (Int, Int) -> Double
  ) -> [Row] {
    var random = SeededRandom(seed: 77, stream: seed)
    return (0..<count).map { group in
      let context = random.index(below: 2)
      var place = random.uniform()
      let action =
        logged.firstIndex { probability in
          place -= probability
          return place < 0
        } ?? 3
      let reward = random.uniform() < pays[context][action] ? 1.0 : 0
      let expected = (0..<4).reduce(0.0) { $0 + asked[$1] * model(context, $1) }
      return Row(
        group: group, reward: reward, propensity: logged[action] * propensityFactor,
        probability: asked[action], predicted: model(context, action), expected: expected)
    }
  }

  private func mean(
    _ value: (CounterfactualEstimates) -> Double, propensityFactor: Double = 1,
    model: @escaping (Int, Int) -> Double
  ) throws -> (mean: Double, error: Double) {
    let values = try (0..<300).map { seed in
      value(
        try CounterfactualEstimates(
          of: Self.log(
            seed: seed, count: 400, propensityFactor: propensityFactor, model: model),
          bootstrap: Bootstrap(seed: 1, resamples: 1), threads: 1))
    }
    let mean = values.reduce(0, +) / 300
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 299
    return (mean, (variance / 300).squareRoot())
  }

  @Test func `IPS is right on average`() throws {
    let found = try mean({ $0.ips.value }, model: { _, _ in 0 })
    #expect(abs(found.mean - Self.truth) < 3 * found.error, "\(found), truth \(Self.truth)")
  }

  @Test func `SNIPS comes near`() throws {
    let found = try mean({ $0.snips.value }, model: { _, _ in 0 })
    #expect(abs(found.mean - Self.truth) < 0.01, "\(found), truth \(Self.truth)")
  }

  @Test func `doubly robust is right on average with a model that is wrong`() throws {
    let found = try mean(
      { $0.doublyRobust.value },
      model: { context, action in
        context == 0 ? 0.9 : 0.1 * Double(action)
      })
    #expect(abs(found.mean - Self.truth) < 3 * found.error, "\(found), truth \(Self.truth)")
  }

  @Test func `doubly robust is right on average with propensities that are wrong`() throws {
    let model: (Int, Int) -> Double = { Self.pays[$0][$1] }
    let robust = try mean({ $0.doublyRobust.value }, propensityFactor: 0.5, model: model)
    #expect(abs(robust.mean - Self.truth) < 3 * robust.error, "\(robust), truth \(Self.truth)")
    let weighted = try mean({ $0.ips.value }, propensityFactor: 0.5, model: model)
    #expect(abs(weighted.mean - Self.truth) > 0.2)
  }

  @Test func `a model that is right makes the estimate surer`() throws {
    let model: (Int, Int) -> Double = { Self.pays[$0][$1] }
    let robust = try mean({ $0.doublyRobust.value }, model: model)
    let weighted = try mean({ $0.ips.value }, model: model)
    #expect(robust.error < weighted.error)
  }

  @Test func `intervals cover the truth about as often as they promise`() throws {
    let model: (Int, Int) -> Double = { context, _ in 0.2 + 0.1 * Double(context) }
    var covered = (ips: 0, snips: 0, robust: 0)
    for seed in 0..<200 as Range<UInt64> {
      let found = try CounterfactualEstimates(
        of: Self.log(seed: 1000 + seed, count: 600, model: model),
        bootstrap: Bootstrap(seed: seed, resamples: 200), threads: 2)
      if found.ips.covers(Self.truth) { covered.ips += 1 }
      if found.snips.covers(Self.truth) { covered.snips += 1 }
      if found.doublyRobust.covers(Self.truth) { covered.robust += 1 }
    }
    for count in [covered.ips, covered.snips, covered.robust] {
      #expect((176...200).contains(count), "\(covered)")
    }
  }
}
