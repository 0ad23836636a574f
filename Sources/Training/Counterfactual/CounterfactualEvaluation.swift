package import Datasets
package import Learning
package import Snapshots

/// What a log of impressions says about policies that did not make it.
///
/// A policy that is made of the log's clicks learns from its older half and is judged by the newer; one
/// that is not is judged by all of it. The click model never judges rows that it was fitted on: each half
/// is judged with the model of the other. Clicks per impression are estimated by
/// ``CounterfactualEstimates``.
package struct CounterfactualEvaluation: Sendable {
  package struct Result: Sendable {
    package let policy: String
    package let meaning: String
    /// `nil` when the log cannot say.
    package let estimates: CounterfactualEstimates?
    /// Why not.
    package let refusal: String?
    /// Clicks per impression in a log of the policy's own, where there is one.
    package let observed: Estimate?
  }

  package let impressions: Int
  /// As it was.
  package let clickRate: Estimate
  package let results: [Result]

  /// - Parameters:
  ///   - other: a log of another policy over the same items, and what to call it.
  /// - Throws: `CounterfactualError` when the log has no two halves.
  package init(
    of log: ImpressionTable, other: (log: ImpressionTable, name: String)? = nil,
    bootstrap: Bootstrap, threads: Int
  ) throws(CounterfactualError) {
    let (older, newer) = log.halves
    guard !older.isEmpty, !newer.isEmpty else { throw .noRows }
    impressions = log.count
    clickRate = log.clickRate(bootstrap, threads: threads)
    var policies: [BanditPolicy] = [.logged, .uniform, .popular, .best]
    if let other { policies.append(.like(other.log, name: other.name)) }
    let forward = LogView(log, learned: older)
    let backward = LogView(log, learned: newer)
    var results: [Result] = []
    for policy in policies {
      var observed: Estimate?
      if case .logged = policy { observed = clickRate }
      if case .like(let own, _) = policy {
        observed = own.clickRate(bootstrap, threads: threads)
      }
      var estimates: CounterfactualEstimates?
      var refusal: String?
      if let judged = forward.rows(newer, under: policy),
        let others = policy.isLearned ? [] : backward.rows(older, under: policy)
      {
        do throws(CounterfactualError) {
          estimates = try CounterfactualEstimates(
            of: others + judged, bootstrap: bootstrap, threads: threads)
        } catch .nothingInCommon {
          refusal = CounterfactualError.nothingInCommon.description
        }
      } else {
        refusal = LogView.refusal
      }
      results.append(
        Result(
          policy: policy.name, meaning: policy.meaning, estimates: estimates, refusal: refusal,
          observed: observed))
    }
    self.results = results
  }
}

extension CounterfactualEvaluation.Result {
  /// Fewer rows of the policy's own could not be read from either.
  package static let rowsWorthMin = 100.0

  /// Why the estimates are not to be relied on.
  package var warning: String? {
    guard let estimates else { return nil }
    if estimates.effectiveSampleSize < Self.rowsWorthMin {
      return
        "the log says as much about it as \(Int(estimates.effectiveSampleSize)) rows of its own "
        + "would; at least \(Int(Self.rowsWorthMin)) are needed to go by it"
    }
    guard !estimates.meanWeight.covers(1) else { return nil }
    return "its mean weight is surely not 1: the log could not show all that it shows, or its "
      + "propensities are wrong"
  }

  /// An estimate's difference to the policy's own log, with the errors of both: it covers 0 when
  /// the two agree.
  package func difference(_ estimate: Estimate?) -> Estimate? {
    guard let observed, let estimate else { return nil }
    return estimate.minus(observed)
  }
}

extension ImpressionTable {
  fileprivate func clickRate(_ bootstrap: Bootstrap, threads: Int) -> Estimate {
    var pages: [Int: Int] = [:]
    var sums: [Double] = []
    for row in 0..<count {
      let place = pages[pageViews[row]] ?? pages.count
      if place == pages.count {
        pages[pageViews[row]] = place
        sums += [0, 0]
      }
      sums[2 * place] += isClicked[row] ? 1 : 0
      sums[2 * place + 1] += 1
    }
    return bootstrap.means(of: sums, columns: 2, threads: threads).ratio(0, over: 1)
  }
}

/// A log as policies look at it.
private struct LogView {
  let log: ImpressionTable
  /// The rows that policies and the click model are made of.
  let learned: Range<Int>
  /// The items of each placement.
  let items: [UInt32: Set<UInt32>]
  /// Whether every row was chosen from all items of its placement.
  let isFixed: Bool
  private let model: ClickModel
  private let slots: Set<PolicyTable.Slot>

  init(_ log: ImpressionTable, learned: Range<Int>) {
    self.log = log
    self.learned = learned
    var items: [UInt32: Set<UInt32>] = [:]
    for row in 0..<log.count { items[log.placements[row], default: []].insert(log.items[row]) }
    let isFixed = (0..<log.count).allSatisfy { row in
      let count = items[log.placements[row]]?.count
      return log.candidates[row] == 0 || log.candidates[row] == count
    }
    self.items = items
    self.isFixed = isFixed
    slots = Set((0..<log.count).map(log.slot))
    model = ClickModel(log, rows: learned, usesItems: isFixed)
  }

