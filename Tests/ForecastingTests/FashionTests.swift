import Forecasting
import Learning
import RealModule
import Testing

/// New styles, sizes, fading and effects: closed forms, and what was put into made-up sales found again.
@Suite struct FashionTests {
  @Test func `a new style is the weighted mean of its neighbours`() throws {
    var curves = LaunchCurves(weekCount: 2)
    #expect(try curves.add([30, 10, 99]) == 0)
    #expect(try curves.add([10, 10]) == 1)
    // Weights 1 and 1/2 at a distance of ln 2.
    let forecast = try curves.forecast(
      neighbours: [(0, 0), (1, Double.log(2))], bandwidth: 1)
    #expect(abs(forecast.level - (40.0 * 2 + 20) / 3) < 1e-9)
    #expect(abs(forecast.shape[0] - (0.75 * 2 + 0.5) / 3) < 1e-6)
    #expect(abs(forecast.distribution(1).mean - forecast.level * forecast.shape[0]) < 1e-9)
  }

  @Test func `early sales move the level, and leave less doubt`() throws {
    var curves = LaunchCurves(weekCount: 4)
    for level in [10.0, 20, 30, 40] { _ = try curves.add([0.4, 0.3, 0.2, 0.1].map { $0 * level }) }
    var forecast = try curves.forecast(neighbours: (0..<4).map { ($0, 0) }, bandwidth: 1)
    let before = forecast
    forecast.observe(40)
    // Of 100 units a week like this would be the first.
    #expect(forecast.level > before.level && forecast.level < 100)
    let (wide, narrow) = (before.distribution(2), forecast.distribution(1))
    #expect(narrow.variance / narrow.mean < wide.variance / wide.mean)
    #expect(forecast.age == 1)
    for _ in 0..<9 { forecast.observe(1) }
    #expect(forecast.age == 4 && forecast.distribution(3).mean > 0)
  }

