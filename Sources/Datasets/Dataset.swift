/// A shop's export, read from its directory: items, users, and what users did with items.
///
///     let dataset = try Dataset(reading: "shop", maxBadRows: 10)
///     for event in 0..<dataset.events.count { … dataset.events.items[event] … }
package struct Dataset: Sendable {
  /// As in items.csv; those of the events, in order of their first appearance, when there is none.
  package var items: EntityTable
  /// As in users.csv, and behind them those that only events name.
  package var users: EntityTable
  package var events: EventTable
  /// Empty without campaigns.csv.
  package var campaigns: CampaignTable
  /// As in sales.csv; `nil` without it.
  package var sales: SalesTable?
  package var calendar = CalendarTable()
  /// As in knowledge.csv; empty without it.
  package var knowledge = KnowledgeTable()
  /// As in utterances.csv; `nil` without it.
  package var utterances: UtteranceTable?
  /// Empty without terms.csv.
  package var terms = TermTable()
  /// Empty without conversations.csv.
  package var conversations = ConversationTable()
  package var settings: DatasetSettings
  package var files: DatasetFiles
  /// What was left out because it was bad.
  package var badRows: BadRows

  /// - Parameter maxBadRows: how many rows, of all files together, may be bad; they are skipped.
  /// - Throws: `DatasetError`, with file, line, column, value and what is accepted.
  package init(reading directory: String, maxBadRows: Int = 0) throws(DatasetError) {
    files = try DatasetFiles(in: directory)
    settings = try DatasetSettings(in: directory)
    badRows = BadRows(limit: maxBadRows)
    guard let eventsPath = files.path(of: .events) else {
      let others = files.unknown.isEmpty ? "" : "; found \(files.unknown.joined(separator: ", "))"
      throw DatasetError(
        file: "\(directory)/events.csv", problem: "the file is missing",
        accepted: "a dataset has events.csv or events.csv.gz\(others)")
    }
    items = EntityTable()
    users = EntityTable()
    if let path = files.path(of: .items) {
      items = try EntityTable(
        reading: path, id: "item_id", renamed: settings.columns[.items] ?? [:], badRows: &badRows)
    }
    if let path = files.path(of: .users) {
      users = try EntityTable(
        reading: path, id: "user_id", renamed: settings.columns[.users] ?? [:], badRows: &badRows)
    }
    events = try EventTable(
      reading: eventsPath, settings: settings, users: &users.identifiers,
      items: &items.identifiers, itemsFile: files.present[.items], badRows: &badRows)
    users.padAttributes()
    campaigns = try CampaignTable(reading: files, settings: settings, badRows: &badRows)
    sales = try SalesTable.reading(files, settings, badRows: &badRows)
    calendar = try CalendarTable(files, settings, badRows: &badRows)
    knowledge = try KnowledgeTable(files, settings, badRows: &badRows)
    utterances = try UtteranceTable.reading(files, settings, badRows: &badRows)
    terms = try TermTable(files, settings, badRows: &badRows)
    conversations = try ConversationTable(files, settings, badRows: &badRows)
  }
}
