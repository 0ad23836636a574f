import Forecasting
import Testing

/// Plans are those of the formulas, worked by hand where a hand can, and refuse terms that cannot be.
@Suite struct StockTests {
  static let terms = StockTerms(
    leadTimeDays: 14, reviewDays: 7, target: .cycleService(0.95), onHand: 10, onOrder: 4)

  private func plan(
    _ means: [Double], _ variances: [Double], _ terms: StockTerms, periodDays: Double = 7,
    errorCorrelation: Double = 0
  ) throws(DemandError) -> ReplenishmentPlan {
    let outlook = try DemandOutlook(
      means: means.span, variances: variances.span, periodDays: periodDays,
      errorCorrelation: errorCorrelation)
    return try ReplenishmentPlan(outlook: outlook, terms: terms)
  }

  @Test func `Poisson demand of three weeks is covered at the asked level`() throws {
    // Poisson of mean 12: P(X ≤ 18) = .9626, P(X ≤ 17) = .9370.
    let plan = try plan([4], [4], Self.terms)
    #expect(plan.expectedDemand == 12)
    #expect(abs(plan.demandDeviation - 12.0.squareRoot()) < 1e-12)
    #expect(plan.reorderPoint == 18 && plan.orderUpTo == 18)
    #expect(plan.safetyStock == 6)
    #expect(plan.orderQuantity == 4)
    // 10 units are two weeks and a half.
    #expect(plan.daysOfCover == 17.5 && plan.daysOfCoverWithOrders == 24.5)
    // Poisson of mean 8: P(X > 14) = .0173; of mean 12, P(X > 18) = .0374.
    #expect(abs(plan.stockOutProbability - 0.0173) < 1e-4)
    #expect(abs(plan.stockOutProbabilityAfterOrder - 0.0374) < 1e-4)
  }

  @Test func `a week's part has its share, and the last week goes on`() throws {
    var terms = Self.terms
    terms.leadTimeDays = 10.5
    terms.reviewDays = 14
    // 3.5 weeks: 2 + 4 + 6 + 6/2.
    #expect(try plan([2, 4, 6], [2, 4, 6], terms).expectedDemand == 15)
  }

  @Test func `an uncertain lead time adds the variance of what is sold a day`() throws {
    var terms = Self.terms
    terms.leadTimeDeviationDays = 7
    // 12 and (4 a week · 1 week)².
    #expect(abs(try plan([4], [4], terms).demandDeviation - 28.0.squareRoot()) < 1e-12)
  }

  @Test func `errors of the level add up`() throws {
    // 3 · 4 · (1 + .25 · 2)
    let plan = try plan([4], [4], Self.terms, errorCorrelation: 0.25)
    #expect(abs(plan.demandDeviation * plan.demandDeviation - 18) < 1e-9)
  }

  @Test func `costs ask for the newsvendor's critical ratio`() throws {
    var terms = Self.terms
    terms.target = .costs(shortage: 19, holding: 1)
    #expect(try plan([4], [4], terms).reorderPoint == plan([4], [4], Self.terms).reorderPoint)
  }

  @Test func `a fill rate leaves the asked share unserved, and not a unit of stock less does`()
    throws
  {
    var terms = Self.terms
    terms.target = .fillRate(0.98)
    let plan = try plan([4], [12], terms)
    let protection = CountDistribution(mean: 12, variance: 36)
    let lead = CountDistribution(mean: 8, variance: 24)
    func missing(_ stock: Double) -> Double {
      protection.shortfall(above: stock) - lead.shortfall(above: stock)
    }
    #expect(missing(plan.reorderPoint) <= 0.02 * 4)
    #expect(missing(plan.reorderPoint - 1) > 0.02 * 4)
  }

  @Test func `more service takes more stock`() throws {
    var last = 0.0
    for level in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
      var terms = Self.terms
      terms.target = .cycleService(level)
      let byCycle = try plan([4], [20], terms).reorderPoint
      #expect(byCycle >= last)
      last = byCycle
    }
  }

  @Test func `orders are of whole packs, no smaller than the least, and cover the days asked for`()
    throws
  {
    var terms = Self.terms
    terms.packSize = 6
    #expect(try plan([4], [4], terms).orderQuantity == 6)
    terms.minimumOrder = 20
    #expect(try plan([4], [4], terms).orderQuantity == 24)
    terms = Self.terms
    terms.coverDays = 28
    #expect(try plan([4], [4], terms).orderUpTo == 18 + 16)
    #expect(try plan([4], [4], terms).orderQuantity == 20)
  }

  @Test func `enough is not ordered for, and what is owed is ordered too`() throws {
    var terms = Self.terms
    terms.onHand = 19
    #expect(try plan([4], [4], terms).orderQuantity == 0)
    terms.onHand = -5
    terms.onOrder = 0
    #expect(try plan([4], [4], terms).orderQuantity == 23)
    #expect(try plan([4], [4], terms).daysOfCover == 0)
    #expect(try plan([4], [4], terms).stockOutProbability == 1)
  }

  @Test func `nothing is ordered of what nobody buys`() throws {
    let plan = try plan([0], [0], Self.terms)
    #expect(plan.reorderPoint == 0 && plan.orderQuantity == 0)
    #expect(plan.daysOfCover == .infinity && plan.stockOutProbability == 0)
  }

  private static let broken: [StockTerms] = {
    func changed(_ change: (inout StockTerms) -> Void) -> StockTerms {
      var terms = StockTests.terms
      change(&terms)
      return terms
    }
    return [
      changed { $0.leadTimeDays = -1 }, changed { $0.leadTimeDays = .infinity },
      changed { $0.leadTimeDeviationDays = -1 }, changed { $0.reviewDays = -7 },
      changed { $0.coverDays = .nan }, changed { $0.target = .cycleService(0) },
      changed { $0.target = .cycleService(1) }, changed { $0.target = .fillRate(0) },
      changed { $0.target = .fillRate(1) }, changed { $0.target = .fillRate(.nan) },
      changed { $0.target = .costs(shortage: 0, holding: 1) },
      changed { $0.target = .costs(shortage: 1, holding: -1) }, changed { $0.onHand = .nan },
      changed { $0.onOrder = -1 }, changed { $0.packSize = 0 }, changed { $0.minimumOrder = -1 },
    ]
  }()

  @Test(arguments: broken.indices)
  func `terms that cannot be are refused`(index: Int) {
    #expect(throws: DemandError.self) { try plan([4], [4], Self.broken[index]) }
  }

  @Test func `an outlook that cannot be is refused`() {
    #expect(throws: DemandError.noObservations) { try plan([], [], Self.terms) }
    #expect(throws: DemandError.self) { try plan([1], [1, 2], Self.terms) }
    #expect(throws: DemandError.self) { try plan([-1], [1], Self.terms) }
    #expect(throws: DemandError.self) { try plan([1], [.infinity], Self.terms) }
    #expect(throws: DemandError.self) { try plan([1], [1], Self.terms, periodDays: 0) }
    #expect(throws: DemandError.self) { try plan([1], [1], Self.terms, errorCorrelation: 2) }
  }
}
