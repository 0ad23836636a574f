extension FittedSeries {
  /// The models that are combined, as people name them, with the weight of each and what it expects of a
  /// period on average, largest weight first. Allocates.
  package func members(
    horizon: Int, by panel: PanelModel
  ) -> [(name: String, weight: Double, mean: Double)] {
    var shares: [(name: String, weight: Double, mean: Double)] = []
    for (member, weight) in zip(members, weights) {
      var output = [Double](repeating: 0, count: horizon)
      var span = output.mutableSpan
      guard member.forecast(by: panel, into: &span), output.allSatisfy(\.isFinite) else { continue }
      shares.append((member.name, weight, output.reduce(0, +) / Double(horizon)))
    }
    let total = shares.reduce(0) { $0 + $1.weight }
    for index in shares.indices where total > 0 { shares[index].weight /= total }
    return shares.sorted { $0.weight > $1.weight }
  }
}

extension Member {
  var name: String {
    switch self {
    case .seasonalNaive: "seasonal naive"
    case .smoothing(let model): "\(model.form)"
    case .smoothingMixture: "mixture of exponential smoothings"
    case .theta: "theta"
    case .complexSmoothing: "complex exponential smoothing"
    case .pooled: "regression over all series"
    }
  }
}
