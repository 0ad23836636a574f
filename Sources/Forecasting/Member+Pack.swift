/// Layout, all of it floats: the kind, then
///
///     0  seasonal naive      season, values from the next on
///     1  smoothing           form, α, β, γ, φ, level, trend, position, seasons (when the form has one)
///     2  theta               kind, α, ω, level, mean, intercept, slope, count, season, kind, position, seasons
///     3  complex smoothing   kind, 4 parameters, level, potential, position, first and second (by kind)
///     4  pooled              regression, window, season, position, values from the oldest on, seasons
///     5  smoothing mixture   number of models; of each its weight and what a smoothing has after its kind
///     6  pooled network      as pooled, without a regression
extension Member {
  func pack(into output: inout [Float]) {
    switch self {
    case .seasonalNaive(let model):
      output.put(0)
      output.put(model.values.count)
      output.put(Array(model.values[model.position...] + model.values[..<model.position]))
    case .smoothing(let model):
      output.put(1)
      model.pack(into: &output)
    case .smoothingMixture(let mixture):
      output.put(5)
      output.put(mixture.models.count)
      for (model, weight) in zip(mixture.models, mixture.weights) {
        output.put(weight)
        model.pack(into: &output)
      }
    case .theta(let model):
      output.put(2)
      output.put(Int(model.kind.rawValue))
      output.put([
        model.alpha, model.omega, model.level, model.mean, model.intercept, model.slope,
        model.count,
      ])
      output.put(model.seasons.count)
      output.put(Int(model.seasonKind.rawValue))
      output.put(model.position)
      output.put(model.seasons)
    case .complexSmoothing(let model):
      output.put(3)
      output.put(Int(model.kind.rawValue))
      output.put(model.parameters + [Double](repeating: 0, count: 4 - model.parameters.count))
      output.put([model.states.level, model.states.potential])
      output.put(model.states.first.count)
      output.put(model.states.position)
      output.put(model.states.first)
      output.put(model.states.second)
    case .pooled(let window, let regression):
      output.put(4)
      output.put(regression)
      window.pack(into: &output)
    case .pooledNetwork(let window):
      output.put(6)
      window.pack(into: &output)
    }
  }

  init(from reader: inout FlatReader, panel: PanelModel) throws(PackedSeriesError) {
    let seasonLimit = 0...max(panel.season, 1)
    switch try reader.integer(0...6, "member") {
    case 0:
      let count = try reader.integer(1...seasonLimit.upperBound, "season")
      self = .seasonalNaive(SeasonalNaive(values: try reader.numbers(count), season: count))
    case 1:
      self = .smoothing(try ETS(from: &reader, season: panel.season))
    case 5:
      let count = try reader.integer(1...4, "number of smoothings")
      var models: [ETS] = []
      var weights: [Double] = []
      for _ in 0..<count {
        weights.append(try reader.number())
        models.append(try ETS(from: &reader, season: panel.season))
      }
      self = .smoothingMixture(ETSMixture(models: models, weights: weights))
    case 2:
      let code = try reader.integer(0...3, "theta")
      let p = try reader.numbers(7)
      let count = try reader.integer(seasonLimit, "season")
      let kind = try reader.integer(0...1, "season's kind")
      let position = try reader.integer(0...max(count - 1, 0), "position")
      self = .theta(
        Theta(
          kind: Theta.Kind(rawValue: UInt8(code)) ?? .dynamicOptimised, alpha: p[0], omega: p[1],
          level: p[2], mean: p[3], intercept: p[4], slope: p[5], count: p[6],
          seasons: try reader.numbers(count),
          seasonKind: kind == 0 ? .additive : .multiplicative, position: position))
    case 3:
      let code = try reader.integer(0...3, "complex smoothing")
      let kind = CES.Kind(rawValue: UInt8(code)) ?? .none
      let p = try reader.numbers(6)
      let count = try reader.integer(seasonLimit, "season")
      guard (kind == .none) == (count == 0) else {
        throw .unknown(field: "season", value: Float(count))
      }
      let position = try reader.integer(0...max(count - 1, 0), "position")
      let first = try reader.numbers(count)
      var states = CESStates(
        level: p[4], potential: p[5], first: first,
        second: kind == .simple || kind == .full ? try reader.numbers(count) : [])
      states.position = position
      self = .complexSmoothing(
        CES(kind: kind, parameters: Array(p[..<CES.parameterCount(kind)]), states: states))
    case 6:
      guard let network = panel.network else { throw .unknown(field: "network", value: 0) }
      self = .pooledNetwork(
        try PooledWindow(from: &reader, length: network.windowLength, season: seasonLimit))
    default:
      let regression = try reader.integer(0...1, "regression")
      guard regression < panel.regressions.count else {
        throw .unknown(field: "regression", value: Float(regression))
      }
      let length = panel.regressions[regression].windowLength
      self = .pooled(
        try PooledWindow(from: &reader, length: length, season: seasonLimit),
        regression: regression)
    }
  }
}

extension CES {
  static func parameterCount(_ kind: Kind) -> Int { [2, 2, 3, 4][Int(kind.rawValue)] }
}

extension PooledWindow {
  func pack(into output: inout [Float]) {
    output.put(values.count)
    output.put(seasons.count)
    output.put(Int(seasonKind.rawValue))
    output.put(position)
    output.put(Array(values[next...] + values[..<next]))
    output.put(seasons)
  }

  init(
    from reader: inout FlatReader, length: Int, season: ClosedRange<Int>
  ) throws(PackedSeriesError) {
    let count = try reader.integer(length...length, "window")
    let seasons = try reader.integer(season, "season")
    let kind = try reader.integer(0...1, "season's kind")
    let position = try reader.integer(0...max(seasons - 1, 0), "position")
    self.init(
      values: try reader.numbers(count), next: 0, seasons: try reader.numbers(seasons),
      seasonKind: kind == 0 ? .additive : .multiplicative, position: position)
  }
}

extension ETS {
  func pack(into output: inout [Float]) {
    output.put(Int(form.code))
    output.put([alpha, beta, gamma, phi, level, trend])
    output.put(seasons.count)
    output.put(position)
    output.put(seasons)
  }

  init(from reader: inout FlatReader, season: Int) throws(PackedSeriesError) {
    let code = try reader.integer(0...31, "form")
    guard let form = ETSForm(code: UInt8(code)) else {
      throw .unknown(field: "form", value: Float(code))
    }
    let p = try reader.numbers(6)
    let count = try reader.integer(0...max(season, 1), "season")
    let position = try reader.integer(0...max(count - 1, 0), "position")
    guard (form.season == .none) == (count == 0) else {
      throw .unknown(field: "season", value: Float(count))
    }
    self.init(
      form: form, alpha: p[0], beta: p[1], gamma: p[2], phi: p[3], level: p[4], trend: p[5],
      seasons: try reader.numbers(count), position: position)
  }
}
