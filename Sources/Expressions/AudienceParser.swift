package import Bytes

/// Reads the audience language and resolves it against an `AudienceSource`.
///
///     audience    = [ disjunction ] ;                              (* empty: everybody *)
///     disjunction = conjunction { "or" conjunction } ;
///     conjunction = negation { "and" negation } ;
///     negation    = { "not" } ( "(" disjunction ")" | condition ) ;
///     condition   = "has" name
///                 | "segment" "(" quoted ")"
///                 | quantity comparison value
///                 | quantity "in" ( range | set ) ;
///     quantity    = name
///                 | "affinity" "(" name "," value ")"
///                 | "uplift" "(" quoted ")" ;                      (* the tag uplift.NAME *)
///     comparison  = "=" | "!=" | "<" | "<=" | ">" | ">=" ;
///     range       = value ".." value ;                             (* both ends included *)
///     set         = "(" value { "," value } ")" ;
///     name        = word | quoted ;
///     value       = word | quoted ;
///     word        = wordpart { wordpart | "." | "%" } ;            (* "." inside, "%" behind a digit *)
///     number      = as in Double.init(filterNumber:), [ "d" | "w" | "m" | "y" | "%" ] ;
///
/// White space, keywords, quoted texts and characters of words are those of `FilterParser`; so are
/// `and`, `or`, `not` and `in`. A number is a word, not a quoted text.
///
/// What a condition means depends on its tag:
/// - of a category, `=`, `!=` and `in (a, b)` with its values; a value that nobody has is no error;
/// - of a number, every comparison, `in 20..80` and `in (1, 2)`. Numbers are compared in single
///   precision. Of a tag in days, `d`, `w`, `m` and `y` stand for 1, 7, 30 and 365 days; of any
///   other, `%` for a hundredth;
/// - an affinity is a number in 0...1, and 0 for a value that the shopper never chose;
/// - `segment("x")`: the category tag `segment`, or `lifecycle`, is x.
///
/// A shopper of whom a tag is not known satisfies no condition on it, `!=` included, and does
/// satisfy `not (gender = women)`.
///
/// Depth and conditions are limited, so that no text can exhaust the stack or the time of a call.
package struct AudienceParser {
  private var lexer: FilterLexer
  private var token: FilterToken
  private let resolver: AudienceResolver
  private var depth = 0
  private var conditionCount = 0

  /// Deeper than any expression that a person or a program has a use for.
  package static let depthMax = 64
  /// Each may look at every shopper once; so the longest question takes a fraction of a second of
  /// a million. A number in a set counts as one.
  package static let conditionsMax = 256

  /// Memory and time are proportional to the length of the text. Limiting it is the caller's.
  package init(
    _ text: ByteView, over source: some AudienceSource
  ) throws(FilterError) {
    lexer = FilterLexer(try text.checkedUTF8(), words: .tags)
    token = try lexer.next()
    resolver = AudienceResolver(source)
  }

  package mutating func parse() throws(FilterError) -> AudienceExpression {
    if token.kind == .end { return .everybody }
    let expression = try disjunction()
    guard token.kind == .end else { throw expected("'and', 'or' or the end of the expression") }
    return expression
  }

  /// What an audience is ranked by: a quantity that is a number.
  package mutating func parseScore() throws(FilterError) -> AudienceScore {
    let score = try resolver.score(quantity("a tag, affinity(…) or uplift(…)"))
    guard token.kind == .end else { throw expected("the end of the text") }
    return score
  }

  private mutating func disjunction() throws(FilterError) -> AudienceExpression {
    var parts = [try conjunction()]
    while try take(.or) { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(FilterError) -> AudienceExpression {
    var parts = [try negation()]
    while try take(.and) { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(FilterError) -> AudienceExpression {
    var isNegated = false
    while try take(.not) { isNegated.toggle() }
    let expression = token.kind == .open ? try parenthesised() : try condition()
    return isNegated ? .not(expression) : expression
  }

  private mutating func parenthesised() throws(FilterError) -> AudienceExpression {
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

  private mutating func condition() throws(FilterError) -> AudienceExpression {
    try count(token)
    let first = token
    if first.kind == .word, ["has", "segment"].contains(first.text.lowercased()) {
      try advance()
      switch (first.text.lowercased(), token.kind) {
      case ("has", .word), ("has", .quoted):
        let name = token
        try advance()
        return try resolver.isKnown(name)
      case ("segment", .open):
        return try resolver.segment(argument(), at: first)
      default:
        return try comparison(with: try resolver.quantity(first))
      }
    }
    return try comparison(with: quantity("a tag, affinity(…), segment(…), has, not or '('"))
  }

  private mutating func quantity(
    _ accepted: String
  ) throws(FilterError) -> AudienceResolver.Quantity {
    guard token.kind == .word || token.kind == .quoted else { throw expected(accepted) }
    let first = token
    try advance()
    guard first.kind == .word, token.kind == .open else { return try resolver.quantity(first) }
    switch first.text.lowercased() {
    case "affinity":
      try advance()
      let attribute = try value(after: "(")
      guard token.kind == .comma else { throw expected("',' and a value after the attribute") }
      try advance()
      let value = try value(after: ",")
      guard try take(.close) else { throw expected("')'") }
      return try resolver.affinity(attribute, value)
    case "uplift":
      return try resolver.uplift(argument())
    case "segment":
      throw FilterError(
        column: first.column, "segment(…) holds or not; it is no number to rank or compare by")
    default:
      throw FilterError(
        column: first.column,
        "unknown function \(first.found); affinity, segment and uplift are accepted")
    }
  }

  /// The one quoted text between parentheses.
  private mutating func argument() throws(FilterError) -> FilterToken {
    try advance()
    guard token.kind == .quoted else { throw expected("a quoted text after '('") }
    let argument = token
    try advance()
    guard try take(.close) else { throw expected("')'") }
    return argument
  }

  private mutating func comparison(
    with quantity: AudienceResolver.Quantity
  ) throws(FilterError) -> AudienceExpression {
    if try take(.in) { return try membership(of: quantity) }
    let sign = token
    guard let comparison = FilterComparison(sign.kind) else {
      throw expected("'=', '!=', '<', '<=', '>', '>=' or 'in' after \(quantity.description)")
    }
    try resolver.check(comparison, sign, on: quantity)
    try advance()
    return try resolver.compare(quantity, comparison, with: value(after: sign.text))
  }

  private mutating func membership(
    of quantity: AudienceResolver.Quantity
  ) throws(FilterError) -> AudienceExpression {
    if token.kind == .open {
      var values: [FilterToken] = []
      repeat {
        let before = token.text
        try advance()
        if !values.isEmpty, quantity.isNumber { try count(token) }
        values.append(try value(after: before))
      } while token.kind == .comma
      guard try take(.close) else { throw expected("',' or ')'") }
      return try resolver.isAny(quantity, of: values)
    }
    guard token.kind == .word || token.kind == .quoted else {
      throw expected("'(' or a range such as 20..80 after 'in'")
    }
    let lower = token
    try advance()
    guard token.kind == .dots else {
      throw expected(
        "'..' after \(FilterError.quote(lower.text)) (a set stands in parentheses)")
    }
    try advance()
    return try resolver.range(quantity, from: lower, through: value(after: ".."))
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

  private mutating func count(_ token: FilterToken) throws(FilterError) {
    conditionCount += 1
    guard conditionCount <= Self.conditionsMax else {
      throw FilterError(
        column: token.column, "more than \(Self.conditionsMax) conditions; so many are accepted")
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
