import Datasets
import Testing

/// Defends: a log that would make an estimate wrong is refused, and never cut down to one that is not.
@Suite struct ImpressionTableTests {
  private func table(
    _ rows: String, header: String = "item_id,timestamp,placement,position,propensity,clicked",
    maxBadRows: Int = 0
  ) throws -> ImpressionTable {
    let shop = try Shop(["impressions.csv": header + "\n" + rows])
    defer { withExtendedLifetime(shop) {} }
    return try ImpressionTable(reading: shop.path, maxBadRows: maxBadRows)
  }

  private func message(_ rows: String, maxBadRows: Int = 0) -> String {
    do {
      _ = try table(rows, maxBadRows: maxBadRows)
      return "it was read"
    } catch {
      return "\(error)"
    }
  }

  @Test func `rows come in order of time`() throws {
    let table = try table("b,2026-03-02,home,1,0.5,1\na,2026-03-01,home,2,0.25,0\n")
    #expect(table.count == 2)
    #expect(table.items.map { table.itemIDs[Int($0)] } == ["a", "b"])
    #expect(table.positions == [2, 1])
    #expect(table.propensities == [0.25, 0.5])
    #expect(table.isClicked == [false, true])
    #expect(table.candidates == [0, 0])
    #expect(Set(table.pageViews).count == 2)
  }

  @Test(arguments: ["0", "", "-0.5", "1.01", "nan", "often"])
  func `a propensity that is none ends reading, whatever may be skipped`(text: String) {
    let found = message("a,1,home,1,0.5,1\nb,2,home,1,\(text),0\n", maxBadRows: 100)
    #expect(
      found == "impressions.csv line 3, column propensity: '\(text)' is not the probability with "
        + "which an item was shown; above 0 and at most 1 is accepted, in every row")
  }

  @Test func `a missing column is named`() throws {
    #expect(throws: DatasetError.self) {
      try table("a,1,home,1,1\n", header: "item_id,timestamp,placement,position,clicked")
    }
  }

  @Test func `a click is 0 or 1`() {
    #expect(message("a,1,home,1,0.5,2\n").contains("'2' is not 0 or 1"))
    #expect(message("a,1,home,1,0.5,2\n", maxBadRows: 1) == "it was read")
  }

  @Test func `what a shopper saw at once is one page view, and halves do not cut it`() throws {
    let header = "user_id,item_id,timestamp,placement,position,propensity,clicked,candidates"
    let table = try table(
      """
      u,a,1,home,1,0.5,0,2
      u,b,2,home,1,0.5,0,2
      u,a,2,home,2,0.5,0,2
      v,a,2,home,1,0.5,0,2
      u,a,2,page,1,0.5,0,2

      """, header: header)
    #expect(table.pageViews == [0, 1, 1, 3, 4])
    #expect(table.candidates == [2, 2, 2, 2, 2])
    #expect(table.halves.older == 0..<3)
    #expect(table.halves.newer == 3..<5)
  }

  static let log = """
    ,timestamp,item_id,position,click,propensity_score,user_feature_0,user-item_affinity_0
    0,2019-11-24 00:03:13.442536+00:00,1,3,0,0.5,x,0.0
    1,2019-11-24 00:03:13.705207+00:00,0,1,1,0.25,x,1.0
    2,2019-11-24 00:03:36.705207+00:00,0,2,0,0.25,y,0.0

    """

  @Test func `open bandit becomes impressions with its campaign's items as candidates`() throws {
    let shop = try Shop([
      "men.csv": Self.log,
      "item_context.csv": ",item_id,item_feature_0\n0,0,-0.5\n1,1,0.5\n2,2,0.7\n",
    ])
    let (report, dataset) = try shop.imported(as: .openBandit)
    #expect(
      report.description == """
        open-bandit: 3 rows read; 1 events of 2 users with 3 items
          left out: 2 rows: shown and not clicked: impressions, not events
        """)
    #expect(dataset.events.kinds == [.view])
    let table = try ImpressionTable(reading: shop.path + "/imported")
    #expect(table.placementIDs == ["men"])
    #expect(table.positions == [3, 1, 2])
    #expect(table.propensities == [0.5, 0.25, 0.25])
    #expect(table.isClicked == [false, true, false])
    #expect(table.candidates == [3, 3, 3])
    #expect(table.pageViews == [0, 0, 2])
  }
}
