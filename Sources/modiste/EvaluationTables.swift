import Learning
import Recommendation
import Training

extension Evaluation {
  /// For a terminal: one line per model and group, at the main cutoff.
  var table: String {
    let cutoff = EvaluationOptions.mainCutoff
    var lines = [
      "\(split), \(userCount.grouped) users, \(trainingEvents.grouped) training events, "
        + "\(itemCount.grouped) items"
    ]
    if let generation { lines.append("generation \(generation)") }
    if let settings {
      lines.append("item neighbours: \(settings.weighting), half-life \(settings.halfLife) items")
    }
    for group in UserGroup.allCases {
      lines.append("")
      lines.append("\(group.heading): \((userCounts[group] ?? 0).grouped) users, \(cutoff) items")
      lines += aligned(
        [["", "NDCG", "95 % interval", "recall", "precision", "F1", "MAP", "MRR", "hit rate"]]
          + results.compactMap { $0.row(of: group, at: cutoff) })
    }
    lines.append("")
    lines.append("lists of \(cutoff) items")
    lines += aligned(
      [["", "coverage", "Gini", "novelty", "diversity", "µs per list"]]
        + results.compactMap { result in
          result.lists(at: cutoff).map {
            [
              result.name, $0.coverage.fixed(4), $0.gini.fixed(4), $0.novelty.value.fixed(2),
              $0.diversity?.value.fixed(4) ?? "–", result.answerMicroseconds.fixed(1),
            ]
          }
        })
    for lead in results.first?.leads ?? [] where lead.group == .all {
      let difference = lead.difference
      let verdict =
        difference.low > 0 ? "better than" : difference.high < 0 ? "worse than" : "as good as"
      lines.append(
        "\(results.first?.name ?? "") is \(verdict) \(lead.over): NDCG@\(cutoff) "
          + "\(difference.value.fixed(4)) [\(difference.low.fixed(4)), \(difference.high.fixed(4))]"
      )
    }
    return lines.joined(separator: "\n")
  }
}

extension UserGroup {
  fileprivate var heading: String {
    switch self {
    case .all: "all users"
    case .coldUsers: "cold users (at most \(EvaluationOptions.coldMax) items in training)"
    case .coldItems: "cold items (chosen by at most \(EvaluationOptions.coldMax) in training)"
    }
  }
}

extension ModelResult {
  fileprivate func row(of group: UserGroup, at cutoff: Int) -> [String]? {
    guard let ndcg = figure(.ndcg, at: cutoff, of: group) else { return nil }
    let others: [RankingMetric] = [.recall, .precision, .f1, .map, .mrr, .hitRate]
    return [name, ndcg.value.fixed(4), "\(ndcg.low.fixed(4))–\(ndcg.high.fixed(4))"]
      + others.map { figure($0, at: cutoff, of: group)?.value.fixed(4) ?? "–" }
  }
}

extension CounterfactualEvaluation {
  /// For a terminal: clicks per impression of each policy.
  var table: String {
    var lines = [
      "\(impressions.grouped) impressions; clicks per impression \(clickRate.text)",
      "",
    ]
    lines += aligned(
      [["policy", "IPS", "SNIPS", "doubly robust", "mean weight", "rows", "worth", "own log"]]
        + results.map { result in
          guard let estimates = result.estimates else {
            return [result.policy, "–", "–", "–", "–", "–", "–", result.observed?.text ?? "–"]
          }
          return [
            result.policy, estimates.ips.text, estimates.snips.text, estimates.doublyRobust.text,
            estimates.meanWeight.value.fixed(3), estimates.rows.grouped,
            estimates.effectiveSampleSize.fixed(0),
            result.observed?.text ?? "–",
          ]
        })
    lines += results.map { "\($0.policy): \($0.meaning)" }
    lines += results.compactMap { result in
      result.refusal.map { "\(result.policy) cannot be judged: \($0)" }
    }
    lines += results.compactMap { result in
      result.warning.map { "\(result.policy) is uncertain: \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}

extension Estimate {
  fileprivate var text: String { "\(value.fixed(5)) [\(low.fixed(5)), \(high.fixed(5))]" }
}

/// Columns two spaces apart, the first to the left, the others to the right.
func aligned(_ rows: [[String]]) -> [String] {
  let widths = (rows.first ?? []).indices.map { column in
    rows.map { $0[column].count }.max() ?? 0
  }
  return rows.map { row in
    row.enumerated().map { column, text in
      let space = String(repeating: " ", count: widths[column] - text.count)
      return column == 0 ? text + space : space + text
    }.joined(separator: "  ")
  }
}
