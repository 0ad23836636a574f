import RealModule

/// The days of the demo shop: day 0 is Monday, 2 January 2023, so that week w begins on day 7·w.
struct DemoCalendar: Sendable {
  /// Days from 1 January 1970 to day 0.
  private static let epoch = 19_359

  let dayCount: Int
  /// How much busier than usual the shop is, per day; 1 is an ordinary day.
  let traffic: [Double]
  /// How deep the shop-wide sale of the day is, as a fraction of the price; 0 on most days.
  let saleDepth: [Double]
  /// Per day and season (spring, summer, autumn, winter, all): the utility of wearing it then.
  let seasonFit: [[Double]]
  /// Per day: −1 in mid January, +1 in mid July.
  let warmth: [Double]

  init(dayCount: Int) {
    self.dayCount = dayCount
    var traffic: [Double] = []
    var saleDepth: [Double] = []
    var seasonFit: [[Double]] = []
    var warmth: [Double] = []
    for day in 0..<dayCount {
      let dayOfYear = Self.dayOfYear(day)
      var busy = day % 7 >= 5 ? 1.25 : 1.0
      var depth = 0.0
      for holiday in Self.holidays(on: day) {
        busy *= holiday.traffic
        depth = max(depth, holiday.saleDepth)
      }
      traffic.append(busy)
      saleDepth.append(depth)
      warmth.append(Self.wave(dayOfYear, peak: 196))
      seasonFit.append(
        [105, 196, 288, 15].map { DemoBehaviour.seasonFit * Self.wave(dayOfYear, peak: $0) } + [0])
    }
    self.traffic = traffic
    self.saleDepth = saleDepth
    self.seasonFit = seasonFit
    self.warmth = warmth
  }

  private static func wave(_ dayOfYear: Int, peak: Int) -> Double {
    Double.cos(2 * Double.pi * Double(dayOfYear - peak) / 365.25)
  }
}

// Dates.
extension DemoCalendar {
  struct Date: Equatable {
    var year: Int
    var month: Int
    var day: Int

    /// As ISO 8601 writes it.
    var text: String {
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(year)-\(two(month))-\(two(day))"
    }
  }

  /// The Gregorian date of a day. Source: Hinnant, *chrono-compatible low-level date algorithms*,
  /// `civil_from_days`.
  static func date(_ day: Int) -> Date {
    let shifted = day + epoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return Date(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// 1 on the first of January; months are taken as 30.44 days, which is near enough for seasons.
  static func dayOfYear(_ day: Int) -> Int {
    let date = Self.date(day)
    return Int(Double(date.month - 1) * 30.44) + date.day
  }

  static func text(_ day: Int) -> [UInt8] { Array(date(day).text.utf8) }
}

// Holidays.
extension DemoCalendar {
  struct Holiday {
    let name: String
    /// Factor on the visits of the day.
    let traffic: Double
    let saleDepth: Double
  }

  /// First days of the Chinese year, month × 100 + day, from 2022 on.
  private static let chineseNewYears = [
    201, 122, 210, 129, 217, 206, 126, 213, 203, 123, 211, 131,
  ]

  /// What the day is, at most two things.
  static func holidays(on day: Int) -> [Holiday] {
    let date = Self.date(day)
    var found: [Holiday] = []
    switch (date.month, date.day) {
    case (1, 1): found.append(Holiday(name: "New Year", traffic: 0.8, saleDepth: 0))
    case (2, 14): found.append(Holiday(name: "Valentine's Day", traffic: 1.3, saleDepth: 0))
    case (3, 8): found.append(Holiday(name: "Women's Day", traffic: 1.3, saleDepth: 0.1))
    case (6, 18): found.append(Holiday(name: "618", traffic: 1.9, saleDepth: 0.2))
    case (7, 1...14): found.append(Holiday(name: "Summer Sale", traffic: 1.3, saleDepth: 0.3))
    case (11, 11): found.append(Holiday(name: "Singles' Day", traffic: 3.2, saleDepth: 0.3))
    case (12, 25): found.append(Holiday(name: "Christmas", traffic: 0.5, saleDepth: 0))
    case (12, 27...31): found.append(Holiday(name: "Winter Sale", traffic: 1.4, saleDepth: 0.3))
    default: break
    }
    // The Friday after the fourth Thursday of November is between the 23rd and the 29th.
    if date.month == 11, (23...29).contains(date.day), weekday(day) == 4 {
      found.append(Holiday(name: "Black Friday", traffic: 2.6, saleDepth: 0.3))
    }
    if let index = daysAfterChineseNewYear(day, in: date.year), (-1...6).contains(index) {
      found.append(Holiday(name: "Chinese New Year", traffic: 0.6, saleDepth: 0.1))
    }
    return found
  }

  /// 0 is Monday.
  private static func weekday(_ day: Int) -> Int { ((day % 7) + 7) % 7 }

  private static func daysAfterChineseNewYear(_ day: Int, in year: Int) -> Int? {
    guard chineseNewYears.indices.contains(year - 2022) else { return nil }
    let code = chineseNewYears[year - 2022]
    // Both dates lie in January or February of the same year.
    let date = Self.date(day)
    guard date.month <= 2 else { return nil }
    let ordinal = (date.month - 1) * 31 + date.day
    return ordinal - ((code / 100 - 1) * 31 + code % 100)
  }

  /// Columns: date, event. It goes on for 13 weeks after the last day, since a forecast may know
  /// which holidays are to come.
  func csv() -> CSVWriter {
    var csv = CSVWriter(header: ["date", "event"])
    for day in 0..<dayCount + 91 {
      for holiday in Self.holidays(on: day) {
        csv.field(plain: Self.text(day))
        csv.field(holiday.name)
        csv.endRow()
      }
    }
    return csv
  }
}