  @Test func `a style that sold nothing or is too young has no curve`() throws {
    var curves = LaunchCurves(weekCount: 3)
    #expect(try curves.add([0, 0, 0]) == nil)
    #expect(try curves.add([5, 5]) == nil)
    #expect(throws: DemandError.self) { try curves.add([5, -5, 1]) }
    #expect(throws: DemandError.noObservations) {
      try curves.forecast(neighbours: [], bandwidth: 1)
    }
    #expect(throws: DemandError.self) {
      try curves.forecast(neighbours: [(0, 1)], bandwidth: 1)
    }
  }

  @Test func `few sales look like the category, many like themselves`() throws {
    let curve = try SizeCurve(styles: [[10, 30, 10], [30, 30, 0], [0, 40, 20], [20, 20, 20]])
    #expect(abs(curve.shares.reduce(0, +) - 1) < 1e-12)
    let few = try curve.shares(of: [1, 0, 0])
    let many = try curve.shares(of: [10_000, 0, 0])
    #expect(few[0] > curve.shares[0] && few[0] < 0.6)
    #expect(many[0] > 0.99)
    #expect(try curve.shares(of: []) == curve.shares)
    #expect(abs(few.reduce(0, +) - 1) < 1e-12)
  }

  @Test func `styles that are alike have a high concentration, others a low one`() throws {
    var random = SeededRandom(seed: 6)
    func units(_ share: Double) -> [Double] {
      let first = (0..<100).reduce(0.0) { (sum, _) in sum + (random.uniform() < share ? 1 : 0) }
      return [first, 100 - first]
    }
    let alike = try SizeCurve(styles: (0..<200).map { _ in units(0.3) })
    // Shares uniform in 0…1 are a Dirichlet distribution of concentration 2.
    let different = try SizeCurve(styles: (0..<400).map { _ in units(random.uniform()) })
    #expect(alike.concentration > 300)
    #expect(abs(different.concentration - 2) < 0.5, "found \(different.concentration)")
  }

  @Test func `a split adds up`() {
    #expect(SizeCurve.split(10, shares: [0.25, 0.5, 0.25]) == [3, 5, 2])
    for total in 0..<50 {
      #expect(SizeCurve.split(total, shares: [0.31, 0.17, 0.29, 0.23]).reduce(0, +) == total)
    }
  }

  @Test func `sizes that cannot be are refused`() throws {
    #expect(throws: DemandError.self) { try SizeCurve(styles: []) }
    #expect(throws: DemandError.self) { try SizeCurve(styles: [[0, 0]]) }
    #expect(throws: DemandError.self) { try SizeCurve(styles: [[1, 0], [1]]) }
    let curve = try SizeCurve(styles: [[1, 2]])
    #expect(throws: DemandError.self) { try curve.shares(of: [1]) }
  }

  @Test func `a decay is found again, and nearly so of few sales`() throws {
    let sales = (0..<12).map { 100_000 * Double.exp(-0.2 * Double($0)) }
    let cycle = try LifeCycle(sales: sales)
    #expect(abs(cycle.decay - 0.2) < 1e-3)
    #expect(abs(cycle.level / sales[11] - 1) < 1e-2)
    #expect(
      abs(cycle.remaining(weeks: 2) / (cycle.mean(after: 1) + cycle.mean(after: 2)) - 1) < 1e-12)
    // Three sales say little: the category's decay stays.
    let few = try LifeCycle(sales: [1, 1, 1], prior: (0.15, 0.02))
    #expect(abs(few.decay - 0.15) < 0.01)
    #expect(try LifeCycle(sales: [0, 0]).remaining(weeks: 5) == 0)
    #expect(throws: DemandError.self) { try LifeCycle(sales: [1], prior: (0, 0)) }
  }

  /// Items of very different size, whose price moves once a while, and a holiday.
  private func items(elasticity: Double, holiday: Double, count: Int, seed: UInt64)
    -> [DemandEffects.Item]
  {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let base = Double.exp(3 * random.uniform())
      var (sales, features) = ([Double](), [Double]())
      for week in 0..<40 {
        let price = random.uniform() < 0.25 ? Double.log(0.7) : 0
        let event: Double = week % 20 == 5 ? 1 : 0
        let mean = base * Double.exp(elasticity * price + holiday * event)
        sales.append(UnconstrainingTests.poisson(mean, &random))
        features += [price, event]
      }
      return DemandEffects.Item(sales: sales, features: features)
    }
  }

  @Test func `elasticity and a holiday's factor are found again`() throws {
    let effects = try DemandEffects.fit(
      items(elasticity: -2, holiday: 0.5, count: 100, seed: 7), featureCount: 2)
    for (found, truth, variance) in zip3(effects.coefficients, [-2, 0.5], effects.variances) {
      #expect(abs(found - truth) < 4 * variance.squareRoot(), "\(found) of \(truth)")
      #expect(variance.squareRoot() < 0.1)
    }
    // 30 % off, everything else the same.
    let cut = try DemandEffects.priceFeature(70, reference: 100)
    let factor = try effects.factor(from: [0, 0], to: [cut, 0])
    #expect(abs(factor - Double.pow(0.7, effects.coefficients[0])) < 1e-9)
    #expect(try effects.factor(from: [0.3, 1], to: [0.3, 1]) == 1)
  }

  private func zip3(_ a: [Double], _ b: [Double], _ c: [Double]) -> [(Double, Double, Double)] {
    a.indices.map { (a[$0], b[$0], c[$0]) }
  }

  @Test func `an uncertain category is drawn to the others, a certain one is not`() {
    let known = (0..<6).map {
      DemandEffects(coefficients: [-2 + 0.2 * Double($0 % 3)], variances: [0.001])
    }
    let vague = DemandEffects(coefficients: [5], variances: [4])
    let shrunk = DemandEffects.shrunk(known + [vague])
    #expect(abs(shrunk[0].coefficients[0] + 2) < 0.05)
    #expect(abs(shrunk[6].coefficients[0] + 1.8) < 0.3)
    #expect(shrunk.count == 8 && abs(shrunk[7].coefficients[0] + 1.8) < 0.1)
    #expect(shrunk[6].variances[0] < vague.variances[0])
  }

  @Test func `a feature that never varies has no effect`() throws {
    let item = DemandEffects.Item(sales: [1, 2, 3], features: [7, 7, 7])
    #expect(try DemandEffects.fit([item], featureCount: 1).coefficients == [0])
  }

  @Test(arguments: [0, -1, .infinity, .nan, 1e6] as [Double])
  func `a price that is none, or beyond what was ever measured, is refused`(price: Double) {
    #expect(throws: DemandError.self) { try DemandEffects.priceFeature(price, reference: 20) }
  }

  @Test func `features must fit`() {
    let item = DemandEffects.Item(sales: [1, 2], features: [1])
    #expect(throws: DemandError.self) { try DemandEffects.fit([item], featureCount: 1) }
    #expect(throws: DemandError.self) { try DemandEffects.fit([], featureCount: 1) }
    #expect(throws: DemandError.self) { try DemandEffects.fit([item], featureCount: 0) }
    let effects = DemandEffects(coefficients: [1], variances: [1])
    #expect(throws: DemandError.self) { try effects.factor(from: [0], to: [.infinity]) }
    #expect(throws: DemandError.self) { try effects.factor(from: [], to: [1]) }
  }
}
