import Forecasting
import Learning
import RealModule
import Testing

/// Demand that stock cut off is found again, of Poisson and of wider spread.
@Suite struct UnconstrainingTests {
  static func poisson(_ mean: Double, _ random: inout SeededRandom) -> Double {
    var product = random.uniform()
    var count = 0.0
    let least = Double.exp(-mean)
    while product > least {
      product *= random.uniform()
      count += 1
    }
    return count
  }

  @Test(arguments: [0.0, 1.5])
  func `the mean of cut demand is found within a tenth, where sales are a quarter below`(
    spread: Double
  ) throws {
    var random = SeededRandom(seed: 4)
    let mean = 10.0
    var (sales, wasSoldOut, truth) = ([Double](), [Bool](), 0.0)
    for _ in 0..<2000 {
      // A mixture of two means is wider than Poisson.
      let demand = Self.poisson(
        random.uniform() < 0.5 ? mean - 4 * spread : mean + 4 * spread, &random)
      let stock = Double(4 + random.index(below: 8))
      truth += demand / 2000
      sales.append(min(demand, stock))
      wasSoldOut.append(demand > stock)
    }
    let found = try Unconstraining(sales: sales, wasSoldOut: wasSoldOut)
    let observed = sales.reduce(0, +) / 2000
    #expect(observed < 0.8 * truth)
    #expect(abs(found.mean / truth - 1) < 0.1, "found \(found.mean) of \(truth)")
    #expect(!found.isUnbounded)
    for (demand, sold) in zip(found.demand, sales) { #expect(demand >= sold) }
  }

  @Test func `what was not cut is left as it was`() throws {
    let found = try Unconstraining(sales: [1, 5, 0], wasSoldOut: [false, false, false])
    #expect(found.demand == [1, 5, 0] && found.mean == 2)
  }

  @Test func `when all was cut, there is no telling, and that is said`() throws {
    let found = try Unconstraining(sales: [3, 2], wasSoldOut: [true, true])
    #expect(found.isUnbounded && found.demand == [3, 2])
  }

  @Test func `a forecaster takes a sold out week for a lower bound`() throws {
    let history = [8.0, 12, 9, 11, 10, 8, 13, 9]
    var (bound, plain) = (try CountForecaster.fit(history), try CountForecaster.fit(history))
    bound.observe(atLeast: 3)
    plain.observe(3)
    #expect(bound.mean > plain.mean && bound.mean > 9)
    // More than usual was sold, and more than that may have been asked for.
    var more = try CountForecaster.fit(history)
    more.observe(atLeast: 16)
    var same = try CountForecaster.fit(history)
    same.observe(16)
    #expect(more.mean >= same.mean)
  }

  @Test func `a mark must be there for every period`() {
    #expect(throws: DemandError.self) { try Unconstraining(sales: [1, 2], wasSoldOut: [true]) }
    #expect(throws: DemandError.self) { try Unconstraining(sales: [-1], wasSoldOut: [true]) }
    #expect(throws: DemandError.self) { try Unconstraining(sales: [], wasSoldOut: []) }
  }
}
