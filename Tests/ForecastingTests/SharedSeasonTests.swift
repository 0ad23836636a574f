import Forecasting
import Learning
import RealModule
import Testing

/// A season that no item shows alone is found in a group of them, though each was sold out half the time.
@Suite struct SharedSeasonTests {
  @Test func `a season is found through weeks that were sold out`() throws {
    var random = SeededRandom(seed: 9)
    let truth = (0..<12).map { 1 + 0.8 * Double.sin(2 * Double.pi * Double($0) / 12) }
    let items = (0..<200).map { _ in
      let level = 1 + 4 * random.uniform()
      var (sales, wasSoldOut) = ([Double](), [Bool]())
      for period in 0..<30 {
        let wanted = UnconstrainingTests.poisson(level * truth[period % 12], &random)
        let isGone = random.uniform() < 0.5
        sales.append(isGone ? 0 : wanted)
        wasSoldOut.append(isGone)
      }
      return SharedSeason.Item(sales: sales, wasSoldOut: wasSoldOut)
    }
    let season = try SharedSeason(items, season: 12)
    #expect(abs(season.factors.reduce(0, +) / 12 - 1) < 1e-9)
    for phase in 0..<12 { #expect(abs(season.factors[phase] - truth[phase]) < 0.15) }
    #expect(season.factor(13) == season.factors[1])
  }

  @Test
  func
    `an event that moves through the year is known by its name, and a season is not moved by it`()
    throws
  {
    var random = SeededRandom(seed: 2)
    // Event 0 triples a whole period, event 1 takes half of one and halves it.
    let days = [3: (0, 1.0), 16: (0, 1), 31: (0, 1), 8: (1, 0.5), 21: (1, 0.5)]
    let calendar = EventCalendar(
      count: 2, days.mapValues { [EventCalendar.Share(event: $0.0, share: $0.1)] })
    let items = (0..<150).map { _ in
      let level = 2 + 4 * random.uniform()
      let sales = (0..<36).map { period in
        let lift = days[period].map { $0.0 == 0 ? 3 : 0.75 } ?? 1
        return UnconstrainingTests.poisson(level * lift, &random)
      }
      return SharedSeason.Item(sales: sales, wasSoldOut: sales.map { _ in false })
    }
    let season = try SharedSeason(items, season: 12, calendar: calendar)
    #expect(abs(season.effects[0] - 2) < 0.2 && abs(season.effects[1] + 0.5) < 0.15)
    for phase in 0..<12 { #expect(abs(season.factors[phase] - 1) < 0.1) }
    #expect(abs(season.factor(31) - 3 * season.factors[31 % 12]) < 0.3)
  }

  @Test func `items without sales have no season`() throws {
    let item = SharedSeason.Item(sales: [0, 0, 0, 0], wasSoldOut: [false, true, false, false])
    let season = try SharedSeason([item], season: 2)
    #expect(season.factors == [1, 1])
  }

  @Test func `what is no season is refused`() {
    let item = SharedSeason.Item(sales: [1, 2], wasSoldOut: [false, false])
    #expect(throws: DemandError.self) { try SharedSeason([item], season: 0) }
    #expect(throws: DemandError.self) { try SharedSeason([], season: 2) }
    let short = SharedSeason.Item(sales: [1, 2], wasSoldOut: [false])
    #expect(throws: DemandError.self) { try SharedSeason([short], season: 2) }
    let negative = SharedSeason.Item(sales: [-1], wasSoldOut: [false])
    #expect(throws: DemandError.self) { try SharedSeason([negative], season: 2) }
  }
}
