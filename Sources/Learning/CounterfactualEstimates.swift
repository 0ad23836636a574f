/// What a log of decisions says about another policy than the one that took them.
///
/// Row i: in a context the logging policy chose an action with probability p_i ("propensity") and got
/// the reward r_i; the policy asked about would have chosen that action with probability π_i. With
/// the weight w_i = π_i / p_i and a reward model q:
///
///     IPS    (1/n) Σ w_i·r_i
///     SNIPS  Σ w_i·r_i / Σ w_i
///     DR     (1/n) Σ [ Σ_a π(a|x_i)·q(x_i, a)  +  w_i·(r_i − q(x_i, a_i)) ]
///
/// IPS is unbiased when every action that the policy may take was possible in the log: Horvitz,
/// Thompson, JASA 1952. SNIPS trades a little bias for less variance: Swaminathan, Joachims, *The
/// self-normalized estimator for counterfactual learning*, NIPS 2015, equation 5. DR is right when
/// either the propensities or the model are: Dudík, Langford, Li, *Doubly robust policy evaluation
/// and learning*, ICML 2011, equation 2. Intervals are bootstrapped over `groups` of rows (a page
/// view), since what is shown together is clicked together.
package struct CounterfactualEstimates: Sendable, Equatable {
  package let rows: Int
  package let ips: Estimate
  package let snips: Estimate
  package let doublyRobust: Estimate
  /// How many rows of a log of the policy's own would say as much: (Σ w)² / Σ w²; Kong, 1992.
  package let effectiveSampleSize: Double
  /// About 1, else the log could not show what the policy shows, or its propensities are wrong.
  package let meanWeight: Estimate
  package let largestWeight: Double

  /// One row of a log, as the policy asked about sees it.
  package struct Row: Sendable, Equatable {
    /// Rows with the same number are drawn together; any numbers.
    package var group: Int
    package var reward: Double
    /// Of the logging policy; in (0, 1].
    package var propensity: Double
    /// Of the policy asked about, for the action logged; in 0...1.
    package var probability: Double
    /// q(x, a) for the action logged.
    package var predicted: Double
    /// Σ_a π(a|x)·q(x, a).
    package var expected: Double

    package init(
      group: Int, reward: Double, propensity: Double, probability: Double, predicted: Double,
      expected: Double
    ) {
      self.group = group
      self.reward = reward
      self.propensity = propensity
      self.probability = probability
      self.predicted = predicted
      self.expected = expected
    }
  }

  /// - Throws: when there are no rows, or a propensity is none: what follows from dividing by it would
  ///   look like a number.
  package init(
    of rows: [Row], bootstrap: Bootstrap, threads: Int
  ) throws(CounterfactualError) {
    guard !rows.isEmpty else { throw .noRows }
    for (position, row) in rows.enumerated()
    where !(row.propensity > 0 && row.propensity <= 1) {
      throw .propensity(row: position, value: row.propensity)
    }
    for (position, row) in rows.enumerated()
    where !(row.probability >= 0 && row.probability <= 1) {
      throw .probability(row: position, value: row.probability)
    }

    // Per group: Σ 1, Σ w, Σ w·r, Σ of DR's terms.
    let columns = 4
    var groups: [Int: Int] = [:]
    var sums: [Double] = []
    var (weights, squares, largest) = (0.0, 0.0, 0.0)
    for row in rows {
      let place = groups[row.group] ?? groups.count
      if place == groups.count {
        groups[row.group] = place
        sums += [0, 0, 0, 0]
      }
      let weight = row.probability / row.propensity
      sums[place * columns] += 1
      sums[place * columns + 1] += weight
      sums[place * columns + 2] += weight * row.reward
      sums[place * columns + 3] += row.expected + weight * (row.reward - row.predicted)
      weights += weight
      squares += weight * weight
      largest = max(largest, weight)
    }
    guard weights > 0 else { throw .nothingInCommon }
    let means = bootstrap.means(of: sums, columns: columns, threads: threads)
    self.rows = rows.count
    ips = means.ratio(2, over: 0)
    snips = means.ratio(2, over: 1)
    doublyRobust = means.ratio(3, over: 0)
    meanWeight = means.ratio(1, over: 0)
    effectiveSampleSize = weights * weights / squares
    largestWeight = largest
  }
}

/// Why a log says nothing about a policy.
package enum CounterfactualError: Error, Equatable, CustomStringConvertible {
  case noRows
  case propensity(row: Int, value: Double)
  case probability(row: Int, value: Double)
  /// The log shows nothing that the policy would show.
  case nothingInCommon

  package var description: String {
    switch self {
    case .noRows: "the log has no rows; at least one is needed"
    case .propensity(let row, let value):
      "row \(row) has propensity \(value); above 0 and at most 1 is accepted"
    case .probability(let row, let value):
      "row \(row) has probability \(value) under the policy asked about; 0...1 is accepted"
    case .nothingInCommon:
      "the log shows nothing that the policy would show, so it says nothing about it"
    }
  }
}
