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

/// How alike the errors of a level's series are: how many times the variance of their sum is that of as many
/// series whose errors have nothing to do with each other.
///
/// A trend that all series follow is missed by all of them. Without this, thousands of leaves that are each unsure
/// would be taken for a sum that is sure, and totals moved to it. Errors are those of smoothed levels one period
/// ahead, over the newest periods.
struct LevelCorrelation {
  static let periodsMax = 26

  private var sums: [SalesHierarchy.Level?: [Double]] = [:]
  private var squares: [SalesHierarchy.Level?: Double] = [:]

  /// - Parameters:
  ///   - level: `nil`: of the leaves
  ///   - errors: of the newest periods, the last one last
  mutating func add(_ level: SalesHierarchy.Level?, errors: [Double]) {
    var sum = sums[level] ?? [Double](repeating: 0, count: Self.periodsMax)
    for (back, error) in errors.reversed().enumerated() where back < Self.periodsMax {
      sum[back] += error
      squares[level, default: 0] += error * error
    }
    sums[level] = sum
  }

  /// At least 1.
  func factor(_ level: SalesHierarchy.Level?) -> Double {
    guard let sum = sums[level], let squares = squares[level], squares > 0 else { return 1 }
    return max(1, sum.reduce(0) { $0 + $1 * $1 } / squares)
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
      let isRecent = values.count - period <= LevelCorrelation.periodsMax
      if isRecent { errors.append(period == 0 ? 0 : factor * (value - model.mean)) }
      if isStockedOut[period] { model.observe(atLeast: value) } else { model.observe(value) }
    }
    return errors
  }
}

extension FittedForecasts {
  /// Moves what is expected of every period until totals are the sums of their leaves: as little as the
  /// variances of each series' errors say that it can be moved (``ReconciliationMethod/variance``), each as many
  /// times as errors of its level are alike.
  ///
  /// - Precondition: totals are the last series, in the hierarchy's order
  mutating func reconcile(
    _ sales: SalesHierarchy, _ correlation: LevelCorrelation
  ) throws(DemandError) {
    guard totalCount > 0 else { return }
    let (hierarchy, leaves) = try sales.hierarchy()
    let nodes = (0..<totalCount).map { series.count - totalCount + $0 } + leaves
    var means = series.map { expected($0) }
    let deviations = nodes.enumerated().map { place, node -> [Double] in
      let level = place < totalCount ? sales.totals[place].level : nil
      let root = correlation.factor(level).squareRoot()
      return self.deviations(series[node], means: means[node]).map { root * $0 }
    }
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
