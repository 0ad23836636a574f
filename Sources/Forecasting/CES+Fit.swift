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
    // In units of the largest value, so that what ends the search means the same for every series.
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
  /// The first and the second ring, then room to turn them. Shape: 4 × season.
  private var work: [Double]
  private var end: (level: Double, potential: Double, position: Int) = (0, 0, 0)

  init(_ values: [Double], season: Int, kind: CES.Kind) {
    self.values = values
    self.kind = kind
    let count = kind == .none ? min(10, values.count) : season
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
    work = [Double](repeating: 0, count: 4 * start.first.count)
  }

  /// The states after the last observation of the last loss.
  var states: CESStates {
    let season = start.first.count
    var states = CESStates(
      level: end.level, potential: end.potential, first: Array(work[..<season]),
      second: start.second.isEmpty ? [] : Array(work[season..<2 * season]))
    states.position = end.position
    return states
  }

  /// n · log Σ e² of the third pass.
  mutating func loss(_ parameters: CESParameters) -> Double {
    let season = start.first.count
    for place in 0..<season {
      work[place] = start.first[place]
      work[season + place] = start.second.isEmpty ? 0 : start.second[place]
    }
    // Their own references: a span of one property would hold all of self.
    let (values, kind, first) = (values, kind, (start.level, start.potential))
    var span = work.mutableSpan
    let found =
      switch kind {
      case .none: Self.passes(values.span, &span, 1, first, parameters, kind: .none)
      case .simple: Self.passes(values.span, &span, season, first, parameters, kind: .simple)
      case .partial: Self.passes(values.span, &span, season, first, parameters, kind: .partial)
      case .full: Self.passes(values.span, &span, season, first, parameters, kind: .full)
      }
    end = (found.level, found.potential, found.position)
    guard found.squares.isFinite else { return .infinity }
    return Double(values.count) * Double.log(max(found.squares, 1e-300))
  }

  /// Forwards, backwards, forwards. The kind is known where this is inlined, so that its branches are not
  /// taken at every value.
  @inline(__always)
  private static func passes(
    _ values: Span<Double>, _ work: inout MutableSpan<Double>, _ season: Int,
    _ start: (Double, Double), _ by: CESParameters, kind: CES.Kind
  ) -> (squares: Double, level: Double, potential: Double, position: Int) {
    var (level, potential) = start
    let (sum, difference) = (by.a0 + by.a1, by.a0 - by.a1)
    let (keep0, keep1) = (1 - by.a0, 1 - by.a1)
    let (sumB, differenceB) = (by.b0 + by.b1, by.b0 - by.b1)
    let (keepB0, keepB1) = (1 - by.b0, 1 - by.b1)
    var place = 0
    var squares = 0.0
    /// Moves on by an error at `place`.
    @inline(__always)
    func move(_ error: Double, _ work: inout MutableSpan<Double>) {
      if kind == .simple {
        let (own, other) = (work[place], work[season + place])
        work[place] = own - keep1 * other + difference * error
        work[season + place] = own + keep0 * other + sum * error
      } else {
        let before = level
        level = before - keep1 * potential + difference * error
        potential = before + keep0 * potential + sum * error
        if kind == .partial {
          work[place] += by.b0 * error
        } else if kind == .full {
          let (own, other) = (work[place], work[season + place])
          work[place] = own - keepB1 * other + differenceB * error
          work[season + place] = own + keepB0 * other + sumB * error
        }
      }
      if kind != .none { place = place + 1 == season ? 0 : place + 1 }
    }
    for pass in 0..<3 {
      squares = 0
      for index in values.indices {
        let value = values[pass == 1 ? values.count - 1 - index : index]
        let expected =
          kind == .none ? level : kind == .simple ? work[place] : level + work[place]
        let error = value - expected
        squares += error * error
        move(error, &work)
      }
      if pass == 2 || !squares.isFinite { break }
      // The states a season further on, in reversed order of time, are those before a pass in the other
      // direction; of level and potential the nearest in time.
      move(0, &work)
      guard kind != .none else { continue }
      let nearest = (level, potential)
      for _ in 1..<season { move(0, &work) }
      (level, potential) = nearest
      for step in 0..<season {
        let from = (place + season - 1 - step) % season
        work[2 * season + step] = work[from]
        work[3 * season + step] = work[season + from]
      }
      for step in 0..<2 * season { work[step] = work[2 * season + step] }
      place = 0
    }
    return (squares, level, potential, place)
  }
}
