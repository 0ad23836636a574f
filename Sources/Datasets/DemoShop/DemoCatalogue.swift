import RealModule

/// What the demo shop sells: everything about its items that shoppers see, and what they feel.
///
/// Arrays are indexed by item; matrices are row-major.
struct DemoCatalogue: Sendable {
  static let genders = ["women", "men", "unisex"]

  let count: Int
  private(set) var category: [Int] = []
  private(set) var brand: [Int] = []
  private(set) var color: [Int] = []
  private(set) var style: [Int] = []
  private(set) var season: [Int] = []
  /// Index into ``genders``.
  private(set) var gender: [Int] = []
  private(set) var material: [DemoVocabulary.Word] = []
  private(set) var basePrice: [Double] = []
  /// Natural logarithm of the price over its category's typical price.
  private(set) var relativePrice: [Double] = []
  /// First and last day on sale; the first may lie before day 0.
  private(set) var firstDay: [Int] = []
  private(set) var lastDay: [Int] = []
  /// In sizes: positive runs large.
  private(set) var fitOffset: [Double] = []
  private(set) var quality: [Double] = []
  /// Logarithm of how prominently the shop shows the item.
  private(set) var prominence: [Double] = []
  /// What the taste vector is multiplied with. Shape: items × ``DemoBehaviour/tasteDimensions``,
  /// each row of length about 1.
  private(set) var latent: [Double] = []
  /// Price reduction as a fraction. Shape: items × weeks.
  private(set) var discount: [Double] = []
  let weekCount: Int

  init(count: Int, calendar: DemoCalendar, seed: UInt64) {
    self.count = count
    weekCount = (calendar.dayCount + 6) / 7
    var random = SeededGenerator(seed: seed, stream: 1)
    let dimensions = DemoBehaviour.tasteDimensions
    let centres = DemoVocabulary.styles.map { _ in (0..<dimensions).map { _ in random.normal() } }
    // A brand has a price level and styles of its own.
    let brandLevel = DemoVocabulary.brands.map { _ in 0.35 * random.normal() }
    let brandStyles = DemoVocabulary.brands.map { _ in
      DemoVocabulary.styles.map { _ in 1.2 * random.normal() }
    }
    for item in 0..<count {
      // The first pass over the categories makes sure that each has an item.
      let category =
        item < DemoVocabulary.categories.count
        ? item : random.index(below: DemoVocabulary.categories.count)
      append(
        category: category, centres: centres, brandLevel: brandLevel, brandStyles: brandStyles,
        dayCount: calendar.dayCount, random: &random)
    }
    planDiscounts(calendar: calendar, random: &random)
  }

  private mutating func append(
    category: Int, centres: [[Double]], brandLevel: [Double], brandStyles: [[Double]],
    dayCount: Int, random: inout SeededGenerator
  ) {
    let kind = DemoVocabulary.categories[category]
    let brand = random.index(below: DemoVocabulary.brands.count)
    let style = random.index(logits: brandStyles[brand])
    let draw = random.uniform()
    let isSingle = kind.sizes.labels(forMen: false).count == 1
    self.category.append(category)
    self.brand.append(brand)
    self.style.append(style)
    color.append(random.index(logits: [1.2, 0.9, 0.5, 0.6, 0.4, 0, 0, 0.3, 0, 0, -0.5, -0.6]))
    gender.append(
      !kind.isForMen ? 0 : isSingle ? (draw < 0.5 ? 2 : draw < 0.8 ? 0 : 1) : draw < 0.55 ? 0 : 1)
    season.append(Self.season(warmth: kind.warmth, random: &random))
    material.append(
      random.pick(
        kind.role == .shoes || kind.name.english == "bag"
          ? DemoVocabulary.shoeMaterials : DemoVocabulary.clothMaterials))

    let level = brandLevel[brand] + 0.25 * random.normal()
    let price = (kind.price * Double.exp(level)).rounded() - 0.05
    basePrice.append(max(4.95, price))
    relativePrice.append(level)

    let firstDay =
      random.chance(DemoBehaviour.itemsFromStart)
      ? -random.index(below: 365) : random.index(below: max(1, dayCount - 14))
    let life = Int(DemoBehaviour.lifeDays * Double.exp(0.4 * random.normal()))
    self.firstDay.append(firstDay)
    lastDay.append(random.chance(DemoBehaviour.itemsThatStay) ? Int.max : max(firstDay + life, 60))

    fitOffset.append(kind.sizes.labels(forMen: false).count == 1 ? 0 : 0.5 * random.normal())
    quality.append(DemoBehaviour.quality * random.normal())
    prominence.append(DemoBehaviour.prominence * random.normal())
    let scale = 1 / Double.sqrt(Double(centres[style].count) * (1 + 0.36))
    for centre in centres[style] { latent.append(scale * (centre + 0.6 * random.normal())) }
  }

