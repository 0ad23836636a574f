import Forecasting
import Testing

@Suite("A panel learns from its series what no single one can show, and the same on every run")
struct PanelFitTests {
  /// Autoregressions of one kind at many levels: what a pooled regression is for.
  static func panel(_ count: Int, length: Int) -> [[Double]] {
    var seed: UInt64 = 11
    func noise() -> Double {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(seed >> 40) / Double(1 << 24) - 0.5
    }
    return (0..<count).map { index in
      let level = Double(10 * (index % 7 + 1))
      var (last, before) = (0.0, 0.0)
      return (0..<length).map { _ in
        let next = 1.2 * last - 0.5 * before + 0.1 * noise()
        (last, before) = (next, last)
        return level * (1 + next)
      }
    }
  }

  @Test func `a pooled regression earns weight where series share their dynamics`() throws {
    let histories = Self.panel(80, length: 90)
    let panel = PanelFit(season: 1, horizon: 4).learn(from: histories, threads: 1)
    #expect(panel.regressions.count == 2)
    let combination = panel.combination(of: .plain)
    #expect(combination.weights.contains { $0.member == .pooled && $0.weight > 0.1 })
    #expect((combination.weights.reduce(0) { $0 + $1.weight } - 1).magnitude < 1e-9)
  }

  @Test func `the number of threads changes nothing but rounding`() {
    let histories = Self.panel(60, length: 60)
    let learner = PanelFit(season: 1, horizon: 4)
    let one = learner.learn(from: histories, threads: 1)
    let again = learner.learn(from: histories, threads: 1)
    #expect(one == again)
    let two = learner.learn(from: histories, threads: 2)
    let first = PanelFit.fit(histories, in: one, threads: 1)[3].forecast(horizon: 4, by: one)
    let second = PanelFit.fit(histories, in: two, threads: 2)[3].forecast(horizon: 4, by: two)
    #expect(isNear(first, second, 1e-3))
  }

  @Test func `intervals hold their share of what comes`() {
    let histories = Self.panel(120, length: 80)
    let panel = PanelFit(season: 1, horizon: 4).learn(
      from: histories.map { Array($0.dropLast(4)) }, threads: 1)
    var (inside, count) = (0, 0)
    for history in histories {
      let series = FittedSeries(fitting: Array(history.dropLast(4)), in: panel)
      let forecast = series.forecast(horizon: 4, by: panel)
      for step in 0..<4 {
        let value = history[history.count - 4 + step]
        let low = series.quantile(0.1, of: forecast[step], step: step, by: panel)
        let high = series.quantile(0.9, of: forecast[step], step: step, by: panel)
        if low <= value, value <= high { inside += 1 }
        count += 1
      }
    }
    let share = Double(inside) / Double(count)
    #expect(share > 0.72 && share < 0.88)
  }

  @Test func `a panel of few or short series is fitted without one thing learned`() {
    for histories in [[], [[1, 2]], [[], [.nan]], [sales(30)]] as [[[Double]]] {
      let panel = PanelFit(season: 12, horizon: 6).learn(from: histories, threads: 2)
      #expect(panel.combination(of: .short) == .standard)
      let series = PanelFit.fit(histories, in: panel, threads: 2)
      #expect(series.allSatisfy { $0.forecast(horizon: 6, by: panel).allSatisfy(\.isFinite) })
    }
  }

  @Test func `errors are what their definitions say`() {
    #expect(symmetricPercentageError([1, 0], [3, 0]) == 50)
    #expect(seasonalNaiveError([1, 2, 4, 7], season: 2) == 4)
    #expect(scaledError([5, 9], [6, 7], history: [1, 2, 4], season: 1) == 1)
    #expect(scaledError([5], [6], history: [2, 2, 2], season: 1) == nil)
  }
}
