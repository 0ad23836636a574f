package import Datasets
package import Dialogue

/// What a chat is trained on, and judged by: utterances with their marks read, and what the shop's values
/// are called.
package struct ChatData: Sendable {
  package struct Utterance: Sendable {
    package let message: MarkedMessage
    package let intent: String
    /// "en", "zh", or "" where nobody said.
    package let language: String
  }

  /// The intent of what the shop's bot should refuse.
  package static let outOfScopeName = "out_of_scope"

  package let training: [Utterance]
  /// What was set aside for judging.
  package let test: [Utterance]
  package let gazetteer: [FittedGazetteer.Entry]

  /// - Returns: `nil` for a dataset without utterances.
  /// - Throws: `DatasetError` for fewer than two intents, and for a mark whose name no slot can have.
  package init?(of dataset: Dataset) throws(DatasetError) {
    guard let utterances = dataset.utterances else { return nil }
    try self.init(utterances, gazetteer: dataset.gazetteer)
  }

  /// Of a directory with utterances.csv, whatever else is in it.
  package init(reading directory: String, maxBadRows: Int) throws(DatasetError) {
    let files = try DatasetFiles(in: directory)
    let settings = try DatasetSettings(in: directory)
    var badRows = BadRows(limit: maxBadRows)
    let table = try UtteranceTable.reading(files, settings, badRows: &badRows)
    guard let table else {
      throw DatasetError(
        file: "\(directory)/utterances.csv", problem: "the file is missing",
        accepted: "a chat is trained on utterances.csv, with columns text and intent")
    }
    let terms = try TermTable(files, settings, badRows: &badRows)
    try self.init(table, gazetteer: terms.gazetteer)
  }

  private init(
    _ table: UtteranceTable, gazetteer: [FittedGazetteer.Entry]
  ) throws(DatasetError) {
    var rows: [Utterance] = []
    for row in 0..<table.count {
      let message = MarkedMessage(parsing: table.texts[row])
      for slot in message.slots where !Self.isSlotName(slot.name) {
        throw DatasetError(
          file: table.file, line: table.lines[row], column: "text", value: slot.name,
          problem: "is not the name of a slot",
          accepted: "1...32 of a-z, 0-9 and _, a letter first, are accepted")
      }
      rows.append(
        Utterance(
          message: message, intent: table.intents[row], language: table.languages[row]))
    }
    let training = table.trainingRows.map { rows[$0] }
    let (intents, slots) = (
      Set(training.map(\.intent)).count,
      Set(training.flatMap { $0.message.slots.map(\.name) } + gazetteer.map(\.slot)).count
    )
    guard intents > 1 else {
      throw DatasetError(
        file: table.file, column: "intent",
        problem: "there are \(intents) intents to train on", accepted: "2 and more are accepted")
    }
    guard slots <= Self.slotsMax else {
      throw DatasetError(
        file: table.file, column: "text", problem: "there are \(slots) names of slots",
        accepted: "at most \(Self.slotsMax) are accepted")
    }
    self.training = training
    test = table.testRows.map { rows[$0] }
    let marksCities = training.contains { row in row.message.slots.contains { $0.name == "city" } }
    // The shop's own words come first: of two for one phrase the first counts.
    self.gazetteer = gazetteer + (marksCities ? CityNames.entries() : [])
  }

  init(training: [Utterance], test: [Utterance], gazetteer: [FittedGazetteer.Entry]) {
    self.training = training
    self.test = test
    self.gazetteer = gazetteer
  }

  /// Beside the names that every shop has.
  private static let slotsMax = 90

  private static func isSlotName(_ name: String) -> Bool {
    let utf8 = name.utf8
    return (1...32).contains(utf8.count) && (0x61...0x7A).contains(utf8.first ?? 0)
      && utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}
