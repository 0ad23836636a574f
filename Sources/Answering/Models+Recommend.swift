import Bytes
import Catalogue
import Recommendation
import Snapshots

extension Models {
  /// The items that a shopper is most likely to want, best first.
  ///
  /// A known shopper is answered from the events of the snapshot and of the question (step
  /// `personal`); an unknown one from those of the question (`session`); where neither says enough,
  /// what is popular fills the answer (`popular`).
  ///
  /// - Parameter answer: overwritten
  /// - Throws: `invalidArgument` for a question beyond ``AnswerLimits``, an id or a kind of event that
  ///   cannot be, or a filter that is none. Ids the snapshot does not know are no error.
  package func recommend(
    _ question: borrowing RecommendQuery, scratch: AnsweringScratch,
    into answer: inout RecommendAnswer
  ) throws(AnswerError) {
    begin(scratch, &answer)
    try AnswerLimits.check(limit: question.limit)
    try AnswerLimits.check(id: question.user, of: .user)
    try AnswerLimits.check(recentCount: question.recent.count)
    try AnswerLimits.check(excluded: question.excluded)
    let filter = try filter(question.filter)

    let user = question.user.isEmpty ? nil : catalogue.users.index(of: question.user.bytes)
    answer.isUserKnown = user != nil
    for position in question.recent.indices {
      try take(question.recent[position], at: position, question, scratch, into: &answer)
    }
    exclude(question.excluded, scratch: scratch, into: &answer)

    scratch.query.user = user
    scratch.query.limit = question.limit
    scratch.query.includesSeen = question.includesSeen
    scratch.query.wantsReasons = question.wantsReasons
    scratch.query.model = question.model
    recommender.recommend(
      scratch.query, accepts: filter, scratch: scratch.ranking, into: &answer.ranking)
  }

  /// Resolves one recent event: what the shopper chose goes to `recent`, what was sent back is
  /// only not shown again.
  private func take(
    _ event: RecentEvent, at position: Int, _ question: borrowing RecommendQuery,
    _ scratch: AnsweringScratch, into answer: inout RecommendAnswer
  ) throws(AnswerError) {
    guard let kind = RecentEventKind(rawValue: event.kind) else {
      throw .invalidArgument(
        "recent[\(position)].kind is \(event.kind); 0...\(RecentEventKind.allCases.count - 1) "
          + "are accepted")
    }
    if kind == .search && event.item.isEmpty { return }
    try AnswerLimits.check(id: event.item, of: .recent(position))
    guard let item = item(event.item, scratch: scratch, into: &answer) else { return }
    if kind == .return {
      if !question.includesSeen { scratch.query.excluded.append(item) }
    } else {
      scratch.query.recent.append(item)
    }
  }
}
