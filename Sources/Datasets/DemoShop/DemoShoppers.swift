import RealModule

/// Who shops in the demo shop, and what they like. Arrays are indexed by user; matrices are
/// row-major, users × whatever the comment says.
struct DemoShoppers: Sendable {
  let count: Int
  private(set) var isMan: [Bool] = []
  private(set) var birthYear: [Int] = []
  private(set) var city: [Int] = []
  /// May lie before day 0.
  private(set) var joinedDay: [Int] = []
  /// Expected sessions on an ordinary day.
  private(set) var sessionRate: [Double] = []
  /// Taste at day 0, and the direction it turns to. Shape: users × taste dimensions.
  private(set) var tasteNow: [Double] = []
  private(set) var tasteNext: [Double] = []
  /// Utilities of colours, brands and categories (−1000: never).
  private(set) var color: [Double] = []
  private(set) var brand: [Double] = []
  private(set) var category: [Double] = []
  /// The relative price the shopper is at ease with.
  private(set) var priceLevel: [Double] = []
  /// Utility of a discount of 100 %.
  private(set) var discountLove: [Double] = []
  /// In sizes, 0 is the smallest.
  private(set) var bodySize: [Double] = []

  init(count: Int, dayCount: Int, seed: UInt64) {
    self.count = count
    var random = SeededGenerator(seed: seed, stream: 2)
    for _ in 0..<count { append(dayCount: dayCount, random: &random) }
  }

  private mutating func append(dayCount: Int, random: inout SeededGenerator) {
    let man = random.chance(0.4)
    isMan.append(man)
    birthYear.append(1996 + Int((9 * random.normal()).rounded(.down).clamped(to: -40...11)))
    city.append(random.index(logits: [0.8, 0.3, 0.2, 0.9, 0.6, 0.3, 0, 0, -0.2, -0.2]))
    joinedDay.append(
      random.chance(0.6)
        ? -random.index(below: 730) : random.index(below: max(1, dayCount * 9 / 10)))
    sessionRate.append(
      DemoBehaviour.sessionsPerYear / 365.25
        * Double.exp(DemoBehaviour.activitySpread * random.normal()))
    for _ in 0..<DemoBehaviour.tasteDimensions {
      tasteNow.append(DemoBehaviour.taste * random.normal())
      tasteNext.append(DemoBehaviour.taste * random.normal())
    }
    for _ in DemoVocabulary.colors { color.append(DemoBehaviour.color * random.normal()) }
    for _ in DemoVocabulary.brands { brand.append(DemoBehaviour.brand * random.normal()) }
    for kind in DemoVocabulary.categories {
      let draw = DemoBehaviour.category * random.normal()
      category.append(man && !kind.isForMen ? -1000 : draw)
    }
    let level = 0.35 * random.normal()
    priceLevel.append(level)
    // Those who are at ease with low prices look for discounts.
    discountLove.append(max(0, DemoBehaviour.discount * (1 - 1.5 * level + 0.4 * random.normal())))
    bodySize.append((2.3 + 1.1 * random.normal()).clamped(to: -0.4...5.4))
  }
}

extension DemoShoppers {
  /// Overwrites `vector` with the shopper's taste on a day.
  ///
  /// cos(θ)·now + sin(θ)·next, where θ grows by ``DemoBehaviour/driftPerYear``: a draw from the
  /// same distribution at every time, and ever less like the one at day 0.
  func taste(_ user: Int, day: Int, into vector: inout [Double]) {
    let angle = DemoBehaviour.driftPerYear * Double(day) / 365.25
    let kept = Double.cos(angle)
    let turned = Double.sin(angle)
    let start = user * vector.count
    for axis in vector.indices {
      vector[axis] = kept * tasteNow[start + axis] + turned * tasteNext[start + axis]
    }
  }

  /// What the shopper gets from an item at its full price, apart from season and discount.
  func utility(
    _ user: Int, _ item: Int, taste: [Double], in catalogue: DemoCatalogue
  ) -> Double {
    var utility = catalogue.quality[item]
    let start = item * taste.count
    for axis in taste.indices { utility += taste[axis] * catalogue.latent[start + axis] }
    utility += color[user * DemoVocabulary.colors.count + catalogue.color[item]]
    utility += brand[user * DemoVocabulary.brands.count + catalogue.brand[item]]
    let gap = catalogue.relativePrice[item] - priceLevel[user]
    return utility - DemoBehaviour.price * gap * gap
  }

  /// Whether the item is made for the shopper.
  func suits(_ user: Int, _ item: Int, in catalogue: DemoCatalogue) -> Bool {
    let gender = catalogue.gender[item]
    return gender == 2 || (gender == 1) == isMan[user]
  }

  static func id(_ user: Int) -> [UInt8] { DemoCatalogue.numbered("U", user) }

  /// Columns: user_id, gender, birth_year, city, joined.
  func csv() -> CSVWriter {
    var csv = CSVWriter(header: ["user_id", "gender", "birth_year", "city", "joined"])
    for user in 0..<count {
      csv.field(plain: Self.id(user))
      csv.field(isMan[user] ? "men" : "women")
      csv.field(birthYear[user])
      csv.field(DemoVocabulary.cities[city[user]].english)
      csv.field(plain: DemoCalendar.text(joinedDay[user]))
      csv.endRow()
    }
    return csv
  }
}

extension Double {
  func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}

extension Int {
  func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
