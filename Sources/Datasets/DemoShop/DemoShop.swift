import FoundationEssentials

/// A simulated fashion shop, written as a dataset directory, whose true tastes are known.
///
///     try DemoShop(seed: 7).write(to: "/tmp/shop")
///
/// The same sizes and seed give the same bytes. The default size has about 270,000 events.
///
/// How shoppers behave: a taste that turns slowly, likings for colours, brands, categories and price
/// levels, and a body size. On a visit a shopper wants a category (by liking, season, and what goes
/// with the last purchase), is shown some of its items by exposure (which grows with views), views
/// some and buys one or none by the multinomial logit, if the size is there; sends back what does
/// not fit; rates. Parameters: ``DemoBehaviour``. What lies in `truth/`: ``DemoTruth``.
///
/// How hard it is: trained on the first four fifths of the time, tested on what known shoppers view,
/// put into the basket or buy in the last fifth and had no event with before, NDCG@20 as a share
/// of the oracle's (which ranks by `truth/relevance.csv`):
///
/// | seed | oracle | popularity | TF-IDF | cosine | BM25 |
/// |---|---|---|---|---|---|
/// | 1 | .301 | 12 % | 58 % | 53 % | 59 % |
/// | 2 | .302 | 14 % | 56 % | 51 % | 57 % |
/// | 3 | .296 | 10 % | 58 % | 53 % | 59 % |
/// | 1, purchases only | .309 | 13 % | 28 % | 24 % | 31 % |
///
/// The last three are item neighbours with K = 100, measured with the Python package implicit.
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

  /// Makes the directory and its files; those that are there already are replaced.
  ///
  /// Time: a few seconds at the default size, about linear in users · days and in users · items.
  ///
  /// - Parameter progress: told now and then what is being made, and how much of all is done (0...1).
  /// - Throws: `DemoShopError` when a size is out of range; what the file system answers when a
  ///   file cannot be written.
  package func write(
    to directory: String, progress: (_ stage: String, _ fraction: Double) -> Void = { _, _ in }
  ) throws {
    try checkSizes()
    try FileManager.default.createDirectory(
      atPath: "\(directory)/truth", withIntermediateDirectories: true)
    func write(_ csv: CSVWriter, _ name: String) throws {
      try csv.write(to: "\(directory)/\(name)")
    }

    progress("items and users", 0)
    let calendar = DemoCalendar(dayCount: days)
    let catalogue = DemoCatalogue(count: items, calendar: calendar, seed: seed)
    let shoppers = DemoShoppers(count: users, dayCount: days, seed: seed)
    var outfits = DemoOutfits(catalogue: catalogue, seed: seed)
    var utterances = DemoUtterances(seed: seed)
    try write(catalogue.csv(), "items.csv")
    try write(shoppers.csv(), "users.csv")
    try write(calendar.csv(), "calendar.csv")
    try write(outfits.csv(), "outfits.csv")
    try write(DemoKnowledge.csv(), "knowledge.csv")
    try write(utterances.csv(), "utterances.csv")
    try write(DemoTerms.csv(), "terms.csv")
    var conversations = DemoConversations(seed: seed)
    try write(conversations.csv(), "conversations.csv")

    var simulation = DemoSimulation(
      catalogue: catalogue, shoppers: shoppers, calendar: calendar, splitDay: days * 4 / 5,
      seed: seed)
    simulation.run { progress("events", 0.1 + 0.6 * $0) }
    try write(simulation.events.csv, "events.csv")
    try write(simulation.impressions.csv, "impressions.csv")
    try write(simulation.campaigns.csv, "campaigns.csv")
    try write(simulation.stock.sales, "sales.csv")

    progress("truth", 0.7)
    let truth = DemoTruth(simulation)
    try write(truth.preferences(), "truth/true_preferences.csv")
    try write(truth.items(), "truth/true_items.csv")
    try write(simulation.uplift(), "truth/uplift.csv")
    try write(simulation.stock.demand, "truth/demand.csv")
    try write(truth.relevance(), "truth/relevance.csv")
    try write(simulation.impressions.truth, "truth/impressions.csv")
    try Data(truth.readme(seed: seed).utf8).write(
      to: URL(filePath: "\(directory)/truth/README.md"), options: .atomic)
    try Data(Self.description.utf8).write(
      to: URL(filePath: "\(directory)/dataset.toml"), options: .atomic)
    progress("done", 1)
  }

  /// What the columns cannot say.
  private static let description = """
    # sales.csv has a row per item and week, dated on Mondays.
    [forecast]
    frequency = "week"
    season = 52
    horizon = 13

    """
}

/// Why a demo shop of these sizes cannot be made.
package enum DemoShopError: Error, Equatable, CustomStringConvertible {
  case outOfRange(name: String, value: Int, accepted: ClosedRange<Int>)

  package var description: String {
    switch self {
    case .outOfRange(let name, let value, let accepted):
      "\(name) is \(value); \(accepted.lowerBound)...\(accepted.upperBound) is accepted"
    }
  }
}

extension DemoShop {
  private func checkSizes() throws(DemoShopError) {
    // Below: too few for every category, holiday and campaign to occur. Above: it would not fit
    // into memory, or run out of Chinese years.
    for (name, value, accepted) in [
      ("users", users, 10...1_000_000), ("items", items, 20...1_000_000), ("days", days, 70...3650),
    ] where !accepted.contains(value) {
      throw .outOfRange(name: name, value: value, accepted: accepted)
    }
  }
}
