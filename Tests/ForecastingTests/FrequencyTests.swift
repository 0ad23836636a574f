import Bytes
import Forecasting
import Testing

@Suite struct FrequencyTests {
  private func seconds(_ year: Int, _ month: Int, _ day: Int) throws -> Int64 {
    Int64(try #require(daysSince1970(year: year, month: month, day: day))) * 86_400
  }

  private func period(_ date: String, _ frequency: Frequency) -> Int? {
    let bytes = Array(date.utf8)
    // Safe: the view is used only inside the call that lends the bytes.
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      return frequency.period(of: unsafe ByteView(start: start, count: buffer.count))
    }
  }

  @Test func `weeks begin on Mondays, months and quarters on their first days`() throws {
    // A Wednesday.
    let time = try seconds(2026, 11, 25)
    let first = Frequency.allCases.filter { $0 != .step }
      .map { $0.date(ofPeriod: $0.period(of: time)) }
    #expect(first == ["2026-11-25", "2026-11-23", "2026-11-01", "2026-10-01", "2026-01-01"])
  }

  @Test(arguments: Frequency.allCases)
  func `every day lies in the period that begins last before it`(frequency: Frequency) throws {
    guard frequency != .step else { return }
    var last = Int.min
    for day in try seconds(1965, 1, 1) / 86_400...seconds(1975, 12, 31) / 86_400 {
      let period = frequency.period(of: day * 86_400 + 86_399)
      #expect(period == last || last == .min || period == last + 1)
      last = period
      let first = frequency.date(ofPeriod: period)
      #expect(first <= Frequency.day.date(ofPeriod: Int(day)))
      #expect(self.period(first, frequency) == period)
    }
  }

  @Test func `ordinals are their own periods`() {
    #expect(period("-3", .step) == -3)
    #expect(period("2026-01-01", .step) == nil)
    #expect(period("soon", .week) == nil)
    #expect(Frequency.step.date(ofPeriod: 12) == "12")
  }
}
