/// What was found of a series before it was fitted, so that an answer can say so.
package struct SeriesMarks: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// There was no value at all; forecasts are 0.
  package static let empty = SeriesMarks(rawValue: 1)
  /// Too short for any model but the naive ones.
  package static let short = SeriesMarks(rawValue: 2)
  package static let constant = SeriesMarks(rawValue: 4)
  package static let allZero = SeriesMarks(rawValue: 8)
  /// Values were missing and have been bridged.
  package static let bridged = SeriesMarks(rawValue: 16)
  package static let negative = SeriesMarks(rawValue: 32)
}

/// A series as models take it: every value finite.
package struct PreparedSeries: Sendable {
  package let values: [Double]
  package let marks: SeriesMarks

  /// Missing values (not finite) before the first value are left out; those after it are bridged by the
  /// straight line between their neighbours, moved by what the season before did against its own line
  /// where that is known; those at the end go on as the season before, or as the last value.
  package init(_ raw: [Double], season: Int) {
    var marks: SeriesMarks = []
    guard let first = raw.firstIndex(where: \.isFinite) else {
      values = []
      self.marks = raw.isEmpty ? [.empty, .short] : [.empty, .short, .bridged]
      return
    }
    var values = Array(raw[first...])
    if first > 0 || !values.allSatisfy(\.isFinite) { marks.insert(.bridged) }
    var index = 0
    while index < values.count {
      guard !values[index].isFinite else {
        index += 1
        continue
      }
      var end = index
      while end < values.count, !values[end].isFinite { end += 1 }
      Self.bridge(&values, index..<end, season: season)
      index = end
    }
    if values.count < 4 { marks.insert(.short) }
    if values.allSatisfy({ $0 == values[0] }) {
      marks.insert(.constant)
      if values[0] == 0 { marks.insert(.allZero) }
    }
    if values.contains(where: { $0 < 0 }) { marks.insert(.negative) }
    self.values = values
    self.marks = marks
  }

  private static func bridge(_ values: inout [Double], _ gap: Range<Int>, season: Int) {
    let before = values[gap.lowerBound - 1]
    guard gap.upperBound < values.count else {
      for index in gap {
        values[index] = season > 1 && index >= season ? values[index - season] : before
      }
      return
    }
    let after = values[gap.upperBound]
    let isKnown = season > 1 && gap.lowerBound - 1 >= season && gap.count < season
    let (pastBefore, pastAfter) =
      isKnown
      ? (values[gap.lowerBound - 1 - season], values[gap.upperBound - season]) : (0, 0)
    for index in gap {
      let share = Double(index - gap.lowerBound + 1) / Double(gap.count + 1)
      var value = before + share * (after - before)
      if isKnown {
        value += values[index - season] - (pastBefore + share * (pastAfter - pastBefore))
      }
      values[index] = value
    }
  }
}
