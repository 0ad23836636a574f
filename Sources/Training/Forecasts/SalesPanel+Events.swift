import Datasets
import Forecasting

extension SalesPanel {
  /// Which events lie in which periods: those of one name are one event.
  func eventCalendar(_ table: CalendarTable?) -> EventCalendar {
    guard let length = frequency.days, let table else { return .none }
    var numbers: [String: Int] = [:]
    var days: [Int: [Int: Double]] = [:]
    for (day, name) in table.events {
      let event = numbers[name] ?? numbers.count
      numbers[name] = event
      days[frequency.period(of: Int64(day) * 86_400), default: [:]][event, default: 0] += 1
    }
    return EventCalendar(
      count: numbers.count,
      days.mapValues { events in
        events.sorted { $0.key < $1.key }.map {
          EventCalendar.Share(event: $0.key, share: min(1, $0.value / length.rounded()))
        }
      })
  }

  /// The share of a period's days that are in the calendar; 0 where periods are ordinals.
  func eventShares(_ calendar: CalendarTable) -> [Int: Double] {
    guard let length = frequency.days else { return [:] }
    var shares: [Int: Double] = [:]
    for day in calendar.days {
      shares[frequency.period(of: Int64(day) * 86_400), default: 0] += 1 / length.rounded()
    }
    return shares.mapValues { min(1, $0) }
  }
}

extension SalesPanel.Series {
  /// The price of the newest periods without promotion, in the middle; NaN where none is known.
  var usualPrice: Float {
    let known = prices.indices.suffix(26).filter { !prices[$0].isNaN }
    let plain = known.filter { promotions[$0] == 0 }
    let sorted = (plain.isEmpty ? known : plain).map { prices[$0] }.sorted()
    if !sorted.isEmpty { return sorted[sorted.count / 2] }
    return prices.last { !$0.isNaN } ?? .nan
  }

  /// Sales are whole, and in a quarter of the periods or more there are none.
  ///
  /// The mean time between demands from which intermittent models are the better ones is 1.32 periods:
  /// Syntetos, Boylan, Croston, *On the categorization of demand patterns*, Journal of the Operational
  /// Research Society 2005.
  var isIntermittent: Bool {
    let known = values.filter { !$0.isNaN }
    guard !known.isEmpty, known.allSatisfy({ $0 == $0.rounded() }) else { return false }
    return Double(known.count) >= 1.32 * Double(known.count { $0 > 0 })
  }

  /// The series without its group's season.
  func divided(by seasons: GroupSeasons, _ group: Int?) -> Self {
    guard group != nil else { return self }
    var level = self
    for period in values.indices {
      level.values[period] /= seasons.factor(group, period: firstPeriod + period)
    }
    return level
  }

  /// What was asked for in each period, as far as can be told where nothing was left.
  func demand(_ seasons: GroupSeasons, _ group: Int?, season: Int) -> [Double] {
    guard isStockedOut.contains(true) else { return values }
    let level = divided(by: seasons, group).unconstrained(season: season)
    return values.indices.map { level[$0] * seasons.factor(group, period: firstPeriod + $0) }
  }

  /// What the classical models are fitted to: where nothing was left, not less than its neighbours say.
  func unconstrained(season: Int) -> [Double] {
    guard isStockedOut.contains(true) else { return values }
    let open = values.indices.map { isStockedOut[$0] ? .nan : values[$0] }
    // All of it sold out: there is nothing to say how much more it might have been.
    guard let first = open.firstIndex(where: { !$0.isNaN }) else { return values }
    let bridged = PreparedSeries(Array(open[first...]), season: season).values
    return values.indices.map { period in
      guard isStockedOut[period], period >= first else { return values[period] }
      return max(values[period].isNaN ? 0 : values[period], bridged[period - first])
    }
  }
}
