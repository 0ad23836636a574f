import ArgumentParser
import Bytes
import Datasets
import Learning
import Platform
import Profiling
import Snapshots
import Training

/// What benchmarks/profile measures beside peers: not for daily use, hence not shown in the help.
struct FitLifetimesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-lifetimes",
    abstract: "Fits BG/NBD to the shoppers of a CSV file, and says what it expects of each.",
    discussion: """
      modiste fit-lifetimes shoppers.csv --json

      The file has columns frequency, recency and T, and where they are known monetary_value, to \
      which Gamma-Gamma is fitted.
      """,
    shouldDisplay: false)

  @Argument(help: "The CSV file.")
  var file: String
  @Option(help: "How often to fit; the seconds of each are printed.")
  var rounds = 5
  @Option(help: "Expect purchases within so many units of time.")
  var horizon = 39.0
  @Option(help: "Expect with these in place of the fitted r, alpha, a and b, with commas between.")
  var parameters: String?
  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    try check(rounds, in: 1...1000, "--rounds")
    _ = try given()
  }

  private func given() throws -> BGNBD? {
    guard let parameters else { return nil }
    let numbers = parameters.split(separator: ",").compactMap { Double($0) }.filter { $0 > 0 }
    guard numbers.count == 4 else {
      throw ValidationError(
        "--parameters is '\(parameters)'; accepted: four numbers above 0, such as .243,4.414,.793,2.426"
      )
    }
    return BGNBD(r: numbers[0], alpha: numbers[1], a: numbers[2], b: numbers[3])
  }

  func run() throws {
    var reader = try CSVReader(path: file)
    let (frequency, recency) = (try reader.column("frequency"), try reader.column("recency"))
    let (age, money) = (try reader.column("T"), reader.optionalColumn("monetary_value"))
    var histories: [PurchaseHistory] = []
    var amounts: [(purchases: Double, mean: Double)] = []
    while try reader.next() {
      let history = PurchaseHistory(
        frequency: try reader.decimal(frequency), recency: try reader.decimal(recency),
        age: try reader.decimal(age))
      histories.append(history)
      if let money { amounts.append((history.frequency, try reader.decimal(money))) }
    }
    var seconds: [JSON] = []
    var fitted: BGNBD?
    for _ in 0..<rounds {
      let began = MonotonicTime.now
      fitted = BGNBD.fit(histories)
      seconds.append(.number(MonotonicTime.now.seconds(since: began)))
    }
    guard let fitted else { throw ValidationError("\(file) has no rows; accepted: one or more") }
    guard json else {
      print("r \(fitted.r), alpha \(fitted.alpha), a \(fitted.a), b \(fitted.b)")
      return
    }
    let model = try given() ?? fitted
    let spend = GammaGamma.fit(amounts)
    let document: JSON = [
      "r": .number(fitted.r), "alpha": .number(fitted.alpha), "a": .number(fitted.a),
      "b": .number(fitted.b), "logLikelihood": .number(fitted.logLikelihood(histories)),
      "seconds": .array(seconds),
      "alive": .array(histories.map { .number(model.probabilityAlive($0)) }),
      "expected": .array(
        histories.map { .number(model.expectedPurchases(within: horizon, $0)) }),
      "gammaGamma": spend.map { ["p": .number($0.p), "q": .number($0.q), "v": .number($0.v)] }
        ?? .null,
      "spend": .array(
        spend.map { spend in
          amounts.map { .number(spend.expectedAmount(purchases: $0.purchases, mean: $0.mean)) }
        } ?? []),
    ]
    print(document.compact)
  }
}

/// As above.
struct TabulateProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tabulate-profiles",
    abstract: "Writes RFM of all shoppers, and what churn is learned from, as CSV files.",
    discussion: "modiste tabulate-profiles shop out", shouldDisplay: false)

  @Argument(help: "The dataset directory.")
  var dataset: String
  @Argument(help: "The directory to write rfm.csv, churn-train.csv and churn-test.csv into.")
  var directory: String

  func run() throws {
    let data = try Dataset(reading: dataset)
    let profiles = TrainedProfiles(of: data).fitted
    let names = [
      "rfm.recency", "rfm.frequency", "rfm.monetary", "rfm.r", "rfm.f", "rfm.m", "segment",
    ]
    var table = CSVWriter(header: ["user_id"] + names)
    for user in 0..<data.users.count {
      table.field(data.users.ids[user])
      for name in names {
        switch profiles.tags.first(where: { $0.definition.name == name })?.values {
        case .numbers(let numbers)?: table.field(numbers[user].isNaN ? "" : "\(numbers[user])")
        case .categories(let codes, let values)?:
          table.field(codes[user].map { values[Int($0)] } ?? "")
        case nil: table.field("")
        }
      }
      table.endRow()
    }
    try FileSystem.makeDirectories(directory)
    try write(table, "rfm.csv")
    let horizon = FittedProfiles.horizon
    let days = Int64(horizon * secondsPerDay)
    let (log, cut) = (data.purchaseLog, data.asOf - Int64(horizon * secondsPerDay))
    try write(examples(log.until(cut), cut - days, horizon, nil), "churn-train.csv")
    let risk = ChurnRisk.fit(log.until(cut), cut: cut - days, horizon: horizon)
    try write(examples(log, cut, horizon, risk), "churn-test.csv")
  }

  private func examples(
    _ log: PurchaseLog, _ cut: Int64, _ horizon: Double, _ risk: ChurnRisk?
  ) -> CSVWriter {
    let examples = ChurnExamples(log, cut: cut, horizon: horizon)
    var table = CSVWriter(header: ChurnRisk.featureNames + ["churned", "risk"])
    for row in examples.happened.indices {
      for value in examples.row(row) { table.field("\(value)") }
      table.field(examples.happened[row] ? "1" : "0")
      table.field(risk.map { "\($0.model.probability(examples.row(row)))" } ?? "")
      table.endRow()
    }
    return table
  }

  private func write(_ table: CSVWriter, _ name: String) throws {
    try FileSystem.replaceFile(at: "\(directory)/\(name)", with: table.bytes.rawSpan)
  }
}
