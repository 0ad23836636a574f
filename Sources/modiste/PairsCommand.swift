import ArgumentParser
import Bytes
import Datasets
import Dialogue
import Learning
import Platform
import Snapshots
import Text

/// What benchmarks/intents/run measures of pairs: not for daily use, hence not shown in the help.
struct PairsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-pairs",
    abstract: "Fits to a CSV file which messages ask for the same, and ranks another's by it.",
    discussion: """
      modiste fit-pairs train.csv dev.csv --first sentence1 --second sentence2 --same label --json
      """,
    shouldDisplay: false)

  @Argument(help: "The CSV file to train on.")
  var train: String
  @Argument(help: "The CSV file to rank.")
  var test: String
  @Option(help: "The column of one message.")
  var first = "sentence1"
  @Option(help: "The column of the other.")
  var second = "sentence2"
  @Option(help: "The column that is 1 for messages that ask for the same.")
  var same = "label"
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let known = try pairs(of: train)
    let asked = try pairs(of: test)
    let began = MonotonicTime.now
    let fitted = FittedPairs(known)
    let fitSeconds = MonotonicTime.now.seconds(since: began)
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "pairs")
    defer { extendLifetime(file) }
    let model = try PairModel(opening: file)
    var (one, other, features) = (TokenizedText(), TokenizedText(), PairFeatures())
    let asking = MonotonicTime.now
    let scores = asked.map { pair in
      one.read(Array(pair.first.utf8).rawSpan)
      other.read(Array(pair.second.utf8).rawSpan)
      return Double(model.probability(one, other, &features))
    }
    let microseconds = MonotonicTime.now.seconds(since: asking) * 1e6 / Double(asked.count)
    let area = areaUnderCurve(scores, asked.map(\.isSame))
    guard json else {
      print("area under the curve \(area)")
      return
    }
    let document: JSON = [
      "areaUnderCurve": .number(area), "fitSeconds": .number(fitSeconds),
      "readMicroseconds": .number(microseconds), "train": .integer(known.count),
      "test": .integer(asked.count),
    ]
    print(document.compact)
  }

  private func pairs(of path: String) throws -> [(first: String, second: String, isSame: Bool)] {
    var reader = try CSVReader(path: path)
    let (first, second) = (try reader.column(first), try reader.column(second))
    let same = try reader.column(same)
    var pairs: [(first: String, second: String, isSame: Bool)] = []
    while try reader.next() {
      pairs.append((reader[first].string, reader[second].string, try reader.integer(same) == 1))
    }
    guard pairs.contains(where: \.isSame), pairs.contains(where: { !$0.isSame }) else {
      throw ValidationError("\(path) has pairs of one kind alone; accepted: some of both")
    }
    return pairs
  }
}
