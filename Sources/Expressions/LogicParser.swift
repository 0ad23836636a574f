/// What conditions are joined to.
protocol LogicExpression {
  static func not(_ part: Self) -> Self
  static func all(_ parts: [Self]) -> Self
  static func any(_ parts: [Self]) -> Self
}

extension FilterExpression: LogicExpression {}
extension AudienceExpression: LogicExpression {}

/// The part that both languages have in common:
///
///     disjunction = conjunction { "or" conjunction } ;
///     conjunction = negation { "and" negation } ;
///     negation    = { "not" } ( "(" disjunction ")" | condition ) ;
///
/// Depth is limited, so that no text can exhaust the stack; chains of any length are loops.
protocol LogicParser {
  associatedtype Expression: LogicExpression
  var reader: TokenReader { get set }
  /// How many parentheses are open.
  var depth: Int { get set }
  mutating func condition() throws(FilterError) -> Expression
}

enum LogicLimits {
  /// Deeper than any expression that a person or a program has a use for.
  static let depthMax = 64
}

extension LogicParser {
  mutating func disjunction() throws(FilterError) -> Expression {
    var parts = [try conjunction()]
    while try reader.take(.or) { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(FilterError) -> Expression {
    var parts = [try negation()]
    while try reader.take(.and) { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(FilterError) -> Expression {
    var isNegated = false
    while try reader.take(.not) { isNegated.toggle() }
    let expression = reader.token.kind == .open ? try parenthesised() : try condition()
    return isNegated ? .not(expression) : expression
  }

  private mutating func parenthesised() throws(FilterError) -> Expression {
    guard depth < LogicLimits.depthMax else {
      throw FilterError(
        column: reader.token.column, "parentheses are more than \(LogicLimits.depthMax) deep")
    }
    depth += 1
    try reader.advance()
    let expression = try disjunction()
    guard try reader.take(.close) else { throw reader.expected("'and', 'or' or ')'") }
    depth -= 1
    return expression
  }
}
