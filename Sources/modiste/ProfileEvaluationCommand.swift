import ArgumentParser
import Bytes
import Datasets
import Learning
import Snapshots
import Training

extension EvaluateCommand {
  /// `modiste evaluate DATASET --only profile`: what profiles foretell of shoppers.
  func evaluateProfiles() throws {
    let specification = try split.map { try parseSplit($0, "--split") }
    if let split, specification == .leaveOneOut {
      throw ValidationError(
        "--split is '\(split)', and profiles are judged by what came after a time; accepted: "
          + "temporal:80% or temporal:2026-03-01")
    }
    let data = try fit.dataset(dataset)
    guard data.settings.time == .timestamp else {
      throw ValidationError(
        "timestamps of \(dataset) only order events, and profiles are judged by what came after a time; "
          + "accepted: a dataset with times")
    }
    let evaluation = try ProfileEvaluation(of: data, split: specification)
    let campaigns = try CampaignEvaluation(
      of: data, cut: evaluation.cut, horizonDays: evaluation.horizonDays)
    guard json else {
      print("\(evaluation.table)\n\n\(campaigns.table)")
      return
    }
    guard case .object(let members) = evaluation.json, case .object(let more) = campaigns.json
    else { return }
    print(JSON.object(members + more).pretty)
  }
}

extension ProfileEvaluation {
  /// For a terminal.
  var table: String {
    var lines = [
      "cut \(UTCTime(secondsSince1970: Int(cut)).extended), \(horizonDays.fixed(1)) days after it"
    ]
    if let next = nextPurchases {
      lines.append("")
      lines.append("next purchases (BG/NBD), \(next.shoppers.grouped) shoppers who had bought")
      lines += aligned(
        [["tenth by expectation", "shoppers", "expected", "actual"]]
          + next.deciles.enumerated().map { index, decile in
            [
              "\(index + 1)", decile.shoppers.grouped, decile.expected.fixed(3),
              decile.actual.fixed(3),
            ]
          } + [["all", next.shoppers.grouped, next.expected.fixed(3), next.actual.fixed(3)]])
      lines.append(
        "mean absolute error \(next.meanAbsoluteError.fixed(3)); as many as before: "
          + next.baselineError.fixed(3))
    } else {
      lines.append("next purchases: nobody had bought at the cut")
    }
    lines.append("")
    if let churn {
      lines.append(
        "churn, \(churn.shoppers.grouped) shoppers, of whom \(churn.rate.fixed(3)) bought nothing: AUC "
          + "\(churn.areaUnderCurve.fixed(4)); recency alone: \(churn.baselineArea.fixed(4))")
      lines.append("  \(churn.sentence)")
    } else {
      lines.append("churn: too few shoppers had bought one horizon before the cut")
    }
    if let stability {
      lines.append(
        "segments, \(stability.days) days later: \(stability.share.fixed(3)) of "
          + "\(stability.shoppers.grouped) shoppers are in the same; by chance: "
          + stability.chance.fixed(3))
    }
    if let sizes {
      lines.append(
        "usual size, \(sizes.purchases.grouped) purchases: \(sizes.accuracy.fixed(3)) are of it; of the "
          + "category's usual size: \(sizes.baseline.fixed(3))")
    }
    return lines.joined(separator: "\n")
  }
}
