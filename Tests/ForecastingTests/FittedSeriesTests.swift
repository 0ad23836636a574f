import Forecasting
import Testing

@Suite("A fitted series answers sensibly whatever the history, and says what it found")
struct FittedSeriesTests {
  let panel = PanelModel(season: 12, horizon: 12, isNonnegative: true)

  static let odd: [(name: String, values: [Double], marks: SeriesMarks)] = [
    ("no value", [], [.empty, .short]),
    ("only gaps", [.nan, .nan], [.empty, .short, .bridged]),
    ("one value", [3], [.short, .constant]),
    ("two values", [3, 4], [.short]),
    ("three values", [3, 4, 9], [.short]),
    ("all zero", [Double](repeating: 0, count: 40), [.constant, .allZero]),
    ("constant", [Double](repeating: 5, count: 40), [.constant]),
    ("less than two seasons", Array(sales(17)), []),
    ("one season and one value", Array(sales(13)), []),
    ("seven values", Array(sales(7)), []),
    ("negative values", sales(60).map { $0 - 120 }, [.negative]),
    ("a gap", sales(60).enumerated().map { (20...22).contains($0.0) ? .nan : $0.1 }, [.bridged]),
    ("a gap at the end", sales(60) + [.nan, .nan], [.bridged]),
    ("infinite values", sales(60) + [.infinity], [.bridged]),
    ("mostly zero", (0..<48).map { $0 % 9 == 0 ? 4 : 0 }, []),
    ("huge", sales(60).map { $0 * 1e12 }, []),
    ("tiny", sales(60).map { $0 * 1e-12 }, []),
  ]

  @Test(arguments: odd.indices)
  func `an odd history is forecast with finite numbers and marked`(index: Int) throws {
    let (name, values, marks) = Self.odd[index]
    for season in [1, 4, 12, 52] {
      let panel = PanelModel(season: season, horizon: 12)
      let series = FittedSeries(fitting: values, in: panel)
      let forecast = series.forecast(horizon: 30, by: panel)
      #expect(forecast.allSatisfy { $0.isFinite }, "\(name), season \(season): \(forecast)")
      #expect(series.marks == marks, "\(name), season \(season)")
      let low = series.quantile(0.1, of: forecast[29], step: 29, by: panel)
      let high = series.quantile(0.9, of: forecast[29], step: 29, by: panel)
      #expect(low <= forecast[29] && forecast[29] <= high)
    }
  }

  @Test func `a constant series goes on`() {
    let series = FittedSeries(fitting: [Double](repeating: 5, count: 30), in: panel)
    #expect(series.forecast(horizon: 3, by: panel) == [5, 5, 5])
  }

  @Test func `a gap is bridged by its neighbours and the season before`() {
    #expect(PreparedSeries([1, .nan, 3], season: 1).values == [1, 2, 3])
    let wave = (0..<24).map { Double($0 % 4) }
    var broken = wave
    broken[13] = .nan
    #expect(PreparedSeries(broken, season: 4).values == wave)
  }

  @Test func `nothing is below zero where that is asked for`() {
    let falling = (0..<40).map { max(0.5, 40 - Double($0)) + Double($0 % 3) * 0.1 }
    let series = FittedSeries(fitting: falling, in: panel)
    let forecast = series.forecast(horizon: 24, by: panel)
    #expect(forecast.allSatisfy { $0 >= 0 })
    #expect(series.quantile(0.01, of: forecast[23], step: 23, by: panel) >= 0)
  }

  @Test func `quantiles rise with the level and widen with the step`() {
    let series = FittedSeries(fitting: sales(60), in: panel)
    let levels = stride(from: 0.01, to: 1, by: 0.01)
    for step in [0, 5, 11, 20] {
      let values = levels.map { series.quantile($0, of: 200, step: step, by: panel) }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
    }
    #expect(
      series.quantile(0.9, of: 200, step: 11, by: panel)
        > series.quantile(0.9, of: 200, step: 0, by: panel))
  }

  @Test(arguments: [7, 17, 30, 60])
  func `a packed series forecasts as it did, and goes on as it would have`(count: Int) throws {
    var series = FittedSeries(fitting: sales(count), in: panel)
    series.observe(150, panel: panel)
    var packed: [Float] = []
    series.pack(into: &packed)
    var again = try FittedSeries(packed: packed, in: panel)
    #expect(
      isNear(again.forecast(horizon: 12, by: panel), series.forecast(horizon: 12, by: panel), 1e-4))
    series.observe(160, panel: panel)
    again.observe(160, panel: panel)
    #expect(
      isNear(again.forecast(horizon: 12, by: panel), series.forecast(horizon: 12, by: panel), 1e-4))
    #expect(again.marks == series.marks)
  }

  @Test func `a packed series that is cut short, too long or damaged is refused`() throws {
    var packed: [Float] = []
    FittedSeries(fitting: sales(60), in: panel).pack(into: &packed)
    for count in packed.indices {
      #expect(throws: PackedSeriesError.self) {
        _ = try FittedSeries(packed: Array(packed[..<count]), in: panel)
      }
    }
    #expect(throws: PackedSeriesError.left(count: 1)) {
      _ = try FittedSeries(packed: packed + [0], in: panel)
    }
    var damaged = packed
    damaged[0] = 9
    #expect(throws: PackedSeriesError.unknown(field: "class", value: 9)) {
      _ = try FittedSeries(packed: damaged, in: panel)
    }
    #expect(
      PackedSeriesError.tooShort(count: 3).description
        == "series is packed in 3 values, its kind needs more")
  }

  @Test func `a missing observation is as the forecast`() {
    var with = FittedSeries(fitting: sales(60), in: panel)
    var without = with
    let expected = with.forecast(horizon: 1, by: panel)[0]
    with.observe(.nan, panel: panel)
    without.observe(expected, panel: panel)
    #expect(with.forecast(horizon: 5, by: panel) == without.forecast(horizon: 5, by: panel))
    #expect(with.marks.contains(.bridged))
  }
}
