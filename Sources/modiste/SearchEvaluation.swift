import Bytes
import Catalogue
import Datasets
import Dialogue
import Platform
import Snapshots
import Text

/// Questions about products with the attribute values that they mean, and how many of the first results have
/// them.
///
/// A condition is `attribute=value|value` or `attribute!=value`; a question has them separated by `; `. What
/// counts is what items.csv says, and nothing that the search made of it. A result that is not there counts as
/// a wrong one, unless fewer items than that fulfil the question.
struct SearchEvaluation {
  struct Question {
    let language: String
    let text: String
    let conditions: [(attribute: String, values: [String], isExcluded: Bool)]
  }

  private(set) var results = 0
  private(set) var right = 0
  /// Of the processor, for reading and searching one.
  private(set) var microseconds = 0.0
  /// Questions with a result that is wrong, and what they were read as.
  private(set) var failures: [String] = []

  var share: Double { Double(right) / Double(max(results, 1)) }

  private static let limit = 5

  init(
    _ questions: [Question], items: [CatalogueItem], search: ProductSearch, rounds: Int
  ) {
    var (text, question, scratch) = (TokenizedText(), ProductQuestion(), ProductScratch())
    func ask(_ message: [UInt8]) {
      text.read(message.rawSpan)
      search.read(text, into: &question)
      search.search(question, limit: Self.limit, scratch: &scratch)
    }
    let rows = items.map {
      Dictionary(uniqueKeysWithValues: $0.attributes.map { ($0.name, $0.value) })
    }
    for asked in questions {
      ask(Array(asked.text.utf8))
      func fulfils(_ row: Int) -> Bool {
        asked.conditions.allSatisfy {
          $0.values.contains(rows[row][$0.attribute] ?? "") != $0.isExcluded
        }
      }
      let good = scratch.hits.count { fulfils($0.item) }
      let possible = min(Self.limit, rows.indices.lazy.filter(fulfils).prefix(Self.limit).count)
      let expected = max(scratch.hits.count, possible)
      results += expected
      right += good
      guard good < expected else { continue }
      let understood = question.conditions.map {
        search.attributes[$0.attribute] + ($0.isExcluded ? "!=" : "=")
          + (search.value($0)?.string ?? "?")
      }
      failures.append(
        "\(asked.text): \(good) of \(expected); read as \(understood.joined(separator: ", "))")
    }
    let messages = questions.map { Array($0.text.utf8) }
    let began = processorSeconds()
    for _ in 0..<rounds {
      for message in messages { ask(message) }
    }
    microseconds =
      (processorSeconds() - began) * 1e6 / Double(rounds * max(messages.count, 1))
  }

  /// As in items.csv: every column but id and title is an attribute.
  static func items(_ file: String) throws -> [CatalogueItem] {
    var reader = try CSVReader(path: file)
    let (id, title) = (try reader.column("item_id"), try reader.column("title"))
    let columns = reader.columns.indices.filter { $0 != id && $0 != title }
    let names = reader.columns
    var items: [CatalogueItem] = []
    while try reader.next() {
      items.append(
        CatalogueItem(
          id: reader[id].string, title: reader[title].string,
          attributes: columns.map { (names[$0], reader[$0].string) }))
    }
    return items
  }

  /// Columns half, language, question, conditions.
  static func questions(_ file: String, half: String) throws -> [Question] {
    var reader = try CSVReader(path: file)
    let columns = (
      try reader.column("half"), try reader.column("language"), try reader.column("question"),
      try reader.column("conditions")
    )
    var questions: [Question] = []
    while try reader.next() {
      guard reader[columns.0].string == half else { continue }
      questions.append(
        Question(
          language: reader[columns.1].string, text: reader[columns.2].string,
          conditions: try conditions(reader[columns.3].string, reader.line)))
    }
    return questions
  }

  private static func conditions(
    _ text: String, _ line: Int
  ) throws -> [(attribute: String, values: [String], isExcluded: Bool)] {
    try text.split(separator: ";").map { part in
      let condition = part.drop { $0 == " " }
      guard let sign = condition.firstIndex(of: "="), sign > condition.startIndex else {
        throw SearchQuestionError(line: line, condition: String(condition))
      }
      let before = condition[..<sign]
      let isExcluded = before.hasSuffix("!")
      return (
        String(isExcluded ? before.dropLast() : before),
        condition[condition.index(after: sign)...].split(separator: "|").map(String.init),
        isExcluded
      )
    }
  }
}

struct SearchQuestionError: Error, CustomStringConvertible {
  let line: Int
  let condition: String

  var description: String {
    "line \(line): '\(condition)' is no condition; attribute=value|value and attribute!=value are accepted"
  }
}
