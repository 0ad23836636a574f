/// What an attribute of the catalogue says of an item.
package enum ProductRole: UInt8, CaseIterable, Sendable {
  /// What it is: category, group, department; of several the narrowest that a word names counts.
  case kind
  case color
  /// Whom it is for.
  case gender
  case season
  /// What it is worn for: occasion, style.
  case usage
  case size
  case other

  /// What is given up first when nothing fulfils all: the least. What it is never is.
  package var importance: Int {
    switch self {
    case .season: 0
    case .usage: 1
    case .other: 2
    case .color: 3
    // The price has 4.
    case .size: 5
    case .gender: 6
    case .kind: 7
    }
  }

  static let importanceOfPrice = 4
}
