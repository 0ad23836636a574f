import Expressions

/// What packing made of an attribute.
///
/// - A **number** when every value is one, as filters read numbers (`Double.init(filterNumber:)`),
///   so that a code such as `0012` stays what it is. `price` is always a number, and a price that is
///   none is missing.
/// - A **list** when any value contains `|`, the separator; a repeated value counts once.
/// - A **text** otherwise.
///
/// Left out is what no filter would name: an attribute without any value, and texts that say about
/// one item each (names of image files, free text). They would make the file large and help nobody.
package struct AttributePacking: Equatable, Sendable {
  package enum Outcome: Equatable, Sendable {
    case text(distinct: Int)
    case list(distinct: Int)
    /// `unreadable` counts the values that were taken as missing.
    case number(unreadable: Int)
    case leftOut(LeftOut)
  }

  package enum LeftOut: Equatable, Sendable {
    case empty
    /// More different texts than `distinctMax`, or more than `distinctWithoutQuestion` that
    /// are more than half of all values.
    case tooManyDistinct(Int)
  }

  package let name: String
  package let outcome: Outcome

  /// Larger than the brands of a very large shop; a table of it is still some MB.
  package static let distinctMax = 50_000
  /// Below it even values that all differ cost next to nothing.
  package static let distinctWithoutQuestion = 1_000

  init(_ name: String, _ values: [String]) {
    self.name = name
    outcome = Self.outcome(of: values, isPrice: name == "price")
  }

  var kind: AttributeKind? {
    switch outcome {
    case .text: .text
    case .list: .list
    case .number: .number
    case .leftOut: nil
    }
  }

  private static func outcome(of values: [String], isPrice: Bool) -> Outcome {
    let present = values.filter { !$0.isEmpty }
    let unreadable = present.count { Double(filterNumber: $0) == nil }
    if present.count == (isPrice ? unreadable : 0) { return .leftOut(.empty) }
    if isPrice || unreadable == 0 { return .number(unreadable: unreadable) }

    let isList = present.contains { $0.utf8.contains(UInt8(ascii: "|")) }
    let texts = isList ? present.flatMap(\.listValues) : present
    let distinct = Set(texts).count
    if distinct == 0 { return .leftOut(.empty) }
    if distinct > distinctMax || (distinct > distinctWithoutQuestion && distinct > texts.count / 2)
    {
      return .leftOut(.tooManyDistinct(distinct))
    }
    return isList ? .list(distinct: distinct) : .text(distinct: distinct)
  }
}

extension AttributePacking: CustomStringConvertible {
  package var description: String {
    switch outcome {
    case .text(let distinct): "\(name): text, \(distinct) distinct values"
    case .list(let distinct): "\(name): list, \(distinct) distinct values"
    case .number(0): "\(name): number"
    case .number(let unreadable):
      "\(name): number, \(unreadable) values are none and count as missing"
    case .leftOut(.empty): "\(name): left out, no item has a value"
    case .leftOut(.tooManyDistinct(let distinct)):
      "\(name): left out, \(distinct) distinct values are too many to filter by"
    }
  }
}

extension String {
  /// Without white space of ASCII around it.
  var trimmed: String {
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || 9...13 ~= byte }
    guard let first = utf8.firstIndex(where: { !isSpace($0) }),
      let last = utf8.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(Substring(utf8[first...last]))
  }

  /// The values of a list: trimmed, none empty, each once, in order.
  var listValues: [String] {
    var seen: Set<String> = []
    return utf8.split(separator: UInt8(ascii: "|")).map { String(Substring($0)).trimmed }
      .filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// By bytes: the order of strings as Swift compares them may change with Unicode.
  func precedes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
