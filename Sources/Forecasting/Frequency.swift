package import Bytes

/// How long the periods of a series are, and which period a time lies in.
///
/// Periods are whole numbers that grow by one: weeks begin on Mondays, months and quarters on their first
/// days, all in UTC. `step` is for series whose dates are ordinals, which are their own periods.
package enum Frequency: String, CaseIterable, Sendable {
  case day, week, month, quarter, year, step

  package static let accepted = allCases.map(\.rawValue).joined(separator: ", ")

  /// Periods after which a pattern repeats, when nobody says; 1: none.
  package var usualSeason: Int {
    switch self {
    case .day: 7
    case .week: 52
    case .month: 12
    case .quarter: 4
    case .year, .step: 1
    }
  }

  /// - Parameter time: seconds since 1970; an ordinal for `step`
  package func period(of time: Int64) -> Int {
    let day = time.quotientRoundedDown(86_400)
    switch self {
    case .step: return Int(time)
    case .day: return day
    // 1970-01-01 was a Thursday.
    case .week: return Int64(day + 3).quotientRoundedDown(7)
    case .month: return months(day)
    case .quarter: return Int64(months(day)).quotientRoundedDown(3)
    case .year: return Int64(months(day)).quotientRoundedDown(12)
    }
  }

  /// The first day of a period as ISO 8601, or the ordinal.
  package func date(ofPeriod period: Int) -> String {
    let day: Int
    switch self {
    case .step: return "\(period)"
    case .day: day = period
    case .week: day = 7 * period - 3
    case .month: day = firstDay(ofMonth: period)
    case .quarter: day = firstDay(ofMonth: 3 * period)
    case .year: day = firstDay(ofMonth: 12 * period)
    }
    let (year, month, dayOfMonth) = civilDate(daysSince1970: day)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
  }

  /// The period that a date names: ISO 8601 or Unix seconds, or an ordinal for `step`; `nil` for the rest.
  package func period(of date: ByteView) -> Int? {
    if self == .step { return date.integer.flatMap { $0.magnitude < 1 << 40 ? Int($0) : nil } }
    return date.instant.map { period(of: $0) }
  }

  /// Months since January 1970.
  private func months(_ day: Int) -> Int {
    let date = civilDate(daysSince1970: day)
    return (date.year - 1970) * 12 + date.month - 1
  }

  private func firstDay(ofMonth months: Int) -> Int {
    let year = Int64(months).quotientRoundedDown(12)
    return daysSince1970(year: 1970 + year, month: months - 12 * year + 1, day: 1) ?? 0
  }
}

extension Int64 {
  fileprivate func quotientRoundedDown(_ divisor: Int64) -> Int {
    Int(self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor))
  }
}

extension Frequency {
  /// Of a period, on average; `nil` for ordinals.
  package var days: Double? {
    switch self {
    case .day: 1
    case .week: 7
    case .month: 365.2425 / 12
    case .quarter: 365.2425 / 4
    case .year: 365.2425
    case .step: nil
    }
  }
}
