public import Bytes
import CMessages

@safe package struct PredictRatingRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__PredictRatingRequest()) {
    unsafe modiste__v1__predict_rating_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__PredictRatingRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__PredictRatingRequest.self)
  }

  package var userID: ByteView { unsafe ByteView(cString: message.pointee.user_id) }
  package var itemID: ByteView { unsafe ByteView(cString: message.pointee.item_id) }
  /// A number of the enum RatingModel, or one that it does not define.
  package var model: Int { Int(unsafe message.pointee.model.rawValue) }
  package var neighbourCount: Int { Int(unsafe message.pointee.neighbours) }
}

extension ByteBuffer {
  /// The beginning of PredictRatingResponse.
  ///
  /// - Parameter model: a number of the enum RatingModel
  package mutating func appendRating(_ rating: Float, model: UInt64) {
    append(rating, field: 1)
    append(model, field: 2)
  }

  @inlinable
  package mutating func appendRatingNeighbour(
    id: ByteView, similarity: Float, rating: Float, common: UInt64
  ) {
    let begin = beginMessage(field: 3)
    append(id, field: 1)
    append(similarity, field: 2)
    append(rating, field: 3)
    append(common, field: 4)
    endMessage(begin)
  }

  /// What follows the neighbours.
  package mutating func appendRatingTail(baseline: Float, isUserKnown: Bool, isItemKnown: Bool) {
    append(baseline, field: 4)
    append(isUserKnown, field: 5)
    append(isItemKnown, field: 6)
  }

  /// - Parameter model: a number of the enum RatingModel
  package mutating func appendPredictRatingRequest(
    user: String, item: String, model: Int = 0, neighbours: Int = 0
  ) {
    append(user, field: 1)
    append(item, field: 2)
    append(UInt64(model), field: 3)
    append(UInt64(neighbours), field: 4)
  }
}
