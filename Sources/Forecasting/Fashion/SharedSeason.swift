/// The season that a group of items has in common, since one item alone has too few sales, and too many
/// weeks in which it was sold out, to show it; and what the events of a calendar do to it:
///
///     E[sales of item i in period t] = level_i · factor(t mod season) · (1 + Σ_e share of e in t · effect_e)
///
/// by maximum likelihood of Poisson counts: levels and factors are scaled in turn until each adds up to its
/// sales (iterative proportional fitting: Deming, Stephan, Annals of Mathematical Statistics 1940; that it
/// is the likelihood's maximum: Bishop, Fienberg, Holland, *Discrete multivariate analysis*, 1975, section
/// 3.5), effects by a step of Newton's method in each turn. Periods in which an item was sold out are left
/// out of all. Each factor has some units more that are sold as without a season, or as in the season of the
/// larger group that the items are part of, which draws those with few sales to it; effects likewise.
package struct SharedSeason: Sendable, Equatable {
  /// One per period of the season; their mean is 1.
  package let factors: [Double]
  /// Of each event of the calendar, for a period that is all of it: 0.5 for half as much again.
  package let effects: [Double]
  private let calendar: EventCalendar

  private static let iterationLimit = 50
  /// Units that every factor and effect is drawn with.
  private static let priorUnits = 20.0

  /// An item's sales, or a part of them that has a level of its own.
  package struct Item: Sendable {
    package let sales: [Double]
    package let wasSoldOut: [Bool]
    package let firstPeriod: Int

    package init(sales: [Double], wasSoldOut: [Bool], firstPeriod: Int = 0) {
      self.sales = sales
      self.wasSoldOut = wasSoldOut
      self.firstPeriod = firstPeriod
    }
  }

  /// None.
  package init(without season: Int) {
    factors = [Double](repeating: 1, count: season)
    effects = []
    calendar = .none
  }

  /// O(iterations · periods of all items).
  ///
  /// - Parameter parent: of the same length and calendar, what factors and effects are drawn to; `nil`: none
  /// - Throws: DemandError when there is no item, sales are none, or marks are not one per period.
  package init(
    _ items: [Item], season: Int, parent: SharedSeason? = nil, calendar: EventCalendar = .none
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
    let prior = parent ?? SharedSeason(without: season)
    precondition(prior.factors.count == season, "a season of \(season) in one of another length")
    var sums = Sums(items)
    var factors = prior.factors
    let priorEffects =
      prior.effects.isEmpty ? [Double](repeating: 0, count: calendar.count) : prior.effects
    var effects = priorEffects
    for _ in 0..<Self.iterationLimit {
      let lifts = sums.periods.map { calendar.factor(effects, $0) }
      let first = sums.first
      sums.setLevels(items) { factors[$0.phase(season)] * lifts[$0 - first] }
      var sold = prior.factors.map { Self.priorUnits * $0 }
      var expected = [Double](repeating: Self.priorUnits, count: season)
      for (place, period) in sums.periods.enumerated() {
        sold[period.phase(season)] += sums.sold[place]
        expected[period.phase(season)] += sums.levels[place] * lifts[place]
      }
      var change = 0.0
      for phase in 0..<season {
        let next = sold[phase] / expected[phase]
        change = max(change, (next - factors[phase]).magnitude)
        factors[phase] = next
      }
      var slopes = zip(priorEffects, effects).map { Self.priorUnits * ($0 - $1) }
      var curvatures = [Double](repeating: Self.priorUnits, count: effects.count)
      for (place, period) in sums.periods.enumerated() {
        let plain = sums.levels[place] * factors[period.phase(season)]
        for one in calendar.events(in: period) {
          slopes[one.event] += one.share * (sums.sold[place] / lifts[place] - plain)
          curvatures[one.event] +=
            one.share * one.share * sums.sold[place] / (lifts[place] * lifts[place])
        }
      }
      for event in effects.indices {
        let next = max(effects[event] + slopes[event] / curvatures[event], -0.9)
        change = max(change, (next - effects[event]).magnitude)
        effects[event] = next
      }
      if change < 1e-6 { break }
    }
    let mean = factors.reduce(0, +) / Double(season)
    self.factors = factors.map { $0 / mean }
    self.effects = effects
    self.calendar = calendar
  }

  /// Of the period `period`, counted as the items' are.
  package func factor(_ period: Int) -> Double {
    factors[period.phase(factors.count)] * calendar.factor(effects, period)
  }

  /// What sold in each period, and how much would have sold of the same items without season and events.
  private struct Sums {
    let first: Int
    let sold: [Double]
    private(set) var levels: [Double]

    var periods: Range<Int> { first..<first + sold.count }

    init(_ items: [Item]) {
      first = items.map(\.firstPeriod).min() ?? 0
      let end = items.map { $0.firstPeriod + $0.sales.count }.max() ?? first
      var sold = [Double](repeating: 0, count: end - first)
      for item in items {
        for period in item.sales.indices where !item.wasSoldOut[period] {
          sold[item.firstPeriod - first + period] += item.sales[period]
        }
      }
      self.sold = sold
      levels = sold
    }

    /// A level is what sold of an item over what its periods have factors.
    mutating func setLevels(_ items: [Item], _ factor: (Int) -> Double) {
      let factors = periods.map(factor)
      for place in levels.indices { levels[place] = 0 }
      for item in items {
        let begin = item.firstPeriod - first
        var (sold, exposure) = (0.0, 0.0)
        for period in item.sales.indices where !item.wasSoldOut[period] {
          sold += item.sales[period]
          exposure += factors[begin + period]
        }
        guard exposure > 0 else { continue }
        for period in item.sales.indices where !item.wasSoldOut[period] {
          levels[begin + period] += sold / exposure
        }
      }
    }
  }
}

/// Which events lie in which periods.
package struct EventCalendar: Sendable, Equatable {
  package struct Share: Sendable, Equatable {
    package let event: Int
    /// Of the period's days that the event takes, in 0...1.
    package let share: Double

    package init(event: Int, share: Double) {
      self.event = event
      self.share = share
    }
  }

  /// Of events.
  package let count: Int
  private let first: Int
  private let periods: [[Share]]

  package static let none = EventCalendar(count: 0, [:])
  /// However many events coincide, something sells.
  private static let least = 0.1

  /// - Parameter shares: by period; one that has no event may be left out
  package init(count: Int, _ shares: [Int: [Share]]) {
    self.count = count
    first = shares.keys.min() ?? 0
    let last = shares.keys.max() ?? first - 1
    periods = (first..<last + 1).map { shares[$0] ?? [] }
  }

  /// From the first with an event to the last.
  package var span: Range<Int> { first..<first + periods.count }

  func events(in period: Int) -> [Share] {
    let place = period - first
    return periods.indices.contains(place) ? periods[place] : []
  }

  func factor(_ effects: [Double], _ period: Int) -> Double {
    guard !effects.isEmpty else { return 1 }
    return max(
      Self.least, events(in: period).reduce(1) { $0 + $1.share * effects[$1.event] })
  }
}

extension Int {
  /// The place of a period in a season.
  @inline(__always)
  func phase(_ season: Int) -> Int {
    let phase = self % season
    return phase < 0 ? phase + season : phase
  }
}
