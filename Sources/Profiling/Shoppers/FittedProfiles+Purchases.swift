import Learning

/// What the tags of purchases were fitted to, for the manifest.
package struct PurchaseTags: Sendable {
  package internal(set) var lifetime: BGNBD?
  package internal(set) var amounts: GammaGamma?
  package internal(set) var churn: ChurnRisk?
  package internal(set) var churnGroups: ChurnGroups?
  package internal(set) var cuts: RFM.Cuts?
  /// How many shoppers are in each; who never bought is in none.
  package internal(set) var segments: [(segment: Segment, shoppers: Int)] = []
  /// What was left out, or is not as it should be, and why.
  package internal(set) var remarks: [String] = []

  package init() {}
}

extension FittedProfiles {
  /// Days that `next.purchases_90d` is about.
  package static let horizon = 90.0

  /// Adds all tags that follow from purchases.
  ///
  /// - Parameters:
  ///   - log: with times in seconds
  ///   - currency: for units; "" when it is not known
  package mutating func addPurchases(
    _ log: PurchaseLog, settings: RFM.Settings, currency: String
  ) -> PurchaseTags {
    var found = PurchaseTags()
    let shoppers = log.shoppers
    guard shoppers.contains(where: { $0.visits > 0 }) else {
      found.remarks.append(
        "no purchases: rfm.*, segment, lifecycle, spend.*, next.* and churn.risk are left out")
      return found
    }
    addRFM(shoppers, log, settings, currency, &found)
    addSpending(shoppers, log, currency, &found)
    addNext(shoppers, log, currency, &found)
    addChurn(shoppers, log, &found)
    return found
  }

  private mutating func addNumbers(
    _ name: String, _ unit: String, _ source: String, _ method: String, halfConfidence: Float = 5,
    _ numbers: [Double]
  ) {
    add(
      TagDefinition(
        name: name, evidence: .purchases, unit: unit, source: source, method: method,
        halfConfidence: halfConfidence),
      .numbers(numbers.map { Float($0) }))
  }

  private mutating func addRFM(
    _ shoppers: [Shopper], _ log: PurchaseLog, _ settings: RFM.Settings, _ currency: String,
    _ found: inout PurchaseTags
  ) {
    let scores = RFM(shoppers, asOf: asOf, settings: settings)
    found.cuts = scores.cuts
    addNumbers(
      "rfm.recency", "days", "RFM", "Days since the last purchase.", halfConfidence: 1,
      shoppers.map { $0.recency(asOf) })
    addNumbers(
      "rfm.frequency", "purchases", "RFM",
      "Visits with a purchase; one ends after \(log.gap / 60) minutes without.", halfConfidence: 1,
      shoppers.map { Double($0.visits) })
    addNumbers(
      "rfm.tenure", "days", "RFM", "Days since the first purchase.", halfConfidence: 1,
      shoppers.map { $0.tenure(asOf) })
    addNumbers(
      "rfm.frequency_90d", "purchases", "RFM", "Visits with a purchase in the last 90 days.",
      halfConfidence: 1,
      shoppers.indices.map { user in
        let quarter = asOf - Int64(90 * secondsPerDay)
        return shoppers[user].visits == 0
          ? .nan : Double(log.visitCount(of: user, after: quarter, until: asOf))
      })
    func add(_ name: String, _ of: [UInt8], _ method: String) {
      self.add(
        TagDefinition(
          name: name, evidence: .purchases, source: "RFM", method: method, halfConfidence: 1),
        .categories(of.map { $0 == 0 ? nil : $0 - 1 }, values: RFM.scores))
    }
    func text(_ cuts: [Double]) -> String {
      cuts.map { "\(($0 * 100).rounded() / 100)" }.joined(separator: ", ")
    }
    add(
      "rfm.r", scores.recency,
      "5 less the borders below the days since the last purchase: \(text(scores.cuts.recency)).")
    add(
      "rfm.f", scores.frequency,
      "1 and the borders below the purchases: \(text(scores.cuts.frequency)).")
    if log.hasPrices {
      addNumbers(
        "rfm.monetary", currency, "RFM", "Spent on purchases, less what was sent back.",
        halfConfidence: 1, shoppers.map { $0.monetary })
      add(
        "rfm.m", scores.monetary,
        "1 and the borders below the money spent: \(text(scores.cuts.monetary)).")
    } else {
      found.remarks.append(
        "no prices: rfm.monetary, rfm.m, next.spend and most of spend.* are left out")
    }
    let segments = zip(scores.recency, scores.frequency).map {
      Segment(recency: $0, frequency: $1)
    }
    self.add(
      TagDefinition(
        name: "segment", evidence: .purchases, source: "RFM",
        method: "By the scores of recency and frequency. \(Segment.rules).", halfConfidence: 3),
      .categories(
        segments.map { $0.flatMap { Segment.allCases.firstIndex(of: $0) }.map { UInt8($0) } },
        values: Segment.allCases.map(\.rawValue)))
    found.segments = Segment.allCases.map { segment in
      (segment, segments.count { $0 == segment })
    }
    let empty = found.segments.filter { $0.shoppers == 0 }.map(\.segment.rawValue)
    if !empty.isEmpty {
      found.remarks.append(
        "segments without shoppers: \(empty.joined(separator: ", ")); equal values share a score, cuts of "
          + "your own in dataset.toml's [profile] spread them")
    }
    let usualGap = shoppers.usualGap
    addNumbers(
      "rfm.lateness", "gaps", "pace",
      "Days since the last purchase, in usual gaps of the shopper, which one gap of the shop's is held towards.",
      shoppers.map { $0.lateness(asOf, usualGap: usualGap) })
    self.add(
      TagDefinition(
        name: "lifecycle", evidence: .purchases, source: "pace",
        method: """
          prospect: never bought; new: once, at most 30 days ago; active, cooling, churned: the last \
          purchase is at most 1.5, at most 3, more of the shopper's usual gaps ago, which one gap of \
          \((usualGap * 10).rounded() / 10) days holds towards that of the shop.
          """, halfConfidence: 3),
      .categories(
        shoppers.map { shopper in
          let stage = Lifecycle(shopper, asOf: asOf, usualGap: usualGap)
          return Lifecycle.allCases.firstIndex(of: stage).map { UInt8($0) }
        }, values: Lifecycle.allCases.map(\.rawValue)))
  }

