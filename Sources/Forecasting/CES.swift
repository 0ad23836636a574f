/// Complex exponential smoothing: a level and a potential that smooth each other, as the real and the
/// imaginary part of one complex number.
///
/// Svetunkov, Kourentzes, Ord, *Complex exponential smoothing*, Naval Research Logistics 69, 2022,
/// equations 10 (no season), 16 and 17 (seasons). With complex parameters α = α₀ + iα₁, β = β₀ + iβ₁:
///
///     ŷ = l (+ s),   e = y − ŷ
///     l ← l − (1 − α₁)·p + (α₀ − α₁)·e,   p ← l + (1 − α₀)·p + (α₀ + α₁)·e
///
/// where `simple` seasons keep one l and p for each place in the season; `partial` ones add s ← s + β₀·e;
/// and `full` ones add a second pair (s, r) of that form with β.
package struct CES: SeriesModel {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case none = 0
    case simple = 1
    case partial = 2
    case full = 3
  }

  package let kind: Kind
  /// α₀, α₁, β₀, β₁; those that the kind has not are 0.
  package let parameters: [Double]
  package internal(set) var states: CESStates

  package init(kind: Kind, parameters: [Double], states: CESStates) {
    self.kind = kind
    self.parameters = parameters
    self.states = states
  }

  package mutating func observe(_ value: Double) {
    _ = states.observe(value, kind, CESParameters(parameters))
  }

  package func forecast(into output: inout MutableSpan<Double>) {
    var states = states
    let parameters = CESParameters(parameters)
    for step in output.indices { output[step] = states.advance(kind, parameters) }
  }
}

struct CESParameters {
  var (a0, a1, b0, b1) = (0.0, 0.0, 0.0, 0.0)

  init(_ values: [Double]) {
    a0 = values[0]
    a1 = values[1]
    b0 = values.count > 2 ? values[2] : 0
    b1 = values.count > 3 ? values[3] : 0
  }
}

/// Level and potential, and the pair of every place in the season.
package struct CESStates: Sendable, Equatable {
  package var level: Double
  package var potential: Double
  /// Season, and its potential (simple seasons: level and potential), by place, as rings. Shape: season.
  package var first: [Double]
  package var second: [Double]
  package var position = 0

  package init(level: Double, potential: Double, first: [Double] = [], second: [Double] = []) {
    self.level = level
    self.potential = potential
    self.first = first
    self.second = second
  }

  @inline(__always)
  func expected(_ kind: CES.Kind) -> Double {
    switch kind {
    case .none: level
    case .simple: first[position]
    case .partial, .full: level + first[position]
    }
  }

  /// Moves on by an observation; gives its forecast error.
  @inline(__always)
  mutating func observe(_ value: Double, _ kind: CES.Kind, _ by: CESParameters) -> Double {
    let error = value - expected(kind)
    move(error, kind, by)
    return error
  }

  /// Moves on as if the forecast had come true; gives the forecast.
  @inline(__always)
  mutating func advance(_ kind: CES.Kind, _ by: CESParameters) -> Double {
    let value = expected(kind)
    move(0, kind, by)
    return value
  }

  @inline(__always)
  private mutating func move(_ error: Double, _ kind: CES.Kind, _ by: CESParameters) {
    if kind == .simple {
      let (level, potential) = (first[position], second[position])
      first[position] = level - (1 - by.a1) * potential + (by.a0 - by.a1) * error
      second[position] = level + (1 - by.a0) * potential + (by.a0 + by.a1) * error
    } else {
      let before = level
      level = before - (1 - by.a1) * potential + (by.a0 - by.a1) * error
      potential = before + (1 - by.a0) * potential + (by.a0 + by.a1) * error
      if kind == .partial {
        first[position] += by.b0 * error
      } else if kind == .full {
        let (season, other) = (first[position], second[position])
        first[position] = season - (1 - by.b1) * other + (by.b0 - by.b1) * error
        second[position] = season + (1 - by.b0) * other + (by.b0 + by.b1) * error
      }
    }
    guard kind != .none else { return }
    position = position + 1 == first.count ? 0 : position + 1
  }
}
