/// What a shop asks of its stock of an item.
package enum ServiceTarget: Sendable, Equatable {
  /// The probability that nothing runs out from one delivery to the next, between 0 and 1.
  case cycleService(Double)
  /// The share of units that is served from the shelf, between 0 and 1.
  case fillRate(Double)
  /// A unit that is missing costs `shortage` (margin, goodwill), one left over `holding`, of a cycle.
  case costs(shortage: Double, holding: Double)

  func check() throws(DemandError) {
    switch self {
    case .cycleService(let level):
      try DemandError.check("cycle service", level, "between 0 and 1", level > 0 && level < 1)
    case .fillRate(let level):
      try DemandError.check("fill rate", level, "between 0 and 1", level > 0 && level < 1)
    case .costs(let shortage, let holding):
      try DemandError.check(
        "shortage cost", shortage, "above 0 and finite", shortage > 0 && shortage.isFinite)
      try DemandError.check(
        "holding cost", holding, "above 0 and finite", holding > 0 && holding.isFinite)
    }
  }
}

/// What is known of an item's supply.
package struct StockTerms: Sendable, Equatable {
  /// Days from an order to its delivery, and their standard deviation.
  package var leadTimeDays: Double
  package var leadTimeDeviationDays: Double
  /// Days between two occasions to order; 0 when it can be done any time.
  package var reviewDays: Double
  /// Days that an order should last beyond the next occasion: more when an order is dear.
  package var coverDays: Double
  package var target: ServiceTarget
  /// Units. Those sold but not delivered count against `onHand`, which may be negative.
  package var onHand: Double
  /// Units ordered, not yet delivered.
  package var onOrder: Double
  /// An order is a multiple of this many units.
  package var packSize: Double
  /// An order is no smaller than this.
  package var minimumOrder: Double

  package init(
    leadTimeDays: Double, leadTimeDeviationDays: Double = 0, reviewDays: Double,
    coverDays: Double = 0, target: ServiceTarget, onHand: Double, onOrder: Double = 0,
    packSize: Double = 1, minimumOrder: Double = 0
  ) {
    self.leadTimeDays = leadTimeDays
    self.leadTimeDeviationDays = leadTimeDeviationDays
    self.reviewDays = reviewDays
    self.coverDays = coverDays
    self.target = target
    self.onHand = onHand
    self.onOrder = onOrder
    self.packSize = packSize
    self.minimumOrder = minimumOrder
  }

  func check() throws(DemandError) {
    func days(_ name: String, _ value: Double) throws(DemandError) {
      try DemandError.check(name, value, "in 0...3650 days", value >= 0 && value <= 3650)
    }
    try days("lead time", leadTimeDays)
    try days("lead time's deviation", leadTimeDeviationDays)
    try days("review period", reviewDays)
    try days("cover", coverDays)
    try target.check()
    try DemandError.check("stock on hand", onHand, "finite", onHand.isFinite)
    try DemandError.check(
      "stock on order", onOrder, "finite and ≥ 0", onOrder >= 0 && onOrder.isFinite)
    try DemandError.check(
      "pack size", packSize, "above 0 and finite", packSize > 0 && packSize.isFinite)
    try DemandError.check(
      "minimum order", minimumOrder, "finite and ≥ 0", minimumOrder >= 0 && minimumOrder.isFinite)
  }
}
