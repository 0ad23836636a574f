import Forecasting
import Learning
import RealModule
import Testing

/// Orders by the plan reach the service they were asked for, and cost less than a rule of thumb's.
@Suite struct StockSimulationTests {
  private static let costs = StockSimulation.Costs(holding: 0.005, shortage: 0.5, order: 0)

  /// Weekly demand of an item: negative binomial about a level that wanders.
  private func demand(_ weeks: Int, _ random: inout SeededRandom) -> [Double] {
    var level = 2 + 18 * random.uniform()
    return (0..<weeks).map { _ in
      level *= Double.exp(0.06 * (random.uniform() - 0.5))
      let distribution = CountDistribution(mean: level, variance: level * (1 + level / 5))
      return distribution.quantile(max(1e-12, random.uniform()))
    }
  }

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
      leadTimeDays: 14, reviewDays: 7, target: target, onHand: position.onHand,
      onOrder: position.onOrder)
    return try ReplenishmentPlan(outlook: outlook, terms: terms).orderQuantity
  }

  private func simulate(_ target: ServiceTarget, isLost: Bool = false) throws -> (
    plan: StockSimulation, thumb: StockSimulation
  ) {
    var (plan, thumb) = (StockSimulation(), StockSimulation())
    for item in 0..<300 {
      var random = SeededRandom(seed: 8, stream: UInt64(item))
      let weeks = demand(52 + 6 + 52, &random)
      var model = try CountForecaster.fit(Array(weeks.prefix(52)))
      let start = (model.mean * 4).rounded(.up)
      try plan.run(
        demand: Array(weeks.dropFirst(52)), onHand: start, leadTime: 3, skipping: 6,
        isLost: isLost, costs: Self.costs
      ) { position in try order(&model, position, target) }
      thumb.run(
        demand: Array(weeks.dropFirst(52)), onHand: start, leadTime: 3, skipping: 6,
        isLost: isLost, costs: Self.costs
      ) { position in
        // (s, S) on the naive forecast.
        let least = 1.5 * 3 * position.sold
        let there = position.onHand + position.onOrder
        return there <= least ? max(0, (least + 4 * position.sold - there).rounded(.up)) : 0
      }
    }
    return (plan, thumb)
  }

  @Test(arguments: [0.9, 0.95, 0.98])
  func `the asked fill rate is reached within 2 points`(level: Double) throws {
    let found = try simulate(.fillRate(level))
    #expect(abs(found.plan.fillRate - level) < 0.02, "reached \(found.plan.fillRate)")
  }

  @Test(arguments: [0.9, 0.95])
  func `the asked cycle service is reached within 2 points`(level: Double) throws {
    let found = try simulate(.cycleService(level))
    #expect(abs(found.plan.cycleService - level) < 0.02, "reached \(found.plan.cycleService)")
  }

  @Test(arguments: [false, true])
  func `a plan by costs costs less than the rule of thumb`(isLost: Bool) throws {
    let found = try simulate(
      .costs(shortage: Self.costs.shortage, holding: Self.costs.holding), isLost: isLost)
    #expect(found.plan.cost < found.thumb.cost)
  }

  @Test func `when customers go away, the shelf serves more of those who come`() throws {
    let (lost, waits) = (
      try simulate(.fillRate(0.9), isLost: true).plan, try simulate(.fillRate(0.9)).plan
    )
    #expect(lost.fillRate > waits.fillRate)
  }

  @Test func `what is ordered comes after the lead time, and what is missing is lost`() {
    var simulation = StockSimulation()
    var seen: [Double] = []
    simulation.run(
      demand: [3, 3, 3, 3], onHand: 4, leadTime: 2, skipping: 0,
      isLost: true, costs: StockSimulation.Costs(holding: 1, shortage: 10, order: 5)
    ) { position in
      seen.append(position.onHand)
      return seen.count == 1 ? 5 : 0
    }
    // 4 − 3, 1 − 1, 0 + 5 − 3, 2 − 2.
    #expect(seen == [1, 0, 2, 0])
    #expect(simulation.served == 9 && simulation.demand == 12)
    #expect(simulation.cost == 3 + 10 * 3 + 5)
    #expect(simulation.cycleService == 0.5 && simulation.orderCount == 1)
  }
}
