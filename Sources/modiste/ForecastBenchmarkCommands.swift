import ArgumentParser
import Forecasting
import Platform

/// What benchmarks/forecast-intermittent measures beside peers: not for daily use, hence not shown in the help.
struct ForecastCountsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast-counts",
    abstract: "Forecasts series of counts: mean, error variance, quantiles.",
    discussion: """
      modiste forecast-counts --levels 0.25,0.5,0.75 < series

      A line is a series: its values, oldest first, between commas. Each is answered by a line: the mean \
      of every period to come, the variance of one period's error, and the quantiles. All end with the same \
      period, and are lifted together.
      """,
    shouldDisplay: false)

  @Option(help: "Levels of the quantiles, between commas.")
  var levels = "0.005,0.025,0.165,0.25,0.5,0.75,0.835,0.975,0.995"

  func run() throws {
    let levels = try numbers(self.levels)
    for level in levels where !(0 < level && level < 1) {
      throw ValidationError("--levels must be between 0 and 1, got \(level)")
    }
    var sum = CountSum()
    var models: [CountForecaster] = []
    while let line = readLine() {
      let sales = try numbers(line)
      models.append(try CountForecaster.fit(sales))
      sum.add(sales, mean: models[models.count - 1].mean)
    }
    let lift = sum.lift
    for model in models.map({ $0.lifted(by: lift) }) {
      let distribution = model.distribution
      let fields = [model.mean, model.errorVariance] + levels.map { distribution.quantile($0) }
      print(fields.map { "\($0)" }.joined(separator: ","))
    }
  }
}

/// Moves forecasts of a hierarchy until they add up.
struct ReconcileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile-forecasts",
    abstract: "Reconciles forecasts of a hierarchy's nodes.",
    discussion: """
      modiste reconcile-forecasts < input

      The first line is the number of leaves, of totals, and of periods with errors. Then a line per total \
      (the numbers of its leaves), a line per period of errors (one a node, totals first), and one of \
      forecasts. Answered by a line per method: its name and the forecasts, totals first.
      """,
    shouldDisplay: false)

  func run() throws {
    let sizes = try numbers(readLine() ?? "").map { Int($0) }
    guard sizes.count == 3 else { throw ValidationError("three numbers were expected") }
    let totals = try (0..<sizes[1]).map { _ in try numbers(readLine() ?? "").map { Int($0) } }
    let errors = try (0..<sizes[2]).map { _ in try numbers(readLine() ?? "") }
    let forecasts = try numbers(readLine() ?? "")
    let hierarchy = try Hierarchy(leafCount: sizes[0], totals: totals)
    for method in ReconciliationMethod.allCases {
      let began = MonotonicTime.now
      let found = try Reconciliation(hierarchy, method, errors: errors)
        .reconcile(forecasts, isNonnegative: true)
      let seconds = MonotonicTime.now.seconds(since: began)
      print("\(method),\(seconds)," + found.map { "\($0)" }.joined(separator: ","))
    }
  }
}

func numbers(_ line: String) throws -> [Double] {
  try line.split(separator: ",").map { field in
    guard let number = Double(field) else {
      throw ValidationError("'\(field)' is no number; numbers between commas were expected")
    }
    return number
  }
}
