import RealModule

/// What lies in the demo shop's store room, by size, and what is sold from it week by week.
///
/// Shoppers who are not in `users.csv` buy too; they never show in the events, only in the sales.
struct DemoStock {
  private static let sizeCount = 6
  /// Share of demand per size, smallest first.
  private static let shares = [0.08, 0.2, 0.28, 0.24, 0.13, 0.07]

  private let catalogue: DemoCatalogue
  private let calendar: DemoCalendar
  private var random: SeededGenerator
  /// Shape: items × ``sizeCount``.
  private var units: [Int]
  /// Units of a delivery of each item, and the day of the next one.
  private var lot: [Double] = []
  private var nextDelivery: [Int] = []
  private var level: [Double] = []
  /// Of the current week.
  private var soldThisWeek: [Int]
  private var lostThisWeek: [Int]
  private(set) var sales = CSVWriter(header: [
    "series_id", "date", "quantity", "price", "promotion", "stocked_out",
  ])
  /// What was asked for, whether it was there or not. Columns: series_id, date, demand.
  private(set) var demand = CSVWriter(header: ["series_id", "date", "demand"])

  init(catalogue: DemoCatalogue, calendar: DemoCalendar, seed: UInt64) {
    self.catalogue = catalogue
    self.calendar = calendar
    random = SeededGenerator(seed: seed, stream: 3)
    units = Array(repeating: 0, count: catalogue.count * Self.sizeCount)
    soldThisWeek = Array(repeating: 0, count: catalogue.count)
    lostThisWeek = soldThisWeek
    for item in 0..<catalogue.count {
      let weekly =
        4
        * Double.exp(
          0.6 * (catalogue.prominence[item] + catalogue.quality[item]) + 0.5 * random.normal())
      level.append(weekly)
      lot.append(weekly * 5)
      nextDelivery.append(max(0, catalogue.firstDay[item]))
    }
  }

  /// Whether a size of an item can be bought now.
  func has(_ item: Int, size: Int) -> Bool { units[item * Self.sizeCount + size] > 0 }

  /// A registered shopper takes units away; gives how many there were to take.
  mutating func take(_ item: Int, size: Int, wanted: Int) -> Int {
    let slot = item * Self.sizeCount + size
    let taken = min(wanted, units[slot])
    units[slot] -= taken
    soldThisWeek[item] += taken
    lostThisWeek[item] += wanted - taken
    return taken
  }

  /// Deliveries that are due, and the purchases of the week's guests.
  mutating func beginWeek(_ week: Int) {
    let day = 7 * week
    for item in 0..<catalogue.count where catalogue.isOnSale(item, day: day) {
      soldThisWeek[item] = 0
      lostThisWeek[item] = 0
      let sizes = catalogue.sizeCount(item)
      if day >= nextDelivery[item] {
        for size in 0..<sizes {
          let share = sizes == 1 ? 1 : Self.shares[size]
          units[item * Self.sizeCount + size] +=
            1 + random.poisson(lot[item] * share)
        }
        nextDelivery[item] = day + 28 + random.index(below: 14)
      }
      sellToGuests(item, week: week, sizes: sizes)
    }
  }

  private mutating func sellToGuests(_ item: Int, week: Int, sizes: Int) {
    let day = 7 * week
    let days = day..<min(day + 7, calendar.dayCount)
    let traffic = days.reduce(0) { $0 + calendar.traffic[$1] } / Double(days.count)
    let kind = DemoVocabulary.categories[catalogue.category[item]]
    let season =
      calendar.seasonFit[day][catalogue.season[item]]
      + DemoBehaviour.categorySeason * kind.warmth * calendar.warmth[day]
    let mean =
      level[item] * traffic
      * Double.exp(season + 2.2 * catalogue.discount(item, day: day) + 0.15 * random.normal())
    for size in 0..<sizes {
      let share = sizes == 1 ? 1 : Self.shares[size]
      let wanted = random.poisson(mean * share)
      if wanted > 0 { _ = take(item, size: size, wanted: wanted) }
    }
  }

  /// Writes the week's sales. Columns: series_id, date (a Monday), quantity, price, promotion,
  /// stocked_out (1 when somebody asked for a size that was gone).
  mutating func endWeek(_ week: Int) {
    let day = 7 * week
    let date = DemoCalendar.text(day)
    for item in 0..<catalogue.count where catalogue.isOnSale(item, day: day) {
      sales.field(plain: DemoCatalogue.id(item))
      sales.field(plain: date)
      sales.field(soldThisWeek[item])
      sales.field(decimal: catalogue.price(item, day: day), places: 2)
      sales.field(catalogue.discount(item, day: day) > 0 ? 1 : 0)
      sales.field(lostThisWeek[item] > 0 ? 1 : 0)
      sales.endRow()
      demand.field(plain: DemoCatalogue.id(item))
      demand.field(plain: date)
      demand.field(soldThisWeek[item] + lostThisWeek[item])
      demand.endRow()
    }
  }
}
