import Learning
import Testing

/// The measures are those of their definitions, worked by hand.
@Suite struct ForecastMetricsTests {
  @Test func `sMAPE is in percent of the mean of both, and 0 of 0 is no error`() {
    // 200·2/6, 0, 200·4/4
    let error = ForecastMetrics.symmetricMAPE([2, 0, 4], [4, 0, 0])
    #expect(abs(error - (400.0 / 6 + 0 + 200) / 3) < 1e-12)
  }

  @Test func `MASE is measured in what the seasonal naive forecast errs inside of the history`() {
    // Differences over a season of 2: 2, 2, 5.
    let error = ForecastMetrics.MASE([10, 10], [13, 10], history: [1, 2, 3, 4, 8], season: 2)
    #expect(error == 1.5 / 3)
  }

  @Test func `RMSSE begins at the first sale`() {
    // Steps from 3 on: 3, −4, so 12.5; the zeros before do not count.
    let error = ForecastMetrics.RMSSE([5, 5], [0, 5], history: [0, 0, 3, 6, 2])
    #expect(error == 1)
  }

  @Test(arguments: [[], [4], [4, 4, 4], [0, 0, 0]])
  func `a history without movement has no scale`(history: [Double]) {
    #expect(ForecastMetrics.MASE([1], [2], history: history, season: 1) == nil)
    #expect(ForecastMetrics.RMSSE([1], [2], history: history) == nil)
  }

  @Test func `errors are weighted by worth`() {
    #expect(ForecastMetrics.weightedRMSSE([1, 3], weights: [3, 1]) == 1.5)
    #expect(ForecastMetrics.weightedRMSSE([1, 3], weights: [0, 0]) == nil)
  }

  @Test func `OWA of the naive forecast is 1`() {
    #expect(ForecastMetrics.OWA(symmetricMAPE: 9, MASE: 2, ofNaive: (9, 2)) == 1)
    #expect(ForecastMetrics.OWA(symmetricMAPE: 4.5, MASE: 3, ofNaive: (9, 2)) == 1)
  }

  @Test func `pinball loss weighs what is above by the level and what is below by the rest`() {
    let loss = ForecastMetrics.pinballLoss([10, 0], quantile: [4, 4], level: 0.75)
    #expect(loss == (0.75 * 6 + 0.25 * 4) / 2)
  }

  @Test func `of all constants, the quantile has the least pinball loss`() {
    let actual = (0..<20).map(Double.init)
    let losses = actual.map { value in
      ForecastMetrics.pinballLoss(
        actual, quantile: Array(repeating: value, count: 20), level: 0.9)
    }
    #expect(losses.min() == losses[17] || losses.min() == losses[18])
  }

  @Test func `ends of an interval are inside`() {
    #expect(
      ForecastMetrics.coverage([1, 2, 3, 4], lower: [1, 0, 4, 0], upper: [2, 2, 5, 3]) == 0.5)
  }

  @Test func `bias is positive when too much was expected`() {
    #expect(ForecastMetrics.bias([1, 2], [2, 5]) == 2)
  }

  @Test func `a unit too early lies in stock until it is sold`() {
    #expect(ForecastMetrics.periodsInStock([0, 0, 1], [1, 0, 0]) == 2)
    #expect(ForecastMetrics.periodsInStock([1, 0, 0], [0, 0, 1]) == -2)
  }

  @Test func `models are compared on the same series`() {
    var scores = ForecastScores(models: ["one", "two"])
    for series in 0..<50 { scores.add([Double(series), Double(series) + 1]) }
    scores.add([nil, 3])
    #expect(scores.seriesCount == 50 && scores.undefinedCount == 1)
    let difference = scores.means(seed: 1, threads: 2).difference(1, minus: 0)
    #expect(abs(difference.low - 1) < 1e-9 && abs(difference.high - 1) < 1e-9)
    #expect(scores.worst(0, count: 2) == [49, 48])
  }
}
