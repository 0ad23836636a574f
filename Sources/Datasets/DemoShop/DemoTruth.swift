import RealModule

/// What the demo shop's shoppers truly want, written beside the dataset so that a model can be
/// compared with it.
///
/// The split day is the first of the last fifth of the time. For each user who joined before it,
/// the relevance of item i, of category c and season s, is the probability that a view of the
/// held-out days falls on it, given what was true on the split day:
///
///     P(i) = mean over held-out days t of P(c | t) · q_i·exp(u_i + f(s, t)) / Σ_j∈c q_j·exp(u_j + f(s_j, t))
///
/// where P(c | t) is the multinomial logit of the user's category utilities and the season, u the
/// utility (taste on the split day, colour, brand, price level, quality), f the seasonal fit and q
/// the exposure on the split day; items not on sale that day have none, and an item that leaves
/// counts for the days it is there. It is exact but for what cannot be known on the split day
/// (new items, drift, discounts, complements of purchases to come) and for the consideration set
/// being finite.
struct DemoTruth {
  /// Items that the user had nothing to do with before the split: as many are listed.
  static let newItems = 20

  let simulation: DemoSimulation
  /// Every 15th held-out day stands for its neighbours.
  private let days: [Int]

  /// Pairs of user and item that are ranked for relevance.csv.
  private static let pairsMax = 40_000_000

  init(_ simulation: DemoSimulation) {
    self.simulation = simulation
    days = Array(stride(from: simulation.splitDay, to: simulation.calendar.dayCount, by: 15))
  }

  /// Columns: user_id, item_id, probability, seen: per user the items in falling order of relevance
  /// until 20 that the user had no event with before the split were listed. `seen` is the kind of
  /// the strongest such event (view, cart, purchase), empty when there is none. Of a large shop it
  /// lists every n-th user: all pairs of users and items would take longer than the shop itself.
  func relevance() -> CSVWriter {
    var csv = CSVWriter(header: ["user_id", "item_id", "probability", "seen"])
    var seen = Array(repeating: UInt8(0), count: simulation.catalogue.count)
    let userCount = simulation.shoppers.count
    let step = max(1, userCount * simulation.catalogue.count / Self.pairsMax)
    for user in stride(from: 0, to: userCount, by: step)
    where simulation.shoppers.joinedDay[user] < simulation.splitDay {
      for event in simulation.seen[user] {
        seen[event.item] = max(seen[event.item], Self.strength(event.kind))
      }
      var unseen = 0
      for (item, probability) in ranking(user) {
        csv.field(plain: DemoShoppers.id(user))
        csv.field(plain: DemoCatalogue.id(item))
        csv.field(decimal: probability, places: 6)
        csv.field(["", "view", "cart", "purchase"][Int(seen[item])])
        csv.endRow()
        if seen[item] == 0 { unseen += 1 }
        if unseen == Self.newItems { break }
      }
      for event in simulation.seen[user] { seen[event.item] = 0 }
    }
    return csv
  }

  private static func strength(_ kind: DemoEvents.Kind) -> UInt8 {
    switch kind {
    case .purchase: 3
    case .cart: 2
    default: 1
    }
  }

  /// Items by falling relevance: all of those on sale that suit the user, O(items · log items).
  private func ranking(_ user: Int) -> [(item: Int, probability: Double)] {
    let catalogue = simulation.catalogue
    let shoppers = simulation.shoppers
    let seasons = DemoVocabulary.seasons.count
    var taste = Array(repeating: 0.0, count: DemoBehaviour.tasteDimensions)
    shoppers.taste(user, day: simulation.splitDay, into: &taste)

    var items: [(item: Int, probability: Double)] = []
    var sums = Array(repeating: 0.0, count: DemoVocabulary.categories.count * seasons)
    for item in 0..<catalogue.count
    where simulation.exposureAtSplit[item] > 0 && shoppers.suits(user, item, in: catalogue) {
      let weight =
        simulation.exposureAtSplit[item]
        * Double.exp(shoppers.utility(user, item, taste: taste, in: catalogue))
      items.append((item, weight))
      sums[catalogue.category[item] * seasons + catalogue.season[item]] += weight
    }
    let factors = self.factors(user, sums: sums)
    for index in items.indices {
      let item = items[index].item
      items[index].probability *=
        factors[catalogue.category[item] * seasons + catalogue.season[item]] * liveShare(item)
    }
    items.sort { ($1.probability, $0.item) < ($0.probability, $1.item) }
    return items
  }

  /// What an item's weight is multiplied with. Shape: categories × seasons.
  private func factors(_ user: Int, sums: [Double]) -> [Double] {
    let kinds = DemoVocabulary.categories
    let seasons = DemoVocabulary.seasons.count
    let calendar = simulation.calendar
    var factors = Array(repeating: 0.0, count: sums.count)
    for day in days {
      let fits = calendar.seasonFit[day].map { Double.exp($0) }
      var categoryWeight = Array(repeating: 0.0, count: kinds.count)
      var within = categoryWeight
      for category in kinds.indices {
        for season in 0..<seasons {
          within[category] += sums[category * seasons + season] * fits[season]
        }
        guard within[category] > 0 else { continue }
        categoryWeight[category] = Double.exp(
          simulation.shoppers.category[user * kinds.count + category]
            + DemoBehaviour.categorySeason * kinds[category].warmth * calendar.warmth[day])
      }
      let total = categoryWeight.reduce(0, +) * Double(days.count)
      for category in kinds.indices where within[category] > 0 {
        for season in 0..<seasons {
          factors[category * seasons + season] +=
            categoryWeight[category] / total * fits[season] / within[category]
        }
      }
    }
    return factors
  }

  /// The share of the held-out days on which an item is on sale.
  private func liveShare(_ item: Int) -> Double {
    let held = simulation.calendar.dayCount - simulation.splitDay
    let left = min(simulation.catalogue.lastDay[item], simulation.calendar.dayCount)
    return Double(min(left - simulation.splitDay + 1, held).clamped(to: 0...held)) / Double(held)
  }
}
