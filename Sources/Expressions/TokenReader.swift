/// The tokens of a text, one after the other: what both languages read with.
struct TokenReader {
  private var lexer: FilterLexer
  private(set) var token: FilterToken

  init(_ lexer: FilterLexer) throws(FilterError) {
    var lexer = lexer
    token = try lexer.next()
    self.lexer = lexer
  }

  mutating func advance() throws(FilterError) {
    token = try lexer.next()
  }

  mutating func take(_ kind: FilterToken.Kind) throws(FilterError) -> Bool {
    guard token.kind == kind else { return false }
    try advance()
    return true
  }

  func expected(_ what: String) -> FilterError {
    FilterError(column: token.column, "expected \(what), got \(token.found)")
  }

  /// A word or a quoted text.
  mutating func value(after sign: String) throws(FilterError) -> FilterToken {
    let value = token
    switch value.kind {
    case .word, .quoted:
      try advance()
      return value
    case .and, .or, .not, .in:
      throw FilterError(
        column: value.column,
        "expected a value after '\(sign)', got the keyword \(value.found); "
          + "as a value it is quoted")
    default: throw expected("a value after '\(sign)'")
    }
  }

  /// What stands behind `in`.
  enum Membership {
    case among([FilterToken])
    case range(FilterToken, through: FilterToken)
  }

  mutating func membership() throws(FilterError) -> Membership {
    if token.kind == .open {
      var values: [FilterToken] = []
      repeat {
        let before = token.text
        try advance()
        values.append(try value(after: before))
      } while token.kind == .comma
      guard try take(.close) else { throw expected("',' or ')'") }
      return .among(values)
    }
    guard token.kind == .word || token.kind == .quoted else {
      throw expected("'(' or a range such as 20..80 after 'in'")
    }
    let lower = token
    try advance()
    guard token.kind == .dots else {
      throw expected("'..' after \(FilterError.quote(lower.text)) (a set stands in parentheses)")
    }
    try advance()
    return .range(lower, through: try value(after: ".."))
  }
}
