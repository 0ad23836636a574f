import Snapshots

/// What a filter says, with names and values resolved. At most `LogicLimits.depthMax` levels of
/// parentheses deep, so recursion over it is safe.
indirect enum FilterExpression {
  case never
  case test(FilterTest)
  case textAmong(Column<UInt32>, [UInt32])
  case listAmong(Column<Int64>, Column<UInt32>, [UInt32])
  case numberAmong(Column<Double>, [Double])
  case not(FilterExpression)
  case all([FilterExpression])
  case any([FilterExpression])
}

/// One question about one row: whether a value of it lies in a range, or in a set. Every
/// comparison of the language is one or two of these.
///
/// A set is a range of `FilterSets`, ascending.
enum FilterTest: Sendable {
  case text(Column<UInt32>, in: CodeRange)
  case textAmong(Column<UInt32>, set: Range<Int32>)
  case list(Column<Int64>, Column<UInt32>, in: CodeRange)
  case listAmong(Column<Int64>, Column<UInt32>, set: Range<Int32>)
  /// Both ends included; NaN lies in no range.
  case number(Column<Double>, lower: Double, upper: Double)
  case numberAmong(Column<Double>, set: Range<Int32>)
}

/// Codes from `lower` through `upper`.
struct CodeRange: Sendable {
  let lower: UInt32
  let upper: UInt32

  /// Every code of a value; not `AttributeColumn.missingCode`.
  static let present = CodeRange(lower: 0, upper: AttributeColumn.missingCode - 1)

  init(lower: UInt32, upper: UInt32) {
    self.lower = lower
    self.upper = upper
  }

  init(_ code: UInt32) {
    self.init(lower: code, upper: code)
  }

  func contains(_ code: UInt32) -> Bool { lower <= code && code <= upper }
}

/// The signs of comparison.
enum FilterComparison {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

  init?(_ kind: FilterToken.Kind) {
    switch kind {
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    default: return nil
    }
  }

  var isOrder: Bool { self != .equal && self != .notEqual }
}
