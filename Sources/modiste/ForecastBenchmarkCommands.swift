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
      of every period to come, the variance of one period's error, and the quantiles.
      """,
    shouldDisplay: false)

  @Option(help: "Levels of the quantiles, between commas.")
  var levels = "0.005,0.025,0.165,0.25,0.5,0.75,0.835,0.975,0.995"

  func run() throws {
    let levels = try numbers(self.levels)
    for level in levels where !(0 < level && level < 1) {
      throw ValidationError("--levels must be between 0 and 1, got \(level)")
    }
    while let line = readLine() {
      let model = try CountForecaster.fit(numbers(line))
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

/// Runs a year of orders, by the plan and by a rule of thumb.
struct SimulateStockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate-stock",
    abstract: "Simulates replenishment of items whose demand is known.",
    discussion: """
      modiste simulate-stock --fill-rate 0.95 < items

      A line is an item: weekly sales before, a semicolon, weekly demand of the weeks to simulate, a \
      semicolon, the price. Orders are made weekly. The rule of thumb expects next week what was sold last \
      week: when less than half as much again as that for the lead time is there, it orders up to four weeks \
      more.
      """,
    shouldDisplay: false)

  @Option(help: "The share of units that should be served from stock.")
  var fillRate: Double?
  @Option(help: "The share of weeks in which nothing should be missing.")
  var cycleService: Double?
  @Option(
    help: "Weeks from an order to its delivery; 2 means at the begin of the next week but one.")
  var leadTime = 3
  @Option(help: "Weeks at the begin that are not counted.")
  var skipping = 0
  @Flag(name: .customLong("lost"), help: "Who finds nothing goes away, instead of waiting.")
  var isLost = false
  @Option(help: "Yearly holding cost of a unit, shares of its price.")
  var holding = 0.25
  @Option(help: "Cost of a missing unit, shares of its price.")
  var shortage = 0.5

  func run() throws {
    let target: ServiceTarget =
      if let cycleService { .cycleService(cycleService) } else { .fillRate(fillRate ?? 0.95) }
    var planned = StockSimulation()
    var byThumb = StockSimulation()
    while let line = readLine() {
      let parts = try line.split(separator: ";").map { try numbers(String($0)) }
      guard parts.count == 3, let price = parts[2].first, let last = parts[0].last
      else { throw ValidationError("history;demand;price was expected") }
      var model = try CountForecaster.fit(parts[0])
      let costs = StockSimulation.Costs(
        holding: holding / 52 * price, shortage: shortage * price, order: 0)
      let start = (model.mean * Double(leadTime + 1)).rounded(.up)
      try planned.run(
        demand: parts[1], onHand: start, leadTime: leadTime, skipping: skipping, isLost: isLost,
        costs: costs
      ) { position in try order(&model, position, target) }
      var expected = last
      byThumb.run(
        demand: parts[1], onHand: start, leadTime: leadTime, skipping: skipping, isLost: isLost,
        costs: costs
      ) { position in
        expected = position.sold
        let least = 1.5 * expected * Double(leadTime)
        let there = position.onHand + position.onOrder
        return there <= least ? max(0, (least + 4 * expected - there).rounded(.up)) : 0
      }
    }
    for (name, found) in [("plan", planned), ("thumb", byThumb)] {
      print(
        "\(name),\(found.fillRate),\(found.cycleService),\(found.cost),\(found.orderCount)")
    }
  }

  /// An order at the end of a week that comes `leadTime` weeks later has that many less one to last for
  /// before, and the week until the next.
  private func order(
    _ model: inout CountForecaster, _ position: StockSimulation.Position, _ target: ServiceTarget
  ) throws -> Double {
    if position.wasSoldOut {
      model.observe(atLeast: position.sold)
    } else {
      model.observe(position.sold)
    }
    let (means, variances) = ([model.mean], [model.errorVariance])
    let outlook = try DemandOutlook(
      means: means.span, variances: variances.span, periodDays: 7,
      errorCorrelation: model.errorCorrelation)
    let terms = StockTerms(
      leadTimeDays: 7 * Double(leadTime - 1), reviewDays: 7, target: target,
      onHand: position.onHand, onOrder: position.onOrder)
    return try ReplenishmentPlan(outlook: outlook, terms: terms).orderQuantity
  }
}

private func numbers(_ line: String) throws -> [Double] {
  try line.split(separator: ",").map { field in
    guard let number = Double(field) else {
      throw ValidationError("'\(field)' is no number; numbers between commas were expected")
    }
    return number
  }
}
