/// What shoppers did, in the order of time: the events of a day are collected in any order and
/// written when the day is over.
struct DemoEvents {
  enum Kind: String { case view, cart, purchase, `return`, rating, search }

  struct Event {
    var user: Int
    /// `nil` for a search.
    var item: Int?
    var kind: Kind
    /// Seconds of the day.
    var second: Int
    var session: Int?
    var value: Int?
    var quantity: Int?
    var price: Double?
    var size: Int?
    var query: String?
  }

  private(set) var csv = CSVWriter(header: [
    "user_id", "item_id", "kind", "value", "timestamp", "quantity", "price", "size", "session",
    "query",
  ])
  private var today: [Event] = []

  mutating func append(_ event: Event) { today.append(event) }

  mutating func endDay(_ day: Int, in catalogue: DemoCatalogue) {
    let date = DemoCalendar.text(day)
    // Ties keep the order in which they were collected, so that the file is the same every time.
    let order = today.indices.sorted { (today[$0].second, $0) < (today[$1].second, $1) }
    for index in order { write(today[index], date: date, catalogue: catalogue) }
    today.removeAll(keepingCapacity: true)
  }

  private mutating func write(_ event: Event, date: [UInt8], catalogue: DemoCatalogue) {
    csv.field(plain: DemoShoppers.id(event.user))
    if let item = event.item { csv.field(plain: DemoCatalogue.id(item)) } else { csv.emptyField() }
    csv.field(event.kind.rawValue)
    if let value = event.value { csv.field(value) } else { csv.emptyField() }
    csv.field(plain: date + Self.time(event.second))
    if let quantity = event.quantity { csv.field(quantity) } else { csv.emptyField() }
    if let price = event.price { csv.field(decimal: price, places: 2) } else { csv.emptyField() }
    if let size = event.size, let item = event.item {
      csv.field(catalogue.sizes(item)[size])
    } else {
      csv.emptyField()
    }
    if let session = event.session { csv.field("S\(session)") } else { csv.emptyField() }
    if let query = event.query { csv.field(query) } else { csv.emptyField() }
    csv.endRow()
  }

  /// The rest of an ISO 8601 timestamp, in UTC.
  static func time(_ second: Int) -> [UInt8] {
    let second = min(second, 86_399)
    var text = Array("T00:00:00Z".utf8)
    for (place, number) in [(1, second / 3600), (4, second / 60 % 60), (7, second % 60)] {
      text[place] += UInt8(number / 10)
      text[place + 1] += UInt8(number % 10)
    }
    return text
  }
}
