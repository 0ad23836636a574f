import Learning
import RealModule

/// A complex exponential smoothing with the criterion it was chosen by.
package struct CESFit: Sendable {
  package let model: CES
  /// Akaike's criterion, corrected for short series; lower is better.
  package let criterion: Double
}

extension CES {
  /// The kind of season and its parameters by corrected Akaike criterion.
  ///
  /// The parameters are those of the least squares in the box 0.01…1.8, 0.01…1.9, 0.01…1.5, 0.01…1.5, of
  /// the third of three passes: forwards from simple first states, backwards from where that ended,
  /// forwards again from where that ended (Svetunkov's backcasting, as statsforecast does).
  ///
  /// - Parameter values: finite.
  /// - Returns: nil for series of fewer than 8 values, or that no kind follows.
  package static func fit(_ values: [Double], season: Int) -> CESFit? {
    guard values.count > 7 else { return nil }
    let isSeasonal = season > 1 && values.count >= 2 * season
    var best: CESFit?
    // Deep in a box of one unit: a scale that keeps every series alike.
    let scale = values.reduce(0) { max($0, $1.magnitude) }
    guard scale > 0 else { return nil }
    let scaled = values.map { $0 / scale }
    for kind in isSeasonal ? Kind.allCases : [.none] {
      guard let found = fit(scaled, season: season, kind: kind, scale: scale) else { continue }
      if found.criterion < best?.criterion ?? .infinity { best = found }
    }
    return best
  }

  private static func fit(
    _ values: [Double], season: Int, kind: Kind, scale: Double
  ) -> CESFit? {
    var search = CESSearch(values, season: season, kind: kind)
    let start = [[1.3, 1.0], [1.3, 1.0], [1.3, 1.0, 0.1], [1.3, 1.0, 1.3, 1.0]][Int(kind.rawValue)]
    var method = NelderMead()
    method.tolerance = 1e-6
    method.stepLimit = 400
    let best = method.minimum(
      from: start, lower: [Double](repeating: 0.01, count: start.count),
      upper: Array([1.8, 1.9, 1.5, 1.5][..<start.count])
    ) { search.loss(CESParameters($0)) }
    let loss = search.loss(CESParameters(best.point))
    guard loss.isFinite else { return nil }
    // States and the variance, as statsforecast counts them.
    let k = [3.0, 3, 4, 5][Int(kind.rawValue)]
    let n = Double(values.count)
    guard n - k - 1 > 0 else { return nil }
    var states = search.states
    states.level *= scale
    states.potential *= scale
    for place in states.first.indices { states.first[place] *= scale }
    for place in states.second.indices { states.second[place] *= scale }
    return CESFit(
      model: CES(kind: kind, parameters: best.point, states: states),
      criterion: loss + 2 * k + 2 * k * (k + 1) / (n - k - 1))
  }
}

private struct CESSearch {
  let values: [Double]
  let kind: CES.Kind
  private let start: CESStates
  private(set) var states: CESStates

  init(_ values: [Double], season: Int, kind: CES.Kind) {
    self.values = values
    self.kind = kind
    let count = kind == .none ? min(max(10, 1), values.count) : season
    let mean = values[..<count].reduce(0, +) / Double(count)
    switch kind {
    case .none:
      start = CESStates(level: mean, potential: mean / 1.1)
    case .simple:
      let first = Array(values[..<season])
      start = CESStates(level: 0, potential: 0, first: first, second: first.map { $0 / 1.1 })
    case .partial, .full:
      let indices = SeasonalDecomposition(of: values, season: season, kind: .additive).indices
      start = CESStates(
        level: mean, potential: mean / 1.1, first: indices,
        second: kind == .full ? indices.map { $0 / 1.1 } : [])
    }
    states = start
  }

  /// n · log Σ e² of the third pass.
  mutating func loss(_ parameters: CESParameters) -> Double {
    switch kind {
    case .none: passes(parameters, kind: .none)
    case .simple: passes(parameters, kind: .simple)
    case .partial: passes(parameters, kind: .partial)
    case .full: passes(parameters, kind: .full)
    }
  }

  @inline(__always)
  private mutating func passes(_ parameters: CESParameters, kind: CES.Kind) -> Double {
    states = start
    var squares = 0.0
    for pass in 0..<3 {
      squares = 0
      for index in values.indices {
        let value = values[pass == 1 ? values.count - 1 - index : index]
        let error = states.observe(value, kind, parameters)
        squares += error * error
      }
      guard squares.isFinite else { return .infinity }
      if pass < 2 { turn(kind, parameters) }
    }
    return Double(values.count) * Double.log(max(squares, 1e-300))
  }

  /// What the states would be a season further on, in reversed order of time: the states before the
  /// first observation of a pass in the other direction.
  @inline(__always)
  private mutating func turn(_ kind: CES.Kind, _ parameters: CESParameters) {
    guard kind != .none else {
      _ = states.advance(kind, parameters)
      return
    }
    let season = states.first.count
    // The pass begins from the state nearest in time, which of the level is the first one ahead.
    _ = states.advance(kind, parameters)
    let (level, potential) = (states.level, states.potential)
    for _ in 1..<season { _ = states.advance(kind, parameters) }
    // After a season of steps the ring has turned once: `position` is the oldest place.
    var (first, second) = (states.first, states.second)
    for step in 0..<season {
      let place = (states.position + season - 1 - step) % season
      first[step] = states.first[place]
      if !second.isEmpty { second[step] = states.second[place] }
    }
    states = CESStates(level: level, potential: potential, first: first, second: second)
  }
}
