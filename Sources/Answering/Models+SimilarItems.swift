import Bytes
import Catalogue
import Recommendation
import Snapshots

extension Models {
  /// The items most like a given one, best first, without itself.
  ///
  /// - Parameter answer: overwritten; its ranking has no reasons, since the score is one similarity
  /// - Throws: `notFound` when the snapshot does not know the item, `unavailable` when it has no item
  ///   neighbours, `invalidArgument` as for `recommend`.
  package func similarItems(
    _ question: borrowing SimilarItemsQuery, scratch: AnsweringScratch,
    into answer: inout RecommendAnswer
  ) throws(AnswerError) {
    begin(scratch, &answer)
    try AnswerLimits.check(limit: question.limit)
    try AnswerLimits.check(id: question.item, of: .item)
    try AnswerLimits.check(excluded: question.excluded)
    let filter = try filter(question.filter, scratch)
    guard recommender.itemNeighbours != nil else {
      throw .unavailable("this snapshot has no item neighbours; train with them to ask for these")
    }
    guard let item = catalogue.items.index(of: question.item.bytes) else {
      throw .notFound("item '\(question.item.string)' is not in this snapshot")
    }
    exclude(question.excluded, scratch: scratch, into: &answer)
    recommender.similarItems(
      to: item, limit: question.limit, accepts: filter, excluded: scratch.query.excluded,
      scratch: scratch.ranking, into: &answer.ranking)
  }
}
