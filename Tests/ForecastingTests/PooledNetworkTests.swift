import Forecasting
import Learning
import Testing

@Suite("Networks over all series foretell what one straight line for all cannot")
struct PooledNetworkTests {
  /// Series that fall back to their level from above at once, and climb back from below slowly.
  static func panel(_ count: Int, length: Int) -> [[Double]] {
    var random = SeededRandom(seed: 5)
    return (0..<count).map { index in
      let level = Double(10 * (index % 7 + 1))
      var away = 0.0
      return (0..<length).map { _ in
        away = (away > 0 ? -0.6 : 0.95) * away + 0.2 * (random.uniform() - 0.5)
        return level * (1 + 0.3 * away)
      }
    }
  }

  static let histories = panel(120, length: 90)
  static let learned = PanelFit(season: 1, horizon: 4).learn(from: histories, threads: 2)

  @Test func `they earn weight where what series share is not linear`() {
    let combination = Self.learned.combination(of: .plain)
    #expect(Self.learned.network != nil)
    #expect(combination.weights.contains { $0.member == .pooledNetwork && $0.weight > 0.1 })
  }

  @Test func `a panel is packed with its networks, and forecasts as before`() throws {
    var packed: [Float] = []
    Self.learned.pack(into: &packed)
    let again = try PanelModel(packed: packed)
    #expect(again.network == Self.learned.network)
    var series = FittedSeries(fitting: Self.histories[5], in: Self.learned)
    var bytes: [Float] = []
    series.pack(into: &bytes)
    var unpacked = try FittedSeries(packed: bytes, in: again)
    for value in [12.5, 11, 60.2] {
      let before = series.forecast(horizon: 9, by: Self.learned)
      #expect(isNear(unpacked.forecast(horizon: 9, by: again), before, 1e-3))
      series.observe(value, panel: Self.learned)
      unpacked.observe(value, panel: again)
    }
  }

  @Test func `a packed panel that is cut or damaged is refused`() {
    var packed: [Float] = []
    Self.learned.pack(into: &packed)
    for count in stride(from: 0, to: packed.count, by: 997) {
      #expect(throws: PackedSeriesError.self) {
        _ = try PanelModel(packed: Array(packed[..<count]))
      }
    }
    let damaged = packed.map { $0 == packed[packed.count / 2] ? Float.nan : $0 }
    #expect(throws: PackedSeriesError.self) { _ = try PanelModel(packed: damaged) }
  }

  @Test func `a series that reaches zero is left to the other members`() {
    var history = Self.histories[0]
    history[40] = 0
    let series = FittedSeries(fitting: history, in: Self.learned)
    #expect(series.forecast(horizon: 6, by: Self.learned).allSatisfy { $0.isFinite })
    var later = FittedSeries(fitting: Self.histories[0], in: Self.learned)
    later.observe(-3, panel: Self.learned)
    #expect(later.forecast(horizon: 6, by: Self.learned).allSatisfy { $0.isFinite })
  }

  @Test func `a season is forecast on, also by networks`() throws {
    let seasonal: [[Double]] = (0..<80).map { (index: Int) -> [Double] in
      let level = Double(index % 5 + 1)
      return sales(100).map { level * $0 }
    }
    let panel = PanelFit(season: 12, horizon: 12).learn(
      from: seasonal.map { Array($0.dropLast(12)) }, threads: 2)
    #expect(panel.network?.season == 12)
    let known = Array(seasonal[3].dropLast(12))
    let error = symmetricPercentageError(
      FittedSeries(fitting: known, in: panel).forecast(horizon: 12, by: panel),
      Array(seasonal[3].suffix(12)))
    let naive = symmetricPercentageError(
      Array(known.suffix(12)), Array(seasonal[3].suffix(12)))
    #expect(error < naive)
  }
}
