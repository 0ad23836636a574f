import Bytes
import Platform

extension ImportFormat {
  /// GroupLens: a directory with ratings.csv (userId, movieId, rating, timestamp) and movies.csv
  /// (movieId, title, genres), as in `ml-latest-small` and later. Tags and links are not read.
  ///
  /// A rating becomes an event of kind rating; the year comes from the end of the title.
  func importMovieLens(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    var known = IdentifierSet()
    let items = try movies(of: source, known: &known, badRows: &report.badRows)

    var ratings = try CSVReader(path: sourceFile("ratings.csv", of: source))
    let user = try ratings.column("userId")
    let item = try ratings.column("movieId")
    let rating = try ratings.column("rating")
    let time = try ratings.column("timestamp")
    var users = IdentifierSet()
    var events = CSVWriter(header: ["user_id", "item_id", "kind", "value", "timestamp"])
    var rows = 0
    try ratings.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
      rows += 1
      _ = try row.decimal(rating)
      _ = try row.instant(time)
      try row.identifier(user)
      guard known.index(of: row[item]) != nil else {
        throw row.error(item, "is not in movies.csv", accepted: "ids of movies.csv are accepted")
      }
      _ = users.insert(row[user])
      events.field(row[user].string)
      events.field(row[item].string)
      events.field(EventKind.rating.name)
      events.field(row[rating].string)
      events.field(row[time].string)
      events.endRow()
    }
    report.rowsRead = rows
    report.items = items.rowCount
    report.users = users.count
    report.events = events.rowCount
    try draft.add(.items, items)
    try draft.add(.events, events)
  }
}

private func movies(
  of source: String, known: inout IdentifierSet, badRows: inout BadRows
) throws(DatasetError) -> CSVWriter {
  var movies = try CSVReader(path: sourceFile("movies.csv", of: source))
  let id = try movies.column("movieId")
  let title = try movies.column("title")
  let genres = try movies.column("genres")
  var items = CSVWriter(header: ["item_id", "title", "genres", "year"])
  try movies.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
    try row.identifier(id)
    guard known.insert(row[id]).isNew else {
      throw row.error(id, "is there twice", accepted: "each id is accepted once")
    }
    let text = row[title].string
    let list = row[genres].string
    items.field(row[id].string)
    items.field(text)
    items.field(list == "(no genres listed)" ? "" : list)
    items.field(year(atEndOf: text))
    items.endRow()
  }
  return items
}

/// `1995` of `Toy Story (1995)`; empty when there is none.
private func year(atEndOf title: String) -> String {
  let backwards = title.utf8.reversed().drop { $0 == UInt8(ascii: " ") }.prefix(6)
  let tail = Array(backwards.reversed())
  guard tail.count == 6, tail[0] == UInt8(ascii: "("), tail[5] == UInt8(ascii: ")"),
    tail[1...4].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
  else { return "" }
  return String(decoding: tail[1...4], as: UTF8.self)
}
