package import Learning
import RealModule

/// How likely a shopper buys nothing in the days to come: a logistic regression on a handful of what
/// the profile says anyway, so that it can be read and a risk explained by its terms.
///
/// Learned at a cut: features are those of the log until the cut, and what happened is read off the
/// days behind it.
package struct ChurnRisk: Sendable {
  package static let featureNames = [
    "ln(1 + recency)", "ln(visits)", "ln(1 + days since first)", "ln(1 + recency / own gap)",
    "ln(1 + visits in 90 days)", "ln(1 + mean basket)", "probability alive", "return rate",
  ]
  static var featureCount: Int { featureNames.count }
  /// The tags that say the same of a shopper, in the order of ``featureNames``.
  static let features: [(tag: String, scale: FeatureScale)] = [
    ("rfm.recency", .logarithmOfOneMore), ("rfm.frequency", .logarithm),
    ("rfm.tenure", .logarithmOfOneMore), ("rfm.lateness", .logarithmOfOneMore),
    ("rfm.frequency_90d", .logarithmOfOneMore), ("spend.basket_mean", .logarithmOfOneMore),
    ("next.alive", .asIs), ("spend.return_rate", .asIs),
  ]
  /// Rows to learn from at most; of more, every n-th.
  static let rowLimit = 100_000

  package let model: LogisticRegression
  /// Days that a risk is about.
  package let horizon: Double

  /// `nil` when all or none of the shoppers churned, or there are fewer than 50.
  ///
  /// - Parameter cut: seconds since 1970; `horizon` days behind it are in the log
  package static func fit(
    _ log: PurchaseLog, cut: Int64, horizon: Double
  ) -> ChurnRisk? {
    let examples = ChurnExamples(log, cut: cut, horizon: horizon)
    guard examples.happened.count >= 50, Set(examples.happened).count == 2 else { return nil }
    let step = (examples.happened.count + rowLimit - 1) / rowLimit
    let chosen = stride(from: 0, to: examples.happened.count, by: step)
    var rows: [Double] = []
    for row in chosen { rows += examples.row(row) }
    return ChurnRisk(
      model: .fit(
        rows: rows, featureCount: featureCount, happened: chosen.map { examples.happened[$0] }),
      horizon: horizon)
  }

  /// Weights by name, and the intercept, as a sentence.
  package var sentence: String {
    let terms = zip(Self.featureNames, model.weights).map { name, weight in
      "\(weight < 0 ? "−" : "+") \(rounded(weight.magnitude)) · \(name)"
    }
    return "ln odds = \(rounded(model.intercept)) \(terms.joined(separator: " "))"
  }
}

private func rounded(_ number: Double) -> String { "\((number * 1000).rounded() / 1000)" }

/// Shoppers who had bought until a cut: what was known of each, and whether they bought nothing in the
/// days behind it.
package struct ChurnExamples: Sendable {
  /// Indices of users.
  package let users: [Int]
  /// Shape: users × ``ChurnRisk/featureNames``.
  package let features: [Double]
  /// Shape: users × ``ChurnGroups/featureNames``, in the units of the tags.
  private let plain: [Double]
  package let happened: [Bool]

  /// - Parameter horizon: days; 0 where nothing is known of what came
  package init(_ log: PurchaseLog, cut: Int64, horizon: Double) {
    let known = log.until(cut)
    let shoppers = known.shoppers
    let usualGap = shoppers.usualGap
    var users: [Int] = []
    var features: [Double] = []
    var plain: [Double] = []
    var happened: [Bool] = []
    let lifetime = BGNBD.fit(
      shoppers.lazy.filter { $0.visits > 0 }.map { $0.history(cut) })
    let end = cut + Int64(horizon * secondsPerDay)
    for (user, shopper) in shoppers.enumerated() where shopper.visits > 0 {
      let recent = known.visitCount(of: user, after: cut - Int64(90 * secondsPerDay), until: cut)
      users.append(user)
      plain += [
        shopper.recency(cut), Double(shopper.visits), shopper.tenure(cut),
        shopper.lateness(cut, usualGap: usualGap), Double(recent),
      ]
      features += [
        Double.log(onePlus: shopper.recency(cut)),
        Double.log(Double(shopper.visits)),
        Double.log(onePlus: shopper.tenure(cut)),
        Double.log(onePlus: shopper.lateness(cut, usualGap: usualGap)),
        Double.log(onePlus: Double(recent)),
        Double.log(onePlus: max(0, shopper.spent) / Double(shopper.visits)),
        lifetime?.probabilityAlive(shopper.history(cut)) ?? 1,
        shopper.returnRate,
      ]
      happened.append(log.visitCount(of: user, after: cut, until: end) == 0)
    }
    self.users = users
    self.features = features
    self.plain = plain
    self.happened = happened
  }

  /// As tags say them.
  package func numbers(_ index: Int) -> ArraySlice<Double> {
    let count = ChurnGroups.featureNames.count
    return plain[index * count..<(index + 1) * count]
  }

  package func row(_ index: Int) -> ArraySlice<Double> {
    features[index * ChurnRisk.featureCount..<(index + 1) * ChurnRisk.featureCount]
  }
}

extension Shopper {
  /// Days since the first purchase.
  package func tenure(_ asOf: Int64) -> Double {
    visits == 0 ? .nan : Double(asOf - first) / secondsPerDay
  }

  /// Pieces sent back of those bought, 0...1.
  package var returnRate: Double {
    pieces > 0 ? min(1, max(0, returnedPieces / pieces)) : 0
  }
}
