import Bytes

/// Reads the filter language and resolves it against an `AttributeSource`.
///
///     filter      = [ disjunction ] ;                                (* empty: every item *)
///     disjunction = conjunction { "or" conjunction } ;
///     conjunction = negation { "and" negation } ;
///     negation    = { "not" } ( "(" disjunction ")" | condition ) ;
///     condition   = name comparison value
///                 | name "in" ( range | set ) ;
///     comparison  = "=" | "!=" | "<" | "<=" | ">" | ">=" ;
///     range       = value ".." value ;                               (* both ends included *)
///     set         = "(" value { "," value } ")" ;
///     name        = word | quoted ;
///     value       = word | quoted ;
///     word        = wordpart { wordpart | "." } ;                    (* "." between digits only *)
///     wordpart    = letter | digit | mark | "-" | "_" ;              (* of any script *)
///     quoted      = '"' { character | '\"' | '\\' } '"' ;            (* neither '"' nor '\' bare *)
///
/// White space may stand between any two of these. `and`, `or`, `not` and `in` are keywords in
/// upper and lower case; a name or value that is one of them is quoted. Names and values are
/// compared exactly.
///
/// What a condition means depends on its attribute:
/// - of a text, `=` and `!=` ask whether it is the value, `in (a, b)` whether it is one of them;
/// - of a list, `=` asks whether the list holds the value, `!=` whether it does not, `in (a, b)`
///   whether it holds one of them at least;
/// - of a number, every comparison, `in 20..80` and `in (36, 38)`; values are as in
///   `Double.init(filterNumber:)`.
///
/// An item that has no value for an attribute satisfies no condition on it, `!=` included; it does
/// satisfy `not (color = red)`. A value that no item has is no error.
///
/// Depth is limited, so that no text can exhaust the stack; chains of any length are loops.
struct FilterParser {
  private var lexer: FilterLexer
  private var token: FilterToken
  private let resolver: FilterResolver
  private var depth = 0

  /// Deeper than any filter that a person or a program has a use for.
  static let depthMax = 64

  /// - Precondition: `text` is valid UTF-8.
  init(_ text: [UInt8], over source: some AttributeSource) throws(FilterError) {
    lexer = FilterLexer(text)
    token = try lexer.next()
    resolver = FilterResolver(source)
  }

  /// - Returns: `nil` when there is no condition.
  mutating func parse() throws(FilterError) -> FilterExpression? {
    if token.kind == .end { return nil }
    let expression = try disjunction()
    guard token.kind == .end else { throw expected("'and', 'or' or the end of the filter") }
    return expression
  }

  private mutating func disjunction() throws(FilterError) -> FilterExpression {
    var parts = [try conjunction()]
    while try take(.or) { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(FilterError) -> FilterExpression {
    var parts = [try negation()]
    while try take(.and) { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(FilterError) -> FilterExpression {
    var isNegated = false
    while try take(.not) { isNegated.toggle() }
    let expression = token.kind == .open ? try parenthesised() : try condition()
    return isNegated ? .not(expression) : expression
  }

  private mutating func parenthesised() throws(FilterError) -> FilterExpression {
    guard depth < Self.depthMax else {
      throw FilterError(
        column: token.column, "parentheses are more than \(Self.depthMax) deep")
    }
    depth += 1
    try advance()
    let expression = try disjunction()
    guard try take(.close) else { throw expected("'and', 'or' or ')'") }
    depth -= 1
    return expression
  }

  private mutating func condition() throws(FilterError) -> FilterExpression {
    guard token.kind == .word || token.kind == .quoted else {
      throw expected("an attribute, 'not' or '('")
    }
    let attribute = try resolver.attribute(token)
    try advance()
    if try take(.in) { return try membership(of: attribute) }

    let sign = token
    guard let comparison = FilterComparison(sign.kind) else {
      throw expected(
        "'=', '!=', '<', '<=', '>', '>=' or 'in' after \(FilterError.quote(attribute.name))")
    }
    try resolver.check(comparison, sign, on: attribute)
    try advance()
    let value = try value(after: sign.text)
    return try resolver.compare(attribute, comparison, with: value)
  }

  private mutating func membership(
    of attribute: FilterAttribute
  ) throws(FilterError) -> FilterExpression {
    if token.kind == .open {
      var values: [FilterToken] = []
      repeat {
        let before = token.text
        try advance()
        values.append(try value(after: before))
      } while token.kind == .comma
      guard try take(.close) else { throw expected("',' or ')'") }
      return try resolver.isAny(attribute, of: values)
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
    return try resolver.range(attribute, from: lower, through: value(after: ".."))
  }

  private mutating func value(after sign: String) throws(FilterError) -> FilterToken {
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

  // MARK: Tokens

  private mutating func advance() throws(FilterError) {
    token = try lexer.next()
  }

  private mutating func take(_ kind: FilterToken.Kind) throws(FilterError) -> Bool {
    guard token.kind == kind else { return false }
    try advance()
    return true
  }

  private func expected(_ what: String) -> FilterError {
    FilterError(column: token.column, "expected \(what), got \(token.found)")
  }
}
