import Learning
import RealModule

/// Chooses how members are combined, by their errors at forecast origins inside the histories.
///
/// Sets of members, each by its mean, its median, what lies between, or weights learned by exponentiated
/// gradient (Kivinen, Warmuth, 1997) and drawn halfway to the mean or the median: combinations beat the
/// choice of one model (Petropoulos, Svetunkov, *A simple combination of univariate models*, International
/// Journal of Forecasting 36, 2020), and weights are learned at other origins than they are judged at.
/// The best of them hardly differ, so those within a hundredth of the best, a dozen at most, are averaged:
/// which is first is mostly chance.
struct CombinationChoice {
  /// Members that are tried; a mixture of smoothings has the best of them too.
  static let members = MemberKind.allCases.filter { $0 != .smoothing }
  private static let averaged = 12
  /// How much worse than the best, as a share of its loss, a combination may be that is averaged.
  private static let tolerance = 0.01
  private static let leastWeight = 0.05

  private let origins: [[Trial]]
  private let sets: [[MemberKind]]

  /// - Parameter origins: the trials of each origin, the newest first.
  init(_ origins: [[Trial]]) {
    self.origins = origins.filter { $0.count >= 20 }
    let base: [MemberKind] = [.smoothingMixture, .dynamicTheta, .complexSmoothing]
    let pooled: [MemberKind] = [.pooled, .pooledDeviation, .pooledNetwork]
    let available = Set(
      origins.joined().flatMap { trial in
        pooled.filter { !trial.forecasts[Int($0.rawValue)].isEmpty }
      })
    let regressions = pooled.dropLast().filter(available.contains)
    var sets = [base, base + [.seasonalNaive], base + [.theta, .seasonalNaive]]
    if !regressions.isEmpty { sets += sets.map { $0 + regressions } }
    if available.contains(.pooledNetwork) { sets += sets.map { $0 + [.pooledNetwork] } }
    self.sets = sets
  }

  /// Nil when there are too few trials to choose by.
  func best(threads: Int) -> Combination? {
    guard !origins.isEmpty else { return nil }
    let reference = origins.map { errors($0, equal(sets[0])) }
    let tried = parallelMap(count: sets.count, threads: threads) {
      combinations(of: sets[$0], reference)
    }.joined().enumerated()
    // Of equal ones the first: that of fewer members.
    let sorted = tried.sorted { ($0.1.loss, $0.0) < ($1.1.loss, $1.0) }.map(\.1)
    let limit = (sorted.first?.loss ?? 0) * (1 + Self.tolerance)
    return mean(sorted.prefix(Self.averaged).filter { $0.loss <= limit }.map(\.combination))
  }

  /// - Parameter reference: both errors of each origin that losses are shares of
  private func combinations(
    of members: [MemberKind], _ reference: [(Double, Double)]
  ) -> [(loss: Double, combination: Combination)] {
    let learned = origins.map { learn($0, members) }
    let final = average(learned)
    // Weights from the same origin would be judged by what they have seen.
    let shares: [(learned: Double, median: Double)] =
      [(0, 0), (0, 1), (0, 0.5)] + (origins.count < 2 ? [] : [(0.5, 0), (0.5, 0.5)])
    return shares.map { share in
      var loss = 0.0
      for index in origins.indices {
        let other = average(learned.indices.filter { $0 != index }.map { learned[$0] })
        let found = errors(
          origins[index],
          combination(members, other, learnedShare: share.learned, medianShare: share.median))
        loss += found.0 / max(reference[index].0, 1e-12) + found.1 / max(reference[index].1, 1e-12)
      }
      return (
        loss,
        combination(members, final, learnedShare: share.learned, medianShare: share.median)
      )
    }
  }

  /// Each member's mean weight, and the mean share of the median; members of hardly any weight are left out.
  private func mean(_ combinations: [Combination]) -> Combination {
    let count = Double(combinations.count)
    let weights = MemberKind.allCases.map { kind in
      combinations.flatMap(\.weights).reduce(0) { $0 + ($1.member == kind ? $1.weight : 0) } / count
    }
    let kept = weights.indices.filter { weights[$0] >= Self.leastWeight }
    let sum = kept.reduce(0) { $0 + weights[$1] }
    return Combination(
      weights: kept.map { .init(MemberKind.allCases[$0], weights[$0] / sum) },
      medianShare: combinations.reduce(0) { $0 + $1.medianShare } / count)
  }

  private func equal(_ members: [MemberKind]) -> Combination {
    combination(members, [], learnedShare: 0, medianShare: 0)
  }

  /// Learned weights take half of the mean's place beside equal ones, or all of it beside the median.
  private func combination(
    _ members: [MemberKind], _ learned: [Double], learnedShare: Double, medianShare: Double
  ) -> Combination {
    let equal = 1 / Double(members.count)
    let share = learnedShare > 0 ? medianShare > 0 ? 1 : learnedShare : 0
    return Combination(
      weights: members.indices.map {
        .init(members[$0], share > 0 ? share * learned[$0] + (1 - share) * equal : equal)
      }, medianShare: medianShare)
  }

  private func average(_ weights: [[Double]]) -> [Double] {
    guard let first = weights.first else { return [] }
    return first.indices.map { index in
      weights.reduce(0) { $0 + $1[index] } / Double(weights.count)
    }
  }

  private func errors(_ trials: [Trial], _ combination: Combination) -> (Double, Double) {
    var (percentage, scaled) = (0.0, 0.0)
    for trial in trials {
      let found = trial.errors(combination)
      percentage += found.0
      scaled += found.1
    }
    return (percentage / Double(trials.count), scaled / Double(trials.count))
  }

  /// The weights of the least sum of both errors, each in units of that of equal weights.
  private func learn(_ trials: [Trial], _ members: [MemberKind]) -> [Double] {
    let count = members.count
    let places = members.map { Int($0.rawValue) }
    let complete = trials.filter { trial in
      trial.unit > 0 && places.allSatisfy { !trial.forecasts[$0].isEmpty }
    }
    guard let first = complete.first else {
      return [Double](repeating: 1 / Double(count), count: count)
    }
    let reference = errors(complete, equal(members))
    let horizon = first.actual.count
    let total = Double(complete.count * horizon)
    var logits = [Double](repeating: 0, count: count)
    var weights = [Double](repeating: 1 / Double(count), count: count)
    var gradient = logits
    for iteration in 0..<200 {
      for index in 0..<count { gradient[index] = 0 }
      for trial in complete {
        for step in 0..<horizon {
          var value = 0.0
          for index in 0..<count { value += weights[index] * trial.forecasts[places[index]][step] }
          let error = value - trial.actual[step]
          let size = max(value.magnitude + trial.actual[step].magnitude, 1e-9)
          let slope =
            (error < 0 ? -1.0 : 1)
            * (1 / (trial.unit * max(reference.1, 1e-12)) + 200 / (size * max(reference.0, 1e-12)))
            / total
          for index in 0..<count {
            gradient[index] += slope * trial.forecasts[places[index]][step]
          }
        }
      }
      let mean = zip(weights, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      for index in 0..<count {
        logits[index] -= (iteration < 150 ? 1.5 : 0.45) * (gradient[index] - mean)
      }
      let top = logits.max() ?? 0
      let sum = logits.reduce(0) { $0 + Double.exp($1 - top) }
      for index in 0..<count { weights[index] = Double.exp(logits[index] - top) / sum }
    }
    return weights
  }
}
