import Expressions
import Testing

/// Pins every message of the filter language: they are part of the interface.
@Suite struct FilterErrorTests {
  let shop: TableSource

  init() throws { shop = try TableSource(.shop) }

  @Test(arguments: [
    ("category =", "11: expected a value after '=', got end of text"),
    ("price <=", "9: expected a value after '<=', got end of text"),
    ("category = )", "12: expected a value after '=', got ')'"),
    (
      "category = and",
      "12: expected a value after '=', got the keyword 'and'; as a value it is quoted"
    ),
    (
      "colr = red",
      "1: unknown attribute 'colr'; this catalogue has category, color, genres, price"
    ),
    (
      "黑 = 黑", "1: unknown attribute '黑'; this catalogue has category, color, genres, price"
    ),
    ("color = 黑色 黑色", "12: expected 'and', 'or' or the end of the filter, got '黑色'"),
    (
      "category",
      "9: expected '=', '!=', '<', '<=', '>', '>=' or 'in' after 'category', got end of text"
    ),
    (
      "category dress",
      "10: expected '=', '!=', '<', '<=', '>', '>=' or 'in' after 'category', got 'dress'"
    ),
    (
      "color < red",
      "7: '<' compares numbers, but attribute 'color' is text; it takes '=', '!=' and 'in (…)'"
    ),
    (
      "genres >= x",
      "8: '>=' compares numbers, but attribute 'genres' is text; it takes '=', '!=' and 'in (…)'"
    ),
    (
      "color in 1..2",
      "10: a range compares numbers, but attribute 'color' is text; "
        + "it takes '=', '!=' and 'in (…)'"
    ),
    (
      "price = cheap",
      "9: 'cheap' is not a number; attribute 'price' takes numbers such as 80 and 19.99"
    ),
    (
      "price in (1, 0x10)",
      "14: '0x10' is not a number; attribute 'price' takes numbers such as 80 and 19.99"
    ),
    (
      "price = \(String(repeating: "9", count: 400))",
      "9: '\(String(repeating: "9", count: 40))…' is not a number; "
        + "attribute 'price' takes numbers such as 80 and 19.99"
    ),
    ("price in 80..20", "10: range 80..20 is empty; the smaller end stands first"),
    ("price in", "9: expected '(' or a range such as 20..80 after 'in', got end of text"),
    ("price in 20", "12: expected '..' after '20' (a set stands in parentheses), got end of text"),
    ("price in 20..", "14: expected a value after '..', got end of text"),
    ("price in (", "11: expected a value after '(', got end of text"),
    ("price in (1", "12: expected ',' or ')', got end of text"),
    ("price in (1,", "13: expected a value after ',', got end of text"),
    ("(price = 1", "11: expected 'and', 'or' or ')', got end of text"),
    ("price = 1)", "10: expected 'and', 'or' or the end of the filter, got ')'"),
    ("()", "2: expected an attribute, 'not' or '(', got ')'"),
    ("price = 1 and", "14: expected an attribute, 'not' or '(', got end of text"),
    ("not", "4: expected an attribute, 'not' or '(', got end of text"),
    (
      "color = 'red'",
      "9: unexpected character '''; a value that is more than letters, digits, '-' and '_' "
        + "is quoted, as in \"size 10/12\""
    ),
    ("color = \"red", "9: quoted text has no closing '\"'"),
    ("color = \"red\\", "9: quoted text has no closing '\"'"),
    ("color = \"r\\ed\"", "11: unknown escape '\\e'; a quoted text knows \\\" and \\\\"),
  ])
  func `a wrong filter is refused with the place and what is accepted`(
    text: String, message: String
  ) {
    #expect(shop.refusal(text) == "filter column \(message)")
  }

  @Test func `text that is not UTF-8 is refused where it begins to be malformed`() {
    let bytes = Array("color = 黑".utf8) + [0xFF, 0x20]
    #expect(throws: FilterError(column: 10, "text is not UTF-8")) {
      try Filter(parsing: bytes, over: shop)
    }
  }

  @Test func `a long list of attributes is cut`() throws {
    let names = (0..<40).map { "a\($0)" }
    let source = try TableSource(
      Table(rowCount: 1, numbers: Dictionary(uniqueKeysWithValues: names.map { ($0, [1]) })))
    let message = try #require(source.refusal("b = 1"))
    #expect(message.hasSuffix("a35 and 10 more"))
  }
}
