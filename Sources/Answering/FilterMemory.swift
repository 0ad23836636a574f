import Bytes
import Expressions

/// The filters that questions came with lately: a shop asks with the same few again and again, so one
/// that comes a second time is tabulated, and afterwards costs neither parsing nor evaluation.
///
/// One per thread; it holds filters of one snapshot at a time.
struct FilterMemory {
  /// So many tables: each takes a bit per item.
  private static let tableMax = 16

  private var serial: UInt64 = 0
  private var entries: [Entry] = []
  /// Which entry gives way next.
  private var next = 0

  private struct Entry {
    var hash: UInt64
    var text: [UInt8]
    var filter: Filter?
  }

  /// - Parameters:
  ///   - serial: of the models that the filter is over
  ///   - parse: called when the filter is not known
  mutating func filter(
    _ text: ByteView, of serial: UInt64, rows: Int, parse: () throws(AnswerError) -> Filter
  ) throws(AnswerError) -> Filter {
    try filter(text.bytes, of: serial, rows: rows, parse: parse)
  }

  /// The same of a key that stands for the filter.
  mutating func filter(
    _ key: [UInt8], of serial: UInt64, rows: Int, parse: () throws(AnswerError) -> Filter
  ) throws(AnswerError) -> Filter {
    try filter(key.rawSpan, of: serial, rows: rows, parse: parse)
  }

  private mutating func filter(
    _ text: RawSpan, of serial: UInt64, rows: Int, parse: () throws(AnswerError) -> Filter
  ) throws(AnswerError) -> Filter {
    if serial != self.serial {
      entries.removeAll(keepingCapacity: true)
      next = 0
      self.serial = serial
    }
    let hash = text.stableHash
    for index in entries.indices where entries[index].hash == hash {
      let earlier = entries[index].text
      guard earlier.rawSpan.hasSameBytes(as: text) else { continue }
      if let known = entries[index].filter { return known }
      let table = try parse().tabulated(rows: rows)
      entries[index].filter = table
      return table
    }
    let filter = try parse()
    var copy: [UInt8] = []
    copy.append(text)
    let entry = Entry(hash: hash, text: copy, filter: nil)
    if entries.count < Self.tableMax {
      entries.append(entry)
    } else {
      entries[next] = entry
      next = (next + 1) % Self.tableMax
    }
    return filter
  }
}
