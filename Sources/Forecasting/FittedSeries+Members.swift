extension FittedSeries {
  /// The expected value of each step ahead, and the models that are combined, as people name them, with the
  /// weight of each and what it expects of a period on average, largest weight first.
  package func forecastWithMembers(
    horizon: Int, by panel: PanelModel
  ) -> (means: [Double], members: [(name: String, weight: Double, mean: Double)]) {
    var means = [Double](repeating: 0, count: horizon)
    var shares: [(name: String, weight: Double, mean: Double)] = []
    var span = means.mutableSpan
    forecast(by: panel, into: &span) { member, weight, mean in
      shares.append((member.name, weight, mean))
    }
    let total = shares.reduce(0) { $0 + $1.weight }
    for index in shares.indices where total > 0 { shares[index].weight /= total }
    shares.sort { $0.weight > $1.weight }
    return (means, shares)
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
    case .pooledNetwork: "networks over all series"
    }
  }
}
