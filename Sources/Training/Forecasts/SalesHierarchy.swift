package import Forecasting

/// Which series are sold together: of an item at all stores, of a category, a country, a store, and all of them.
///
/// A total has a series of its own, whose id is the item's, or `category=dress`, `country=France`,
/// `store=Paris`, and `shop` for all. Leaves that ended before the others are in its past alone.
package struct SalesHierarchy: Sendable {
  package enum Level: String, CaseIterable, Sendable {
    case shop, country, store, category, item
  }

  package struct Total: Sendable {
    package let id: String
    package let level: Level
    /// Places of series.
    package var leaves: [Int]
  }

  package private(set) var totals: [Total] = []
  /// Of each series, whether it goes on until the panel's last period.
  package let isActive: [Bool]
  package let lastPeriod: Int
  package private(set) var remarks: [String] = []

  /// No totals when no item has a category, and no series a store or country.
  ///
  /// - Parameter category: of a series; `nil`: none
  package init(of sales: SalesPanel, category: (String) -> String?) {
    let last = sales.series.map(\.lastPeriod).max() ?? 0
    lastPeriod = last
    isActive = sales.series.map { $0.lastPeriod == last }
    var places: [String: Int] = [:]
    func add(_ level: Level, _ id: String, _ leaf: Int) {
      if let place = places[id] { return totals[place].leaves.append(leaf) }
      places[id] = totals.count
      totals.append(Total(id: id, level: level, leaves: [leaf]))
    }
    for (leaf, one) in sales.series.enumerated() {
      if let name = category(one.id) { add(.category, "category=\(name)", leaf) }
      if !one.country.isEmpty { add(.country, "country=\(one.country)", leaf) }
      let parts = one.id.split(separator: "@", maxSplits: 1)
      if parts.count == 2, one.id.first != "@" {
        add(.item, String(parts[0]), leaf)
        // A store that is a country already would count twice.
        if parts[1] != one.country { add(.store, "store=\(parts[1])", leaf) }
      }
    }
    guard !totals.isEmpty else { return }
    for leaf in sales.series.indices { add(.shop, "shop", leaf) }
    let ids = Set(sales.series.map(\.id))
    let taken = totals.filter { ids.contains($0.id) }
    for total in taken.prefix(3) {
      remarks.append("'\(total.id)' is a series itself: no total of this name")
    }
    // Of what nothing is sold any more nothing is to be foretold.
    totals.removeAll { total in
      ids.contains(total.id) || !total.leaves.contains { isActive[$0] }
    }
    let order = Level.allCases
    totals.sort { left, right in
      (order.firstIndex(of: left.level) ?? 0, left.id)
        < (order.firstIndex(of: right.level) ?? 0, right.id)
    }
  }

  /// Totals of a level, which come one after the other.
  func places(of level: Level) -> Range<Int> {
    let first = totals.firstIndex { $0.level == level } ?? totals.count
    return first..<first + totals.count { $0.level == level }
  }

  /// What was sold of a total's leaves in each period, from the first that any of them has.
  ///
  /// - Parameter demand: of a series, one per period; NaN counts as nothing
  package func history(
    of total: Total, _ sales: SalesPanel, demand: (Int) -> [Double]
  ) -> SalesPanel.Series {
    let first = total.leaves.map { sales.series[$0].firstPeriod }.min() ?? lastPeriod
    var sums = [Double](repeating: 0, count: lastPeriod - first + 1)
    for leaf in total.leaves {
      let begin = sales.series[leaf].firstPeriod - first
      for (period, value) in demand(leaf).enumerated() where !value.isNaN {
        sums[begin + period] += value
      }
    }
    var series = SalesPanel.Series(id: total.id, firstPeriod: first)
    series.values = sums
    series.isStockedOut = sums.map { _ in false }
    series.prices = sums.map { _ in .nan }
    series.promotions = sums.map { _ in 0 }
    return series
  }

  /// Over the leaves that go on, numbered as they come; which series each is.
  package func hierarchy() throws(DemandError) -> (Hierarchy, leaves: [Int]) {
    let leaves = isActive.indices.filter { isActive[$0] }
    var numbers: [Int: Int] = [:]
    for (number, leaf) in leaves.enumerated() { numbers[leaf] = number }
    return (
      try Hierarchy(
        leafCount: leaves.count, totals: totals.map { $0.leaves.compactMap { numbers[$0] } }),
      leaves
    )
  }
}

