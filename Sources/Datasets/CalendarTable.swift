import Bytes

/// Days on which more or less is bought: `calendar.csv`, columns date and event.
package struct CalendarTable: Sendable {
  /// Days since 1970-01-01, ascending, each once.
  package private(set) var days: [Int] = []
  /// What is on those days, each day as often as it has events. In the file's order.
  package private(set) var events: [(day: Int, name: String)] = []

  package init() {}

  /// Without the file there are no days.
  package init(_ files: DatasetFiles, _ settings: DatasetSettings, badRows: inout BadRows)
    throws(DatasetError)
  {
    guard let path = files.path(of: .calendar) else { return }
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.calendar] ?? [:])
    let date = try reader.column("date")
    let event = try reader.column("event")
    var found: Set<Int> = []
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      let seconds = try row.instant(date)
      let day = Int((Double(seconds) / 86_400).rounded(.down))
      found.insert(day)
      events.append((day, row[event].string))
    }
    days = found.sorted()
  }
}
