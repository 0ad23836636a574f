import Bytes

extension ImportFormat {
  /// *Fashion Product Images* (Param Aggarwal, Kaggle, 2019): styles_clean.csv with id, gender,
  /// masterCategory, subCategory, articleType, baseColour, season, year, usage, productDisplayName.
  ///
  /// A catalogue alone: the article type is the category, and the two levels above it are department and
  /// group; nobody did anything, so there are no events. `NA` is a missing value. Left out are items
  /// without a title.
  func importFashionProducts(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    var styles = try CSVReader(path: sourceFile("styles_clean.csv", of: source))
    let id = try styles.column("id")
    let title = try styles.column("productDisplayName")
    var columns: [Int] = []
    for (_, theirs) in attributes { columns.append(try styles.column(theirs)) }

    var ids = IdentifierSet()
    var items = CSVWriter(header: ["item_id", "title"] + attributes.map(\.ours))
    var rows = 0
    var untitled = 0
    try styles.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
      rows += 1
      try row.identifier(id)
      guard !row[title].isEmpty else { return untitled += 1 }
      guard ids.insert(row[id]).isNew else {
        throw row.error(id, "is there twice", accepted: "each id is accepted once")
      }
      items.field(row[id].string)
      items.field(row[title].string)
      for column in columns {
        let value = row[column].string
        items.field(value == "NA" ? "" : value)
      }
      items.endRow()
    }
    report.rowsRead = rows
    report.leaveOut("without a title", untitled)
    report.items = ids.count
    try draft.add(.items, items)
    try draft.add(
      .events, CSVWriter(header: ["user_id", "item_id", "kind", "timestamp"]))
  }
}

private let attributes: [(ours: String, theirs: String)] = [
  ("category", "articleType"), ("group", "subCategory"), ("department", "masterCategory"),
  ("color", "baseColour"), ("gender", "gender"), ("season", "season"), ("usage", "usage"),
  ("year", "year"),
]
