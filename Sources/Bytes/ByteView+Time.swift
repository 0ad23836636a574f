extension ByteView {
  /// Seconds since 1970-01-01T00:00:00Z, from ISO 8601 or from Unix seconds; nil for the rest.
  ///
  ///     2026-03-01                      midnight
  ///     2026-03-01T09:30                T or a space; seconds, and their fraction, may be absent
  ///     2026-03-01 09:30:15.25          without an offset: UTC; the fraction is dropped
  ///     2026-03-01T09:30:15Z  +02:00  +0200  +02
  ///     1772357400                      Unix seconds, with or without a fraction
  package var instant: Int64? {
    let bytes = bytes
    if count >= 10, bytes.isDash(at: 4), bytes.isDash(at: 7) { return bytes.isoInstant }
    return unixSeconds
  }

  private var unixSeconds: Int64? {
    guard let seconds = integer ?? decimal.flatMap({ Int64(exactly: $0.rounded(.down)) })
    else { return nil }
    // Beyond the year 5138 it is a time in milliseconds, and would pass unnoticed.
    return seconds.magnitude < 100_000_000_000 ? seconds : nil
  }
}

extension RawSpan {
  fileprivate func isDash(at offset: Int) -> Bool {
    loadLittleEndian(at: offset, as: UInt8.self) == UInt8(ascii: "-")
  }

  private func isByte(_ character: Unicode.Scalar, at offset: Int) -> Bool {
    offset < byteCount && loadLittleEndian(at: offset, as: UInt8.self) == UInt8(ascii: character)
  }

  /// Two digits as a number.
  private func pair(at offset: Int) -> Int? {
    guard offset + 2 <= byteCount, let tens = digit(at: offset), let ones = digit(at: offset + 1)
    else { return nil }
    return Int(tens) * 10 + Int(ones)
  }

  /// - Precondition: at least 10 bytes.
  fileprivate var isoInstant: Int64? {
    guard let century = pair(at: 0), let year = pair(at: 2), let month = pair(at: 5),
      let day = pair(at: 8),
      let days = daysSince1970(year: century * 100 + year, month: month, day: day)
    else { return nil }
    let midnight = Int64(days) * 86_400
    if byteCount == 10 { return midnight }

    guard isByte("T", at: 10) || isByte("t", at: 10) || isByte(" ", at: 10),
      let hour = pair(at: 11), hour < 24, isByte(":", at: 13), let minute = pair(at: 14),
      minute < 60
    else { return nil }
    var offset = 16
    var seconds = hour * 3_600 + minute * 60
    if isByte(":", at: offset) {
      // 60 is a leap second, which Unix time counts as the next second.
      guard let second = pair(at: offset + 1), second <= 60 else { return nil }
      seconds += second
      offset += 3
      if isByte(".", at: offset) || isByte(",", at: offset) {
        let start = offset + 1
        offset = start
        while offset < byteCount, digit(at: offset) != nil { offset += 1 }
        guard offset > start else { return nil }
      }
    }
    guard let ahead = offsetSeconds(at: offset) else { return nil }
    return midnight + Int64(seconds - ahead)
  }

  /// `Z`, `+02`, `+02:00`, `+0200` or nothing, up to the end: seconds ahead of UTC.
  private func offsetSeconds(at start: Int) -> Int? {
    if start == byteCount { return 0 }
    if isByte("Z", at: start) || isByte("z", at: start) { return start + 1 == byteCount ? 0 : nil }
    let sign: Int
    if isByte("+", at: start) {
      sign = 1
    } else if isByte("-", at: start) {
      sign = -1
    } else {
      return nil
    }
    guard let hours = pair(at: start + 1), hours < 24 else { return nil }
    var offset = start + 3
    if offset == byteCount { return sign * hours * 3_600 }
    if isByte(":", at: offset) { offset += 1 }
    guard let minutes = pair(at: offset), minutes < 60, offset + 2 == byteCount else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }
}

/// Days from 1970-01-01 in the Gregorian calendar; nil for a day that does not exist.
///
/// Hinnant, *chrono-compatible low-level date algorithms*, `days_from_civil`:
/// <https://howardhinnant.github.io/date_algorithms.html>
package func daysSince1970(year: Int, month: Int, day: Int) -> Int? {
  guard (1...12).contains(month), day >= 1 else { return nil }
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let monthLength = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  guard day <= monthLength else { return nil }

  // A year that begins in March ends with its leap day, which makes the months regular.
  let shifted = month <= 2 ? year - 1 : year
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/// The day that is so many days after 1970-01-01, in the Gregorian calendar.
///
/// Hinnant, as above, `civil_from_days`.
package func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
}
