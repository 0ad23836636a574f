import Bytes
import Catalogue
import Expressions
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
    let filter = try filter(question.filter, scratch)

    let user = shoppers.index(of: question.user)
    answer.isUserKnown = user != nil
    for position in question.recent.indices {
      try take(question.recent[position], at: position, of: user, scratch, into: &answer)
    }
    exclude(question.excluded, scratch: scratch, into: &answer)
    try apply(question.rules, scratch: scratch, into: &answer)
    takeSearches(question.recent, scratch)
    for (position, id) in question.candidates.enumerated() {
      try AnswerLimits.check(id: id, of: .candidate(position))
      if let item = item(id, scratch: scratch, into: &answer) {
        scratch.query.candidates.append(item)
      }
    }
    // Candidates that are all unknown are not the same as none.
    if !question.candidates.isEmpty, scratch.query.candidates.isEmpty {
      // What is wrong with the rules is said whoever the candidates are.
      if question.rules.reorder { _ = try Selection(question.rules, over: catalogue) }
      return
    }

    scratch.query.user = user
    scratch.query.limit = question.limit
    scratch.query.spare = 0
    scratch.query.includesSeen = question.includesSeen || !question.candidates.isEmpty
    scratch.query.wantsReasons = question.wantsReasons
    scratch.query.explains = question.explains
    scratch.query.model = question.model
    guard question.rules.reorder else {
      recommender.recommend(
        scratch.query, accepts: filter, scratch: scratch.ranking, into: &answer.ranking)
      return
    }
    try select(question, filter, scratch, into: &answer)
  }

  /// Ranks more than is asked for, and lets the rules choose: as much more as it takes.
  private func select(
    _ question: borrowing RecommendQuery, _ filter: Filter, _ scratch: AnsweringScratch,
    into answer: inout RecommendAnswer
  ) throws(AnswerError) {
    let selection = try Selection(question.rules, over: catalogue)
    var promoted: [Int32] = []
    for id in question.rules.promoted {
      guard let item = item(id, scratch: scratch, into: &answer), !promoted.contains(item),
        !scratch.query.excluded.contains(item), !scratch.query.soldOut.contains(item),
        !scratch.query.unfitting.contains(item), filter.accepts(Int(item)),
        scratch.query.fits.accepts(Int(item)) || scratch.query.fitting.contains(item),
        scratch.query.candidates.isEmpty || scratch.query.candidates.contains(item)
      else { continue }
      promoted.append(item)
    }
    // Candidates of the shop's own are ordered, all of them.
    let limit =
      question.candidates.isEmpty
      ? question.limit : max(question.limit, scratch.query.candidates.count)
    scratch.query.limit = max(200, 4 * limit)
    // Popular items come last, and under a filter each costs a walk. Caps and diversity do not look as far
    // ahead as what changes the order.
    var filled = question.rules.changesOrder ? scratch.query.limit : 2 * limit
    while true {
      scratch.query.spare = max(0, scratch.query.limit - filled)
      var isAll = false
      var chooser = selection
      // Reasons are given of what is chosen alone: most of the pool is not.
      recommender.recommend(
        scratch.query, accepts: filter, scratch: scratch.ranking, into: &answer.ranking
      ) { ranking in
        isAll = ranking.items.count < min(filled, scratch.query.limit)
        chooser.select(limit, promoted: promoted, from: &ranking)
      }
      if isAll || answer.ranking.items.count >= limit
        || scratch.query.limit >= catalogue.items.count
      {
        return
      }
      scratch.query.limit = min(8 * scratch.query.limit, catalogue.items.count)
      filled *= 8
    }
  }

  /// Resolves what the rules say of items.
  func apply(
    _ rules: borrowing RecommendRules, scratch: AnsweringScratch,
    into answer: inout RecommendAnswer
  ) throws(AnswerError) {
    try rules.check()
    for id in rules.basket {
      guard let item = item(id, scratch: scratch, into: &answer) else { continue }
      scratch.query.recent.append(item)
      scratch.query.excluded.append(item)
    }
    for state in rules.states {
      guard let item = item(state.item, scratch: scratch, into: &answer) else { continue }
      if state.isSoldOut {
        scratch.query.soldOut.append(item)
      } else if !rules.sizes.isEmpty, !state.sizes.isEmpty {
        if rules.stateSizes[state.sizes].contains(where: { rules.sizes.contains($0) }) {
          scratch.query.fitting.append(item)
        } else {
          scratch.query.unfitting.append(item)
        }
      }
    }
    if !rules.sizes.isEmpty { scratch.query.fits = try fits(rules.sizes, scratch) }
  }

  /// Resolves one recent event: what the shopper chose goes to `recent`; what was sent back, or rated
  /// low, is only not shown again.
  private func take(
    _ event: RecentEvent, at position: Int, of user: Int?, _ scratch: AnsweringScratch,
    into answer: inout RecommendAnswer
  ) throws(AnswerError) {
    let kind = try AnswerLimits.check(event: event, at: position)
    if kind == .search {
      if !event.query.isEmpty { scratch.searches.append((position, scratch.query.recent.count)) }
      if event.item.isEmpty { return }
    }
    guard let item = item(event.item, scratch: scratch, into: &answer) else { return }
    let isLow =
      kind == .rating && event.value != 0
      && event.value < ratings?.mean(of: user) ?? -.infinity
    if kind == .return || isLow {
      scratch.query.disliked.append(item)
    } else {
      scratch.query.recent.append(item)
    }
  }
  /// Resolves the newest searches to what they say of items. What is in the basket counts as newer.
  private func takeSearches(_ recent: [RecentEvent], _ scratch: AnsweringScratch) {
    for (event, itemCount) in scratch.searches.suffix(SearchTerms.searchesMax) {
      searchTerms.postings.append(
        search: searchTerms.values(namedIn: recent[event].query),
        age: scratch.query.recent.count - itemCount, to: &scratch.query.searched)
    }
  }
}
