import Bytes
package import Datasets
package import Learning
import Platform
import Profiling
package import Snapshots

/// How well uplift, churn's groups and price sensitivity stand beside what happened to shoppers who were held out;
/// and, of a demo shop, beside the truth that its `truth/` tells, which nothing is trained on.
package struct CampaignEvaluation: Sendable {
  package struct Campaign: Sendable {
    package let name: String
    package let shoppers: Int
    package let conversionUplift: Estimate
    /// Conversions per treated shopper by which targeting by uplift is better than at random. Shoppers are scored
    /// by models that saw neither this outcome of theirs nor any other.
    package let qini: Estimate
    /// Of scores drawn at random.
    package let randomQini: Double
    /// Of the demo shop's true uplifts, and of them the mean and the correlation with the estimates.
    package let trueQini: Double?
    package let trueUplift: Double?
    package let trueCorrelation: Double?
  }

  package struct Groups: Sendable {
    package let shoppers: Int
    package let areaUnderCurve: Double
    package let rules: [String]
    /// One per rule: shoppers after the cut, share that was expected and that came.
    package let expected: [(shoppers: Int, expected: Double, actual: Double)]
  }

  package struct PriceSensitivity: Sendable {
    package let shoppers: Int
    /// With the demo shop's love of discounts; NaN where it is the same for all.
    package let correlation: Double
    /// Of the share of discounted pieces, held towards that of all by five pieces.
    package let baseline: Double
  }

  package let campaigns: [Campaign]
  package let ridge: Double?
  package let groups: Groups?
  package let priceSensitivity: PriceSensitivity?

  /// The mean over campaigns, with the interval over campaigns' shoppers as if they were others' in each.
  package var meanQini: Estimate? { Self.mean(campaigns.map(\.qini)) }

  /// - Parameters:
  ///   - cut, horizonDays: as in ``ProfileEvaluation``
  /// - Throws: `DatasetError` when a file of `truth/` is there and cannot be read
  package init(
    of dataset: Dataset, cut: Int64, horizonDays: Double
  ) throws(DatasetError) {
    let history = dataset.shopperHistory
    let truth = try DemoTruthTables(of: dataset)
    let campaigns = dataset.pastCampaigns.filter { $0.date <= dataset.asOf }
    var examples: [UpliftExamples] = []
    var judged: [PastCampaign] = []
    for campaign in campaigns {
      let found = UpliftExamples(campaign, ShopperMoment(history, at: campaign.date - 1))
      guard found.isEnough else { continue }
      examples.append(found)
      judged.append(campaign)
    }
    var rows: [Campaign] = []
    let fit = examples.isEmpty ? nil : UpliftFit(examples)
    for (index, campaign) in judged.enumerated() {
      guard let fit else { break }
      if let row = Self.row(
        campaign, examples[index], fit.heldOut[index], truth.uplifts[campaign.name])
      {
        rows.append(row)
      }
    }
    self.campaigns = rows
    ridge = fit?.ridge
    groups = Self.groups(history.purchases, cut, horizonDays)
    priceSensitivity = Self.sensitivity(history, dataset.asOf, truth.discountLoves)
  }

  private static func row(
    _ campaign: PastCampaign, _ examples: UpliftExamples, _ scores: [Double],
    _ truth: [Double]?
  ) -> Campaign? {
    func curve(_ scores: [Double], resamples: Int = 0) -> QiniCurve? {
      QiniCurve(
        scores: scores, isTreated: examples.isTreated, hasConverted: examples.hasConverted,
        resamples: resamples, seed: 1)
    }
    var random = SeededRandom(seed: 1, stream: 0x51)
    guard let own = curve(scores, resamples: 1000),
      let chance = curve(scores.map { _ in random.uniform() })
    else { return nil }
    let truths = truth.map { truth in examples.users.map { truth[$0] } }
    let isTold = truths?.allSatisfy(\.isFinite) ?? false
    return Campaign(
      name: campaign.name, shoppers: examples.users.count,
      conversionUplift: CampaignFigures(campaign).conversionUplift, qini: own.coefficient,
      randomQini: chance.coefficient.value,
      trueQini: isTold ? truths.flatMap { curve($0)?.coefficient.value } : nil,
      trueUplift: isTold ? truths.map { $0.reduce(0, +) / Double($0.count) } : nil,
      trueCorrelation: isTold ? truths.map { correlation(scores, $0) } : nil)
  }

  /// Learned one horizon before the cut, as churn is.
  private static func groups(
    _ log: PurchaseLog, _ cut: Int64, _ horizon: Double
  ) -> Groups? {
    let earlier = cut - Int64(horizon * secondsPerDay)
    guard
      let groups = ChurnGroups(
        ChurnExamples(log.until(cut), cut: earlier, horizon: horizon))
    else { return nil }
    let examples = ChurnExamples(log, cut: cut, horizon: horizon)
    let rows = Array(examples.users.indices)
    let shares = rows.map { groups.share(examples, $0) }
    let group = rows.map { groups.group(examples, $0) }
    return Groups(
      shoppers: rows.count, areaUnderCurve: areaUnderCurve(shares, examples.happened),
      rules: groups.rules,
      expected: groups.rules.indices.map { index in
        let members = rows.filter { group[$0] == index }
        let count = Double(max(1, members.count))
        return (
          members.count, members.first.map { shares[$0] } ?? .nan,
          Double(members.count { examples.happened[$0] }) / count
        )
      })
  }

  private static func sensitivity(
    _ history: ShopperHistory, _ asOf: Int64, _ truth: [Double]?
  ) -> PriceSensitivity? {
    guard let truth,
      let response = PriceResponse(
        userCount: truth.count, choices: history.choices, until: asOf)
    else { return nil }
    let told = truth.indices.filter { truth[$0].isFinite }
    let shoppers = history.purchases.shoppers
    let compared = shoppers.reduce(0) { $0 + $1.comparedPieces }
    let usual = shoppers.reduce(0) { $0 + $1.discountedPieces } / max(1, compared)
    return PriceSensitivity(
      shoppers: told.count,
      correlation: correlation(
        told.map { response.sensitivity(of: $0) }, told.map { truth[$0] }),
      baseline: correlation(
        told.map {
          (shoppers[$0].discountedPieces + 5 * usual) / (shoppers[$0].comparedPieces + 5)
        }, told.map { truth[$0] }))
  }

  /// Standard errors add up as those of independent draws do.
  private static func mean(_ estimates: [Estimate]) -> Estimate? {
    guard !estimates.isEmpty else { return nil }
    let count = Double(estimates.count)
    let value = estimates.reduce(0) { $0 + $1.value } / count
    func root(_ part: (Estimate) -> Double) -> Double {
      estimates.reduce(0) { $0 + part($1) * part($1) }.squareRoot() / count
    }
    return Estimate(
      value: value, low: value - root { $0.value - $0.low },
      high: value + root { $0.high - $0.value })
  }

  package var json: JSON {
    func numbers(_ estimate: Estimate) -> JSON {
      .array([estimate.value, estimate.low, estimate.high].map { .number($0) })
    }
    return [
      "uplift": .array(
        campaigns.map { campaign in
          [
            "campaign": .string(campaign.name), "shoppers": .integer(campaign.shoppers),
            "conversionUplift": numbers(campaign.conversionUplift),
            "qini": numbers(campaign.qini), "randomQini": .number(campaign.randomQini),
            "trueQini": campaign.trueQini.map { .number($0) } ?? .null,
            "trueUplift": campaign.trueUplift.map { .number($0) } ?? .null,
            "trueCorrelation": campaign.trueCorrelation.map { .number($0) } ?? .null,
          ]
        }),
      "meanQini": meanQini.map(numbers) ?? .null,
      "ridge": ridge.map { .number($0) } ?? .null,
      "churnGroups": groups.map { groups in
        [
          "shoppers": .integer(groups.shoppers), "auc": .number(groups.areaUnderCurve),
          "groups": .array(
            zip(groups.rules, groups.expected).map { rule, figures in
              [
                "rule": .string(rule), "shoppers": .integer(figures.shoppers),
                "expected": .number(figures.expected), "actual": .number(figures.actual),
              ]
            }),
        ]
      } ?? .null,
      "priceSensitivity": priceSensitivity.map { prices in
        [
          "shoppers": .integer(prices.shoppers), "correlation": .number(prices.correlation),
          "baseline": .number(prices.baseline),
        ]
      } ?? .null,
    ]
  }
}

