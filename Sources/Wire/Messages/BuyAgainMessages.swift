public import Bytes
import CMessages

@safe package struct BuyAgainRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BuyAgainRequest()) {
    unsafe modiste__v1__buy_again_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BuyAgainRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BuyAgainRequest.self)
  }

  package var userID: ByteView { unsafe ByteView(cString: message.pointee.user_id) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var filter: ByteView { unsafe ByteView(cString: message.pointee.filter) }
  /// Seconds since 1970; 0: not said.
  package var now: Int64 { unsafe message.pointee.now }
  package var states: ItemStatesView {
    // Safe: protobuf-c fills n_states pointers.
    unsafe ItemStatesView(count: message.pointee.n_states, message.pointee.states)
  }
}

extension ByteBuffer {
  @inlinable
  package mutating func appendRepeatedItem(
    id: ByteView, score: Float, purchases: UInt64, daysSince: Float, intervalDays: Float
  ) {
    let begin = beginMessage(field: 1)
    append(id, field: 1)
    append(score, field: 2)
    append(purchases, field: 3)
    append(daysSince, field: 4)
    append(intervalDays, field: 5)
    endMessage(begin)
  }

  /// What follows the items.
  package mutating func appendBuyAgainTail(isUserKnown: Bool) { append(isUserKnown, field: 2) }

  package mutating func appendBuyAgainRequest(
    user: String, limit: Int, filter: String = "", now: Int64 = 0, soldOut: [String] = []
  ) {
    append(user, field: 1)
    append(UInt64(limit), field: 2)
    append(filter, field: 3)
    append(UInt64(bitPattern: now), field: 4)
    for id in soldOut { appendItemState(item: id, isSoldOut: true, field: 5) }
  }
}

@safe package struct BuyAgainResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BuyAgainResponse()) {
    unsafe modiste__v1__buy_again_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BuyAgainResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BuyAgainResponse.self)
  }

  package var isUserKnown: Bool { unsafe message.pointee.user_known != 0 }
  package var items: [RepeatedItemView] {
    // Safe: protobuf-c fills n_items pointers.
    unsafe (0..<message.pointee.n_items).compactMap { index in
      unsafe message.pointee.items[index].map { unsafe RepeatedItemView(message: $0) }
    }
  }
}

@safe package struct RepeatedItemView {
  fileprivate let message: UnsafeMutablePointer<Modiste__V1__RepeatedItem>

  package var itemID: ByteView { unsafe ByteView(cString: message.pointee.item_id) }
  package var score: Float { unsafe message.pointee.score }
  package var purchases: UInt32 { unsafe message.pointee.purchases }
  package var daysSince: Float { unsafe message.pointee.days_since }
  package var intervalDays: Float { unsafe message.pointee.interval_days }
}
