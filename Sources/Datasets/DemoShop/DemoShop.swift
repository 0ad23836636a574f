import FoundationEssentials

package struct DemoShop: Sendable {
  package let users: Int
  package let items: Int
  package let days: Int
  package let seed: UInt64

  package init(users: Int = 5000, items: Int = 2000, days: Int = 1095, seed: UInt64 = 1) {
    self.users = users
    self.items = items
    self.days = days
    self.seed = seed
  }

  package func write(
    to directory: String, progress: (_ stage: String, _ fraction: Double) -> Void = { _, _ in }
  ) throws {
    let calendar = DemoCalendar(dayCount: days)
    let catalogue = DemoCatalogue(count: items, calendar: calendar, seed: seed)
    let shoppers = DemoShoppers(count: users, dayCount: days, seed: seed)
    var simulation = DemoSimulation(
      catalogue: catalogue, shoppers: shoppers, calendar: calendar, splitDay: days * 4 / 5,
      seed: seed)
    simulation.run { progress("events", $0) }
    let truth = DemoTruth(simulation)
    try FileManager.default.createDirectory(
      atPath: directory + "/truth", withIntermediateDirectories: true)
    try catalogue.csv().write(to: directory + "/items.csv")
    try shoppers.csv().write(to: directory + "/users.csv")
    try simulation.events.csv.write(to: directory + "/events.csv")
    try simulation.impressions.csv.write(to: directory + "/impressions.csv")
    try simulation.campaigns.csv.write(to: directory + "/campaigns.csv")
    try simulation.stock.sales.write(to: directory + "/sales.csv")
    try truth.relevance().write(to: directory + "/truth/relevance.csv")
  }
}
