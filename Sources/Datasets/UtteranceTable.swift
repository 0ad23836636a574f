import Bytes

/// What shoppers say to the shop, with what they want by it: `utterances.csv`.
///
/// Columns: text (slots marked as `[red](color)`), intent; and, where the shop knows them, language (en or
/// zh) and split (train or test).
package struct UtteranceTable: Sendable {
  /// As they stand in the file, marks included.
  package private(set) var texts: [String] = []
  package private(set) var intents: [String] = []
  /// "en", "zh", or "" where the file does not say.
  package private(set) var languages: [String] = []
  /// Whether a row is set aside for judging; none is without a column `split`.
  package private(set) var isTest: [Bool] = []
  /// Where each row stands in the file, for errors.
  package private(set) var lines: [Int] = []
  /// `utterances.csv` or `utterances.csv.gz`.
  package let file: String

  package var count: Int { texts.count }

  /// What training may look at: all rows where none is set aside.
  package var trainingRows: [Int] { (0..<count).filter { !isTest[$0] } }
  package var testRows: [Int] { (0..<count).filter { isTest[$0] } }

  /// - Returns: `nil` when the dataset has no utterances.csv.
  /// - Throws: `DatasetError` for a missing column, an empty text or intent, a language or split that is none.
  package static func reading(
    _ files: DatasetFiles, _ settings: DatasetSettings, badRows: inout BadRows
  ) throws(DatasetError) -> UtteranceTable? {
    guard let path = files.path(of: .utterances) else { return nil }
    return try UtteranceTable(
      reading: path, renamed: settings.columns[.utterances] ?? [:], badRows: &badRows)
  }

  init(
    reading path: String, renamed: [String: String], badRows: inout BadRows
  ) throws(DatasetError) {
    var reader = try CSVReader(path: path)
    try reader.rename(renamed)
    file = reader.file
    let (text, intent) = (try reader.column("text"), try reader.column("intent"))
    let (language, split) = (reader.optionalColumn("language"), reader.optionalColumn("split"))
    var rows: [(text: String, intent: String, language: String, isTest: Bool, line: Int)] = []
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      try row.words(text)
      try row.identifier(intent)
      rows.append(
        (
          row[text].string, row[intent].string,
          try row.oneOf(["", "en", "zh"], language, "is not a language"),
          try row.oneOf(["", "train", "test"], split, "is not a split") == "test", row.line
        ))
    }
    texts = rows.map(\.text)
    intents = rows.map(\.intent)
    languages = rows.map(\.language)
    isTest = rows.map(\.isTest)
    lines = rows.map(\.line)
  }
}

extension CSVReader {
  /// - Throws: `DatasetError` when the field has nothing but spaces.
  func words(_ index: Int) throws(DatasetError) {
    if self[index].string.allSatisfy(\.isWhitespace) {
      throw error(index, "says nothing", accepted: "one or more words are accepted")
    }
  }

  /// The field, or "" for a column that is not there.
  ///
  /// - Throws: `DatasetError` when the field is none of `accepted`.
  func oneOf(
    _ accepted: [String], _ index: Int?, _ problem: String
  ) throws(DatasetError) -> String {
    guard let index else { return "" }
    let value = self[index].string
    guard accepted.contains(value) else {
      let names = accepted.filter { !$0.isEmpty }.joined(separator: ", ")
      throw error(index, problem, accepted: "\(names) or nothing is accepted")
    }
    return value
  }
}
