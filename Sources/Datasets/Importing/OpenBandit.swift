import Bytes
import Platform

extension ImportFormat {
  /// One log of the Open Bandit Dataset: Saito, Aihara, Matsutani, Narita, *Open Bandit Dataset and
  /// Pipeline*, NeurIPS 2021 Datasets and Benchmarks, <https://arxiv.org/abs/2008.07146>. `source` is
  /// the directory of one campaign and one policy, such as `random/men`: CAMPAIGN.csv and
  /// item_context.csv.
  ///
  /// Every row becomes an impression, with the campaign as placement and the campaign's items as
  /// candidates; a click becomes a view as well. The log has no users: what it calls user features is
  /// a segment, and shoppers of one segment who saw a page in the same second count as one page view.
  /// Affinities are not read.
  func importOpenBandit(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    var known = IdentifierSet()
    let items = try banditItems(of: source, known: &known, badRows: &report.badRows)
    let path = try sourceFile(of: source, "CAMPAIGN.csv or CAMPAIGN.csv.gz") {
      ($0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz")) && !$0.hasPrefix("item_context.")
    }
    let campaign = String(fileName(of: path).prefix { $0 != "." })

    var log = try CSVReader(path: path)
    let columns = try (
      item: log.column("item_id"), time: log.column("timestamp"), position: log.column("position"),
      click: log.column("click"), propensity: log.column("propensity_score")
    )
    let features = log.columns.indices.filter { log.columns[$0].hasPrefix("user_feature_") }
    let featureNames = features.map { log.columns[$0] }
    var segments: [[String]: Int] = [:]
    var users = CSVWriter(header: ["user_id"] + featureNames)
    var events = CSVWriter(header: ["user_id", "item_id", "kind", "timestamp"])
    var impressions = CSVWriter(header: [
      "user_id", "item_id", "timestamp", "placement", "position", "propensity", "clicked",
      "candidates",
    ])
    var rows = 0
    try log.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
      rows += 1
      _ = try row.instant(columns.time)
      _ = try row.decimal(columns.propensity)
      _ = try row.integer(columns.position)
      let click = try row.integer(columns.click)
      guard known.index(of: row[columns.item]) != nil else {
        throw row.error(
          columns.item, "is not in item_context.csv", accepted: "items of that file are accepted")
      }
      let segment = features.map { row[$0].string }
      if segments[segment] == nil {
        segments[segment] = segments.count + 1
        users.field("segment-\(segments.count)")
        for feature in segment { users.field(feature) }
        users.endRow()
      }
      let user = "segment-\(segments[segment] ?? 0)"
      let item = row[columns.item].string
      let time = row[columns.time].string
      impressions.field(user)
      impressions.field(item)
      impressions.field(time)
      impressions.field(campaign)
      impressions.field(row[columns.position].string)
      impressions.field(row[columns.propensity].string)
      impressions.field(row[columns.click].string)
      impressions.field(items.rowCount)
      impressions.endRow()
      guard click == 1 else { return }
      events.field(user)
      events.field(item)
      events.field(EventKind.view.name)
      events.field(time)
      events.endRow()
    }
    report.rowsRead = rows
    report.items = items.rowCount
    report.users = users.rowCount
    report.events = events.rowCount
    report.leaveOut("shown and not clicked: impressions, not events", rows - events.rowCount)
    try draft.add(.items, items)
    try draft.add(.users, users)
    try draft.add(.events, events)
    try draft.add(.impressions, impressions)
  }
}

private func banditItems(
  of source: String, known: inout IdentifierSet, badRows: inout BadRows
) throws(DatasetError) -> CSVWriter {
  var context = try CSVReader(path: sourceFile("item_context.csv", of: source))
  let id = try context.column("item_id")
  let features = context.columns.indices.filter { context.columns[$0].hasPrefix("item_feature_") }
  var items = CSVWriter(header: ["item_id"] + features.map { context.columns[$0] })
  try context.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
    try row.identifier(id)
    guard known.insert(row[id]).isNew else {
      throw row.error(id, "is there twice", accepted: "each id is accepted once")
    }
    items.field(row[id].string)
    for feature in features { items.field(row[feature].string) }
    items.endRow()
  }
  return items
}
