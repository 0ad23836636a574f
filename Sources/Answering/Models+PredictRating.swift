package import Bytes
import Catalogue
package import Recommendation
import Snapshots

/// How a shopper would rate an item.
package struct PredictRatingQuery: Sendable {
  /// Empty for a shopper without an id.
  package var user = ByteView()
  package var item = ByteView()
  /// `nil`: the one with the smallest error on the validation part.
  package var model: RatingModel?
  /// How many neighbours to list, at most ``AnswerLimits/neighboursMax``; 0: ``neighboursUsual``.
  package var neighbourCount = 0

  /// As many as a page shows.
  package static let neighboursUsual = 10

  package init() {}
}

extension Models {
  /// How a shopper would rate an item, and whose ratings say so.
  ///
  /// Whoever, or whatever, the snapshot has no ratings of is answered from the parts of the baseline
  /// that are known, and the prediction says so.
  ///
  /// - Parameter prediction: overwritten
  /// - Throws: `unavailable` when the snapshot has no ratings, `invalidArgument` for a question beyond
  ///   ``AnswerLimits``. Ids the snapshot does not know are no error.
  package func predictRating(
    _ question: borrowing PredictRatingQuery, into prediction: inout RatingPrediction
  ) throws(AnswerError) {
    try AnswerLimits.check(id: question.user, of: .user)
    try AnswerLimits.check(id: question.item, of: .item)
    try AnswerLimits.check(neighbourCount: question.neighbourCount)
    guard let ratings else {
      throw .unavailable(
        "this snapshot has no ratings; train on events of kind rating with values to ask for these")
    }
    ratings.predict(
      user: shoppers.index(of: question.user),
      item: catalogue.items.index(of: question.item.bytes), model: question.model,
      neighbourCount: question.neighbourCount == 0
        ? PredictRatingQuery.neighboursUsual : question.neighbourCount,
      into: &prediction)
    // Their ratings are part of the prediction until the next training; they are not named any more.
    if shoppers.erasedCount > 0, prediction.model == .userNeighbours {
      prediction.neighbours.removeAll { shoppers.isErased(Int($0.index)) }
    }
  }

  /// The id of a user or an item, as the model's neighbours have it; it lives as long as these models.
  package func neighbourID(_ neighbour: RatingNeighbour, of model: RatingModel) -> ByteView {
    switch model {
    case .userNeighbours: catalogue.users[Int(neighbour.index)]
    case .itemNeighbours, .factors: catalogue.items[Int(neighbour.index)]
    }
  }
}
