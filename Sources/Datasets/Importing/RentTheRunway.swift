import Bytes

extension ImportFormat {
  /// Rentals of dresses (Misra, Wan, McAuley, *Decomposing fit semantics*, RecSys 2018):
  /// rentals.csv with fit, user_id, item_id, rating, rented_for, body_type, category, size, …
  ///
  /// A rental becomes a purchase whose value is the rating, when there is one. What describes the
  /// shopper goes to users.csv, the first value that is not empty (rentals come by date, so that it is
  /// the earliest known); fit, size and occasion stay with the event. A fit other than small, fit and
  /// large makes a row bad.
  func importRentTheRunway(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    var rentals = try CSVReader(path: sourceFile("rentals.csv", of: source))
    let user = try rentals.column("user_id")
    let item = try rentals.column("item_id")
    let rating = try rentals.column("rating")
    let time = try rentals.column("review_date")
    let kept = try rentals.columns(["fit", "size", "rented_for"])
    var items = try FirstValues(id: "item_id", of: ["category"], in: rentals)
    var users = try FirstValues(
      id: "user_id",
      of: ["body_type", "height_in", "weight_lbs", "age", "bust_size_num", "bust_size_letter"],
      in: rentals)
    var events = CSVWriter(
      header: ["user_id", "item_id", "kind", "value", "timestamp", "fit", "size", "rented_for"])
    var rows = 0
    try rentals.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
      rows += 1
      _ = try row.optionalDecimal(rating)
      _ = try row.instant(time)
      guard row[kept[0]].isEmpty || ReportedFit(row[kept[0]]) != nil else {
        throw row.error(
          kept[0], "is not how a piece fits", accepted: "accepted: \(ReportedFit.accepted)")
      }
      try row.identifier(user)
      try row.identifier(item)
      items.add(row[item], row)
      users.add(row[user], row)
      events.field(row[user].string)
      events.field(row[item].string)
      events.field(EventKind.purchase.name)
      events.field(row[rating].string)
      events.field(row[time].string)
      for column in kept { events.field(row[column].string) }
      events.endRow()
    }
    report.rowsRead = rows
    report.items = items.ids.count
    report.users = users.ids.count
    report.events = events.rowCount
    try draft.add(.items, items.rows)
    try draft.add(.users, users.rows)
    try draft.add(.events, events)
  }
}

extension CSVReader {
  fileprivate func columns(_ names: [String]) throws(DatasetError) -> [Int] {
    var found: [Int] = []
    for name in names { found.append(try column(name)) }
    return found
  }
}

/// Of each id, the first value of some columns that was not empty.
private struct FirstValues {
  private(set) var ids = IdentifierSet()
  private let header: [String]
  private let columns: [Int]
  /// Shape: ids × columns.
  private var values: [String] = []

  init(id: String, of names: [String], in reader: borrowing CSVReader) throws(DatasetError) {
    header = [id] + names
    columns = try reader.columns(names)
  }

  mutating func add(_ id: ByteView, _ row: borrowing CSVReader) {
    let (index, isNew) = ids.insert(id)
    if isNew { values.append(contentsOf: repeatElement("", count: columns.count)) }
    for offset in columns.indices {
      let place = Int(index) * columns.count + offset
      if values[place].isEmpty { values[place] = row[columns[offset]].string }
    }
  }

  var rows: CSVWriter {
    var rows = CSVWriter(header: header)
    for id in 0..<ids.count {
      rows.field(ids.string(id))
      for offset in columns.indices { rows.field(values[id * columns.count + offset]) }
      rows.endRow()
    }
    return rows
  }
}
