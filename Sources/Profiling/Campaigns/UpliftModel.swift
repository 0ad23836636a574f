import Learning
import RealModule

/// By how much treating a shopper raises the probability that they convert, as two sums that can be read:
///
///     ln odds = intercept + Σ weight(f) · z(f) + t · (treatment + Σ interaction(f) · z(f))
///     uplift  = P(t = ½) − P(t = −½)
///
/// with z the standardised features as of before the campaign, 0 where one is not known, and t = ½ for whom
/// it treated, −½ for whom it held back. Interactions with the treatment: Lo, *The true lift model*, SIGKDD
/// Explorations 2002; of the two-model approach it is the form in which both models can lean on each other
/// (Radcliffe, Surry 2011; Gutierrez, Gérardy 2017, section 3).
///
/// One campaign says little of whom it moved. So all campaigns are fitted together first, and each holds its own
/// weights towards these, as firmly as shoppers who were left out want it.
package struct UpliftModel: Sendable, Equatable {
  package let means: [Double]
  package let deviations: [Double]
  /// intercept, weights, treatment, interactions.
  let parameters: [Double]

  private var width: Int { means.count }
  package var treatment: Double { parameters[width + 1] }
  package var interactions: ArraySlice<Double> { parameters[(width + 2)...] }

  /// - Parameter row: as ``ShopperMoment/row(_:)``
  package func uplift(_ row: [Double]) -> Double {
    var (base, effect) = (parameters[0], treatment)
    for feature in 0..<width {
      let standard = standardised(row[feature], feature)
      base += parameters[1 + feature] * standard
      effect += parameters[width + 2 + feature] * standard
    }
    return probability(base + effect / 2) - probability(base - effect / 2)
  }

  private func standardised(_ value: Double, _ feature: Int) -> Double {
    value.isFinite ? (value - means[feature]) / deviations[feature] : 0
  }
}

private func probability(_ logOdds: Double) -> Double { 1 / (1 + Double.exp(-logOdds)) }

/// The shoppers of a campaign as a model learns from them.
package struct UpliftExamples: Sendable {
  /// Indices of shoppers.
  package let users: [Int]
  /// Shape: users × features.
  package let rows: [[Double]]
  package let isTreated: [Bool]
  package let hasConverted: [Bool]

  /// Shoppers to learn from at most; of more, every n-th.
  static let limit = 50_000
  /// Of an arm, so that anything can be learned from it: shoppers, and conversions.
  package static let leastShoppers = 100
  package static let leastConversions = 10

  /// - Parameter moment: as of before the campaign
  package init(_ campaign: PastCampaign, _ moment: ShopperMoment) {
    let known = campaign.users.indices.filter { campaign.users[$0] >= 0 }
    let step = max(1, (known.count + Self.limit - 1) / Self.limit)
    let chosen = stride(from: 0, to: known.count, by: step).map { known[$0] }
    users = chosen.map { campaign.users[$0] }
    rows = users.map { moment.row($0) }
    isTreated = chosen.map { campaign.isTreated[$0] }
    hasConverted = chosen.map { campaign.hasConverted[$0] }
  }

  package var isEnough: Bool {
    [true, false].allSatisfy { arm in
      let members = isTreated.indices.filter { isTreated[$0] == arm }
      let conversions = members.count { hasConverted[$0] }
      return members.count >= Self.leastShoppers && conversions >= Self.leastConversions
        && conversions < members.count
    }
  }
}

