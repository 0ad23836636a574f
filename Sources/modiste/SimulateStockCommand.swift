import ArgumentParser
import Forecasting
import Platform

/// Runs a year of orders, by the plan and by a rule of thumb: for benchmarks/forecast-intermittent.
struct SimulateStockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate-stock",
    abstract: "Simulates replenishment of items whose demand is known.",
    discussion: """
      modiste simulate-stock --fill-rate 0.95 < items

      A line is an item, of five parts between semicolons: weekly sales, 0 or 1 whether each week sold \
      out, demand of the weeks to simulate, the price of all these weeks, which a shop plans ahead, and the number \
      of the group whose season it has. Orders are made weekly. The rule of thumb expects next week what was asked for last week: when less than half \
      as much again as that for the lead time is there, it orders up to four weeks more.
      """,
    shouldDisplay: false)

  @Option(help: "The share of units that should be served from stock.")
  var fillRate: Double?
  @Option(help: "The share of weeks in which nothing should be missing.")
  var cycleService: Double?
  @Flag(help: "Weigh the cost of a missing unit against that of one left over.")
  var byCosts = false
  @Option(
    help: "Weeks from an order to its delivery; 2 means at the begin of the next week but one.")
  var leadTime = 3
  @Option(help: "Weeks at the begin that are not counted.")
  var skipping = 0
  @Flag(name: .customLong("lost"), help: "Who finds nothing goes away, instead of waiting.")
  var isLost = false
  @Flag(name: .customLong("flat"), help: "No seasons, events and prices.")
  var isFlat = false
  @Option(
    help:
      "A file with a line per event: the share that it takes of each week, the first of the sales first."
  )
  var events: String?
  @Option(help: "Yearly holding cost of a unit, shares of its price.")
  var holding = 0.25
  @Option(help: "Cost of a missing unit, shares of its price.")
  var shortage = 0.5

  func run() throws {
    var items: [Item] = []
    while let line = readLine() { try items.append(Item(line)) }
    let effects = try DemandEffects.fit(items.map(\.priceItem), featureCount: 1)
    for index in items.indices where !isFlat { try items[index].setLifts(effects) }
    var groups: [Int: [SharedSeason.Item]] = [:]
    for item in items { groups[item.group, default: []].append(item.atUsualPrice()) }
    let calendar = try events.map(calendar) ?? .none
    let seasons = try groups.mapValues {
      try SharedSeason($0, season: isFlat ? 1 : 52, calendar: isFlat ? .none : calendar)
    }
    let factorVariance = try isFlat ? 0 : factorVariance(of: items, calendar: calendar)
    var planned = StockSimulation()
    var byThumb = StockSimulation()
    for item in items {
      guard let season = seasons[item.group] else { continue }
      try simulate(item, season, factorVariance, &planned, &byThumb)
    }
    for (name, found) in [("plan", planned), ("thumb", byThumb)] {
      print("\(name),\(found.fillRate),\(found.cycleService),\(found.cost),\(found.orderCount)")
    }
  }

  /// How wrong seasons, events and prices were in the newest weeks, as they were known before these.
  private func factorVariance(of items: [Item], calendar: EventCalendar) throws -> Double {
    var groups: [Int: [SharedSeason.Item]] = [:]
    for item in items {
      groups[item.group, default: []].append(item.atUsualPrice(leavingOut: Self.newest))
    }
    let seasons = try groups.mapValues { try SharedSeason($0, season: 52, calendar: calendar) }
    var error = FactorError()
    for item in items {
      guard let season = seasons[item.group] else { continue }
      let history = item.history
      error.add(
        history.sales, wasSoldOut: history.wasSoldOut,
        factors: history.sales.indices.map { season.factor($0) * item.lifts[$0] },
        newest: Self.newest)
    }
    return error.variance
  }

  /// Weeks.
  private static let newest = 13

  private func calendar(_ path: String) throws -> EventCalendar {
    let lines = try String(decoding: FileSystem.read(path), as: UTF8.self)
      .split(separator: "\n")
    var shares: [Int: [EventCalendar.Share]] = [:]
    for (event, line) in lines.enumerated() {
      for (week, share) in try numbers(String(line)).enumerated() where share > 0 {
        shares[week, default: []].append(EventCalendar.Share(event: event, share: share))
      }
    }
    return EventCalendar(count: lines.count, shares)
  }

  private func simulate(
    _ item: Item, _ season: SharedSeason, _ factorVariance: Double,
    _ planned: inout StockSimulation,
    _ byThumb: inout StockSimulation
  ) throws {
    var planner = Planner(
      season: season, lifts: item.lifts, factorVariance: factorVariance, leadTime: leadTime,
      target: target(item.price))
    for (sold, isOut) in zip(item.history.sales, item.history.wasSoldOut) {
      planner.observe(sold, wasSoldOut: isOut)
    }
    let costs = StockSimulation.Costs(
      holding: holding / 52 * item.price, shortage: shortage * item.price, order: 0)
    let start = (planner.model.mean * Double(leadTime + 1)).rounded(.up)
    try planned.run(
      demand: item.demand, onHand: start, leadTime: leadTime, skipping: skipping, isLost: isLost,
      costs: costs
    ) { position in
      planner.observe(position.sold, wasSoldOut: position.wasSoldOut)
      return try planner.order(position)
    }
    byThumb.run(
      demand: item.demand, onHand: start, leadTime: leadTime, skipping: skipping, isLost: isLost,
      costs: costs
    ) { position in
      let least = 1.5 * position.sold * Double(leadTime)
      let there = position.onHand + position.onOrder
      return there <= least ? max(0, (least + 4 * position.sold - there).rounded(.up)) : 0
    }
  }

  private func target(_ price: Double) -> ServiceTarget {
    if byCosts { return .costs(shortage: shortage * price, holding: holding / 52 * price) }
    if let cycleService { return .cycleService(cycleService) }
    return .fillRate(fillRate ?? 0.95)
  }
}

