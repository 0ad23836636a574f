package import Bytes
import CMessages

// The fields of RecommendRequest that say what the shop wants of the answer.
extension RecommendRequestView {
  package var basketCount: Int { unsafe message.pointee.n_basket_item_ids }
  package var states: ItemStatesView {
    // Safe: protobuf-c fills n_states pointers.
    unsafe ItemStatesView(count: message.pointee.n_states, message.pointee.states)
  }
  package var sizeCount: Int { unsafe message.pointee.n_sizes }
  package var boostCount: Int { unsafe message.pointee.n_boosts }
  package var promotedCount: Int { unsafe message.pointee.n_promoted_item_ids }
  package var capCount: Int { unsafe message.pointee.n_caps }
  package var promotedShare: Float { unsafe message.pointee.promoted_share }
  package var diversity: Float { unsafe message.pointee.diversity }
  package var pricePreference: Float { unsafe message.pointee.price_preference }
  package var exploration: Float { unsafe message.pointee.exploration }
  package var seed: UInt64 { unsafe message.pointee.seed }
  package var explains: Bool { unsafe message.pointee.explain != 0 }
  package var language: ByteView { unsafe ByteView(cString: message.pointee.language) }

  /// - Precondition: `index < basketCount`.
  package func basketItemID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < basketCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.basket_item_ids[index])
  }

  /// - Precondition: `index < promotedCount`.
  package func promotedItemID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < promotedCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.promoted_item_ids[index])
  }

  /// - Precondition: `index < sizeCount`.
  package func size(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < sizeCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.sizes[index])
  }

  /// - Precondition: `index < boostCount`.
  package func boost(_ index: Int) -> (filter: ByteView, factor: Float) {
    precondition(index >= 0 && index < boostCount)
    // Safe: in range, and protobuf-c fills every element of a repeated field.
    guard let boost = unsafe message.pointee.boosts[index] else { return (ByteView(), 0) }
    return (unsafe ByteView(cString: boost.pointee.filter), unsafe boost.pointee.factor)
  }

  /// - Precondition: `index < capCount`.
  package func cap(_ index: Int) -> (attribute: ByteView, limit: Int) {
    precondition(index >= 0 && index < capCount)
    // Safe: as above.
    guard let cap = unsafe message.pointee.caps[index] else { return (ByteView(), 0) }
    return (unsafe ByteView(cString: cap.pointee.attribute), Int(unsafe cap.pointee.limit))
  }
}

@safe package struct RerankRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__RerankRequest()) {
    unsafe modiste__v1__rerank_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__RerankRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__RerankRequest.self)
  }

  /// `nil`: nothing is said of the shopper.
  package var shopper: RecommendRequestView? {
    unsafe message.pointee.shopper.map { unsafe RecommendRequestView(UnsafeRawPointer($0)) }
  }

  package var candidateCount: Int { unsafe message.pointee.n_candidate_item_ids }

  /// - Precondition: `index < candidateCount`.
  package func candidateItemID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < candidateCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.candidate_item_ids[index])
  }
}

extension ByteBuffer {
  package mutating func appendRerankRequest(user: String, candidates: [String]) {
    appendRerankRequest(candidates: candidates) { $0.appendRecommendRequest(user: user, limit: 0) }
  }

  /// - Parameter shopper: writes the fields of a RecommendRequest.
  package mutating func appendRerankRequest(
    candidates: [String], shopper: (inout ByteBuffer) -> Void
  ) {
    let begin = beginMessage(field: 1)
    shopper(&self)
    endMessage(begin)
    for id in candidates { appendElement(id, field: 2) }
  }
}
