import Datasets
import Testing

/// Defends: campaigns are read as the shop wrote them, and what cannot be is said with its place.
@Suite struct CampaignTableTests {
  private static let events = "user_id,item_id,kind,timestamp\nann,a,view,2026-01-01\n"

  private func files(_ campaigns: String, impressions: String? = nil) -> [String: String] {
    var files = ["events.csv": Self.events, "campaigns.csv": campaigns]
    files["impressions.csv"] = impressions
    return files
  }

  @Test func `campaigns come in order of their dates, and count what was shown of them`() throws {
    let shop = try Shop(
      files(
        """
        campaign_id,user_id,treated,outcome,revenue,date
        late,ann,1,1,9.5,2026-03-01
        early,bob,0,0,0,2026-02-01
        late,bob,1,0,,2026-03-01
        late,cid,0,1,3,2026-03-01

        """,
        impressions: """
          user_id,campaign_id,clicked
          ann,late,1
          ann,late,0
          cid,late,1
          dot,,1
          ann,unknown,1

          """))
    let table = try shop.dataset().campaigns
    #expect(table.campaigns.map(\.id) == ["early", "late"])
    let late = table.campaigns[1]
    #expect(late.users.map { table.userIDs[Int($0)] } == ["ann", "bob", "cid"])
    #expect(late.isTreated == [true, true, false] && late.hasConverted == [true, false, true])
    #expect(late.revenues[0] == 9.5 && late.revenues[1].isNaN)
    #expect(late.date == 1_772_323_200)
    // cid saw some of it though not treated: that is shown, and reaches nobody who was.
    #expect(late.impressions == 3 && late.clicks == 2 && late.shownShoppers == 1)
  }

  @Test func `a shop without campaigns has none`() throws {
    #expect(try Shop(["events.csv": Self.events]).dataset().campaigns.campaigns.isEmpty)
  }

  @Test(arguments: [
    ("c,ann,2,0,1,2026-01-01", "treated '2' is not 0 or 1; 0 and 1 are accepted"),
    ("c,ann,1,yes,1,2026-01-01", "outcome 'yes'"),
    ("c,ann,1,1,1,2026-01-01\nc,ann,0,1,1,2026-01-01", "is in the campaign twice"),
    ("c,ann,1,1,1,2026-01-01\nc,bob,0,1,1,2026-01-02", "a campaign begins at one time"),
    (",ann,1,1,1,2026-01-01", "campaign_id"),
  ])
  func `a bad row is refused with its line and column, and may be skipped`(
    _ rows: String, _ problem: String
  ) throws {
    let files = files("campaign_id,user_id,treated,outcome,revenue,date\n\(rows)\n")
    let text = try message(reading: files)
    #expect(text.contains("campaigns.csv") && text.contains(problem), "\(text)")
    #expect(try Shop(files).dataset(maxBadRows: 1).campaigns.campaigns.count <= 1)
  }

  @Test func `a column that is missing is named`() throws {
    #expect(
      try message(reading: files("campaign_id,user_id,treated,date\n")).contains("outcome"))
  }
}
