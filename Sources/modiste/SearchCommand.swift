import ArgumentParser
import Bytes
import Catalogue
import Dialogue
import Platform
import Snapshots

/// What benchmarks/search/run measures: not for daily use, hence not shown in the help.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search-products",
    abstract:
      "Asks a catalogue written questions, and says how many of the first results are right.",
    discussion: "modiste search-products fashion/items.csv questions.csv --half work",
    shouldDisplay: false)

  @Argument(help: "The catalogue's items.csv.")
  var items: String
  @Argument(help: "A CSV file with half, language, question and conditions.")
  var questions: String
  @Option(help: "Which half of the questions: work or held.")
  var half = "work"
  @Option(help: "How often the questions are asked again, for the time of one.")
  var rounds = 50
  @Flag(help: "Name the questions whose results are not all right.")
  var failures = false
  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    try check(rounds, in: 1...10_000, "--rounds")
  }

  func run() throws {
    let rows = try SearchEvaluation.items(items)
    let asked = try SearchEvaluation.questions(questions, half: half)
    guard asked.count > 0 else {
      throw ValidationError("--half is '\(half)', of which there are no questions")
    }
    var writer = TensorWriter()
    Catalogue.pack(items: rows, users: [], into: &writer)
    let catalogueFile = try TensorFile(bytes: writer.encoded(), name: "catalogue")
    defer { extendLifetime(catalogueFile) }
    let catalogue = try Catalogue(opening: catalogueFile)
    let began = MonotonicTime.now
    var chat = TensorWriter()
    FittedProductSearch(rows).pack(into: &chat)
    let bytes = chat.encoded()
    let seconds = MonotonicTime.now.seconds(since: began)
    let file = try TensorFile(bytes: bytes, name: "chat")
    defer { extendLifetime(file) }
    let search = try ProductSearch(opening: file, catalogue: catalogue)

    let found = SearchEvaluation(asked, items: rows, search: search, rounds: rounds)
    guard json else {
      print(
        "\(asked.count) questions, \(found.right) of \(found.results) results right: "
          + "\(found.share); \(found.microseconds) µs a question")
      if failures { found.failures.forEach { print("  \($0)") } }
      return
    }
    let document: JSON = [
      "half": .string(half), "questions": .integer(asked.count), "items": .integer(rows.count),
      "results": .integer(found.results), "right": .integer(found.right),
      "share": .number(found.share), "microseconds": .number(found.microseconds),
      "failed": .integer(found.failures.count), "packSeconds": .number(seconds),
      "bytes": .integer(bytes.count),
    ]
    print(document.compact)
  }
}
