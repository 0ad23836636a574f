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
/// Depth is limited; see ``LogicParser``.
struct FilterParser: LogicParser {
  var reader: TokenReader
  var depth = 0
  private let resolver: FilterResolver

  /// - Precondition: `text` is valid UTF-8.
  init(_ text: [UInt8], over source: some AttributeSource) throws(FilterError) {
    reader = try TokenReader(FilterLexer(text))
    resolver = FilterResolver(source)
  }

  /// - Returns: `nil` when there is no condition.
  mutating func parse() throws(FilterError) -> FilterExpression? {
    if reader.token.kind == .end { return nil }
    let expression = try disjunction()
    guard reader.token.kind == .end else {
      throw reader.expected("'and', 'or' or the end of the filter")
    }
    return expression
  }

  mutating func condition() throws(FilterError) -> FilterExpression {
    guard reader.token.kind == .word || reader.token.kind == .quoted else {
      throw reader.expected("an attribute, 'not' or '('")
    }
    let attribute = try resolver.attribute(reader.token)
    try reader.advance()
    if try reader.take(.in) { return try membership(of: attribute) }

    let sign = reader.token
    guard let comparison = FilterComparison(sign.kind) else {
      throw reader.expected(
        "'=', '!=', '<', '<=', '>', '>=' or 'in' after \(FilterError.quote(attribute.name))")
    }
    try resolver.check(comparison, sign, on: attribute)
    try reader.advance()
    let value = try reader.value(after: sign.text)
    return try resolver.compare(attribute, comparison, with: value)
  }

  private mutating func membership(
    of attribute: FilterAttribute
  ) throws(FilterError) -> FilterExpression {
    switch try reader.membership() {
    case .among(let values): try resolver.isAny(attribute, of: values)
    case .range(let lower, let upper): try resolver.range(attribute, from: lower, through: upper)
    }
  }
}