  private static func season(warmth: Double, random: inout SeededGenerator) -> Int {
    random.index(logits: [0.4, 2 * warmth, 0.2, -2 * warmth, 1])
  }

  /// Shop-wide sales on some of the items, and short promotions at random, from which the effect
  /// of a price can be learnt.
  private mutating func planDiscounts(calendar: DemoCalendar, random: inout SeededGenerator) {
    discount = Array(repeating: 0, count: count * weekCount)
    for week in 0..<weekCount {
      let days = 7 * week..<min(7 * week + 7, calendar.dayCount)
      let depth = days.map { calendar.saleDepth[$0] }.max() ?? 0
      for item in 0..<count {
        if depth > 0, random.chance(0.5) {
          discount[item * weekCount + week] = depth
        } else if random.chance(0.06) {
          discount[item * weekCount + week] = random.pick([0.1, 0.2, 0.3])
        }
      }
    }
  }
}

extension DemoCatalogue {
  func isOnSale(_ item: Int, day: Int) -> Bool { firstDay[item] <= day && day <= lastDay[item] }

  func discount(_ item: Int, day: Int) -> Double { discount[item * weekCount + day / 7] }

  /// In whole cents.
  func price(_ item: Int, day: Int) -> Double {
    (basePrice[item] * (1 - discount(item, day: day)) * 100).rounded() / 100
  }

  /// The labels of the item's sizes, smallest first.
  func sizes(_ item: Int) -> [String] {
    DemoVocabulary.categories[category[item]].sizes.labels(forMen: gender[item] == 1)
  }

  func sizeCount(_ item: Int) -> Int {
    switch DemoVocabulary.categories[category[item]].sizes {
    case .clothing, .shoes: 6
    case .single: 1
    }
  }

  static func id(_ item: Int) -> [UInt8] { numbered("I", item) }

  /// A letter and five digits or more, from 1.
  static func numbered(_ letter: Character, _ index: Int) -> [UInt8] {
    let digits = String(index + 1)
    return Array(
      "\(letter)\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)".utf8)
  }

  func title(_ item: Int) -> String {
    let words = [
      DemoVocabulary.brands[brand[item]], DemoVocabulary.styles[style[item]].english,
      material[item].english, DemoVocabulary.categories[category[item]].name.english,
      "in", DemoVocabulary.colors[color[item]].english,
    ]
    return words.joined(separator: " ")
  }

  func chineseTitle(_ item: Int) -> String {
    [
      DemoVocabulary.brands[brand[item]], " ", DemoVocabulary.colors[color[item]].chinese,
      material[item].chinese, DemoVocabulary.styles[style[item]].chinese,
      DemoVocabulary.categories[category[item]].name.chinese,
    ].joined()
  }

  /// Columns: item_id, title, title_zh, category, brand, color, material, style, season, gender,
  /// price, created, sizes.
  func csv() -> CSVWriter {
    var csv = CSVWriter(header: [
      "item_id", "title", "title_zh", "category", "brand", "color", "material", "style", "season",
      "gender", "price", "created", "sizes",
    ])
    for item in 0..<count {
      csv.field(plain: Self.id(item))
      csv.field(title(item))
      csv.field(chineseTitle(item))
      csv.field(DemoVocabulary.categories[category[item]].name.english)
      csv.field(DemoVocabulary.brands[brand[item]])
      csv.field(DemoVocabulary.colors[color[item]].english)
      csv.field(material[item].english)
      csv.field(DemoVocabulary.styles[style[item]].english)
      csv.field(DemoVocabulary.seasons[season[item]])
      csv.field(Self.genders[gender[item]])
      csv.field(decimal: basePrice[item], places: 2)
      csv.field(plain: DemoCalendar.text(firstDay[item]))
      csv.field(sizes(item).joined(separator: "|"))
      csv.endRow()
    }
    return csv
  }
}