/// Models of several campaigns, fitted together.
package struct UpliftFit: Sendable {
  /// One per campaign.
  package let models: [UpliftModel]
  /// One per campaign and shopper: the uplift by a fit to other shoppers, in none of whose campaigns this one was
  /// looked at.
  package let heldOut: [[Double]]
  /// How firmly campaigns are held together; see ``Learning/CentredLogit``.
  package let ridge: Double

  private static let folds = 5
  /// Of the weights that are common; chosen once, not tuned.
  private static let commonRidge = 1e-3
  private static let ridges = [0.01, 0.1, 1]

  /// - Parameter campaigns: at least one; all of them ``UpliftExamples/isEnough``
  package init(_ campaigns: [UpliftExamples], seed: UInt64 = 1) {
    precondition(!campaigns.isEmpty, "no campaigns")
    let design = Design(campaigns)
    let userCount = (campaigns.lazy.flatMap(\.users).max() ?? -1) + 1
    var random = SeededRandom(seed: seed, stream: 0x5550)
    let fold = (0..<userCount).map { _ in random.index(below: Self.folds) }
    let folds = campaigns.map { $0.users.map { fold[$0] } }
    /// The ridge by which those of one fold are foretold best from all others but an outer one's.
    func chosenRidge(outer: Int?, inner: Int) -> Double {
      let part = design.part { folds[$0][$1] != outer && folds[$0][$1] != inner }
      let losses = Self.ridges.map { ridge in
        design.loss(of: design.fit(part, ridge: ridge)) { folds[$0][$1] == inner }
      }
      return Self.ridges[losses.indices.min { losses[$0] < losses[$1] } ?? 0]
    }
    var heldOut = campaigns.map { [Double](repeating: 0, count: $0.users.count) }
    for outer in 0..<Self.folds {
      let ridge = chosenRidge(outer: outer, inner: (outer + 1) % Self.folds)
      let models = design.fit(design.part { folds[$0][$1] != outer }, ridge: ridge)
      for (index, campaign) in campaigns.enumerated() {
        for row in campaign.users.indices where folds[index][row] == outer {
          heldOut[index][row] = models[index].uplift(campaign.rows[row])
        }
      }
    }
    self.heldOut = heldOut
    ridge = chosenRidge(outer: nil, inner: 0)
    models = design.fit(design.part { _, _ in true }, ridge: ridge)
  }

  /// Examples in standardised form.
  private struct Design {
    let campaigns: [UpliftExamples]
    let means: [Double]
    let deviations: [Double]
    /// Per campaign; shape: users × (2 + 2 · features).
    let rows: [[Double]]
    private let width: Int

    init(_ campaigns: [UpliftExamples]) {
      self.campaigns = campaigns
      let features = ShopperMoment.features.count
      var (sums, squares, counts) = (
        [Double](repeating: 0, count: features), [Double](repeating: 0, count: features),
        [Double](repeating: 0, count: features)
      )
      for row in campaigns.lazy.flatMap(\.rows) {
        for feature in 0..<features where row[feature].isFinite {
          sums[feature] += row[feature]
          squares[feature] += row[feature] * row[feature]
          counts[feature] += 1
        }
      }
      let means = sums.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : 0 }
      let deviations = sums.indices.map { feature in
        guard counts[feature] > 0 else { return 1.0 }
        let variance = squares[feature] / counts[feature] - means[feature] * means[feature]
        return variance > 1e-12 ? variance.squareRoot() : 1
      }
      rows = campaigns.map { campaign in
        var rows: [Double] = []
        for (index, row) in campaign.rows.enumerated() {
          let standard = row.indices.map {
            row[$0].isFinite ? (row[$0] - means[$0]) / deviations[$0] : 0
          }
          let treatment = campaign.isTreated[index] ? 0.5 : -0.5
          rows.append(1)
          rows += standard
          rows.append(treatment)
          rows += standard.map { $0 * treatment }
        }
        return rows
      }
      self.means = means
      self.deviations = deviations
      width = 2 + 2 * features
    }

    /// What is learned from: each campaign's rows, and the weights that are common to all.
    struct Part {
      var own: [(rows: [Double], happened: [Bool])] = []
      var common: [Double]
    }

    func part(where isLearned: (Int, Int) -> Bool) -> Part {
      var part = Part(common: [Double](repeating: 0, count: width))
      var all: (rows: [Double], happened: [Bool]) = ([], [])
      for (index, campaign) in campaigns.enumerated() {
        var own: (rows: [Double], happened: [Bool]) = ([], [])
        for row in campaign.users.indices where isLearned(index, row) {
          own.rows += rows[index][row * width..<(row + 1) * width]
          own.happened.append(campaign.hasConverted[row])
        }
        all.rows += own.rows
        all.happened += own.happened
        part.own.append(own)
      }
      guard !all.happened.isEmpty else { return part }
      var pull = [Double](repeating: UpliftFit.commonRidge, count: width)
      pull[0] = 0
      part.common = CentredLogit.fit(
        rows: all.rows, happened: all.happened, centre: part.common, ridge: pull)
      return part
    }

    /// One model per campaign.
    func fit(_ part: Part, ridge: Double) -> [UpliftModel] {
      // How many convert differs between campaigns anyway: the intercept is each one's own.
      var pull = [Double](repeating: ridge, count: width)
      pull[0] = 1e-6
      return part.own.map { own in
        let parameters =
          own.happened.isEmpty
          ? part.common
          : CentredLogit.fit(
            rows: own.rows, happened: own.happened, centre: part.common, ridge: pull)
        return UpliftModel(means: means, deviations: deviations, parameters: parameters)
      }
    }

    /// Mean of −ln likelihood.
    func loss(of models: [UpliftModel], where isJudged: (Int, Int) -> Bool) -> Double {
      var (sum, count) = (0.0, 0.0)
      for (index, campaign) in campaigns.enumerated() {
        for row in campaign.users.indices where isJudged(index, row) {
          var score = 0.0
          for column in 0..<width {
            score += models[index].parameters[column] * rows[index][row * width + column]
          }
          sum += logLoss(score, happened: campaign.hasConverted[row])
          count += 1
        }
      }
      return count > 0 ? sum / count : .infinity
    }
  }
}
