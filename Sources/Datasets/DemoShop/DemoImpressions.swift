import RealModule

/// What the home page showed, and with what probability: a policy that prefers what sells and
/// explores.
///
/// Each month has a pool of items. Positions are filled one after the other from what is left of
/// it: with probability ``exploration`` any item alike, else in proportion to the item's exposure
/// when the month began. The propensity written is that of the item at its position, given the
/// positions before it, and `candidates` how many items were left.
struct DemoImpressions {
  static let exploration = 0.3
  static let poolSize = 60
  static let positions = 4
  /// Share of sessions that begin on the home page.
  static let share = 0.3

  private var random: SeededGenerator
  private(set) var pool: [Int] = []
  private var weights: [Double] = []
  private(set) var csv = CSVWriter(header: [
    "user_id", "item_id", "timestamp", "placement", "position", "propensity", "clicked",
    "campaign_id", "candidates",
  ])
  /// Per row of ``csv``, in its order, the true probability of a click when the item at this position
  /// had been chosen by the policy that did (`logged`), or any of those left alike (`uniform`).
  private(set) var truth = CSVWriter(header: ["logged", "uniform"])

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed, stream: 5)
  }

  /// Draws the pool for the next 30 days from the items on sale.
  mutating func beginMonth(onSale: [Int], exposure: [Double]) {
    var items = onSale
    pool.removeAll()
    while pool.count < Self.poolSize, !items.isEmpty {
      pool.append(items.remove(at: random.index(below: items.count)))
    }
    weights = pool.map { exposure[$0] }
  }

  /// Shows items and gives those that were clicked.
  ///
  /// - Parameter utility: of an item to the shopper; nil when it is not for them at all.
  mutating func show(
    to user: Int, timestamp: [UInt8], campaign: [UInt8]?, utility: (Int) -> Double?
  ) -> [Int] {
    var left = Array(pool.indices)
    var clicked: [Int] = []
    let appeals = pool.map { utility($0) ?? -4 }
    for position in 1...Self.positions where !left.isEmpty {
      let total = left.reduce(0) { $0 + weights[$1] }
      writeTruth(of: left, total: total, appeals: appeals, position: position)
      var place = random.index(below: left.count)
      if !random.chance(Self.exploration) {
        var target = random.uniform() * total
        place =
          left.firstIndex { slot in
            target -= weights[slot]
            return target < 0
          } ?? left.count - 1
      }
      let slot = left.remove(at: place)
      let propensity =
        Self.exploration / Double(left.count + 1) + (1 - Self.exploration) * weights[slot] / total
      let isClicked = random.chance(Self.clickProbability(appeals[slot], position: position))
      if isClicked { clicked.append(pool[slot]) }
      csv.field(plain: DemoShoppers.id(user))
      csv.field(plain: DemoCatalogue.id(pool[slot]))
      csv.field(plain: timestamp)
      csv.field("home")
      csv.field(position)
      csv.field(decimal: propensity, places: 6)
      csv.field(isClicked ? 1 : 0)
      if let campaign { csv.field(plain: campaign) } else { csv.emptyField() }
      csv.field(left.count + 1)
      csv.endRow()
    }
    return clicked
  }

  private static func clickProbability(_ appeal: Double, position: Int) -> Double {
    let odds = Double.exp(-3 + 0.8 * appeal - 0.25 * Double(position - 1))
    return odds / (1 + odds)
  }

  private mutating func writeTruth(
    of left: [Int], total: Double, appeals: [Double], position: Int
  ) {
    var (logged, uniform) = (0.0, 0.0)
    for slot in left {
      let click = Self.clickProbability(appeals[slot], position: position)
      let even = 1 / Double(left.count)
      uniform += even * click
      logged += (Self.exploration * even + (1 - Self.exploration) * weights[slot] / total) * click
    }
    truth.field(decimal: logged, places: 6)
    truth.field(decimal: uniform, places: 6)
    truth.endRow()
  }
}
