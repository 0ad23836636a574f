import Bytes

/// Conversations as they should go: `conversations.csv`, columns conversation, split (optional), language,
/// says and expects; the rows of one conversation follow one another.
package struct ConversationTable: Sendable {
  package struct Conversation: Sendable {
    package let name: String
    /// Empty where the file has no splits.
    package let split: String
    package let language: String
    package fileprivate(set) var turns: [Turn] = []
  }

  package struct Turn: Sendable {
    package let says: String
    package let expects: String
    /// Of the file, counted from 1.
    package let line: Int
  }

  package private(set) var conversations: [Conversation] = []

  package init() {}

  /// Without the file there are none.
  package init(_ files: DatasetFiles, _ settings: DatasetSettings, badRows: inout BadRows)
    throws(DatasetError)
  {
    guard let path = files.path(of: .conversations) else { return }
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.conversations] ?? [:])
    let (name, language) = (try reader.column("conversation"), try reader.column("language"))
    let (says, expects) = (try reader.column("says"), try reader.column("expects"))
    let split = reader.optionalColumn("split")
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      let code = row[language].string
      guard ["en", "zh"].contains(code) else {
        throw row.error(language, "is no language", accepted: "en and zh are accepted")
      }
      let conversation = row[name].string
      if conversations.last?.name != conversation {
        conversations.append(
          Conversation(
            name: conversation, split: split.map { row[$0].string } ?? "", language: code))
      }
      conversations[conversations.count - 1].turns.append(
        Turn(says: row[says].string, expects: row[expects].string, line: row.line))
    }
  }
}
