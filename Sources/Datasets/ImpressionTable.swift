import Bytes

/// What the shop showed, how probable that was, and whether it was clicked: `impressions.csv`.
///
/// Columns: item_id, timestamp, placement, position, propensity, clicked; and, where the shop knows
/// them, user_id (what one shopper saw at one time in one placement is one page view) and
/// `candidates` (from how many items the one shown was chosen). Rows lie in order of time, then as
/// in the file.
package struct ImpressionTable: Sendable {
  /// Row i showed the item `itemIDs[items[i]]`.
  package private(set) var items: [UInt32] = []
  /// Row i was in the placement `placementIDs[placements[i]]`.
  package private(set) var placements: [UInt32] = []
  package private(set) var positions: [Int] = []
  /// The probability with which the item was shown at this position, in (0, 1].
  package private(set) var propensities: [Double] = []
  package private(set) var isClicked: [Bool] = []
  package private(set) var timestamps: [Int64] = []
  /// Rows of one page view have one number; without user_id every row is one.
  package private(set) var pageViews: [Int] = []
  /// 0 where the file does not say.
  package private(set) var candidates: [Int] = []
  package private(set) var itemIDs: [String] = []
  package private(set) var placementIDs: [String] = []
  package private(set) var badRows: BadRows

  package var count: Int { items.count }

  /// Reads the impressions of a dataset directory; nothing else of it.
  ///
  /// A propensity that is missing, zero or no probability is an error whatever `maxBadRows` is: to
  /// leave out what the policy rarely showed would shift every estimate, and nobody would see it.
  ///
  /// - Throws: `DatasetError` for a missing file or column, a bad number or time.
  package init(reading directory: String, maxBadRows: Int = 0) throws(DatasetError) {
    badRows = BadRows(limit: maxBadRows)
    let files = try DatasetFiles(in: directory)
    guard let path = files.path(of: .impressions) else {
      throw DatasetError(
        file: "\(directory)/impressions.csv", problem: "the file is missing",
        accepted: "counterfactual estimates need what was shown, with its propensities")
    }
    let settings = try DatasetSettings(in: directory)
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.impressions] ?? [:])
    let columns = try Columns(of: reader)
    var itemSet = IdentifierSet()
    var placementSet = IdentifierSet()
    var pages: [Page: Int] = [:]
    var userSet = IdentifierSet()
    var table = self
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      let propensity = try Self.propensity(row, columns.propensity)
      let time = try row.instant(columns.timestamp)
      let position = try Self.count(row, columns.position)
      let clicked = try row.integer(columns.clicked)
      guard clicked == 0 || clicked == 1 else {
        throw row.error(columns.clicked, "is not 0 or 1", accepted: "0 and 1 are accepted")
      }
      let candidates = try columns.candidates.map { (column) throws(DatasetError) in
        try Self.count(row, column)
      }
      try row.identifier(columns.item)
      let placement = placementSet.insert(row[columns.placement]).index
      table.pageViews.append(table.count)
      if let column = columns.user, !row[column].isEmpty {
        let page = Page(
          user: userSet.insert(row[column]).index, timestamp: time, placement: placement)
        if let first = pages[page] {
          table.pageViews[table.count] = first
        } else {
          pages[page] = table.count
        }
      }
      table.items.append(itemSet.insert(row[columns.item]).index)
      table.placements.append(placement)
      table.positions.append(position)
      table.propensities.append(propensity)
      table.isClicked.append(clicked == 1)
      table.timestamps.append(time)
      table.candidates.append(candidates ?? 0)
    }
    table.itemIDs = itemSet.strings
    table.placementIDs = placementSet.strings
    table.badRows = badRows
    table.sortByTime()
    self = table
  }

  /// The rows in two: the older half, to learn from, and the newer. A page view stays whole.
  package var halves: (older: Range<Int>, newer: Range<Int>) {
    var middle = count / 2
    while middle > 0, middle < count, pageViews[middle] == pageViews[middle - 1] { middle += 1 }
    return (0..<middle, middle..<count)
  }

  private struct Page: Hashable {
    let user: UInt32
    let timestamp: Int64
    let placement: UInt32
  }

  private struct Columns {
    let item, timestamp, placement, position, propensity, clicked: Int
    let user, candidates: Int?

    init(of reader: borrowing CSVReader) throws(DatasetError) {
      item = try reader.column("item_id")
      timestamp = try reader.column("timestamp")
      placement = try reader.column("placement")
      position = try reader.column("position")
      propensity = try reader.column("propensity")
      clicked = try reader.column("clicked")
      user = reader.optionalColumn("user_id")
      candidates = reader.optionalColumn("candidates")
    }
  }

  private static func propensity(
    _ row: borrowing CSVReader, _ column: Int
  ) throws(DatasetError) -> Double {
    if let value = row[column].decimal, value > 0, value <= 1 { return value }
    var error = row.error(
      column, "is not the probability with which an item was shown",
      accepted: "above 0 and at most 1 is accepted, in every row")
    error.isOneRow = false
    throw error
  }

  private static func count(
    _ row: borrowing CSVReader, _ column: Int
  ) throws(DatasetError) -> Int {
    let value = try row.integer(column)
    guard value >= 1, value <= Int64(Int32.max) else {
      throw row.error(column, "is not a whole number from 1 on", accepted: "1, 2, … are accepted")
    }
    return Int(value)
  }

  private mutating func sortByTime() {
    let order = (0..<count).sorted { (timestamps[$0], $0) < (timestamps[$1], $1) }
    items = order.map { items[$0] }
    placements = order.map { placements[$0] }
    positions = order.map { positions[$0] }
    propensities = order.map { propensities[$0] }
    isClicked = order.map { isClicked[$0] }
    timestamps = order.map { timestamps[$0] }
    pageViews = order.map { pageViews[$0] }
    candidates = order.map { candidates[$0] }
  }
}
