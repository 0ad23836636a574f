import ArgumentParser
import Bytes
import Datasets
import Platform
import Profiling
import Training

/// What benchmarks/profile/fit gives to scikit-learn: not for daily use, hence not shown in the help.
struct TabulateFitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tabulate-fits",
    abstract: "Writes what is learned of small, fit and large, and our chances, as CSV files.",
    discussion: "modiste tabulate-fits rtr out", shouldDisplay: false)

  @Argument(help: "The dataset directory.")
  var dataset: String
  @Argument(
    help:
      "The directory to write plain-train.csv, plain-test.csv, own-train.csv and own-test.csv into."
  )
  var directory: String
  @Option(help: "Days before the end that are judged by.")
  var days = 90
  @Option(
    help: "Days before the end that are left out: to compare settings without looking at those.")
  var unseen = 0

  func validate() throws {
    try check(days, in: 1...10_000, "--days")
    try check(unseen, in: 0...10_000, "--unseen")
  }

  func run() throws {
    let data = try Dataset(reading: dataset)
    let end = data.asOf - Int64(unseen) * 86_400
    let cut = end - Int64(days) * 86_400
    let log = data.sizingLog.until(end)
    guard let sizing = FittedSizing(log.until(cut)) else {
      throw ValidationError(
        "until \(days) days before its end \(dataset) has too few pieces with a size and a fit; accepted: "
          + "\(FittedSizing.outcomesMin) or more, with small, fit and large among them")
    }
    // As many chances as rows.
    let later = log.lines.filter { $0.time > cut && $0.outcome != nil && sizing.places($0) }
    try FileSystem.makeDirectories(directory)
    for (name, columns) in [("plain", SizingTable.Columns.plain), ("own", .own)] {
      try write(sizing.table(columns), nil, "\(name)-train.csv")
      try write(sizing.table(columns, of: later), sizing.chances(of: later), "\(name)-test.csv")
    }
  }

  private func write(_ table: SizingTable, _ chances: [[Double]]?, _ name: String) throws {
    var csv = CSVWriter(
      header: table.names + ["outcome"] + (chances == nil ? [] : ["p fit", "p small", "p large"]))
    let width = table.names.count
    for (row, outcome) in table.outcomes.enumerated() {
      for value in table.rows[row * width..<(row + 1) * width] {
        csv.field(value == 0 ? "0" : "\(Float(value))")
      }
      csv.field("\(outcome)")
      for chance in chances?[row] ?? [] { csv.field("\(chance)") }
      csv.endRow()
    }
    try FileSystem.replaceFile(at: "\(directory)/\(name)", with: csv.bytes.rawSpan)
  }
}
