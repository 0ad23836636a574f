package import Bytes
package import Recommendation

/// What was answered, to either kind of question. Reused from call to call, it stops allocating.
package struct RecommendAnswer: Sendable {
  /// Items by index; `Models.itemID` gives their ids.
  package var ranking = Ranking()
  /// Whether the snapshot knows the shopper.
  package var isUserKnown = false
  /// Items of the question that the snapshot does not know, each once, in order: those of
  /// `recent`, then those of `excluded`. They borrow the question's bytes.
  package var unknownItems: [ByteView] = []

  package init() {}

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    ranking.removeAll(keepingCapacity: true)
    isUserKnown = false
    unknownItems.removeAll(keepingCapacity: true)
  }
}
