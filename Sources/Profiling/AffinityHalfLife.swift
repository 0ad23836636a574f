import RealModule

/// After how many days a choice should count half towards affinities: chosen by what they foretell of a
/// validation part, the last fifth of the span, from what lies before it.
///
///     P(v | u) = (n(u, v) + K · p(v)) / (n(u) + K)
///
/// is how likely shopper u's next choice has value v, where n, p and K are those of ``AffinityTable`` at the
/// cut and n(u) is the sum over the values: the posterior mean under a Dirichlet prior of K choices like
/// everybody's. Taken is the half-life under which what was chosen afterwards is likeliest, over all
/// attributes, a visit counting 1.
package struct AffinityHalfLife: Sendable {
  /// Where too little was chosen to choose by.
  package static let usualDays = 180.0
  package static let candidateDays: [Double] = [15, 30, 60, 90, 180, 365, 730, .infinity]
  /// Of the span, what is learned from.
  static let learnedShare = 0.8
  /// Visits of the validation part, by shoppers who are known before it, below which nothing is chosen.
  package static let visitsMin = 100.0
  /// More shoppers tell nothing more.
  static let shopperLimit = 20_000

  package let days: Double
  /// Of each candidate, the mean logarithm of the likelihood of a value that was chosen; empty where the usual
  /// half-life was taken.
  package let likelihoods: [Double]

  /// One attribute of items.
  package struct Attribute {
    let valueCount: Int
    /// Per item, numbers of values.
    let itemValues: [[UInt16]]

    package init(valueCount: Int, itemValues: [[UInt16]]) {
      self.valueCount = valueCount
      self.itemValues = itemValues
    }
  }

  /// O(choices of at most `shopperLimit` shoppers · values of an item).
  ///
  /// - Parameters:
  ///   - timestamps: ascending, in seconds
  ///   - gap: seconds after which a visit is over
  package init(
    userCount: Int, users: [UInt32], items: [UInt32], timestamps: [Int64], gap: Int64,
    attributes: [Attribute]
  ) {
    guard let first = timestamps.first, let last = timestamps.last, first < last else {
      (days, likelihoods) = (Self.usualDays, [])
      return
    }
    let cut = first + Int64(Double(last - first) * Self.learnedShare)
    // Every weight its share of its visit, without age.
    let shares = ChoiceLog(
      userCount: userCount, users: users, items: items, timestamps: timestamps, asOf: last,
      gap: gap,
      halfLife: .infinity
    ).weights
    let isAsked = Self.sample(userCount: userCount, users: users, timestamps: timestamps, cut: cut)
    let decays = users.indices.map { event in
      timestamps[event] <= cut && isAsked[Int(users[event])]
        ? shares[event] * Self.decays(seconds: Double(cut - timestamps[event])) : .zero
    }
    var sums = SIMD8<Double>.zero
    var weight = 0.0
    for attribute in attributes {
      var told = Told(attribute, userCount: userCount)
      for event in users.indices where isAsked[Int(users[event])] && timestamps[event] <= cut {
        told.learn(Int(users[event]), Int(items[event]), decays[event])
      }
      told.finish()
      for event in users.indices where isAsked[Int(users[event])] && timestamps[event] > cut {
        guard let told = told.logLikelihood(Int(users[event]), Int(items[event])) else { continue }
        sums += Double(shares[event]) * told
        weight += Double(shares[event])
      }
    }
    guard weight >= Self.visitsMin * Double(max(1, attributes.count)) else {
      (days, likelihoods) = (Self.usualDays, [])
      return
    }
    let means = (0..<8).map { sums[$0] / weight }
    days = Self.candidateDays[means.indices.max { means[$0] < means[$1] } ?? 0]
    likelihoods = means
  }

  /// 2^(−age / half-life) of each candidate.
  private static func decays(seconds: Double) -> SIMD8<Float> {
    var decays = SIMD8<Float>()
    for lane in 0..<8 {
      decays[lane] = Float(Double.exp2(-seconds / (candidateDays[lane] * secondsPerDay)))
    }
    return decays
  }

  /// Shoppers with choices on both sides of the cut, or so many of them, evenly.
  private static func sample(
    userCount: Int, users: [UInt32], timestamps: [Int64], cut: Int64
  ) -> [Bool] {
    var sides = [UInt8](repeating: 0, count: userCount)
    for event in users.indices { sides[Int(users[event])] |= timestamps[event] <= cut ? 1 : 2 }
    let both = sides.indices.filter { sides[$0] == 3 }
    var isAsked = [Bool](repeating: false, count: userCount)
    let count = min(both.count, shopperLimit)
    for place in 0..<count { isAsked[both[place * both.count / count]] = true }
    return isAsked
  }

  /// What was chosen of one attribute's values before the cut, under every half-life at once.
  private struct Told {
    private let attribute: Attribute
    /// n(u, v), by u << 16 | v.
    private var counts: [UInt64: SIMD8<Float>] = [:]
    /// n(u).
    private var totals: [SIMD8<Float>]
    /// What all chose, as if each value had been chosen once more; then p(v).
    private var shares: [SIMD8<Float>]

    init(_ attribute: Attribute, userCount: Int) {
      self.attribute = attribute
      totals = [SIMD8<Float>](repeating: .zero, count: userCount)
      shares = [SIMD8<Float>](repeating: .one, count: attribute.valueCount)
    }

    mutating func learn(_ user: Int, _ item: Int, _ weights: SIMD8<Float>) {
      for value in attribute.itemValues[item] {
        counts[UInt64(user) << 16 | UInt64(value), default: .zero] += weights
        totals[user] += weights
        shares[Int(value)] += weights
      }
    }

    mutating func finish() {
      let total = shares.reduce(.zero, +)
      for value in shares.indices { shares[value] /= total }
    }

    /// The mean over the item's values of ln P(v | u); `nil` without any.
    func logLikelihood(_ user: Int, _ item: Int) -> SIMD8<Double>? {
      let values = attribute.itemValues[item]
      guard !values.isEmpty else { return nil }
      let strength = FittedAffinities.strength
      var sum = SIMD8<Double>.zero
      for value in values {
        let count = counts[UInt64(user) << 16 | UInt64(value)] ?? .zero
        let likely = (count + strength * shares[Int(value)]) / (totals[user] + strength)
        for lane in 0..<8 { sum[lane] += Double.log(Double(likely[lane])) }
      }
      return sum / Double(values.count)
    }
  }
}
