/// Why a text is not a filter of this catalogue, and where.
package struct FilterError: Error, Equatable {
  /// 1-based, in characters (Unicode scalars); the end of the text is one past the last.
  package let column: Int
  /// What was found, and what would be accepted.
  package let problem: String

  package init(column: Int, _ problem: String) {
    self.column = column
    self.problem = problem
  }
}

extension FilterError: CustomStringConvertible {
  package var description: String { "filter column \(column): \(problem)" }
}

extension FilterError {
  /// A piece of the filter between quotes, cut so that a message stays a line.
  static func quote(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(quotedCountMax)
    let isCut = shown.endIndex < text.unicodeScalars.endIndex
    return "'\(String(shown))\(isCut ? "…" : "")'"
  }

  /// Attribute names for a message: all of a usual catalogue, the first of an unusual one.
  static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "no attributes" }
    let rest = names.count - namesCountMax
    let shown = names.prefix(namesCountMax).joined(separator: ", ")
    return rest > 0 ? "\(shown) and \(rest) more" : shown
  }

  private static let quotedCountMax = 40
  private static let namesCountMax = 30
}