/// How far the series of a level can be moved to agree with others.
///
/// Errors are those of smoothed levels one period ahead, over the newest periods. A series' own are few, and of a
/// few great orders, so that their squares are those that series of its level and size have (``VarianceLaw``). They
/// count as many times as errors of the level are alike: a trend that all series follow is missed by all of them;
/// without this, thousands of leaves that are each unsure would be taken for a sum that is sure, and totals moved
/// to it.
struct LevelErrors {
  static let periodsMax = 26

  private var sums: [SalesHierarchy.Level?: [Double]] = [:]
  /// Mean squares, series by series as they were added.
  private var squares: [SalesHierarchy.Level?: [Double]] = [:]
  private var squareSums: [SalesHierarchy.Level?: Double] = [:]

  /// - Parameters:
  ///   - level: `nil`: of the leaves
  ///   - errors: of the newest periods, the last one last
  mutating func add(_ level: SalesHierarchy.Level?, errors: [Double]) {
    var sum = sums[level] ?? [Double](repeating: 0, count: Self.periodsMax)
    var square = 0.0
    for (back, error) in errors.reversed().enumerated() where back < Self.periodsMax {
      sum[back] += error
      square += error * error
    }
    sums[level] = sum
    squareSums[level, default: 0] += square
    squares[level, default: []].append(square / Double(max(1, errors.count)))
  }

  /// How many times the variance of the sum of a level's errors is that of as many that have nothing to do with
  /// each other; at least 1.
  func likeness(_ level: SalesHierarchy.Level?) -> Double {
    guard let sum = sums[level], let squares = squareSums[level], squares > 0 else { return 1 }
    return max(1, sum.reduce(0) { $0 + $1 * $1 } / squares)
  }

  /// Standard deviations, one a series and period.
  ///
  /// - Parameter means: what is expected of the periods to come of each series of the level, as they were added
  func deviations(_ level: SalesHierarchy.Level?, means: [[Double]]) -> [[Double]] {
    let own = squares[level] ?? []
    precondition(own.count == means.count, "\(means.count) series, errors of \(own.count)")
    let likeness = likeness(level)
    let law = VarianceLaw(
      means: means.map { $0.reduce(0, +) / Double(max(1, $0.count)) }, variances: own)
    return zip(means, own).map { means, own in
      means.map { (likeness * (law?.variance(of: $0) ?? own)).squareRoot() }
    }
  }
}

extension SalesPanel.Series {
  /// What the smoothed level of a series, times its season, errs by one period ahead, of its newest periods.
  func smoothedErrors(_ seasons: GroupSeasons, _ group: Int?) -> [Double] {
    var model = CountForecaster()
    var errors: [Double] = []
    for period in values.indices {
      let factor = seasons.factor(group, period: firstPeriod + period)
      let value = values[period].isNaN ? model.mean : values[period] / factor
      let isRecent = values.count - period <= LevelErrors.periodsMax
      if isRecent { errors.append(period == 0 ? 0 : factor * (value - model.mean)) }
      if isStockedOut[period] { model.observe(atLeast: value) } else { model.observe(value) }
    }
    return errors
  }
}

extension FittedForecasts {
  /// Moves what is expected of every period until totals are the sums of their leaves: as little as the errors of
  /// each series' level say that it can be moved (``ReconciliationMethod/variance``).
  ///
  /// - Precondition: totals are the last series, in the hierarchy's order
  mutating func reconcile(
    _ sales: SalesHierarchy, _ errors: LevelErrors
  ) throws(DemandError) {
    guard totalCount > 0 else { return }
    let (hierarchy, leaves) = try sales.hierarchy()
    let nodes = (0..<totalCount).map { series.count - totalCount + $0 } + leaves
    var means = series.map { expected($0) }
    var deviations: [[Double]] = []
    for level in SalesHierarchy.Level.allCases {
      deviations += errors.deviations(
        level, means: sales.places(of: level).map { means[nodes[$0]] })
    }
    deviations += errors.deviations(nil, means: leaves.map { means[$0] })
    for step in 0..<panel.horizon {
      let found = try Reconciliation(
        hierarchy, .variance, errors: [deviations.map { $0[step] }]
      ).reconcile(nodes.map { means[$0][step] }, isNonnegative: true)
      for (place, node) in nodes.enumerated() { means[node][step] = found[place] }
    }
    // Sums of what is packed, digit for digit.
    for leaf in leaves { means[leaf] = means[leaf].map { Double(Float($0)) } }
    for (place, total) in sales.totals.enumerated() {
      let active = total.leaves.filter { sales.isActive[$0] }
      means[series.count - totalCount + place] = (0..<panel.horizon).map { step in
        active.reduce(0) { $0 + means[$1][step] }
      }
    }
    reconciled = means
  }
}
