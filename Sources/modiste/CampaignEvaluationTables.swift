import Learning
import Training

extension CampaignEvaluation {
  /// For a terminal.
  var table: String {
    var lines: [String] = []
    if let groups {
      lines.append(
        "churn groups (decision tree), \(groups.shoppers.grouped) shoppers: AUC "
          + groups.areaUnderCurve.fixed(4))
      lines += aligned(
        [["rule", "shoppers", "expected", "actual"]]
          + zip(groups.rules, groups.expected).map { rule, figures in
            [
              rule, figures.shoppers.grouped, figures.expected.fixed(3), figures.actual.fixed(3),
            ]
          })
    }
    if let priceSensitivity {
      lines.append(
        "price sensitivity, \(priceSensitivity.shoppers.grouped) shoppers: correlation with the truth "
          + "\(priceSensitivity.correlation.fixed(3)); of the share of discounted pieces: "
          + priceSensitivity.baseline.fixed(3))
    }
    guard let meanQini else {
      lines.append("uplift: no campaign with enough treated and control shoppers")
      return lines.joined(separator: "\n")
    }
    lines.append("")
    lines.append(
      "uplift, shoppers scored by models of other shoppers; qini: conversions gained per 1,000 treated "
        + "shoppers, beside targeting at random")
    let hasTruth = campaigns.contains { $0.trueQini != nil }
    lines += aligned(
      [
        ["campaign", "shoppers", "uplift", "95 %", "qini", "95 %", "random"]
          + (hasTruth ? ["true uplift", "qini of truth", "correlation"] : [])
      ]
        + campaigns.map { campaign in
          [
            campaign.name, campaign.shoppers.grouped, campaign.conversionUplift.value.fixed(4),
            campaign.conversionUplift.ends(1, 4), (1000 * campaign.qini.value).fixed(2),
            campaign.qini.ends(1000, 2), (1000 * campaign.randomQini).fixed(2),
          ]
            + (hasTruth
              ? [
                campaign.trueUplift?.fixed(4) ?? "",
                campaign.trueQini.map { (1000 * $0).fixed(2) } ?? "",
                campaign.trueCorrelation?.fixed(3) ?? "",
              ] : [])
        })
    func mean(_ numbers: [Double]) -> Double {
      numbers.reduce(0, +) / Double(max(1, numbers.count))
    }
    var last =
      "mean qini \((1000 * meanQini.value).fixed(2)) (\(meanQini.ends(1000, 2))); random "
      + (1000 * mean(campaigns.map(\.randomQini))).fixed(2)
    if hasTruth {
      last +=
        "; of the truth \((1000 * mean(campaigns.compactMap(\.trueQini))).fixed(2)), mean correlation with it "
        + mean(campaigns.compactMap(\.trueCorrelation)).fixed(3)
    }
    lines.append(last)
    return lines.joined(separator: "\n")
  }
}

extension Estimate {
  fileprivate func ends(_ scale: Double, _ places: Int) -> String {
    "\((scale * low).fixed(places))…\((scale * high).fixed(places))"
  }
}
