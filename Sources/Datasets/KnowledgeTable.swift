import Bytes

/// What the shop's bot may quote: `knowledge.csv`.
///
/// Columns: passage_id, language (en or zh), title, text, source, intents (of utterances.csv that it answers,
/// with `|` between them); title, source and intents may be absent or empty.
package struct KnowledgeTable: Equatable, Sendable {
  package struct Passage: Equatable, Sendable {
    package let id: String
    /// ISO 639-1: en or zh.
    package let language: String
    package let title: String
    /// Not empty.
    package let text: String
    /// Where the shop says so: a page, a policy.
    package let source: String
    /// Of utterances.csv.
    package let intents: [String]

    package init(
      id: String, language: String, title: String, text: String, source: String,
      intents: [String] = []
    ) {
      self.id = id
      self.language = language
      self.title = title
      self.text = text
      self.source = source
      self.intents = intents
    }
  }

  /// As in the file; ids are distinct.
  package private(set) var passages: [Passage] = []

  package init() {}

  static let languages = ["en", "zh"]
  /// Larger than a page of terms and conditions; whoever has more cuts it into passages.
  static let textSizeMax = 64 << 10

  /// Without the file, and of an empty one, there are no passages.
  ///
  /// - Throws: `DatasetError` for a missing column, a passage without id, language or text, an id that is
  ///   there twice, as far as `badRows` does not allow them.
  package init(
    _ files: DatasetFiles, _ settings: DatasetSettings, badRows: inout BadRows
  ) throws(DatasetError) {
    guard let path = files.path(of: .knowledge), try !Self.isEmpty(path) else { return }
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.knowledge] ?? [:])
    let id = try reader.column("passage_id")
    let language = try reader.column("language")
    let text = try reader.column("text")
    let title = reader.optionalColumn("title")
    let source = reader.optionalColumn("source")
    let intents = reader.optionalColumn("intents")
    var ids = IdentifierSet()
    var passages: [Passage] = []
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      try row.identifier(id)
      guard Self.languages.contains(row[language].string) else {
        throw row.error(
          language, "is not a language of the bot",
          accepted: "\(Self.languages.joined(separator: " and ")) are accepted")
      }
      guard !row[text].string.utf8.allSatisfy({ $0 <= 0x20 }) else {
        throw row.error(text, "says nothing", accepted: "a sentence or more is accepted")
      }
      guard row[text].count <= Self.textSizeMax else {
        throw row.error(
          text, "has \(row[text].count) bytes",
          accepted: "at most \(Self.textSizeMax) are accepted; cut it into passages")
      }
      // Last, so that a row which is skipped has left nothing behind.
      guard ids.insert(row[id]).isNew else {
        throw row.error(id, "is there twice", accepted: "each id is accepted once")
      }
      passages.append(
        Passage(
          id: row[id].string, language: row[language].string,
          title: title.map { row[$0].string } ?? "", text: row[text].string,
          source: source.map { row[$0].string } ?? "",
          intents: intents.map { row[$0].string.split(separator: "|").map(String.init) } ?? []))
    }
    self.passages = passages
  }

  /// Whether there is not even a header.
  private static func isEmpty(_ path: String) throws(DatasetError) -> Bool {
    var reader = try CSVReader(path: path, hasHeader: false)
    return try !reader.next()
  }
}
