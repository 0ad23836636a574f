import ArgumentParser
import Bytes
import Datasets
import Dialogue
import Platform
import Snapshots
import Text

/// What benchmarks/intents/run measures beside a peer: not for daily use, hence not shown in the help.
struct IntentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-intents",
    abstract: "Fits intents to a CSV file, and says how many of another's are right.",
    discussion: """
      modiste fit-intents train.csv test.csv --text text --intent category --json
      """,
    shouldDisplay: false)

  @Argument(help: "The CSV file to train on.")
  var train: String
  @Argument(help: "The CSV file to be right about.")
  var test: String
  @Option(help: "The column of messages.")
  var text = "text"
  @Option(help: "The column of intents.")
  var intent = "intent"
  @Option(help: "Threads of the fit.")
  var threads = 1
  @Option(help: "How often the test's messages are read, for the time of one.")
  var rounds = 5
  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    try check(threads, in: 1...256, "--threads")
    try check(rounds, in: 1...1000, "--rounds")
  }

  func run() throws {
    let known = try rows(of: train)
    let asked = try rows(of: test)
    var settings = FittedIntents.Settings()
    settings.threads = threads
    let began = MonotonicTime.now
    let fitted = FittedIntents(
      IntentData(known.map { ($0.message, $0.intent, nil) }), settings: settings)
    let fitSeconds = MonotonicTime.now.seconds(since: began)
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    let bytes = writer.encoded()
    let file = try TensorFile(bytes: bytes, name: "intents")
    defer { extendLifetime(file) }
    let found = IntentReading(model: try IntentModel(opening: file), asked, rounds: rounds)
    guard json else {
      print("accuracy \(found.accuracy), calibration error \(found.calibrationError)")
      return
    }
    let document: JSON = [
      "accuracy": .number(found.accuracy), "calibrationError": .number(found.calibrationError),
      "fitSeconds": .number(fitSeconds), "readMicroseconds": .number(found.microseconds),
      "bytes": .integer(bytes.count), "train": .integer(known.count), "test": .integer(asked.count),
    ]
    print(document.compact)
  }

  private func rows(of file: String) throws -> [(message: String, intent: String)] {
    var reader = try CSVReader(path: file)
    let (text, intent) = (try reader.column(text), try reader.column(intent))
    var rows: [(message: String, intent: String)] = []
    while try reader.next() { rows.append((reader[text].string, reader[intent].string)) }
    guard rows.count > 0 else {
      throw ValidationError("\(file) has no rows; accepted: one or more")
    }
    return rows
  }
}

/// How right a model is about messages, and how long it takes over one.
private struct IntentReading {
  private(set) var accuracy = 0.0
  private(set) var calibrationError = 0.0
  private(set) var microseconds = 0.0

  init(model: IntentModel, _ rows: [(message: String, intent: String)], rounds: Int) {
    let messages = rows.map { Array($0.message.utf8) }
    var (text, hints, scratch) = (TokenizedText(), Hints(), IntentScratch())
    var confidences: [Float] = []
    var isRight: [Bool] = []
    func read(_ message: [UInt8]) {
      text.read(message.rawSpan)
      hints.read(text, nil)
      model.read(text, hints, encoding: Span(), into: &scratch)
    }
    for (row, message) in zip(rows, messages) {
      read(message)
      let probabilities = scratch.probabilities
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      confidences.append(probabilities[best])
      isRight.append(model.labels[best].string == row.intent)
    }
    let began = MonotonicTime.now
    for _ in 0..<rounds {
      for message in messages { read(message) }
    }
    microseconds =
      MonotonicTime.now.seconds(since: began) * 1e6 / Double(rounds * max(messages.count, 1))
    accuracy = Double(isRight.count { $0 }) / Double(max(isRight.count, 1))
    calibrationError = Temperature.expectedError(confidences: confidences, isRight: isRight)
  }
}
