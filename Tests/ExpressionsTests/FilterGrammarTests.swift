import Expressions
import Testing

/// Defends the grammar: the parser accepts exactly the language of its EBNF, and whatever it is
/// given, it either accepts or names a place in the text.
@Suite struct FilterGrammarTests {
  let shop: TableSource

  init() throws { shop = try TableSource(.shop) }

  static let filters = [
    "category = dress and price <= 80",
    "not (category != \"a \\\"b\\\" \\\\\" or price in 20..80.5) and genres in (Comedy, \"c d\", 黑色)",
    "((price >= -1e-2)) OR NOT NOT \"color\" in (x) and price in (1 , 2)",
  ]

  @Test(arguments: filters)
  func `every prefix is accepted or refused with a place inside it`(filter: String) throws {
    let scalars = Array(filter.unicodeScalars)
    var acceptedCount = 0
    for count in 0...scalars.count {
      var prefix = String.UnicodeScalarView()
      prefix.append(contentsOf: scalars[..<count])
      do {
        _ = try shop.filter(String(prefix))
        acceptedCount += 1
      } catch let error as FilterError {
        #expect((1...count + 1).contains(error.column), "\(String(prefix)): \(error)")
      }
    }
    #expect(acceptedCount > 1)
  }

  @Test(arguments: filters)
  func `every byte prefix is accepted or refused with a place inside it`(filter: String) throws {
    let bytes = Array(filter.utf8)
    for count in 0...bytes.count {
      do {
        _ = try Filter(parsing: Array(bytes[..<count]), over: shop)
      } catch let error as FilterError {
        #expect((1...count + 1).contains(error.column), "\(bytes[..<count]): \(error)")
      }
    }
  }

  @Test func `a filter with any one byte replaced is accepted or refused with a place`() throws {
    let bytes = Array(Self.filters[1].utf8)
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        do {
          _ = try Filter(parsing: changed, over: shop)
        } catch let error as FilterError {
          #expect((1...bytes.count + 1).contains(error.column), "\(changed): \(error)")
        }
      }
    }
  }

  @Test func `of all texts of up to five tokens exactly those of the grammar are accepted`() throws
  {
    let alphabet = ["price", "7", "=", "in", "..", "and", "not", "(", ")", ","]
    var checkedCount = 0
    var acceptedCount = 0
    func visit(_ tokens: [String]) {
      let text = tokens.joined(separator: " ")
      let isAccepted = shop.refusal(text) == nil
      // `7` and `price` are both words; only one of them is an attribute, and only the other a
      // number, so the grammar is asked with what they can be.
      let isExpected = tokens.isEmpty || Grammar.disjunction(tokens[...]).contains(tokens.count)
      if isAccepted != isExpected {
        Issue.record("'\(text)' is \(isAccepted ? "accepted" : "refused")")
      }
      checkedCount += 1
      acceptedCount += isAccepted ? 1 : 0
      if tokens.count < 5 { alphabet.forEach { visit(tokens + [$0]) } }
    }
    visit([])
    #expect(checkedCount == 111_111)
    // Empty; `price = 7` bare, in parentheses, after one and two `not`; ranges after none; …
    #expect(acceptedCount > 5)
  }
}

/// The grammar once more, naively: each rule gives every place where it can end.
private enum Grammar {
  static func disjunction(_ tokens: ArraySlice<String>) -> Set<Int> {
    chain(tokens, of: conjunction, between: "or")
  }

  static func conjunction(_ tokens: ArraySlice<String>) -> Set<Int> {
    chain(tokens, of: negation, between: "and")
  }

  static func negation(_ tokens: ArraySlice<String>) -> Set<Int> {
    if tokens.first == "not" { return negation(tokens.dropFirst()) }
    guard tokens.first == "(" else { return condition(tokens) }
    return Set(
      disjunction(tokens.dropFirst()).filter { tokens.contains($0) && tokens[$0] == ")" }
        .map { $0 + 1 })
  }

  static func condition(_ tokens: ArraySlice<String>) -> Set<Int> {
    let start = tokens.startIndex
    if tokens.starts(with: ["price", "=", "7"]) { return [start + 3] }
    if tokens.starts(with: ["price", "in", "7", "..", "7"]) { return [start + 5] }
    guard tokens.starts(with: ["price", "in", "(", "7"]) else { return [] }
    var rest = tokens.dropFirst(4)
    while rest.starts(with: [",", "7"]) { rest = rest.dropFirst(2) }
    return rest.first == ")" ? [rest.startIndex + 1] : []
  }

  private static func chain(
    _ tokens: ArraySlice<String>, of part: (ArraySlice<String>) -> Set<Int>, between sign: String
  ) -> Set<Int> {
    var ends = part(tokens)
    for end in ends where end < tokens.endIndex && tokens[end] == sign {
      ends.formUnion(chain(tokens[(end + 1)...], of: part, between: sign))
    }
    return ends
  }
}

extension ArraySlice {
  fileprivate func contains(_ index: Int) -> Bool { indices.contains(index) }
}
