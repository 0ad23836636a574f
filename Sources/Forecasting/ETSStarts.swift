import RealModule

/// Where the search for an exponential smoothing begins: the season by decomposition, level and trend by
/// a line through the first values without their season.
///
/// Hyndman et al. 2008, section 2.6.1. Series shorter than three seasons have their season estimated as
/// what a line and one pair of Fourier terms leave.
struct ETSStarts {
  struct State {
    var level: Double
    var trend: Double
    var seasons: [Double]
  }

  let season: Int
  private let plain: (flat: State, sloped: State)
  private let additive: (flat: State, sloped: State)?
  private let multiplicative: (flat: State, sloped: State)?

  init(_ values: [Double], season: Int) {
    self.season = season
    plain = Self.states(values, seasons: [0], season: 1)
    guard season > 1 else {
      additive = nil
      multiplicative = nil
      return
    }
    let line = values.count < 3 * season ? Self.lineAndWave(values, season: season) : nil
    let differences: [Double]
    if let line {
      differences = zip(values, line).map(-)
    } else {
      let found = SeasonalDecomposition(of: values, season: season, kind: .additive).indices
      differences = values.indices.map { found[$0 % season] }
    }
    let adjusted = zip(values, differences).map(-)
    additive = Self.states(
      adjusted, seasons: (0..<season).map { differences[$0] }, season: season)
    guard values.allSatisfy({ $0 > 0 }) else {
      multiplicative = nil
      return
    }
    let ratios: [Double]
    if let line {
      ratios = zip(values, line).map { $0 / away($1) }
    } else {
      let found = SeasonalDecomposition(of: values, season: season, kind: .multiplicative).indices
      ratios = values.indices.map { found[$0 % season] }
    }
    var seasons = (0..<season).map { max(ratios[$0], 0.01) }
    // Free states of a season average 1.
    let mean = seasons.reduce(0, +) / Double(season)
    for place in 0..<season { seasons[place] /= mean }
    multiplicative = Self.states(
      zip(values, ratios).map { $0 / max($1, 0.01) }, seasons: seasons, season: season)
  }

  func state(of form: ETSForm) -> State {
    let pair: (flat: State, sloped: State)
    switch form.season {
    case .none: pair = plain
    case .additive: pair = additive ?? plain
    case .multiplicative: pair = multiplicative ?? plain
    }
    return form.hasTrend ? pair.sloped : pair.flat
  }

  private static func states(
    _ adjusted: [Double], seasons: [Double], season: Int
  ) -> (flat: State, sloped: State) {
    let count = min(max(10, 2 * season), adjusted.count)
    let n = Double(count)
    let mean = adjusted[..<count].reduce(0, +) / n
    let middle = (n + 1) / 2
    var (products, squares) = (0.0, 0.0)
    for index in 0..<count {
      let time = Double(index + 1) - middle
      products += time * adjusted[index]
      squares += time * time
    }
    let slope = squares > 0 ? products / squares : 0
    var level = mean - slope * middle
    var trend = slope
    if (level + trend).magnitude < 1e-8 {
      level *= 1.001
      trend *= 0.999
    }
    return (
      State(level: mean, trend: 0, seasons: seasons),
      State(level: level, trend: trend, seasons: seasons)
    )
  }

  /// The line of the least squares over line and one sine and cosine of the season, without the wave.
  private static func lineAndWave(_ values: [Double], season: Int) -> [Double] {
    let count = values.count
    var matrix = [Double](repeating: 0, count: 16)
    var vector = [Double](repeating: 0, count: 4)
    for index in 0..<count {
      let angle = 2 * Double.pi * Double(index + 1) / Double(season)
      let row = [1, Double(index + 1) / Double(count), Double.sin(angle), Double.cos(angle)]
      for (a, left) in row.enumerated() {
        vector[a] += left * values[index]
        for (b, right) in row.enumerated() { matrix[a * 4 + b] += left * right }
      }
    }
    let solution = solveSymmetric(&matrix, vector) ?? [values.reduce(0, +) / Double(count), 0]
    return (0..<count).map { solution[0] + solution[1] * Double($0 + 1) / Double(count) }
  }
}
