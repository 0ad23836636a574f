import Bytes
import FoundationEssentials
import Platform

extension ImportFormat {
  /// Sequences as S3-Rec (Zhou et al., CIKM 2020) publishes them: a line `user item item …` per
  /// user, in the order of time. Each becomes purchases with ordinals from 1.
  ///
  /// `NAME_item2attributes.json` beside `NAME.txt`, item → numbers, becomes the list `attributes`.
  func importAmazonSequence(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    let path = try sourceFile(of: source, "NAME.txt or NAME.txt.gz") {
      $0.hasSuffix(".txt") || $0.hasSuffix(".txt.gz")
    }
    var lines = try CSVReader(path: path, delimiter: " ", hasHeader: false)
    var users = IdentifierSet()
    var items = IdentifierSet()
    var events = CSVWriter(header: ["user_id", "item_id", "kind", "timestamp"])
    var rows = 0
    try lines.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
      rows += 1
      guard row.count >= 2 else {
        throw row.error(0, "has no items", accepted: "a line is a user and one item or more")
      }
      for index in 0..<row.count { try row.identifier(index) }
      guard users.insert(row[0]).isNew else {
        throw row.error(0, "is there twice", accepted: "each user is accepted once")
      }
      let user = row[0].string
      for index in 1..<row.count {
        _ = items.insert(row[index])
        events.field(user)
        events.field(row[index].string)
        events.field(EventKind.purchase.name)
        events.field(index)
        events.endRow()
      }
    }
    if let attributes = try attributes(beside: path) {
      // Items that nobody bought are in the shop all the same.
      for id in attributes.keys.sorted() { items.insert(id) }
      try draft.add(.items, itemRows(items, attributes))
    }
    report.rowsRead = rows
    report.items = items.count
    report.users = users.count
    report.events = events.rowCount
    try draft.add(.events, events)
    try draft.addSettings("time = \"order\"\n")
  }
}

private func itemRows(_ items: IdentifierSet, _ attributes: [String: [Int]]) -> CSVWriter {
  var rows = CSVWriter(header: ["item_id", "attributes"])
  for item in 0..<items.count {
    let id = items.string(item)
    rows.field(id)
    rows.field((attributes[id] ?? []).map(String.init).joined(separator: "|"))
    rows.endRow()
  }
  return rows
}

private func attributes(beside path: String) throws(DatasetError) -> [String: [Int]]? {
  var stem = path
  for suffix in [".gz", ".txt"] where stem.hasSuffix(suffix) { stem.removeLast(suffix.count) }
  let json = stem + "_item2attributes.json"
  do {
    guard try FileSystem.kind(of: json) != nil else { return nil }
    return try JSONDecoder().decode([String: [Int]].self, from: Data(FileSystem.read(json)))
  } catch {
    throw DatasetError(
      file: fileName(of: json), problem: "cannot be read, \(error)",
      accepted: "an object of item → list of numbers is accepted")
  }
}

extension IdentifierSet {
  fileprivate mutating func insert(_ id: String) {
    var text = id
    // Safe: the view is used only inside the call that lends the bytes.
    text.withUTF8 { buffer in
      guard let start = buffer.baseAddress else { return }
      _ = insert(unsafe ByteView(start: start, count: buffer.count))
    }
  }
}
