package import Bytes
import Catalogue
package import Recommendation
import Snapshots

/// What a shopper may buy again. Borrows the request's bytes.
package struct BuyAgainQuery: Sendable {
  package var user = ByteView()
  /// How many items to answer; see ``AnswerLimits``.
  package var limit = 0
  /// In the language of ``Filter``; empty: every item may be answered.
  package var filter = ByteView()
  /// Seconds since 1970; 0, and every time before the training data ended: when it ended.
  package var now: Int64 = 0
  /// The states; no other rule has an effect.
  package var rules = RecommendRules()

  package init() {}

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    user = ByteView()
    limit = 0
    filter = ByteView()
    now = 0
    rules.reset()
  }
}

package struct BuyAgainAnswer: Sendable, Equatable {
  /// Best first.
  package var items: [RepeatedItem] = []
  package var isUserKnown = false

  package init() {}
}

extension Models {
  /// What a shopper bought and is likely to buy next, best first.
  ///
  /// A clock that is behind the training data does not undo purchases: such a `now` counts as the end of
  /// the data. States of items that the snapshot does not know have no effect.
  ///
  /// - Parameter answer: overwritten; empty for a shopper the snapshot does not know
  /// - Throws: `invalidArgument` for a question beyond ``AnswerLimits`` or a filter that is none,
  ///   `unavailable` when the snapshot knows of no purchases.
  package func buyAgain(
    _ question: borrowing BuyAgainQuery, scratch: AnsweringScratch,
    into answer: inout BuyAgainAnswer
  ) throws(AnswerError) {
    answer.items.removeAll(keepingCapacity: true)
    answer.isUserKnown = false
    try AnswerLimits.check(limit: question.limit)
    try AnswerLimits.check(id: question.user, of: .user)
    try AnswerLimits.check(now: question.now)
    try question.rules.check()
    let filter = try filter(question.filter, scratch)
    guard let repeats else {
      throw .unavailable(
        "this snapshot has no repeats; train on events of kind purchase with times to ask for these"
      )
    }
    guard let user = shoppers.index(of: question.user) else { return }
    answer.isUserKnown = true
    scratch.query.excluded.removeAll(keepingCapacity: true)
    scratch.query.soldOut.removeAll(keepingCapacity: true)
    for state in question.rules.states where state.isSoldOut {
      if let item = catalogue.items.index(of: state.item.bytes) {
        scratch.query.soldOut.append(Int32(item))
      }
    }
    scratch.query.user = user
    scratch.query.limit = question.limit
    repeats.rank(
      scratch.query, now: question.now, accepts: filter, scratch: scratch.ranking,
      into: &answer.items)
  }
}
