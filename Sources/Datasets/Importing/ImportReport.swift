/// What an importer read, wrote, and left out.
package struct ImportReport: Sendable {
  package let format: ImportFormat
  /// Lines of the file with the events, the header excluded.
  package internal(set) var rowsRead = 0
  package internal(set) var events = 0
  package internal(set) var items = 0
  package internal(set) var users = 0
  /// Of sales.csv.
  package internal(set) var series = 0
  /// Why rows were left out, and how many, in the order in which the reasons are asked.
  package internal(set) var leftOut: [LeftOut] = []
  package internal(set) var badRows: BadRows

  package struct LeftOut: Sendable, Equatable {
    package let reason: String
    package let rows: Int

    package init(reason: String, rows: Int) {
      self.reason = reason
      self.rows = rows
    }
  }

  init(format: ImportFormat, badRows: BadRows) {
    self.format = format
    self.badRows = badRows
  }

  mutating func leaveOut(_ reason: String, _ rows: Int) {
    if rows > 0 { leftOut.append(LeftOut(reason: reason, rows: rows)) }
  }
}

extension ImportReport: CustomStringConvertible {
  package var description: String {
    let made =
      series > 0 ? "\(series) series" : "\(events) events of \(users) users with \(items) items"
    var lines = ["\(format.rawValue): \(rowsRead) rows read; \(made)"]
    lines += leftOut.map { "  left out: \($0.rows) rows: \($0.reason)" }
    if badRows.count > 0 {
      lines.append("  bad and skipped: \(badRows.count) rows, the first of them:")
      lines += badRows.first.map { "    \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
