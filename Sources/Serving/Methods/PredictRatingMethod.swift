import Answering
import Bytes
import Recommendation
import Wire

extension Method {
  /// Recommend.PredictRating: how a shopper would rate an item, and whose ratings say so.
  package static let predictRating = Method(0x0106, "Recommend.PredictRating") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(PredictRatingRequestView.self, from: body)
    let models = try generation.requireModels()
    let question = try PredictRatingQuery(request)
    do throws(AnswerError) {
      try models.predictRating(question, into: &context.ratingPrediction)
    } catch {
      throw RPCError(error)
    }
    output.append(context.ratingPrediction, of: models)
    try models.checkUndamaged()
  }
}

extension PredictRatingQuery {
  fileprivate init(_ request: PredictRatingRequestView) throws(RPCError) {
    self.init()
    user = request.userID
    item = request.itemID
    neighbourCount = request.neighbourCount
    if request.model != 0 {
      guard let known = RatingModel(rawValue: UInt8(clamping: request.model)) else {
        throw RPCError(.invalidArgument, "model must be in 0...3, got \(request.model)")
      }
      model = known
    }
  }
}

extension ByteBuffer {
  fileprivate mutating func append(_ prediction: borrowing RatingPrediction, of models: Models) {
    appendRating(prediction.rating, model: UInt64(prediction.model.rawValue))
    for neighbour in prediction.neighbours {
      appendRatingNeighbour(
        id: models.neighbourID(neighbour, of: prediction.model),
        similarity: neighbour.similarity, rating: neighbour.rating,
        common: UInt64(neighbour.common))
    }
    appendRatingTail(
      baseline: prediction.baseline, isUserKnown: prediction.isUserKnown,
      isItemKnown: prediction.isItemKnown)
  }
}
