/// The season that a group of items has in common, since one item alone has too few sales, and too many
/// weeks in which it was sold out, to show it:
///
///     E[sales of item i in period t] = level_i · factor(t mod season)
///
/// by maximum likelihood of Poisson counts: levels and factors are scaled in turn until each adds up to its
/// sales (iterative proportional fitting: Deming, Stephan, Annals of Mathematical Statistics 1940; that it
/// is the likelihood's maximum: Bishop, Fienberg, Holland, *Discrete multivariate analysis*, 1975, section
/// 3.5). Periods in which an item was sold out are left out of both. Each factor has some units more that
/// are sold as without a season, which draws those with few sales to 1.
package struct SharedSeason: Sendable, Equatable {
  /// One per period of the season; their mean is 1.
  package let factors: [Double]

  private static let iterationLimit = 50
  /// Units that every factor is drawn to 1 with.
  private static let priorUnits = 20.0

  /// An item's sales, all items beginning with the same period of the season.
  package struct Item: Sendable {
    package let sales: [Double]
    package let wasSoldOut: [Bool]

    package init(sales: [Double], wasSoldOut: [Bool]) {
      self.sales = sales
      self.wasSoldOut = wasSoldOut
    }
  }

  /// O(iterations · periods of all items).
  ///
  /// - Throws: DemandError when there is no item, sales are none, or marks are not one per period.
  package init(_ items: [Item], season: Int) throws(DemandError) {
    try DemandError.check("season", Double(season), "in 1...366", (1...366).contains(season))
    guard !items.isEmpty else { throw .noObservations }
    for item in items {
      try DemandError.check(item.sales)
      guard item.wasSoldOut.count == item.sales.count else {
        throw .unequalCounts(
          name: "wasSoldOut", count: item.wasSoldOut.count, expected: item.sales.count)
      }
    }
    var factors = [Double](repeating: 1, count: season)
    for _ in 0..<Self.iterationLimit {
      var sold = [Double](repeating: Self.priorUnits, count: season)
      var expected = sold
      for item in items {
        let level = Self.level(item, factors)
        for period in item.sales.indices where !item.wasSoldOut[period] {
          sold[period % season] += item.sales[period]
          expected[period % season] += level
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

  private static func level(_ item: Item, _ factors: [Double]) -> Double {
    var (sold, exposure) = (0.0, 0.0)
    for period in item.sales.indices where !item.wasSoldOut[period] {
      sold += item.sales[period]
      exposure += factors[period % factors.count]
    }
    return exposure > 0 ? sold / exposure : 0
  }

  /// Of the period `period`, counted from the first one of the items' sales on.
  package func factor(_ period: Int) -> Double { factors[period % factors.count] }
}
