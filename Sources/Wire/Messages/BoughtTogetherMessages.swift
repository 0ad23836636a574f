public import Bytes
import CMessages

@safe package struct BoughtTogetherRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BoughtTogetherRequest()) {
    unsafe modiste__v1__bought_together_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BoughtTogetherRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BoughtTogetherRequest.self)
  }

  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var filter: ByteView { unsafe ByteView(cString: message.pointee.filter) }
  package var basketCount: Int { unsafe message.pointee.n_basket_item_ids }
  package var excludedCount: Int { unsafe message.pointee.n_excluded_item_ids }
  package var states: ItemStatesView {
    // Safe: protobuf-c fills n_states pointers.
    unsafe ItemStatesView(count: message.pointee.n_states, message.pointee.states)
  }

  /// - Precondition: `index < basketCount`.
  package func basketItemID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < basketCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.basket_item_ids[index])
  }

  /// - Precondition: `index < excludedCount`.
  package func excludedItemID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < excludedCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.excluded_item_ids[index])
  }
}

extension ByteBuffer {
  @inlinable
  package mutating func appendTogetherItem(
    id: ByteView, score: Float, because: ByteView, baskets: UInt64, lift: Float, confidence: Float
  ) {
    let begin = beginMessage(field: 1)
    append(id, field: 1)
    append(score, field: 2)
    append(because, field: 3)
    append(baskets, field: 4)
    append(lift, field: 5)
    append(confidence, field: 6)
    endMessage(begin)
  }

  /// What follows the items.
  package mutating func appendBoughtTogetherTail(unknownItems: [ByteView]) {
    for id in unknownItems { appendElement(id, field: 2) }
  }

  package mutating func appendBoughtTogetherRequest(
    basket: [String], limit: Int, filter: String = "", excluded: [String] = [],
    soldOut: [String] = []
  ) {
    for id in basket { appendElement(id, field: 1) }
    append(UInt64(limit), field: 2)
    append(filter, field: 3)
    for id in excluded { appendElement(id, field: 4) }
    for id in soldOut { appendItemState(item: id, isSoldOut: true, field: 5) }
  }
}

@safe package struct BoughtTogetherResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BoughtTogetherResponse()) {
    unsafe modiste__v1__bought_together_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BoughtTogetherResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BoughtTogetherResponse.self)
  }

  package var items: [TogetherItemView] {
    // Safe: protobuf-c fills n_items pointers.
    unsafe (0..<message.pointee.n_items).compactMap { index in
      unsafe message.pointee.items[index].map { unsafe TogetherItemView(message: $0) }
    }
  }
  package var unknownItemIDs: [ByteView] {
    // Safe: protobuf-c fills n_unknown_item_ids pointers.
    unsafe (0..<message.pointee.n_unknown_item_ids).map { index in
      unsafe ByteView(cString: message.pointee.unknown_item_ids[index])
    }
  }
}

@safe package struct TogetherItemView {
  fileprivate let message: UnsafeMutablePointer<Modiste__V1__TogetherItem>

  package var itemID: ByteView { unsafe ByteView(cString: message.pointee.item_id) }
  package var score: Float { unsafe message.pointee.score }
  package var becauseItemID: ByteView {
    unsafe ByteView(cString: message.pointee.because_item_id)
  }
  package var baskets: UInt32 { unsafe message.pointee.baskets }
  package var lift: Float { unsafe message.pointee.lift }
  package var confidence: Float { unsafe message.pointee.confidence }
}
