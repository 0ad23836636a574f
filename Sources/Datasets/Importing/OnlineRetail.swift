import Bytes

extension ImportFormat {
  /// UCI 352, *Online Retail* (Chen, 2015): online_retail.csv with InvoiceNo, StockCode,
  /// Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country.
  ///
  /// Left out, asked in this order: rows without a customer, of what is not a product, without a
  /// price, with a quantity whose sign contradicts the invoice. A cancelled invoice (`C…`) becomes
  /// returns with positive quantities. An item's title is its most frequent description, its price
  /// the median.
  func importOnlineRetail(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    var sales = try CSVReader(path: sourceFile("online_retail.csv", of: source))
    let invoice = try sales.column("InvoiceNo")
    let stockCode = try sales.column("StockCode")
    let description = try sales.column("Description")
    let quantity = try sales.column("Quantity")
    let time = try sales.column("InvoiceDate")
    let price = try sales.column("UnitPrice")
    let customer = try sales.column("CustomerID")
    let country = try sales.column("Country")

    var stock = StockList()
    var customers = CustomerList()
    var events = CSVWriter(
      header: ["user_id", "item_id", "kind", "timestamp", "quantity", "price", "session"])
    var rows = 0
    var withoutCustomer = 0
    var notProducts = 0
    var withoutPrice = 0
    var contradictions = 0
    try sales.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
      rows += 1
      let pieces = try row.integer(quantity)
      let unitPrice = try row.decimal(price)
      _ = try row.instant(time)
      guard !row[customer].isEmpty else { return withoutCustomer += 1 }
      guard isProduct(row[stockCode]) else { return notProducts += 1 }
      guard unitPrice > 0 else { return withoutPrice += 1 }
      let isCancelled = row[invoice].startsWith(UInt8(ascii: "C"))
      guard isCancelled ? pieces < 0 : pieces > 0 else { return contradictions += 1 }

      stock.add(row[stockCode], title: row[description], price: unitPrice)
      customers.add(row[customer], country: row[country])
      events.field(row[customer].string)
      events.field(row[stockCode].string)
      events.field(isCancelled ? "return" : "purchase")
      events.field(row[time].string)
      events.field(Int(pieces.magnitude))
      events.field(row[price].string)
      events.field(row[invoice].string)
      events.endRow()
    }
    report.rowsRead = rows
    report.leaveOut("without a customer", withoutCustomer)
    report.leaveOut("not a product (postage, fees, discounts, corrections)", notProducts)
    report.leaveOut("a price of zero or below", withoutPrice)
    report.leaveOut("a quantity whose sign contradicts the invoice", contradictions)
    report.items = stock.items.count
    report.users = customers.users.count
    report.events = events.rowCount
    try draft.add(.items, stock.rows)
    try draft.add(.users, customers.rows)
    try draft.add(.events, events)
  }
}

/// A product's code begins with five digits; DCGS… (party bags) and PADS are the exceptions. The
/// other codes are POST, DOT, C2, M, D, S, B, CRUK, BANK CHARGES, AMAZONFEE and gift vouchers.
private func isProduct(_ code: ByteView) -> Bool {
  let bytes = code.bytes
  if code.count >= 5, (0..<5).allSatisfy({ bytes.digit(at: $0) != nil }) { return true }
  guard code.count >= 4 else { return false }
  let prefix = bytes.loadLittleEndian(at: 0, as: UInt32.self)
  return prefix == padsPrefix || prefix == partyPrefix
}

/// "PADS" and "DCGS" as little-endian integers.
private let padsPrefix: UInt32 = 0x5344_4150
private let partyPrefix: UInt32 = 0x5347_4344

/// Items with how often each description was used and what was paid.
private struct StockList {
  private(set) var items = IdentifierSet()
  private var descriptions = IdentifierSet()
  /// Key: item in the high 32 bits, description in the low.
  private var uses: [UInt64: Int] = [:]
  private var prices: [[Double]] = []

  mutating func add(_ code: ByteView, title: ByteView, price: Double) {
    let (item, isNew) = items.insert(code)
    if isNew { prices.append([]) }
    prices[Int(item)].append(price)
    if !title.isEmpty {
      let text = descriptions.insert(title).index
      uses[UInt64(item) << 32 | UInt64(text), default: 0] += 1
    }
  }

  var rows: CSVWriter {
    // Of two descriptions used as often, the one that came later: shops correct spellings.
    var best = [(uses: Int, text: UInt32)](repeating: (0, 0), count: items.count)
    for (key, count) in uses {
      let item = Int(key >> 32)
      let text = UInt32(truncatingIfNeeded: key)
      if (count, text) > best[item] { best[item] = (count, text) }
    }
    var rows = CSVWriter(header: ["item_id", "title", "price"])
    for item in 0..<items.count {
      rows.field(items.string(item))
      rows.field(best[item].uses > 0 ? trimmed(descriptions.string(Int(best[item].text))) : "")
      rows.field("\(median(of: prices[item]))")
      rows.endRow()
    }
    return rows
  }
}

/// Customers with the country of their last invoice.
private struct CustomerList {
  private(set) var users = IdentifierSet()
  private var countries = IdentifierSet()
  private var lastCountry: [UInt32] = []

  mutating func add(_ customer: ByteView, country: ByteView) {
    let (user, isNew) = users.insert(customer)
    if isNew { lastCountry.append(0) }
    lastCountry[Int(user)] = countries.insert(country).index
  }

  var rows: CSVWriter {
    var rows = CSVWriter(header: ["user_id", "country"])
    for user in 0..<users.count {
      rows.field(users.string(user))
      rows.field(countries.string(Int(lastCountry[user])))
      rows.endRow()
    }
    return rows
  }
}

/// - Precondition: `values` is not empty.
private func median(of values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

private func trimmed(_ text: String) -> String {
  let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") }
  let front = text.utf8.drop(while: isSpace)
  let back = front.reversed().drop(while: isSpace)
  return String(decoding: back.reversed(), as: UTF8.self)
}

extension ByteView {
  fileprivate func startsWith(_ byte: UInt8) -> Bool {
    count > 0 && bytes.loadLittleEndian(at: 0) == byte
  }
}
