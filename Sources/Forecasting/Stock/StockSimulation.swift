/// An item's stock over some periods: what was ordered, sold, and missed, and what it cost.
///
/// A period begins with the delivery of what was ordered `leadTime` periods before, then units are asked
/// for, and an order is made at its end. Whoever finds nothing waits, as ``ReplenishmentPlan`` assumes, or
/// goes away. A rule is asked for the order, and told what was ordered by customers; when they go away, only
/// what was sold, and whether it sold out.
package struct StockSimulation: Sendable, Equatable {
  package struct Costs: Sendable, Equatable {
    /// Of a unit in stock at a period's end, of a unit that was missing when asked for, of an order.
    package let holding: Double
    package let shortage: Double
    package let order: Double

    package init(holding: Double, shortage: Double, order: Double) {
      self.holding = holding
      self.shortage = shortage
      self.order = order
    }
  }

  /// What a rule knows at the end of a period.
  package struct Position: Sendable, Equatable {
    package let sold: Double
    /// Whether more may have been asked for.
    package let wasSoldOut: Bool
    /// Negative when customers wait.
    package let onHand: Double
    package let onOrder: Double
  }

  package private(set) var periodCount = 0
  package private(set) var demand = 0.0
  package private(set) var served = 0.0
  package private(set) var periodsWithoutShortage = 0
  package private(set) var orderCount = 0
  package private(set) var cost = 0.0

  package init() {}

  /// The share of units that was there.
  package var fillRate: Double { demand > 0 ? served / demand : 1 }
  /// The share of periods in which nothing was missing: the cycle service of one that orders each period.
  package var cycleService: Double {
    Double(periodsWithoutShortage) / Double(max(1, periodCount))
  }

  /// Adds an item's periods.
  ///
  /// - Parameters:
  ///   - leadTime: periods, ≥ 1: an order made at the end of a period is there for the `leadTime`-th next
  ///   - skipping: periods at the begin that are not counted, until the first orders have come
  ///   - isLost: whether who finds nothing goes away
  ///   - rule: the units to order, ≥ 0
  package mutating func run<Failure: Error>(
    demand wanted: [Double], onHand start: Double, leadTime: Int, skipping: Int, isLost: Bool,
    costs: Costs,
    rule: (Position) throws(Failure) -> Double
  ) throws(Failure) {
    precondition(leadTime >= 1, "leadTime is \(leadTime)")
    var onHand = start
    var pipeline = [Double](repeating: 0, count: leadTime)
    for (period, wanted) in wanted.enumerated() {
      let slot = period % leadTime
      onHand += pipeline[slot]
      pipeline[slot] = 0
      let sold = min(wanted, max(0, onHand))
      onHand -= isLost ? sold : wanted
      let order = try rule(
        Position(
          sold: isLost ? sold : wanted, wasSoldOut: isLost && sold < wanted, onHand: onHand,
          onOrder: pipeline.reduce(0, +)))
      precondition(order >= 0, "an order of \(order)")
      pipeline[slot] = order
      guard period >= skipping else { continue }
      periodCount += 1
      demand += wanted
      served += sold
      if sold >= wanted { periodsWithoutShortage += 1 }
      if order > 0 { orderCount += 1 }
      cost +=
        costs.holding * max(0, onHand) + costs.shortage * (wanted - sold)
        + (order > 0 ? costs.order : 0)
    }
  }
}