  private mutating func addSpending(
    _ shoppers: [Shopper], _ log: PurchaseLog, _ currency: String, _ found: inout PurchaseTags
  ) {
    func share(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : .nan }
    addNumbers(
      "spend.cadence_days", "days", "purchases", "Mean days between visits with a purchase.",
      shoppers.map(\.cadence))
    if log.lines.contains(where: \.isReturn) {
      addNumbers(
        "spend.return_rate", "", "purchases", "Pieces sent back of those bought.",
        shoppers.map { $0.pieces > 0 ? $0.returnRate : .nan })
    } else {
      found.remarks.append("no returns: spend.return_rate is left out")
    }
    guard log.hasPrices else { return }
    addNumbers(
      "spend.total", currency, "purchases", "Spent on purchases, also on what was sent back.",
      halfConfidence: 1, shoppers.map { $0.visits == 0 ? .nan : $0.spent })
    addNumbers(
      "spend.basket_mean", currency, "purchases", "Spent per visit with a purchase.",
      shoppers.map { share($0.spent, Double($0.visits)) })
    addNumbers(
      "spend.price_level", "", "purchases",
      "Mean rank of the price of what was bought among the items of its category; 1 is the dearest.",
      shoppers.map { share($0.levelSum, Double($0.levelCount)) })
    addNumbers(
      "spend.discount_share", "", "purchases",
      "Pieces bought below 95 % of the item's usual price, of all whose usual price is known.",
      shoppers.map { share($0.discountedPieces, $0.comparedPieces) })
  }

  private mutating func addNext(
    _ shoppers: [Shopper], _ log: PurchaseLog, _ currency: String, _ found: inout PurchaseTags
  ) {
    let asOf = asOf
    let histories = shoppers.lazy.filter { $0.visits > 0 }.map { $0.history(asOf) }
    guard histories.contains(where: { $0.frequency > 0 }),
      let lifetime = BGNBD.fit(Array(histories))
    else {
      found.remarks.append("nobody bought twice: next.* is left out")
      return
    }
    found.lifetime = lifetime
    addNumbers(
      "next.purchases_90d", "purchases", "BG/NBD",
      "Purchases to be expected in the next 90 days: Fader, Hardie, Lee 2005, equation 10.",
      halfConfidence: 2,
      shoppers.map {
        $0.visits == 0
          ? .nan : lifetime.expectedPurchases(within: Self.horizon, $0.history(asOf))
      })
    addNumbers(
      "next.alive", "", "BG/NBD", "Probability that the shopper will ever buy again.",
      halfConfidence: 2,
      shoppers.map { $0.visits == 0 ? .nan : lifetime.probabilityAlive($0.history(asOf)) })
    guard log.hasPrices else { return }
    let means = shoppers.map {
      (purchases: Double($0.visits), mean: $0.visits == 0 ? 0 : $0.spent / Double($0.visits))
    }
    guard let amounts = GammaGamma.fit(means) else { return }
    found.amounts = amounts
    addNumbers(
      "next.spend", currency, "Gamma-Gamma",
      "Money to be expected of a purchase: Fader, Hardie 2013, equation 5.", halfConfidence: 2,
      means.map {
        $0.mean > 0 ? amounts.expectedAmount(purchases: $0.purchases, mean: $0.mean) : .nan
      })
  }

  private mutating func addChurn(
    _ shoppers: [Shopper], _ log: PurchaseLog, _ found: inout PurchaseTags
  ) {
    guard let first = log.lines.first?.time else { return }
    let span = Double(asOf - first) / secondsPerDay
    let horizon = min(Self.horizon, (span / 3).rounded(.down))
    guard horizon >= 7 else {
      found.remarks.append("the log spans \(Int(span)) days, churn.risk needs 21: it is left out")
      return
    }
    let cut = asOf - Int64(horizon * secondsPerDay)
    guard let churn = ChurnRisk.fit(log, cut: cut, horizon: horizon) else {
      found.remarks.append(
        "fewer than 50 shoppers bought before the last \(Int(horizon)) days, or all or none of them after: "
          + "churn.risk is left out")
      return
    }
    found.churn = churn
    let now = ChurnExamples(log, cut: asOf, horizon: 0)
    found.churnGroups = ChurnGroups(ChurnExamples(log, cut: cut, horizon: horizon))
    if let groups = found.churnGroups { addChurnGroups(groups, now, horizon: horizon) }
    var risks = [Double](repeating: .nan, count: shoppers.count)
    for (row, user) in now.users.enumerated() {
      risks[user] = churn.model.probability(now.row(row))
    }
    addNumbers(
      "churn.risk", "", "logistic regression",
      "Probability of no purchase in the next \(Int(horizon)) days, learned from the last as many: "
        + "\(churn.sentence), features standardised.",
      halfConfidence: 2, risks)
  }
}
