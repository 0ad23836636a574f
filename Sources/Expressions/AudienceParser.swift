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
package struct AudienceParser: LogicParser {
  var reader: TokenReader
  var depth = 0
  private let resolver: AudienceResolver
  private var conditionCount = 0

  /// Each may look at every shopper once; so the longest question takes a fraction of a second of
  /// a million. A number in a set counts as one.
  package static let conditionsMax = 256

  /// Memory and time are proportional to the length of the text. Limiting it is the caller's.
  package init(
    _ text: ByteView, over source: some AudienceSource
  ) throws(FilterError) {
    reader = try TokenReader(FilterLexer(try text.checkedUTF8(), words: .tags))
    resolver = AudienceResolver(source)
  }

  package mutating func parse() throws(FilterError) -> AudienceExpression {
    if reader.token.kind == .end { return .everybody }
    let expression = try disjunction()
    guard reader.token.kind == .end else {
      throw reader.expected("'and', 'or' or the end of the expression")
    }
    return expression
  }

  /// What an audience is ranked by: a quantity that is a number.
  package mutating func parseScore() throws(FilterError) -> AudienceScore {
    let score = try resolver.score(quantity("a tag, affinity(…) or uplift(…)"))
    guard reader.token.kind == .end else { throw reader.expected("the end of the text") }
    return score
  }

  mutating func condition() throws(FilterError) -> AudienceExpression {
    try count(reader.token)
    let first = reader.token
    if first.kind == .word, ["has", "segment"].contains(first.text.lowercased()) {
      try reader.advance()
      switch (first.text.lowercased(), reader.token.kind) {
      case ("has", .word), ("has", .quoted):
        let name = reader.token
        try reader.advance()
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
    guard reader.token.kind == .word || reader.token.kind == .quoted else {
      throw reader.expected(accepted)
    }
    let first = reader.token
    try reader.advance()
    guard first.kind == .word, reader.token.kind == .open else {
      return try resolver.quantity(first)
    }
    switch first.text.lowercased() {
    case "affinity":
      try reader.advance()
      let attribute = try reader.value(after: "(")
      guard reader.token.kind == .comma else {
        throw reader.expected("',' and a value after the attribute")
      }
      try reader.advance()
      let value = try reader.value(after: ",")
      guard try reader.take(.close) else { throw reader.expected("')'") }
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
    try reader.advance()
    guard reader.token.kind == .quoted else { throw reader.expected("a quoted text after '('") }
    let argument = reader.token
    try reader.advance()
    guard try reader.take(.close) else { throw reader.expected("')'") }
    return argument
  }

  private mutating func comparison(
    with quantity: AudienceResolver.Quantity
  ) throws(FilterError) -> AudienceExpression {
    if try reader.take(.in) { return try membership(of: quantity) }
    let sign = reader.token
    guard let comparison = FilterComparison(sign.kind) else {
      throw reader.expected("'=', '!=', '<', '<=', '>', '>=' or 'in' after \(quantity.description)")
    }
    try resolver.check(comparison, sign, on: quantity)
    try reader.advance()
    return try resolver.compare(quantity, comparison, with: reader.value(after: sign.text))
  }

  private mutating func membership(
    of quantity: AudienceResolver.Quantity
  ) throws(FilterError) -> AudienceExpression {
    switch try reader.membership() {
    case .among(let values):
      if quantity.isNumber {
        for value in values.dropFirst() { try count(value) }
      }
      return try resolver.isAny(quantity, of: values)
    case .range(let lower, let upper):
      return try resolver.range(quantity, from: lower, through: upper)
    }
  }

  private mutating func count(_ token: FilterToken) throws(FilterError) {
    conditionCount += 1
    guard conditionCount <= Self.conditionsMax else {
      throw FilterError(
        column: token.column, "more than \(Self.conditionsMax) conditions; so many are accepted")
    }
  }
}
