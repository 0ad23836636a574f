import Bytes
import Snapshots

/// An attribute as a filter names it.
struct FilterAttribute {
  let name: String
  let column: AttributeColumn
}

/// Turns names into columns and values into codes and numbers, and refuses conditions that an
/// attribute cannot have.
struct FilterResolver {
  private let find: (String) -> AttributeColumn?
  /// Asked for only when a message lists them.
  private let names: () -> [String]

  init(_ source: some AttributeSource) {
    find = { name in name.withByteView { source.attribute(named: $0) } }
    names = { source.attributeNames }
  }

  func attribute(_ token: FilterToken) throws(FilterError) -> FilterAttribute {
    guard let column = find(token.text) else {
      throw FilterError(
        column: token.column,
        "unknown attribute \(token.found); this catalogue has \(FilterError.list(names()))")
    }
    return FilterAttribute(name: token.text, column: column)
  }

  /// Order is for numbers.
  func check(
    _ comparison: FilterComparison, _ sign: FilterToken, on attribute: FilterAttribute
  ) throws(FilterError) {
    if case .number = attribute.column { return }
    guard comparison.isOrder else { return }
    throw isText(attribute, "\(sign.found) compares numbers", at: sign.column)
  }

  func compare(
    _ attribute: FilterAttribute, _ comparison: FilterComparison, with value: FilterToken
  ) throws(FilterError) -> FilterExpression {
    switch attribute.column {
    case .text(let codes, let values):
      let equal = code(value, values).map { FilterExpression.test(.text(codes, in: CodeRange($0))) }
      let present = FilterExpression.test(.text(codes, in: .present))
      return comparison == .equal ? equal ?? .never : .all([present, .not(equal ?? .never)])

    case .list(let indptr, let codes, let values):
      let equal = code(value, values).map {
        FilterExpression.test(.list(indptr, codes, in: CodeRange($0)))
      }
      let present = FilterExpression.test(.list(indptr, codes, in: .present))
      return comparison == .equal ? equal ?? .never : .all([present, .not(equal ?? .never)])

    case .number(let column):
      let number = try number(value, of: attribute)
      func lies(from lower: Double, through upper: Double) -> FilterExpression {
        .test(.number(column, lower: lower, upper: upper))
      }
      return switch comparison {
      case .equal: lies(from: number, through: number)
      case .notEqual:
        .all([
          lies(from: -.infinity, through: .infinity), .not(lies(from: number, through: number)),
        ])
      case .less: lies(from: -.infinity, through: number.nextDown)
      case .lessOrEqual: lies(from: -.infinity, through: number)
      case .greater: lies(from: number.nextUp, through: .infinity)
      case .greaterOrEqual: lies(from: number, through: .infinity)
      }
    }
  }

  func isAny(
    _ attribute: FilterAttribute, of tokens: [FilterToken]
  ) throws(FilterError) -> FilterExpression {
    switch attribute.column {
    case .text(let codes, let values):
      return .textAmong(codes, tokens.compactMap { code($0, values) })
    case .list(let indptr, let codes, let values):
      return .listAmong(indptr, codes, tokens.compactMap { code($0, values) })
    case .number(let column):
      var numbers: [Double] = []
      for token in tokens { numbers.append(try number(token, of: attribute)) }
      return .numberAmong(column, numbers)
    }
  }

  func range(
    _ attribute: FilterAttribute, from lower: FilterToken, through upper: FilterToken
  ) throws(FilterError) -> FilterExpression {
    guard case .number(let column) = attribute.column else {
      throw isText(attribute, "a range compares numbers", at: lower.column)
    }
    let least = try number(lower, of: attribute)
    let greatest = try number(upper, of: attribute)
    guard least <= greatest else {
      throw FilterError(
        column: lower.column,
        "range \(lower.text)..\(upper.text) is empty; the smaller end stands first")
    }
    return .test(.number(column, lower: least, upper: greatest))
  }

  // MARK: Values

  /// `nil` for a value that no item has.
  private func code(_ token: FilterToken, _ values: IdentifierTable) -> UInt32? {
    token.text.withByteView { values.index(of: $0.bytes) }.map { UInt32($0) }
  }

  private func number(
    _ token: FilterToken, of attribute: FilterAttribute
  ) throws(FilterError) -> Double {
    if let number = Double(filterNumber: token.text) { return number }
    throw FilterError(
      column: token.column,
      "\(token.found) is not a number; attribute \(FilterError.quote(attribute.name)) takes "
        + "numbers such as 80 and 19.99")
  }

  private func isText(
    _ attribute: FilterAttribute, _ what: String, at column: Int
  ) -> FilterError {
    FilterError(
      column: column,
      "\(what), but attribute \(FilterError.quote(attribute.name)) is text; "
        + "it takes '=', '!=' and 'in (…)'")
  }
}

extension String {
  /// Lends the UTF-8 of this text for the length of `body`.
  func withByteView<R>(_ body: (ByteView) -> R) -> R {
    var copy = self
    return copy.withUTF8 { utf8 in
      guard let start = utf8.baseAddress else { return body(ByteView()) }
      // Safe: the bytes stay where they are until `body` returns, and nothing keeps the view.
      return body(unsafe ByteView(start: start, count: utf8.count))
    }
  }
}
