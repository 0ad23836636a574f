import Bytes

/// What the shop did to some of its shoppers and not to others, and what became of both: `campaigns.csv`.
///
/// Columns: campaign_id, user_id, treated (1, or 0: held back to compare with), outcome (1: converted), date (when
/// the campaign began, one for all of its rows), and where it is known revenue. Who is treated has to be drawn at
/// random: nothing here can know whether it was. With an impressions.csv that has a campaign_id, what was
/// shown of each campaign is counted.
package struct CampaignTable: Sendable {
  package struct Campaign: Sendable {
    package let id: String
    /// Seconds since 1970.
    package let date: Int64
    /// Indices of ``CampaignTable/userIDs``; the arrays are parallel.
    package fileprivate(set) var users: [UInt32] = []
    package fileprivate(set) var isTreated: [Bool] = []
    package fileprivate(set) var hasConverted: [Bool] = []
    /// NaN: not known.
    package fileprivate(set) var revenues: [Double] = []
    /// Treated shoppers who were shown something of it.
    package fileprivate(set) var shownShoppers = 0
    package fileprivate(set) var impressions = 0
    package fileprivate(set) var clicks = 0
  }

  /// In order of their dates, then as in the file.
  package private(set) var campaigns: [Campaign] = []
  package private(set) var userIDs: [String] = []

  /// - Throws: `DatasetError` for a missing column, a number that is neither 0 nor 1, a shopper who is in a campaign
  ///   twice, a campaign with two dates, as far as `badRows` does not allow them.
  init(
    reading files: DatasetFiles, settings: DatasetSettings, badRows: inout BadRows
  ) throws(DatasetError) {
    guard let path = files.path(of: .campaigns) else { return }
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.campaigns] ?? [:])
    let campaignColumn = try reader.column("campaign_id")
    let userColumn = try reader.column("user_id")
    let treatedColumn = try reader.column("treated")
    let outcomeColumn = try reader.column("outcome")
    let dateColumn = try reader.column("date")
    let revenueColumn = reader.optionalColumn("revenue")
    var names = IdentifierSet()
    var userSet = IdentifierSet()
    var members: Set<UInt64> = []
    var found: [Campaign] = []
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      try row.identifier(campaignColumn)
      try row.identifier(userColumn)
      let isTreated = try Self.flag(row, treatedColumn)
      let hasConverted = try Self.flag(row, outcomeColumn)
      let date = try row.instant(dateColumn)
      let revenue = try row.optionalDecimal(revenueColumn)
      if let known = names.index(of: row[campaignColumn]), found[Int(known)].date != date {
        throw row.error(
          dateColumn, "is another date than the campaign's first row has",
          accepted: "a campaign begins at one time")
      }
      if let campaign = names.index(of: row[campaignColumn]),
        let user = userSet.index(of: row[userColumn]),
        members.contains(UInt64(campaign) << 32 | UInt64(user))
      {
        throw row.error(
          userColumn, "is in the campaign twice", accepted: "each shopper is accepted once")
      }
      let campaign = names.insert(row[campaignColumn])
      if campaign.isNew { found.append(Campaign(id: row[campaignColumn].string, date: date)) }
      let user = userSet.insert(row[userColumn]).index
      members.insert(UInt64(campaign.index) << 32 | UInt64(user))
      found[Int(campaign.index)].users.append(user)
      found[Int(campaign.index)].isTreated.append(isTreated)
      found[Int(campaign.index)].hasConverted.append(hasConverted)
      found[Int(campaign.index)].revenues.append(revenue)
    }
    try Self.countImpressions(files, settings, names, userSet, of: &found)
    let order = found.indices.sorted { (found[$0].date, $0) < (found[$1].date, $1) }
    campaigns = order.map { found[$0] }
    userIDs = userSet.strings
  }

  private static func flag(
    _ row: borrowing CSVReader, _ column: Int
  ) throws(DatasetError) -> Bool {
    let value = try row.integer(column)
    guard value == 0 || value == 1 else {
      throw row.error(column, "is not 0 or 1", accepted: "0 and 1 are accepted")
    }
    return value == 1
  }

  /// Rows without a campaign, and of campaigns that nobody was held back from, are passed over; what else
  /// impressions.csv says is for whoever asks for its propensities to check.
  private static func countImpressions(
    _ files: DatasetFiles, _ settings: DatasetSettings, _ names: IdentifierSet,
    _ users: IdentifierSet, of campaigns: inout [Campaign]
  ) throws(DatasetError) {
    guard let path = files.path(of: .impressions), !campaigns.isEmpty else { return }
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.impressions] ?? [:])
    guard let campaignColumn = reader.optionalColumn("campaign_id"),
      let userColumn = reader.optionalColumn("user_id"),
      let clickedColumn = reader.optionalColumn("clicked")
    else { return }
    var treated = [Set<UInt32>](repeating: [], count: campaigns.count)
    for (index, campaign) in campaigns.enumerated() {
      for row in campaign.users.indices where campaign.isTreated[row] {
        treated[index].insert(campaign.users[row])
      }
    }
    var shown = [Set<UInt32>](repeating: [], count: campaigns.count)
    while try reader.next() {
      guard !reader[campaignColumn].isEmpty,
        let campaign = names.index(of: reader[campaignColumn]).map({ Int($0) })
      else { continue }
      campaigns[campaign].impressions += 1
      if reader[clickedColumn].string == "1" { campaigns[campaign].clicks += 1 }
      if let user = users.index(of: reader[userColumn]), treated[campaign].contains(user) {
        shown[campaign].insert(user)
      }
    }
    for index in campaigns.indices { campaigns[index].shownShoppers = shown[index].count }
  }
}
