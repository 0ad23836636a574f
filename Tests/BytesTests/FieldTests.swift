import Bytes
import Testing

/// Defends: a field is a number or a time exactly when its documentation says so.
@Suite struct FieldTests {
  @Test(arguments: [
    ("0", 0), ("7", 7), ("-12", -12), ("+3", 3), ("007", 7),
    ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
  ])
  func `whole numbers`(text: String, value: Int64) {
    #expect(lend(text) { $0.integer } == value)
  }

  @Test(arguments: ["", "-", "+", "1.0", " 1", "1 ", "1e3", "x", "9223372036854775808", "--1"])
  func `not whole numbers`(text: String) {
    #expect(lend(text) { $0.integer } == nil)
  }

  @Test(arguments: [
    "0", "1", "-2.5", "+.5", "5.", "3.14159", "0.1", "123456789012345678", "1234567890123456789012",
    "1e3", "-1.5E-7", "9007199254740993", "179.99", "0.000000000000000001", "-0.0",
  ])
  func `decimals are what the standard library reads`(text: String) {
    #expect(
      lend(text) { $0.decimal } == Double(text.hasPrefix("+.") ? "0.5" : text + padding(text)))
  }

  @Test(arguments: ["", "-", ".", "nan", "inf", "0x10", "1,5", "1 ", "1e", "1e999", "--1", "1.2.3"])
  func `not decimals`(text: String) {
    #expect(lend(text) { $0.decimal } == nil)
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("1970-01-02", 86_400), ("1969-12-31", -86_400),
    ("2000-02-29", 951_782_400), ("2026-03-01", 1_772_323_200),
    ("2026-03-01T09:30", 1_772_357_400), ("2026-03-01 09:30:00", 1_772_357_400),
    ("2026-03-01T09:30:15.999", 1_772_357_415), ("2026-03-01T09:30:00Z", 1_772_357_400),
    ("2026-03-01T09:30:00+02:00", 1_772_350_200), ("2026-03-01T09:30:00-0130", 1_772_362_800),
    ("2026-03-01T09:30+01", 1_772_353_800), ("2026-12-31T23:59:60Z", 1_798_761_600),
    ("1772357400", 1_772_357_400), ("1772357400.75", 1_772_357_400), ("-1", -1), ("0", 0),
  ])
  func `points in time`(text: String, seconds: Int64) {
    #expect(lend(text) { $0.instant } == seconds)
  }

  @Test(arguments: [
    "", "2026-13-01", "2026-02-29", "1900-02-29", "2026-00-10", "2026-04-31", "2026-3-1",
    "2026-03-01T", "2026-03-01T24:00", "2026-03-01T09:60", "2026-03-01T09:30:61",
    "2026-03-01T09:30:00.", "2026-03-01T09:30:00Zx", "2026-03-01T09:30:00+2", "01/03/2026",
    "2026-03-01x09:30", "1772357400000", "yesterday",
  ])
  func `not points in time`(text: String) {
    #expect(lend(text) { $0.instant } == nil)
  }

  @Test func `days of four centuries follow one another`() throws {
    var expected = try #require(daysSince1970(year: 1800, month: 1, day: 1))
    for year in 1_800...2_200 {
      for month in 1...12 {
        for day in 1...31 {
          guard let days = daysSince1970(year: year, month: month, day: day) else { continue }
          #expect(days == expected)
          #expect(civilDate(daysSince1970: days) == (year, month, day))
          expected = days + 1
        }
      }
    }
    #expect(daysSince1970(year: 2_201, month: 1, day: 1) == expected)
  }

  private func padding(_ text: String) -> String { text.hasSuffix(".") ? "0" : "" }

  private func lend<T>(_ text: String, _ body: (ByteView) -> T) -> T {
    let bytes = Array(text.utf8)
    // Safe: the view is used only inside the call that lends the bytes.
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return body(ByteView()) }
      return body(unsafe ByteView(start: start, count: buffer.count))
    }
  }
}
