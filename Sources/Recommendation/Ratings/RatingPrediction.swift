/// Which model predicts a rating.
package enum RatingModel: UInt8, Sendable, CaseIterable {
  case userNeighbours = 1
  case itemNeighbours = 2
  case factors = 3

  /// As settings, tables and the tool spell it.
  package var name: String {
    switch self {
    case .userNeighbours: "user-neighbours"
    case .itemNeighbours: "item-neighbours"
    case .factors: "factors"
    }
  }
}

/// One of those that a rating was made of.
package struct RatingNeighbour: Sendable, Equatable {
  /// Of a user or an item, as the model says.
  package var index: Int32
  /// In −1...1, after shrinkage.
  package var similarity: Float
  /// What that user gave the item, or the user gave that item.
  package var rating: Float
  /// How many ratings the two have in common; 0 from factors, which do not count them.
  package var common: UInt32
}

/// A predicted rating, and what it was made of. Reused from call to call, it stops allocating.
package struct RatingPrediction: Sendable, Equatable {
  /// In the range of the training data's ratings.
  package var rating: Float = 0
  package var model = RatingModel.userNeighbours
  package var neighbours: [RatingNeighbour] = []
  /// The baseline of user and item, of what is known; in the same range.
  package var baseline: Float = 0
  /// Whether the training data has ratings of this user, and of this item.
  package var isUserKnown = false
  package var isItemKnown = false

  package init() {}

  /// Keeps of the neighbours the first `count`, which weigh most, and orders them the most similar
  /// first; of equal similarities the lower index.
  mutating func keep(_ count: Int) {
    if neighbours.count > count { neighbours.removeLast(neighbours.count - count) }
    neighbours.sort { ($1.similarity, $0.index) < ($0.similarity, $1.index) }
  }
}
