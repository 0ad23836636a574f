import Learning
import Testing

/// Defends: the figures of a campaign are those of the literature.
@Suite struct CampaignStatisticsTests {
  /// Newcombe, Statistics in Medicine 1998, 17, table II, method 10.
  @Test(arguments: [
    (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090),
    (5, 56, 0, 29, -0.0381, 0.1926), (0, 10, 0, 20, -0.1611, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
  ])
  func `differences of shares have Newcombe's intervals`(
    _ hits: Int, _ trials: Int, _ otherHits: Int, _ otherTrials: Int, _ low: Double, _ high: Double
  ) {
    let difference = Estimate.proportion(hits, of: trials)
      .minus(.proportion(otherHits, of: otherTrials))
    #expect(abs(difference.low - low) < 5.1e-5, "\(difference)")
    #expect(abs(difference.high - high) < 5.1e-5, "\(difference)")
  }

  @Test func `of no trials nothing is known`() {
    #expect(Estimate.proportion(0, of: 0) == Estimate(value: 0, low: 0, high: 1))
  }

  /// Four treated, four not; the first two by score hold a treated buyer and an untreated who does not buy.
  @Test func `a curve is counted by hand`() throws {
    let curve = try #require(
      QiniCurve(
        scores: [8, 7, 6, 5, 4, 3, 2, 1],
        isTreated: [true, false, true, false, true, false, true, false],
        hasConverted: [true, false, true, false, false, false, false, true], resamples: 0, seed: 1)
    )
    // Ends: 1, 1, 2, 2, 2, 2, 2, 2 − 1·4/4 = 1; the last treated: 2 − 0·4/3.
    #expect(curve.incremental.count == QiniCurve.pointCount)
    #expect(curve.incremental[10] == 2)
    #expect(curve.incremental[20] == 1)
    // Trapezes of an eighth: .5 + 1 + 1.5 + 2 + 2 + 2 + 2 + 1.5 = 12.5; less half of the end, per treated shopper.
    #expect(abs(curve.coefficient.value - (12.5 / 8 - 0.5) / 4) < 1e-12)
  }

  @Test func `who all are thought alike is targeted as at random, and one arm alone tells nothing`()
    throws
  {
    let treated = (0..<100).map { $0 % 2 == 0 }
    let bought = (0..<100).map { $0 % 3 == 0 }
    let curve = try #require(
      QiniCurve(
        scores: [Double](repeating: 1, count: 100), isTreated: treated, hasConverted: bought,
        resamples: 50, seed: 1))
    #expect(abs(curve.coefficient.value) < 1e-12)
    #expect(abs(curve.coefficient.low) < 1e-12 && abs(curve.coefficient.high) < 1e-12)
    #expect(
      QiniCurve(
        scores: [1, 2], isTreated: [true, true], hasConverted: [true, false], resamples: 0, seed: 1)
        == nil)
  }

  @Test func `whoever knows is far from random, and chance is near it`() throws {
    var random = SeededRandom(seed: 3)
    let moved = (0..<6000).map { _ in random.uniform() < 0.5 }
    let treated = moved.map { _ in random.uniform() < 0.5 }
    let bought = moved.indices.map { row in
      random.uniform() < (treated[row] && moved[row] ? 0.4 : 0.1)
    }
    func coefficient(_ scores: [Double]) throws -> Estimate {
      try #require(
        QiniCurve(
          scores: scores, isTreated: treated, hasConverted: bought, resamples: 200, seed: 1)
      ).coefficient
    }
    let knowing = try coefficient(moved.map { $0 ? 1 : 0 })
    // Half are moved by .3: the curve is .15 high in the middle, and so .075/2 above the line on average.
    #expect(abs(knowing.value - 0.0375) < 0.012)
    #expect(knowing.low > 0.02 && knowing.low < knowing.value && knowing.value < knowing.high)
    let chance = try coefficient(moved.map { _ in random.uniform() })
    #expect(chance.covers(0))
  }

  @Test func `weights are held towards others as firmly as is asked`() {
    var random = SeededRandom(seed: 5)
    var (rows, happened): ([Double], [Bool]) = ([], [])
    for _ in 0..<2000 {
      let value = 2 * random.uniform() - 1
      rows += [1, value]
      happened.append(random.uniform() < (value > 0 ? 0.8 : 0.2))
    }
    func weight(_ ridge: Double) -> Double {
      CentredLogit.fit(rows: rows, happened: happened, centre: [0, -1], ridge: [0, ridge])[1]
    }
    let free = LogisticRegression.fit(
      rows: rows.indices.filter { $0 % 2 == 1 }.map { rows[$0] }, featureCount: 1,
      happened: happened, ridge: 0)
    #expect(abs(weight(0) - free.weights[0] / free.deviations[0]) < 1e-4)
    #expect(abs(weight(1000) + 1) < 1e-2)
    #expect(weight(0.1) < weight(0.01) && weight(0.01) < weight(0))
  }
}
