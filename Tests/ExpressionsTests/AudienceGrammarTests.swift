import Expressions
import Testing

/// Defends the audience language: it accepts exactly what its grammar says, refuses all else with a
/// place inside the text, and pins every message.
@Suite struct AudienceGrammarTests {
  let shop: ShopperSource

  init() throws { shop = try ShopperSource() }

  @Test func `the expression of the README means what it says`() throws {
    let parsed = try shop.parse(
      "affinity(category, \"dress\") > 0.6 and rfm.recency <= 30d and not segment(\"churned\")")
    #expect(
      parsed
        == .all([
          .test(
            .affinity(
              table: 1, value: 0, FloatRange(lower: (0.6 as Float).nextUp, upper: .infinity))),
          .test(.number(tag: 3, FloatRange(lower: -.infinity, upper: 30))),
          .not(.test(.category(tag: 1, codes: [1]))),
        ]))
  }

  @Test(
    arguments: [
      ("30d", 30), ("6w", 42), ("2m", 60), ("1y", 365), ("1.5w", 10.5), ("30", 30), ("-1e1d", -10),
    ] as [(String, Float)])
  func `of a tag in days, units stand for days`(text: String, days: Float) throws {
    #expect(
      try shop.parse("rfm.recency >= \(text)")
        == .test(.number(tag: 3, FloatRange(lower: days, upper: .infinity))))
  }

  @Test func `a share may be written in percent, an affinity too`() throws {
    let range = FloatRange(lower: 0.25, upper: 0.5)
    #expect(
      try shop.parse("spend.discount_share in 25%..50%") == .test(.number(tag: 6, range)))
    #expect(
      try shop.parse("affinity(category, shoe) in 25%..50%")
        == .test(.affinity(table: 1, value: 1, range)))
  }

  @Test func `a tag that is not known satisfies no condition, not even !=`() throws {
    #expect(
      try shop.parse("gender != women")
        == .all([.test(.isKnown(tag: 0)), .not(.test(.category(tag: 0, codes: [0])))]))
    #expect(try shop.parse("has gender") == .test(.isKnown(tag: 0)))
    #expect(try shop.parse("HAS \"size.knit wear\"") == .test(.isKnown(tag: 5)))
  }

  @Test func `a value that nobody has is no error`() throws {
    #expect(try shop.parse("gender = children") == .nobody)
    #expect(try shop.parse("gender in (children, women)") == .test(.category(tag: 0, codes: [0])))
    #expect(try shop.parse("affinity(brand, \"?\") < 0.5") == .everybody)
    #expect(try shop.parse("affinity(brand, \"?\") > 0.5") == .nobody)
    #expect(try shop.parse("segment(\"nobody\")") == .nobody)
  }

  @Test func `segment is sugar for the tags segment and lifecycle`() throws {
    #expect(try shop.parse("segment(\"at risk\")") == .test(.category(tag: 4, codes: [1])))
    #expect(try shop.parse("segment = \"at risk\"") == .test(.category(tag: 4, codes: [1])))
    #expect(try shop.parse("segment(\"churned\")") == .test(.category(tag: 1, codes: [1])))
  }

  @Test func `an empty text is everybody`() throws {
    #expect(try shop.parse("") == .everybody)
    #expect(try shop.parse(" \n") == .everybody)
  }

  @Test func `an audience is ranked by a number`() throws {
    #expect(try shop.score("rfm.monetary") == .number(tag: 2))
    #expect(try shop.score("uplift(\"spring 24\")") == .number(tag: 7))
    #expect(try shop.score("affinity(category, dress)") == .affinity(table: 1, value: 0))
    #expect(
      throws: FilterError(
        column: 1, "tag 'gender' is a category; an audience is ranked by a number")
    ) {
      try shop.score("gender")
    }
    #expect(throws: FilterError(column: 14, "expected the end of the text, got 'and'")) {
      try shop.score("rfm.monetary and")
    }
    #expect(throws: FilterError.self) { try shop.score("segment(\"churned\")") }
    #expect(throws: FilterError.self) { try shop.score("") }
  }

  @Test(arguments: [
    ("rfm.recensy < 3", "1: unknown tag 'rfm.recensy'; nearest: rfm.recency"),
    (
      "xyzzy = 3",
      "1: unknown tag 'xyzzy'; there are: gender, lifecycle, rfm.monetary, rfm.recency, segment, "
        + "size.knit wear, spend.discount_share, uplift.spring 24"
    ),
    (
      "not (has gendre)", "10: unknown tag 'gendre'; nearest: gender"
    ),
    (
      "gender < 3",
      "8: '<' compares numbers, but tag 'gender' is a category; it takes '=', '!=' and 'in (…)'"
    ),
    (
      "gender in 1..2",
      "11: a range compares numbers, but tag 'gender' is a category; it takes '=', '!=' and 'in (…)'"
    ),
    (
      "rfm.recency = \"30\"",
      "15: '30' is a text, but tag 'rfm.recency' is a number; it takes numbers such as 30, 30d and 6w"
    ),
    (
      "rfm.monetary > dress",
      "16: 'dress' is not a number; tag 'rfm.monetary' takes numbers such as 3, 0.6 and 60%"
    ),
    (
      "rfm.monetary > 30d",
      "16: '30d' is in days, but tag 'rfm.monetary' is in EUR; it takes numbers such as 3, 0.6 and 60%"
    ),
    (
      "rfm.recency > 30%",
      "15: '30%' is a share, but tag 'rfm.recency' is in days; it takes numbers such as 30, 30d and 6w"
    ),
    (
      "affinity(colour, red) > 1",
      "10: there are no affinities to attribute 'colour'; there are: brand, category"
    ),
    ("affinity(category) > 1", "18: expected ',' and a value after the attribute, got ')'"),
    ("affinity(category, dress", "25: expected ')', got end of text"),
    (
      "affinity(category, dress)",
      "26: expected '=', '!=', '<', '<=', '>', '>=' or 'in' after affinity to 'category', "
        + "got end of text"
    ),
    (
      "uplift(\"sprig 24\") > 0", "8: no uplift is known of campaign 'sprig 24'; nearest: spring 24"
    ),
    ("segment(churned)", "9: expected a quoted text after '(', got 'churned'"),
    (
      "sum(rfm.monetary) > 3",
      "1: unknown function 'sum'; affinity, segment and uplift are accepted"
    ),
    (
      "rfm.recency in 9..3", "16: range 9..3 is empty; the smaller end stands first"
    ),
    (
      "gender = women or",
      "18: expected a tag, affinity(…), segment(…), has, not or '(', got end of text"
    ),
    ("gender = women )", "16: expected 'and', 'or' or the end of the expression, got ')'"),
    ("(gender = women", "16: expected 'and', 'or' or ')', got end of text"),
    (
      "gender = and",
      "10: expected a value after '=', got the keyword 'and'; as a value it is quoted"
    ),
  ])
  func `what is refused is refused with its place and what is accepted`(
    text: String, message: String
  ) {
    #expect(shop.refusal(text) == message)
  }

  @Test func `parentheses nest 64 deep, and 10,000 are refused where the 65th stands`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "has gender" + String(repeating: ")", count: depth)
    }
    #expect(shop.refusal(nested(64)) == nil)
    #expect(shop.refusal(nested(65)) == "65: parentheses are more than 64 deep")
    #expect(shop.refusal(nested(10_000)) == "65: parentheses are more than 64 deep")
    let nots = String(repeating: "not ", count: 100_000) + "has gender"
    #expect(shop.refusal(nots) == nil)
  }

  @Test func `256 conditions are accepted, and no more, numbers of a set among them`() {
    func chain(_ count: Int) -> String {
      [String](repeating: "has gender", count: count).joined(separator: " or ")
    }
    #expect(shop.refusal(chain(256)) == nil)
    #expect(
      shop.refusal(chain(257))?.hasSuffix("more than 256 conditions; so many are accepted") == true)
    let set = (0..<257).map(String.init).joined(separator: ",")
    #expect(
      shop.refusal("rfm.recency in (\(set))")?.hasSuffix(
        "more than 256 conditions; so many are accepted") == true)
    #expect(shop.refusal("gender in (\(set))") == nil)
  }

  @Test func `an expression of a megabyte is refused where it goes wrong`() {
    let megabyte = String(repeating: "has gender and ", count: 70_000)
    #expect(shop.refusal(megabyte)?.contains("more than 256 conditions") == true)
    let word = String(repeating: "x", count: 1 << 20)
    #expect(shop.refusal(word)?.hasPrefix("1: unknown tag 'xxxx") == true)
    #expect(
      shop.refusal(String(repeating: "(", count: 1 << 20))
        == "65: parentheses are more than 64 deep")
  }

  static let expressions = [
    "affinity(category, \"dress\") > 60% and rfm.recency <= 30d and not segment(\"churned\")",
    "not (gender in (women, \"m e n\") or rfm.recency in 1d..2.5w) AND has \"size.knit wear\"",
    "uplift(\"spring 24\") != 0.5 or (spend.discount_share in (1, 2%, 3) and lifecycle = 黑色)",
  ]

  @Test(arguments: expressions)
  func `every prefix is accepted or refused with a place inside it`(text: String) {
    let scalars = Array(text.unicodeScalars)
    var acceptedCount = 0
    for count in 0...scalars.count {
      var prefix = String.UnicodeScalarView()
      prefix.append(contentsOf: scalars[..<count])
      do throws(FilterError) {
        _ = try shop.parse(String(prefix))
        acceptedCount += 1
      } catch {
        #expect((1...count + 1).contains(error.column), "\(String(prefix)): \(error)")
      }
    }
    #expect(acceptedCount > 1)
  }

  @Test(arguments: expressions)
  func `with any one byte replaced it is accepted or refused with a place`(text: String) {
    let bytes = Array(text.utf8)
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        do throws(FilterError) {
          _ = try shop.parse(changed)
        } catch {
          #expect((1...bytes.count + 1).contains(error.column), "\(changed): \(error)")
        }
      }
    }
  }

  @Test func `a soup of tokens is accepted or refused with a place, and ends`() {
    let tokens = [
      "gender", "rfm.recency", "\"size.knit wear\"", "(", ")", ",", "..", "=", "!=", "<", "<=", ">",
      ">=", "and", "or", "not", "in", "has", "segment", "affinity", "uplift", "category",
      "\"dress\"",
      "30d", "60%", "-1e9", "0.5", "黑", "%", ".", "\"", "\\", "\u{0}", "é", "d", "1e400",
    ]
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    var acceptedCount = 0
    for _ in 0..<100_000 {
      let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in
        tokens.randomElement(using: &random) ?? ""
      }.joined(separator: Bool.random(using: &random) ? " " : "")
      do throws(FilterError) {
        _ = try shop.parse(text)
        acceptedCount += 1
      } catch {
        #expect(
          (1...text.unicodeScalars.count + 1).contains(error.column), "seed \(seed): \(text)")
      }
    }
    #expect(acceptedCount > 0, "seed \(seed)")
  }
}
