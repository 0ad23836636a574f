import Bytes

extension EventTable {
  /// Reads events.csv. Users that are new are added; items too, unless there is an items.csv.
  ///
  /// - Throws: `DatasetError` for a missing column, a bad number or time, an unknown kind or
  ///   fit, an unknown item, as far as `badRows` does not allow them.
  init(
    reading path: String, settings: DatasetSettings, users: inout IdentifierSet,
    items: inout IdentifierSet, itemsFile: String?, badRows: inout BadRows
  ) throws(DatasetError) {
    self.init()
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.events] ?? [:])
    let user = try reader.column("user_id")
    let item = try reader.column("item_id")
    let kind = reader.optionalColumn("kind")
    let value = reader.optionalColumn("value")
    let quantity = reader.optionalColumn("quantity")
    let price = reader.optionalColumn("price")
    let size = reader.optionalColumn("size")
    let fit = reader.optionalColumn("fit")
    let time = reader.optionalColumn("timestamp")
    if time == nil, settings.time == .timestamp {
      throw DatasetError(
        file: reader.file, column: "timestamp", problem: "the column is missing",
        accepted: "the header has \(reader.columns.joined(separator: ", ")); "
          + "dataset.toml may rename one, or say time = \"order\"")
    }
    var rowCount: Int64 = 0

    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      rowCount += 1
      // Without a kind, a line of a shop's export is a sale.
      var eventKind = EventKind.purchase
      if let kind {
        guard let known = EventKind(row[kind]) else {
          throw row.error(
            kind, "is not a kind of event", accepted: "accepted: \(EventKind.accepted)")
        }
        eventKind = known
      }
      let eventValue = try row.optionalDecimal(value)
      let eventQuantity = try row.optionalDecimal(quantity)
      let eventPrice = try row.optionalDecimal(price)
      var eventFit: ReportedFit?
      if let fit, !row[fit].isEmpty {
        guard let known = ReportedFit(row[fit]) else {
          throw row.error(
            fit, "is not how a piece fits", accepted: "accepted: \(ReportedFit.accepted)")
        }
        eventFit = known
      }
      let timestamp: Int64
      if let time {
        timestamp = try settings.time == .order ? row.ordinal(time) : row.instant(time)
      } else {
        timestamp = rowCount
      }
      try row.identifier(user)
      var itemIndex = Self.noItem
      if row[item].isEmpty, eventKind == .search {
        // Most searches are of no item.
      } else if let itemsFile {
        try row.identifier(item)
        guard let index = items.index(of: row[item]) else {
          throw row.error(
            item, "is not in \(itemsFile)",
            accepted: "ids of \(itemsFile) are accepted, or any when there is no such file")
        }
        itemIndex = index
      } else {
        try row.identifier(item)
        itemIndex = items.insert(row[item]).index
      }
      var eventSize = Self.noSize
      if let size, !row[size].isEmpty { eventSize = sizeNames.insert(row[size]).index }
      append(
        user: users.insert(row[user]).index, item: itemIndex, kind: eventKind,
        timestamp: timestamp, value: Float(eventValue), quantity: Float(eventQuantity),
        price: Float(eventPrice), size: eventSize, fit: eventFit)
    }
    sortByTime()
  }
}

extension CSVReader {
  fileprivate func ordinal(_ index: Int) throws(DatasetError) -> Int64 {
    if let value = self[index].integer { return value }
    throw error(
      index, "is not an ordinal",
      accepted: "whole numbers are accepted, since dataset.toml says time = \"order\"")
  }
}
