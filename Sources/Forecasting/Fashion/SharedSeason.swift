/// The season that a group of items has in common, since one item alone has too few sales, and too many
/// weeks in which it was sold out, to show it:
///
///     E[sales of item i in period t] = level_i · factor(t mod season)
///
/// by maximum likelihood of Poisson counts: levels and factors are scaled in turn until each adds up to its
/// sales (iterative proportional fitting: Deming, Stephan, Annals of Mathematical Statistics 1940; that it
/// is the likelihood's maximum: Bishop, Fienberg, Holland, *Discrete multivariate analysis*, 1975, section
/// 3.5). Periods in which an item was sold out are left out of both. Each factor has some units more that
/// are sold as without a season, or as in the season of the larger group that the items are part of, which
/// draws those with few sales to it.
package struct SharedSeason: Sendable, Equatable {
  /// One per period of the season; their mean is 1.
  package let factors: [Double]

  private static let iterationLimit = 50
  /// Units that every factor is drawn with.
  private static let priorUnits = 20.0

  /// An item's sales, or a part of them that has a level of its own.
  package struct Item: Sendable {
    package let sales: [Double]
    package let wasSoldOut: [Bool]
    /// The place of the first of the sales in the season.
    package let firstPhase: Int

    package init(sales: [Double], wasSoldOut: [Bool], firstPhase: Int = 0) {
      self.sales = sales
      self.wasSoldOut = wasSoldOut
      self.firstPhase = firstPhase
    }
  }

  /// O(iterations · periods of all items).
  ///
  /// - Parameter parent: of the same length, what factors are drawn to; `nil`: 1
  /// - Throws: DemandError when there is no item, sales are none, or marks are not one per period.
  package init(
    _ items: [Item], season: Int, parent: SharedSeason? = nil
  ) throws(DemandError) {
    try DemandError.check("season", Double(season), "in 1...366", (1...366).contains(season))
    guard !items.isEmpty else { throw .noObservations }
    for item in items {
      try DemandError.check(item.sales)
      guard item.wasSoldOut.count == item.sales.count else {
        throw .unequalCounts(
          name: "wasSoldOut", count: item.wasSoldOut.count, expected: item.sales.count)
      }
    }
    let prior = parent?.factors ?? [Double](repeating: 1, count: season)
    precondition(prior.count == season, "a season of \(season) in one of \(prior.count)")
    var factors = prior
    for _ in 0..<Self.iterationLimit {
      var sold = prior.map { Self.priorUnits * $0 }
      var expected = [Double](repeating: Self.priorUnits, count: season)
      for item in items {
        let level = Self.level(item, factors)
        for period in item.sales.indices where !item.wasSoldOut[period] {
          let phase = (item.firstPhase + period) % season
          sold[phase] += item.sales[period]
          expected[phase] += level
        }
      }
      var change = 0.0
      for phase in 0..<season {
        let next = sold[phase] / expected[phase]
        change = max(change, (next - factors[phase]).magnitude)
        factors[phase] = next
      }
      if change < 1e-6 { break }
    }
    let mean = factors.reduce(0, +) / Double(season)
    self.factors = factors.map { $0 / mean }
  }

  /// None.
  package init(without season: Int) { factors = [Double](repeating: 1, count: season) }

  private static func level(_ item: Item, _ factors: [Double]) -> Double {
    var (sold, exposure) = (0.0, 0.0)
    for period in item.sales.indices where !item.wasSoldOut[period] {
      sold += item.sales[period]
      exposure += factors[(item.firstPhase + period) % factors.count]
    }
    return exposure > 0 ? sold / exposure : 0
  }

  /// Of the period `period`, counted from the first one of the items' sales on.
  package func factor(_ period: Int) -> Double { factors[period % factors.count] }
}