  static let refusal =
    "the candidates changed from row to row (column candidates), and the log does not say which they "
    + "were; a policy over items needs the same ones in all rows of a placement"

  /// The rows as the policy sees them; `nil` when it cannot be expressed over this log.
  func rows(_ judging: Range<Int>, under policy: BanditPolicy) -> [CounterfactualEstimates.Row]? {
    switch policy {
    case .logged: return judging.map { row($0, log.propensities[$0], expected: nil) }
    case .uniform where !isFixed:
      guard judging.allSatisfy({ log.candidates[$0] > 0 }) else { return nil }
      return judging.map { row($0, 1 / Double(log.candidates[$0]), expected: nil) }
    default:
      guard isFixed else { return nil }
      let table = table(of: policy)
      var expected: [PolicyTable.Slot: Double] = [:]
      for slot in slots {
        expected[slot] = table.expectation(in: slot) { model.predict($0, in: slot) }
      }
      return judging.map {
        let slot = log.slot($0)
        return row($0, table.probability(of: log.items[$0], in: slot), expected: expected[slot])
      }
    }
  }

  /// - Parameter expected: `nil` when all that can be said is what the model says of the row itself.
  private func row(
    _ row: Int, _ probability: Double, expected: Double?
  ) -> CounterfactualEstimates.Row {
    let predicted = model.predict(log.items[row], in: log.slot(row))
    return CounterfactualEstimates.Row(
      group: log.pageViews[row], reward: log.isClicked[row] ? 1 : 0,
      propensity: log.propensities[row], probability: min(1, probability), predicted: predicted,
      expected: expected ?? predicted)
  }

  private func table(of policy: BanditPolicy) -> PolicyTable {
    PolicyTable(slots, items: items, count: log.itemIDs.count) { slot in
      var scores = [Double](repeating: 1, count: log.itemIDs.count)
      switch policy {
      case .logged, .uniform: break
      case .popular:
        for row in learned where log.placements[row] == slot.placement && log.isClicked[row] {
          scores[Int(log.items[row])] += 1
        }
      case .best:
        // Ties, as between items never clicked, go to the item met first.
        let best = (items[slot.placement] ?? []).sorted().max {
          model.rate($0, in: slot) < model.rate($1, in: slot)
        }
        scores = scores.indices.map { best.map(Int.init) == $0 ? 1 : 0 }
      case .like(let other, _):
        let numbers = Dictionary(
          zip(log.itemIDs, log.itemIDs.indices), uniquingKeysWith: { first, _ in first })
        let placement = log.placementIDs[Int(slot.placement)]
        for row in 0..<other.count
        where other.positions[row] == slot.position
          && other.placementIDs[Int(other.placements[row])] == placement
        {
          if let item = numbers[other.itemIDs[Int(other.items[row])]] { scores[item] += 1 }
        }
      }
      return scores
    }
  }
}

/// The document that `modiste evaluate --counterfactual --json` prints:
///
///     { "format": "modiste counterfactual 1", "impressions", "clickRate": ESTIMATE,
///       "policies": [ { "policy", "meaning", "refusal", "warning", "rows",
///         "ips", "snips", "doublyRobust", "meanWeight": ESTIMATE,
///         "effectiveSampleSize", "largestWeight",
///         "observed": ESTIMATE      in a log of the policy's own
///         "differences": { "ips", "snips", "doublyRobust": ESTIMATE } } ] }      to what was observed
///
/// ESTIMATE is { "value", "low", "high" } or null; clicks per impression.
extension CounterfactualEvaluation {
  package var json: JSON {
    [
      "format": "modiste counterfactual 1",
      "impressions": .integer(impressions),
      "clickRate": clickRate.json,
      "policies": .array(results.map(\.json)),
    ]
  }
}

extension CounterfactualEvaluation.Result {
  fileprivate var json: JSON {
    [
      "policy": .string(policy),
      "meaning": .string(meaning),
      "refusal": refusal.map { .string($0) } ?? .null,
      "warning": warning.map { .string($0) } ?? .null,
      "rows": estimates.map { .integer($0.rows) } ?? .null,
      "ips": estimates?.ips.json ?? .null,
      "snips": estimates?.snips.json ?? .null,
      "doublyRobust": estimates?.doublyRobust.json ?? .null,
      "meanWeight": estimates?.meanWeight.json ?? .null,
      "effectiveSampleSize": estimates.map { .number($0.effectiveSampleSize) } ?? .null,
      "largestWeight": estimates.map { .number($0.largestWeight) } ?? .null,
      "observed": observed?.json ?? .null,
      "differences": [
        "ips": difference(estimates?.ips)?.json ?? .null,
        "snips": difference(estimates?.snips)?.json ?? .null,
        "doublyRobust": difference(estimates?.doublyRobust)?.json ?? .null,
      ],
    ]
  }
}
