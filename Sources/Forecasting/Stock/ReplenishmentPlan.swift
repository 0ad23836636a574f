/// What to order now, and why.
///
/// An order made now arrives after the lead time L, the next one can be made after the review period R
/// and arrives L later: stock, and what is on order, must last for R + L, the protection interval. Its
/// demand D has the mean μ of the outlook and the variance
///
///     σ²(R + L) + d² · σ_L²      d: units a day during the lead time
///
/// (Silver, Pyke, Thomas, *Inventory and production management in supply chains*, 4th edition, 2017,
/// equation 6.20), and is a ``CountDistribution``: Syntetos, Boylan, *Intermittent demand forecasting*,
/// 2021, chapter 5. The reorder point s is the least whole number for which, with
///
/// - a cycle service level α: P(D ≤ s) ≥ α
/// - a fill rate β: E[max(0, D − s)] − E[max(0, D_L − s)] ≤ (1 − β) · E[D_R], the units missing in a
///   cycle: those at its end that were not missing at its begin (their section 7.10)
/// - costs: P(D ≤ s) ≥ shortage / (shortage + holding), the newsvendor's critical ratio (their section 9.2)
///
/// Units beyond s cover `coverDays` more. Orders are of what is missing to that, when the position (on
/// hand and on order) is at s or below.
package struct ReplenishmentPlan: Sendable, Equatable {
  /// Units: order when the position is at or below, up to `orderUpTo`.
  package let reorderPoint: Double
  package let orderUpTo: Double
  /// Units of the reorder point beyond what is expected to be sold.
  package let safetyStock: Double
  /// Units to order now; 0 when there is enough.
  package let orderQuantity: Double
  /// Days until what is on hand is expected to be sold, and with what is on order; infinite when nothing
  /// is expected to be sold.
  package let daysOfCover: Double
  package let daysOfCoverWithOrders: Double
  /// That more is asked for than is on hand and on order before an order of now arrives.
  package let stockOutProbability: Double
  /// The same at the end of the protection interval, if the order is made.
  package let stockOutProbabilityAfterOrder: Double
  /// Units expected to be sold in the protection interval, and their standard deviation.
  package let expectedDemand: Double
  package let demandDeviation: Double

  /// Some microseconds; nothing allocates.
  ///
  /// - Throws: DemandError naming the term that cannot be.
  package init(outlook: borrowing DemandOutlook, terms: StockTerms) throws(DemandError) {
    try terms.check()
    // Without a review period, time passes in days.
    let cycle = max(terms.reviewDays, terms.coverDays, 1)
    let protection = Self.demand(outlook, days: terms.reviewDays + terms.leadTimeDays, terms)
    let lead = Self.demand(outlook, days: terms.leadTimeDays, terms)
    let mean = protection.mean
    switch terms.target {
    case .cycleService(let level):
      reorderPoint = mean == 0 ? 0 : protection.quantile(level)
    case .costs(let shortage, let holding):
      reorderPoint = mean == 0 ? 0 : protection.quantile(shortage / (shortage + holding))
    case .fillRate(let level):
      let cycleDemand =
        outlook.mean(days: terms.leadTimeDays + cycle) - outlook.mean(days: terms.leadTimeDays)
      // What runs out while the next order can be made at any time is what the lead time needs more
      // than was there.
      reorderPoint = Self.reorderPoint(
        protection, start: terms.reviewDays > 0 ? lead : nil, missing: (1 - level) * cycleDemand)
    }
    expectedDemand = mean
    demandDeviation = protection.variance.squareRoot()
    safetyStock = reorderPoint - mean
    let interval = terms.reviewDays + terms.leadTimeDays
    let cover = outlook.mean(days: interval + terms.coverDays) - outlook.mean(days: interval)
    orderUpTo = reorderPoint + cover.rounded(.up)

    let position = terms.onHand + terms.onOrder
    let wanted = orderUpTo - position
    var quantity = 0.0
    if position <= reorderPoint, wanted > 0 {
      quantity =
        (max(wanted, terms.minimumOrder) / terms.packSize).rounded(.up) * terms.packSize
    }
    orderQuantity = quantity
    daysOfCover = outlook.days(selling: terms.onHand)
    daysOfCoverWithOrders = outlook.days(selling: position)
    stockOutProbability = 1 - lead.cumulative(through: position)
    stockOutProbabilityAfterOrder = 1 - protection.cumulative(through: position + quantity)
  }

  private static func demand(
    _ outlook: borrowing DemandOutlook, days: Double, _ terms: StockTerms
  ) -> CountDistribution {
    let mean = outlook.mean(days: days)
    let daily = days > 0 ? mean / days : outlook.mean(days: 1)
    let deviation = daily * terms.leadTimeDeviationDays
    return CountDistribution(
      mean: mean, variance: outlook.variance(days: days) + deviation * deviation)
  }

  /// The least whole number with no more than `missing` units a cycle: the bracket grows from what is
  /// expected, and is halved.
  private static func reorderPoint(
    _ protection: CountDistribution, start: CountDistribution?, missing: Double
  ) -> Double {
    guard protection.mean > 0 else { return 0 }
    func isEnough(_ stock: Double) -> Bool {
      protection.shortfall(above: stock) - (start?.shortfall(above: stock) ?? 0) <= missing
    }
    if isEnough(0) { return 0 }
    var low = 0.0
    var high = max(1, protection.mean.rounded())
    var step = max(1, protection.variance.squareRoot().rounded())
    while !isEnough(high) {
      low = high
      high += step
      step *= 2
    }
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
