package import Bytes
import Catalogue
import Recommendation

/// What goes into the same baskets. Borrows the request's bytes.
package struct BoughtTogetherQuery: Sendable {
  /// How many items to answer; see ``AnswerLimits``.
  package var limit = 0
  /// In the language of ``Filter``; empty: every item may be answered.
  package var filter = ByteView()
  /// Items not to answer.
  package var excluded: [ByteView] = []
  /// The basket and the states; no other rule has an effect.
  package var rules = RecommendRules()

  package init() {}

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    limit = 0
    filter = ByteView()
    excluded.removeAll(keepingCapacity: true)
    rules.reset()
  }
}

/// What speaks for an item that goes with a basket.
package struct TogetherReason: Sendable, Equatable {
  /// The basket's item that says most for it.
  package var because: Int32
  /// Baskets with both, of all in training.
  package var baskets: Int32
  /// How much more often both are in a basket than chance would have it.
  package var lift: Float
  /// The share of the baskets with `because` that have the item too.
  package var confidence: Float
}

extension Models {
  /// What goes into the same baskets as these items, best first, without these.
  ///
  /// Fewer than the limit where fewer were bought together more often than chance would have it; none
  /// where the snapshot knows nothing of the basket.
  ///
  /// - Parameter answer: overwritten; ``together(at:of:)`` says what speaks for each item
  /// - Throws: `invalidArgument` for a question beyond ``AnswerLimits`` or a filter that is none,
  ///   `unavailable` when the snapshot has no baskets. Ids the snapshot does not know are no error.
  package func boughtTogether(
    _ question: borrowing BoughtTogetherQuery, scratch: AnsweringScratch,
    into answer: inout RecommendAnswer
  ) throws(AnswerError) {
    begin(scratch, &answer)
    try AnswerLimits.check(limit: question.limit)
    try AnswerLimits.check(basketCount: question.rules.basket.count)
    try AnswerLimits.check(excluded: question.excluded)
    let filter = try filter(question.filter, scratch)
    guard let baskets else {
      throw .unavailable("this snapshot has no baskets; train again to ask for these")
    }
    try apply(question.rules, scratch: scratch, into: &answer)
    exclude(question.excluded, scratch: scratch, into: &answer)
    scratch.query.limit = question.limit
    baskets.rank(
      scratch.query, accepts: filter, scratch: scratch.ranking, into: &answer.ranking)
  }

  /// What speaks for the item at a position of an answer of ``boughtTogether(_:scratch:into:)``.
  package func together(at position: Int, of answer: borrowing RecommendAnswer) -> TogetherReason {
    let item = answer.ranking.items[position]
    let reason = answer.ranking.reasons[Int(item.reasonStart)]
    return TogetherReason(
      because: reason.item, baskets: reason.count,
      lift: baskets?.lift(reason.item, item.item, baskets: reason.count) ?? 0,
      confidence: baskets?.confidence(of: reason.item, baskets: reason.count) ?? 0)
  }
}