/// Pearson's; NaN where either is the same everywhere.
private func correlation(_ left: [Double], _ right: [Double]) -> Double {
  let count = Double(max(1, left.count))
  let (leftMean, rightMean) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
  var (product, leftSquare, rightSquare) = (0.0, 0.0, 0.0)
  for (x, y) in zip(left, right) {
    product += (x - leftMean) * (y - rightMean)
    leftSquare += (x - leftMean) * (x - leftMean)
    rightSquare += (y - rightMean) * (y - rightMean)
  }
  return product / (leftSquare * rightSquare).squareRoot()
}

/// What a demo shop's `truth/` says of shoppers. Not there, all is empty.
private struct DemoTruthTables {
  /// By campaign, one per user; NaN where it is not said.
  private(set) var uplifts: [String: [Double]] = [:]
  private(set) var discountLoves: [Double]?

  init(of dataset: Dataset) throws(DatasetError) {
    let directory = "\(dataset.files.directory)/truth"
    guard let names = try? FileSystem.names(in: directory) else { return }
    let users = Dictionary(uniqueKeysWithValues: zip(dataset.users.ids, 0...))
    let unknown = [Double](repeating: .nan, count: dataset.users.count)
    if names.contains("uplift.csv") {
      var reader = try CSVReader(path: "\(directory)/uplift.csv")
      let campaign = try reader.column("campaign_id")
      let (user, uplift) = (try reader.column("user_id"), try reader.column("uplift"))
      while try reader.next() {
        guard let row = users[reader[user].string] else { continue }
        uplifts[reader[campaign].string, default: unknown][row] = try reader.decimal(uplift)
      }
    }
    if names.contains("true_preferences.csv") {
      var reader = try CSVReader(path: "\(directory)/true_preferences.csv")
      let (user, love) = (try reader.column("user_id"), try reader.column("discount_love"))
      var loves = unknown
      while try reader.next() {
        guard let row = users[reader[user].string] else { continue }
        loves[row] = try reader.decimal(love)
      }
      discountLoves = loves
    }
  }
}
