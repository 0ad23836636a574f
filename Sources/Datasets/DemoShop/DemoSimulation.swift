import RealModule

/// Runs the demo shop day by day: who comes, and what there is; a visit is in
/// `DemoSimulation+Session.swift`.
struct DemoSimulation {
  let catalogue: DemoCatalogue
  let shoppers: DemoShoppers
  let calendar: DemoCalendar
  /// The first day of the held-out last fifth; see ``DemoTruth``.
  let splitDay: Int
  var random: SeededGenerator

  var events = DemoEvents()
  var stock: DemoStock
  var campaigns: DemoCampaigns
  var impressions: DemoImpressions

  /// How visible each item is this week; 0 when it is not on sale.
  var exposure: [Double]
  /// ``exposure`` on the split day.
  private(set) var exposureAtSplit: [Double] = []
  var recentViews: [Double]
  /// What can be shown today, and running sums of exposure. Shape: categories × (women, men).
  var shelves: [[Int]] = []
  var shelfSums: [[Double]] = []
  /// Category and day of each user's last purchase.
  var lastPurchase: [(category: Int, day: Int)]
  /// Returns and ratings that are still to come, by day.
  var upcoming: [[DemoEvents.Event]]
  /// Per user, what they did before the split, oldest first.
  var seen: [[(item: Int, kind: DemoEvents.Kind)]]
  var sessionCount = 0
  var sessionsWithPurchase = 0

  let complements: [[Int]]
  var taste = Array(repeating: 0.0, count: DemoBehaviour.tasteDimensions)
  /// Which session last considered an item: a set that is emptied by counting on.
  var consideredIn: [Int]

  init(
    catalogue: DemoCatalogue, shoppers: DemoShoppers, calendar: DemoCalendar, splitDay: Int,
    seed: UInt64
  ) {
    self.catalogue = catalogue
    self.shoppers = shoppers
    self.calendar = calendar
    self.splitDay = splitDay
    random = SeededGenerator(seed: seed, stream: 6)
    stock = DemoStock(catalogue: catalogue, calendar: calendar, seed: seed)
    campaigns = DemoCampaigns(userCount: shoppers.count, seed: seed)
    impressions = DemoImpressions(seed: seed)
    exposure = Array(repeating: 0, count: catalogue.count)
    recentViews = exposure
    lastPurchase = Array(repeating: (-1, -1000), count: shoppers.count)
    upcoming = Array(repeating: [], count: calendar.dayCount)
    seen = Array(repeating: [], count: shoppers.count)
    consideredIn = Array(repeating: -1, count: catalogue.count)
    let names = DemoVocabulary.categories.map(\.name.english)
    complements = names.map { name in
      (DemoVocabulary.complements.first { $0.bought == name }?.wanted ?? [])
        .compactMap { names.firstIndex(of: $0) }
    }
  }

  mutating func run(progress: (Double) -> Void) {
    for day in 0..<calendar.dayCount {
      beginDay(day)
      for (user, second) in visits(day) { session(user, day: day, second: second) }
      for event in upcoming[day] { events.append(event) }
      events.endDay(day, in: catalogue)
      if day % 7 == 6 { stock.endWeek(day / 7) }
      if day % 50 == 49 { progress(Double(day + 1) / Double(calendar.dayCount)) }
    }
  }

  /// ``DemoCampaigns/truth(conversion:)`` with the conversion that came about.
  func uplift() -> CSVWriter {
    campaigns.truth(
      conversion: Double(sessionsWithPurchase) / Double(max(1, sessionCount)))
  }

  private mutating func beginDay(_ day: Int) {
    if day % 7 == 0 {
      stock.beginWeek(day / 7)
      for item in 0..<catalogue.count { recentViews[item] *= 0.9 }
    }
    setOutShelves(day)
    if day == splitDay { exposureAtSplit = exposure }
    if day % 30 == 0 {
      impressions.beginMonth(
        onSale: (0..<catalogue.count).filter { exposure[$0] > 0 }, exposure: exposure)
    }
    campaigns.beginDay(day, shoppers: shoppers, calendar: calendar)
  }

  private mutating func setOutShelves(_ day: Int) {
    shelves = Array(repeating: [], count: 2 * DemoVocabulary.categories.count)
    shelfSums = Array(repeating: [], count: shelves.count)
    for item in 0..<catalogue.count {
      guard catalogue.isOnSale(item, day: day) else {
        exposure[item] = 0
        continue
      }
      if day % 7 == 0 || exposure[item] == 0 {
        exposure[item] = Double.exp(
          catalogue.prominence[item]
            + DemoBehaviour.exposureFeedback * Double.log(1 + recentViews[item]))
      }
      for forMen in 0...1 where catalogue.gender[item] == 2 || catalogue.gender[item] == forMen {
        let shelf = 2 * catalogue.category[item] + forMen
        shelves[shelf].append(item)
        shelfSums[shelf].append((shelfSums[shelf].last ?? 0) + exposure[item])
      }
    }
  }

  /// Who comes today, in the order of time. At most one session a day each.
  private mutating func visits(_ day: Int) -> [(user: Int, second: Int)] {
    var visits: [(user: Int, second: Int)] = []
    for user in 0..<shoppers.count where shoppers.joinedDay[user] <= day {
      let rate = shoppers.sessionRate[user] * calendar.traffic[day] * campaigns.sessionFactor[user]
      if random.chance(rate) {
        // Most come in the evening, nobody in the last half hour, so that no session ends tomorrow.
        let hour = (19 + 3.5 * random.normal()).clamped(to: 0...23)
        visits.append((user, Int(hour * 3600) + random.index(below: 1800)))
      }
    }
    visits.sort { ($0.second, $0.user) < ($1.second, $1.user) }
    return visits
  }
}
