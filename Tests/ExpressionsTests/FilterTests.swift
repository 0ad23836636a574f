import Expressions
import Testing

/// Defends the meaning of the filter language, condition by condition.
@Suite struct FilterTests {
  let shop: TableSource

  init() throws { shop = try TableSource(.shop) }

  @Test func `an empty filter accepts every row without looking`() throws {
    for text in ["", "  \t\n", "\u{3000}"] {
      #expect(try shop.filter(text).isAll)
      #expect(try shop.rows(text) == [0, 1, 2, 3, 4, 5])
    }
    #expect(Filter.all.accepts(7))
  }

  @Test(arguments: [
    ("category = dress", [0, 1]),
    ("category = dress and price <= 80", [0, 1]),
    ("category = dress and price < 80", [0]),
    ("category = dress or category = coat", [0, 1, 4]),
    ("category=dress and(price<80)", [0]),
    ("category = shoe or category = dress and price > 50", [1, 2, 3]),
    ("(category = shoe or category = dress) and price > 50", [1, 2]),
    ("not category = dress", [2, 3, 4, 5]),
    ("not not category = dress", [0, 1]),
    ("NOT category = dress AND price >= 79.5", [2, 5]),
    ("category in (dress, coat, hat)", [0, 1, 4]),
    ("color in (\"navy blue\", 黑色)", [1, 3]),
    ("color = 黑色", [3]),
    ("color = \"in\"", [5]),
    ("\"color\" = red", [0, 2]),
    ("genres = Comedy", [0, 3]),
    ("genres = \"x \\\"y\\\" \\\\z\"", [5]),
    ("genres in (Comedy, Sci-Fi)", [0, 3, 4]),
    ("genres = Comedy and genres = Drama", [0]),
    ("price = 79.5", [2]),
    ("price = \"79.5\"", [2]),
    ("price != 20", [1, 2, 4, 5]),
    ("price > 79.5", [1, 5]),
    ("price >= 79.5", [1, 2, 5]),
    ("price < 20", [4]),
    ("price = -0", [4]),
    ("price > -1e2", [0, 1, 2, 4, 5]),
    ("price in 20..80", [0, 1, 2]),
    ("price in 79.5..79.5", [2]),
    ("price in (120, 20, 7)", [0, 5]),
  ])
  func `a condition accepts the rows that satisfy it`(text: String, rows: [Int]) throws {
    #expect(try shop.rows(text) == rows)
  }

  @Test(arguments: [
    ("category != dress", [2, 3, 4]),
    ("not category = dress", [2, 3, 4, 5]),
    ("genres != Comedy", [1, 4, 5]),
    ("not genres = Comedy", [1, 2, 4, 5]),
    ("price in -1000..1000", [0, 1, 2, 4, 5]),
    ("not price in -1000..1000", [3]),
  ])
  func `a row without a value satisfies no condition on it`(text: String, rows: [Int]) throws {
    #expect(try shop.rows(text) == rows)
  }

  @Test(arguments: [
    ("category = hat", []), ("category in (hat, cap)", []), ("genres = Noir", []),
    ("category != hat", [0, 1, 2, 3, 4]), ("genres != Noir", [0, 1, 3, 4, 5]),
    ("not category = hat", [0, 1, 2, 3, 4, 5]), ("category = hat or price = 20", [0]),
  ])
  func `a value that no row has is no error and matches nothing`(text: String, rows: [Int]) throws {
    #expect(try shop.rows(text) == rows)
  }

  @Test func `a chain of any length is parsed and evaluated`() throws {
    let chain = Array(repeating: "category = coat", count: 100_000).joined(separator: " or ")
    #expect(try shop.rows(chain) == [4])
    let negations = String(repeating: "not ", count: 100_001)
    #expect(try shop.rows(negations + "category = coat") == [0, 1, 2, 3, 5])
    let set = "price in (" + Array(repeating: "1", count: 100_000).joined(separator: ",") + ",20)"
    #expect(try shop.rows(set) == [0])
  }

  @Test func `parentheses are accepted 64 deep and refused deeper`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "not (", count: depth) + "price = 20" + String(repeating: ")", count: depth)
    }
    #expect(try shop.rows(nested(64)) == [0])
    #expect(
      shop.refusal(nested(65)) == "filter column 325: parentheses are more than 64 deep")
    #expect(shop.refusal(String(repeating: "(", count: 1_000_000)) != nil)
  }
}
