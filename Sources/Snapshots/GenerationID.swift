/// The name of a generation: when it was made, and four digits against two in one second.
///
///     20261123T101500Z-4f1c
///
/// Names sort by time.
package struct GenerationID: Hashable, Sendable {
  package let text: String

  /// - Parameter created: seconds since 1970.
  package init(created: Int, suffix: UInt16 = .random(in: 0 ... .max)) {
    let instant = UTCTime(secondsSince1970: created)
    text = "\(instant.basic)-\(padded(String(suffix, radix: 16), to: 4))"
  }

  /// - Returns: `nil` for whatever has not the form of the example.
  package init?(_ text: String) {
    let form = "ddddddddTddddddZ-xxxx".utf8
    guard text.utf8.count == form.count, zip(text.utf8, form).allSatisfy(matches) else {
      return nil
    }
    self.text = text
  }
}

extension GenerationID: Comparable, CustomStringConvertible {
  package static func < (left: GenerationID, right: GenerationID) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  package var description: String { text }
}

private func matches(_ character: UInt8, _ form: UInt8) -> Bool {
  let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
  return switch form {
  case UInt8(ascii: "d"): isDigit
  case UInt8(ascii: "x"): isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(character)
  default: character == form
  }
}

/// An instant in the calendar, to the second, in UTC.
package struct UTCTime {
  let year, month, day, hour, minute, second: Int

  /// Source of the calendar: Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*,
  /// `civil_from_days`, <https://howardhinnant.github.io/date_algorithms.html>. Years begin in March.
  package init(secondsSince1970 seconds: Int) {
    let day = seconds.flooredQuotient(by: 86_400)
    let secondOfDay = seconds - day * 86_400
    let shifted = day + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153

    self.day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = secondOfDay / 3600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
  }

  /// `20261123T101500Z`
  var basic: String { text(date: "", time: "") }

  /// `2026-11-23T10:15:00Z`
  package var extended: String { text(date: "-", time: ":") }

  private func text(date: String, time: String) -> String {
    let days = [padded("\(year)", to: 4), padded("\(month)", to: 2), padded("\(day)", to: 2)]
    let times = [hour, minute, second].map { padded("\($0)", to: 2) }
    return "\(days.joined(separator: date))T\(times.joined(separator: time))Z"
  }
}

extension Int {
  fileprivate func flooredQuotient(by divisor: Int) -> Int {
    (self >= 0 ? self : self - divisor + 1) / divisor
  }
}

private func padded(_ digits: String, to count: Int) -> String {
  String(repeating: "0", count: max(count - digits.utf8.count, 0)) + digits
}
