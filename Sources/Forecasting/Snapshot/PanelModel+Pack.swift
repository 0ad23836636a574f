import Learning

/// Layout, all of it floats: season, horizon, whether nonnegative; number of regressions, of each its unit,
/// window, horizon, whether adjusted, and coefficients; number of networks, and their horizon, of each its
/// inputs' means and deviations and its weights; then of each class of series whether it has a
/// combination (share of the median, number of members, kind and weight of each) and a spread (horizon, and
/// its sizes).
extension PanelModel {
  package func pack(into output: inout [Float]) {
    output.put([Double(season), Double(horizon), isNonnegative ? 1 : 0])
    output.put(regressions.count)
    for regression in regressions {
      output.put(Int(regression.unit.rawValue))
      output.put(regression.windowLength)
      output.put(regression.horizon)
      output.put(regression.isAdjusted ? 1 : 0)
      output += regression.coefficients
    }
    output.put(network?.networks.count ?? 0)
    if let network {
      output.put(network.horizon)
      for one in network.networks { output += one.means + one.deviations + one.weights }
    }
    for kind in SeriesClass.allCases {
      output.put(combinations[kind] == nil ? 0 : 1)
      if let combination = combinations[kind] {
        output.put(combination.medianShare)
        output.put(combination.weights.count)
        for weight in combination.weights {
          output.put(Int(weight.member.rawValue))
          output.put(weight.weight)
        }
      }
      output.put(spreads[kind] == nil ? 0 : 1)
      if let spread = spreads[kind] {
        output.put(spread.horizon)
        output += spread.sizes
      }
    }
  }

  /// - Throws: when the floats are not what `pack` lays out.
  package init(packed: [Float]) throws(PackedSeriesError) {
    var reader = FlatReader(packed)
    self.init(
      season: try reader.integer(1...4_000, "season"),
      horizon: try reader.integer(1...1_000, "horizon"),
      isNonnegative: try reader.integer(0...1, "nonnegative") == 1)
    for _ in 0..<(try reader.integer(0...2, "number of regressions")) {
      let unit = try reader.integer(0...1, "unit")
      let window = try reader.integer(2...8_000, "window")
      let steps = try reader.integer(1...1_000, "horizon")
      let isAdjusted = try reader.integer(0...1, "adjusted") == 1
      let coefficients = try reader.finite(steps * (window - 1), "coefficient")
      regressions.append(
        PooledRegression(
          unit: unit == 0 ? .logarithm : .deviation, windowLength: window, horizon: steps,
          isAdjusted: isAdjusted, coefficients: coefficients))
    }
    let networkCount = try reader.integer(0...16, "number of networks")
    if networkCount > 0 { network = try reader.network(of: season, count: networkCount) }
    for kind in SeriesClass.allCases {
      if try reader.integer(0...1, "combination") == 1 {
        let share = try reader.finite(1, "share of the median")[0]
        var weights: [Combination.Weight] = []
        for _ in 0..<(try reader.integer(1...MemberKind.allCases.count, "number of members")) {
          let member = try reader.integer(0...MemberKind.allCases.count - 1, "member")
          let weight = try reader.finite(1, "weight")[0]
          weights.append(Combination.Weight(MemberKind.allCases[member], Double(weight)))
        }
        combinations[kind] = Combination(weights: weights, medianShare: Double(share))
      }
      if try reader.integer(0...1, "spread") == 1 {
        let steps = try reader.integer(1...1_000, "horizon")
        spreads[kind] = ErrorSpread(
          horizon: steps, sizes: try reader.finite(steps * ErrorSpread.shares.count, "size"))
      }
    }
    guard reader.left == 0 else { throw .left(count: reader.left) }
  }
}

extension FlatReader {
  fileprivate mutating func network(
    of season: Int, count: Int
  ) throws(PackedSeriesError) -> PooledNetwork {
    let horizon = try integer(1...1_000, "horizon of a network")
    let shape = PooledNetwork.shape(season: season, horizon: horizon)
    var networks: [DenseNetwork] = []
    for _ in 0..<count {
      let means = try finite(shape.inputs, "mean of an input")
      let deviations = try finite(shape.inputs, "deviation of an input")
      for value in deviations where value <= 0 {
        throw .unknown(field: "deviation of an input", value: value)
      }
      networks.append(
        DenseNetwork(
          shape: shape, means: means, deviations: deviations,
          weights: try finite(shape.count, "weight")))
    }
    return PooledNetwork(season: season, horizon: horizon, networks: networks)
  }

  fileprivate mutating func finite(
    _ count: Int, _ field: String
  ) throws(PackedSeriesError) -> [Float] {
    let numbers = try numbers(count).map { Float($0) }
    for number in numbers where !number.isFinite { throw .unknown(field: field, value: number) }
    return numbers
  }
}
