import Datasets
import Testing

@Suite struct SalesTableTests {
  private func table(
    _ rows: String, header: String = "series_id,date,quantity,price,promotion,stocked_out",
    maxBadRows: Int = 0
  ) throws -> SalesTable? {
    let shop = try Shop(["sales.csv": header + "\n" + rows])
    defer { withExtendedLifetime(shop) {} }
    let files = try DatasetFiles(in: shop.path)
    var badRows = BadRows(limit: maxBadRows)
    return try SalesTable.reading(files, DatasetSettings(in: shop.path), badRows: &badRows)
  }

  private func message(_ rows: String, maxBadRows: Int = 0) -> String {
    do {
      _ = try table(rows, maxBadRows: maxBadRows)
      return "it was read"
    } catch {
      return "\(error)"
    }
  }

  @Test func `rows lie by series, in order of time`() throws {
    let read = try table(
      """
      b,2026-03-09,3,,,
      a,2026-03-02,1.5,9.95,0.25,1
      b,2026-03-02,2,,,0

      """)
    let table = try #require(read)
    #expect(table.seriesIDs == ["b", "a"])
    #expect(table.starts == [0, 2, 3])
    #expect(table.quantities == [2, 3, 1.5])
    #expect(table.isStockedOut == [false, false, true])
    #expect(table.promotions == [0, 0, 0.25])
    #expect(table.prices[0].isNaN && table.prices[2] == 9.95)
    #expect(table.lines == [4, 2, 3])
  }

  @Test func `price, promotion and stock may be absent`() throws {
    let read = try table("a,1,2\n", header: "series_id,date,quantity")
    #expect(try #require(read).quantities == [2])
  }

  @Test(arguments: [
    ("a,1,-2,,,", "'-2' is negative; 0 and above is accepted"),
    ("a,1,2,0,,", "'0' is not a price; above 0 is accepted"),
    ("a,1,2,inf,,", "'inf' is not a number"),
    ("a,1,2,,1.5,", "'1.5' is not a share; 0...1 is accepted"),
    ("a,1,2,,,2", "'2' is not 0 or 1"),
    ("a,someday,2,,,", "'someday' is not a point in time"),
    (",1,2,,,", "'' is not an id"),
  ])
  func `a row that cannot be is refused by name`(row: String, problem: String) {
    #expect(message(row + "\n").contains(problem), "\(message(row + "\n"))")
    #expect(message(row + "\n", maxBadRows: 1) == "it was read")
  }
}
