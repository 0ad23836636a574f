/// A campaign that is over: whom it was for, who was held back, and what became of both.
package struct PastCampaign: Sendable {
  package var name: String
  /// When it began, in seconds since 1970.
  package var date: Int64
  /// Indices of shoppers; -1 of one whom the dataset does not know. The arrays are parallel.
  package var users: [Int]
  package var isTreated: [Bool]
  package var hasConverted: [Bool]
  /// NaN: not known.
  package var revenues: [Double]
  /// Treated shoppers who were shown something of it.
  package var shownShoppers: Int
  package var impressions: Int
  package var clicks: Int

  package init(
    name: String, date: Int64, users: [Int], isTreated: [Bool], hasConverted: [Bool],
    revenues: [Double], shownShoppers: Int = 0, impressions: Int = 0, clicks: Int = 0
  ) {
    precondition(
      isTreated.count == users.count && hasConverted.count == users.count
        && revenues.count == users.count, "the arrays of campaign \(name) are not parallel")
    self.name = name
    self.date = date
    self.users = users
    self.isTreated = isTreated
    self.hasConverted = hasConverted
    self.revenues = revenues
    self.shownShoppers = shownShoppers
    self.impressions = impressions
    self.clicks = clicks
  }
}
