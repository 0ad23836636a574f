import Forecasting
import Testing

func steps(_ model: some SeriesModel, _ count: Int) -> [Double] {
  var output = [Double](repeating: 0, count: count)
  var span = output.mutableSpan
  model.forecast(into: &span)
  return output
}

func isNear(_ left: [Double], _ right: [Double], _ tolerance: Double = 1e-9) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy { ($0 - $1).magnitude <= tolerance * max(1, $1.magnitude) }
}

/// A trend, a season that grows with the level, and noise that is the same on every run.
func sales(_ count: Int, season: Int = 12) -> [Double] {
  var seed: UInt64 = 7
  return (0..<count).map { time in
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let noise = Double(seed >> 40) / Double(1 << 24) - 0.5
    let wave = 1 + 0.3 * Double((time % season) - season / 2) / Double(season)
    return (100 + 0.8 * Double(time)) * wave * (1 + 0.1 * noise)
  }
}

@Suite("Every model follows its equations, and forecasts from its state alone")
struct SmoothingTests {
  @Test func `the naive models say the last value, the last season, and the line from end to end`()
  {
    let values: [Double] = [1, 5, 2, 6, 3, 7]
    #expect(steps(Naive(values: values), 2) == [7, 7])
    #expect(steps(SeasonalNaive(values: values, season: 2), 3) == [3, 7, 3])
    #expect(isNear(steps(Drift(values: values), 2), [8.2, 9.4]))
  }

  @Test func `level and trend move as worked by hand`() {
    var model = ETS(
      form: ETSForm(trend: true), alpha: 0.5, beta: 0.1, level: 10, trend: 1)
    model.observe(13)  // expected 11, error 2: level 12, trend 1.2
    #expect(isNear(steps(model, 2), [13.2, 14.4]))
  }

  @Test func `a damped trend dies down with the horizon`() {
    let model = ETS(
      form: ETSForm(trend: true, damped: true), alpha: 0.5, beta: 0.1, phi: 0.9, level: 10, trend: 1
    )
    #expect(isNear(steps(model, 3), [10.9, 11.71, 12.439]))
  }

  @Test func `an additive season learns from the error at its own place`() {
    var model = ETS(
      form: ETSForm(season: .additive), alpha: 0.5, gamma: 0.25, level: 10, seasons: [2, -2])
    model.observe(16)  // expected 12, error 4: level 12, season 3
    #expect(isNear(steps(model, 3), [10, 15, 10]))
  }

  @Test func `a multiplicative season learns from the ratio`() {
    var model = ETS(
      form: ETSForm(multiplicativeError: true, season: .multiplicative), alpha: 0.5, gamma: 0.5,
      level: 10, seasons: [1.2, 0.8])
    model.observe(18)  // 18 / 1.2 = 15: level 12.5; 18 / 10 = 1.8: season 1.5
    #expect(isNear(steps(model, 2), [10, 18.75]))
  }

  @Test func `every form has a code of its own, and its code gives it back`() {
    let forms = ETSForm.candidates(seasonal: true, positive: true)
    #expect(forms.count == 15)
    #expect(Set(forms.map(\.code)).count == 15)
    for form in forms { #expect(ETSForm(code: form.code) == form) }
    #expect(ETSForm(code: 24) == nil)
    #expect(
      ETSForm.candidates(seasonal: true, positive: false).allSatisfy { !$0.hasMultiplicativeError })
  }

  @Test func `an exponential smoothing finds the season of a series and stays close to what comes`()
    throws
  {
    let values = sales(108)
    let fit = try #require(ETS.fit(Array(values[..<96]), season: 12))
    #expect(fit.model.form.season != .none)
    let forecast = steps(fit.model, 12)
    let error = zip(forecast, values[96...]).reduce(0) { $0 + ($1.0 - $1.1).magnitude } / 12
    #expect(error < 0.06 * values[96...].reduce(0, +) / 12)
  }

  @Test func `a straight line is followed without error`() throws {
    let values = (0..<40).map { 5 + 2 * Double($0) }
    let fit = try #require(ETS.fit(values, season: 1))
    #expect(isNear(steps(fit.model, 2), [85, 87], 1e-2))
  }

  @Test func `the theta model's line is the regression line of what was seen`() throws {
    // Without noise a dynamic theta model's line is the series itself.
    let values = (0..<30).map { 3 + 0.5 * Double($0) }
    let model = try #require(Theta.fit(values, season: 1))
    #expect((model.slope - 0.5).magnitude < 1e-9)
    #expect((model.intercept - 2.5).magnitude < 1e-9)
    #expect(model.count == 30)
  }

  @Test(arguments: Theta.Kind.allCases)
  func `observing goes on from where a longer series of the same parameters would be`(
    kind: Theta.Kind
  ) throws {
    let values = sales(72, season: 1)
    var model = try #require(Theta.fit(values, season: 1, kind: kind))
    let before = model
    for value in values[48...] { model.observe(value) }
    #expect(model.count == before.count + 24)
    // Level by its definition.
    var level = before.level
    for value in values[48...] { level += before.alpha * (value - level) }
    #expect((model.level - level).magnitude < 1e-9)
  }

  @Test func `complex smoothing moves level and potential as worked by hand`() {
    var model = CES(
      kind: .none, parameters: [1.5, 0.5], states: CESStates(level: 10, potential: 2))
    model.observe(12)  // error 2: level 10 - 0.5·2 + 1·2 = 11, potential 10 - 0.5·2 + 2·2 = 13
    #expect(isNear(steps(model, 1), [11]))
    #expect(isNear([model.states.potential], [13]))
    // The next step moves on without an error: 11 - 0.5·13.
    #expect(isNear(steps(model, 2), [11, 4.5]))
  }

  @Test func `complex smoothing fits a seasonal series`() throws {
    let values = sales(108)
    let fit = try #require(CES.fit(Array(values[..<96]), season: 12))
    #expect(fit.model.kind != .none)
    let forecast = steps(fit.model, 12)
    let error = zip(forecast, values[96...]).reduce(0) { $0 + ($1.0 - $1.1).magnitude } / 12
    #expect(error < 0.1 * values[96...].reduce(0, +) / 12)
  }

  @Test func `what is decomposed comes together again`() {
    let values = sales(60)
    let found = SeasonalDecomposition(of: values, season: 12, kind: .multiplicative)
    #expect((found.indices.reduce(0, +) / 12 - 1).magnitude < 1e-12)
    let adjusted = found.adjusted(values)
    let again = adjusted.indices.map { found.seasoned(adjusted[$0], at: $0) }
    #expect(isNear(again, values))
    #expect(hasSeason(values, season: 12))
    #expect(!hasSeason(sales(60, season: 1), season: 7))
  }
}