private struct Item {
  let history: SharedSeason.Item
  let demand: [Double]
  /// ln(price / usual price) of each week.
  let priceFeatures: [Double]
  /// Of the last week of the history.
  let price: Double
  let group: Int
  /// What each week's price multiplies demand with.
  private(set) var lifts: [Double]

  init(_ line: String) throws {
    let parts = try line.split(separator: ";").map { try numbers(String($0)) }
    guard parts.count == 5, let group = parts[4].first, parts[0].count == parts[1].count,
      let price = parts[3].prefix(parts[0].count).last,
      let usual = parts[3].prefix(parts[0].count).max(), parts[3].allSatisfy({ $0 > 0 }),
      parts[3].count == parts[0].count + parts[2].count
    else { throw ValidationError("'\(line)' is not sales;sold out;demand;prices;group") }
    priceFeatures = try parts[3].map { try DemandEffects.priceFeature($0, reference: usual) }
    lifts = parts[3].map { _ in 1 }
    history = SharedSeason.Item(sales: parts[0], wasSoldOut: parts[1].map { $0 > 0 })
    demand = parts[2]
    self.price = price
    self.group = Int(group)
  }

  /// The weeks that were not sold out.
  var priceItem: DemandEffects.Item {
    let open = history.sales.indices.filter { !history.wasSoldOut[$0] }
    return DemandEffects.Item(
      sales: open.map { history.sales[$0] }, features: open.map { priceFeatures[$0] })
  }

  /// - Parameter newest: weeks
  func atUsualPrice(leavingOut newest: Int = 0) -> SharedSeason.Item {
    SharedSeason.Item(
      sales: zip(history.sales, lifts).dropLast(newest).map { $0 / $1 },
      wasSoldOut: history.wasSoldOut.dropLast(newest))
  }

  mutating func setLifts(_ effects: DemandEffects) throws {
    lifts = try priceFeatures.map { try effects.factor(from: [0], to: [$0]) }
  }
}

/// Forecasts an item without its season, and orders with it.
private struct Planner {
  private(set) var model = CountForecaster()
  let season: SharedSeason
  let lifts: [Double]
  let factorVariance: Double
  let leadTime: Int
  let target: ServiceTarget
  private var period = 0

  init(
    season: SharedSeason, lifts: [Double], factorVariance: Double, leadTime: Int,
    target: ServiceTarget
  ) {
    self.season = season
    self.lifts = lifts
    self.factorVariance = factorVariance
    self.leadTime = leadTime
    self.target = target
  }

  mutating func observe(_ sold: Double, wasSoldOut: Bool) {
    let plain = sold / factor(period)
    if wasSoldOut { model.observe(atLeast: plain) } else { model.observe(plain) }
    period += 1
  }

  private func factor(_ period: Int) -> Double {
    season.factor(period) * (period < lifts.count ? lifts[period] : 1)
  }

  /// What is ordered at the end of a week comes `leadTime` weeks later: until then one week less must be
  /// lasted through, and then the one until the next order.
  func order(_ position: StockSimulation.Position) throws -> Double {
    let factors = (0..<leadTime).map { factor(period + $0) }
    let means = factors.map { $0 * model.mean }
    let variances = factors.map { $0 * $0 * model.errorVariance }
    let outlook = try DemandOutlook(
      means: means.span, variances: variances.span, periodDays: 7,
      errorCorrelation: model.errorCorrelation, factorVariance: factorVariance)
    let terms = StockTerms(
      leadTimeDays: 7 * Double(leadTime - 1), reviewDays: 7, target: target,
      onHand: position.onHand, onOrder: position.onOrder)
    return try ReplenishmentPlan(outlook: outlook, terms: terms).orderQuantity
  }
}
