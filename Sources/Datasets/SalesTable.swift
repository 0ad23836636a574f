import Bytes

/// How much of each series sold in each period: `sales.csv`.
///
/// Columns: series_id (an item, or ITEM@STORE), date, quantity; and, where the shop knows them, price,
/// promotion (0...1), stocked_out (0 or 1: there was none left, so that more might have sold) and country (one
/// per series).
/// A date is ISO 8601, or a whole number that only says which period came before which.
package struct SalesTable: Sendable {
  package private(set) var seriesIDs: [String] = []
  /// Of each series; empty: not known.
  package private(set) var countries: [String] = []
  /// The rows of series s are `starts[s]..<starts[s + 1]`, in order of time.
  package private(set) var starts: [Int] = [0]
  /// Seconds since 1970, or ordinals.
  package private(set) var times: [Int64] = []
  /// 0 and above.
  package private(set) var quantities: [Double] = []
  /// Above 0; NaN where the file does not say.
  package private(set) var prices: [Float] = []
  /// 0...1.
  package private(set) var promotions: [Float] = []
  package private(set) var isStockedOut: [Bool] = []
  /// Where each row stands in the file, for errors.
  package private(set) var lines: [Int32] = []
  /// `sales.csv` or `sales.csv.gz`.
  package let file: String

  package var seriesCount: Int { seriesIDs.count }

  package func rows(of series: Int) -> Range<Int> { starts[series]..<starts[series + 1] }

  /// - Returns: `nil` when the dataset has no sales.csv.
  /// - Throws: `DatasetError` for a missing column, a negative quantity, a price that is none.
  package static func reading(
    _ files: DatasetFiles, _ settings: DatasetSettings, badRows: inout BadRows
  ) throws(DatasetError) -> SalesTable? {
    guard let path = files.path(of: .sales) else { return nil }
    return try SalesTable(
      reading: path, renamed: settings.columns[.sales] ?? [:], badRows: &badRows)
  }

  init(
    reading path: String, renamed: [String: String], badRows: inout BadRows
  ) throws(DatasetError) {
    var reader = try CSVReader(path: path)
    try reader.rename(renamed)
    let columns = try Columns(of: reader)
    file = reader.file
    var ids = IdentifierSet()
    var rows: [Row] = []
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      try row.identifier(columns.series)
      let read = try Row(row, columns, line: rows.count)
      let (series, isNew) = ids.insert(row[columns.series])
      if isNew { countries.append("") }
      if let column = columns.country, !row[column].isEmpty {
        let (known, found) = (countries[Int(series)], row[column].string)
        guard known.isEmpty || known == found else {
          throw row.error(
            column, "is another than '\(known)', which the series had before",
            accepted: "one country per series is accepted")
        }
        countries[Int(series)] = found
      }
      rows.append(read.with(series: series))
    }
    // Stable, so that of two rows of one time the one further down comes later.
    rows.sort { ($0.series, $0.time, $0.line) < ($1.series, $1.time, $1.line) }
    seriesIDs = ids.strings
    starts = [Int](repeating: 0, count: seriesIDs.count + 1)
    for row in rows { starts[Int(row.series) + 1] += 1 }
    for series in seriesIDs.indices { starts[series + 1] += starts[series] }
    times = rows.map(\.time)
    quantities = rows.map(\.quantity)
    prices = rows.map(\.price)
    promotions = rows.map(\.promotion)
    isStockedOut = rows.map(\.isStockedOut)
    lines = rows.map(\.line)
  }

  private struct Columns {
    let series, date, quantity: Int
    let price, promotion, stockedOut, country: Int?

    init(of reader: borrowing CSVReader) throws(DatasetError) {
      series = try reader.column("series_id")
      date = try reader.column("date")
      quantity = try reader.column("quantity")
      price = reader.optionalColumn("price")
      promotion = reader.optionalColumn("promotion")
      stockedOut = reader.optionalColumn("stocked_out")
      country = reader.optionalColumn("country")
    }
  }

  private struct Row {
    var series: UInt32 = 0
    let time: Int64
    let quantity: Double
    let price: Float
    let promotion: Float
    let isStockedOut: Bool
    let line: Int32

    init(
      _ row: borrowing CSVReader, _ columns: Columns, line: Int
    ) throws(DatasetError) {
      time = try row.instant(columns.date)
      quantity = try row.decimal(columns.quantity)
      guard quantity >= 0 else {
        throw row.error(
          columns.quantity, "is negative",
          accepted: "0 and above is accepted; what comes back is an event of kind return")
      }
      price = Float(try row.optionalDecimal(columns.price))
      guard price.isNaN || (price > 0 && price.isFinite) else {
        throw row.error(columns.price ?? 0, "is not a price", accepted: "above 0 is accepted")
      }
      let promotion = try row.optionalDecimal(columns.promotion)
      guard promotion.isNaN || (0...1).contains(promotion) else {
        throw row.error(columns.promotion ?? 0, "is not a share", accepted: "0...1 is accepted")
      }
      self.promotion = promotion.isNaN ? 0 : Float(promotion)
      let stockedOut = try row.optionalDecimal(columns.stockedOut)
      guard stockedOut.isNaN || stockedOut == 0 || stockedOut == 1 else {
        throw row.error(columns.stockedOut ?? 0, "is not 0 or 1", accepted: "0 and 1 are accepted")
      }
      isStockedOut = stockedOut == 1
      self.line = Int32(clamping: row.line)
    }

    func with(series: UInt32) -> Row {
      var copy = self
      copy.series = series
      return copy
    }
  }
}
