public import Bytes
import CMessages

@safe package struct RecommendRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__RecommendRequest()) {
    unsafe modiste__v1__recommend_request__init($0)
  }
  let message: UnsafePointer<Modiste__V1__RecommendRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__RecommendRequest.self)
  }

  package var userID: ByteView { unsafe ByteView(cString: message.pointee.user_id) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var filter: ByteView { unsafe ByteView(cString: message.pointee.filter) }
  package var includesSeen: Bool { unsafe message.pointee.include_seen != 0 }
  package var omitsReasons: Bool { unsafe message.pointee.omit_reasons != 0 }
  package var model: Int { Int(unsafe message.pointee.model.rawValue) }
  package var recentCount: Int { unsafe message.pointee.n_recent }
  package var excludedCount: Int { unsafe message.pointee.n_excluded_item_ids }

  /// - Precondition: `index < recentCount`.
  package func recent(_ index: Int) -> RecentEventView {
    precondition(index >= 0 && index < recentCount)
    // Safe: in range.
    return unsafe RecentEventView(message.pointee.recent[index])
  }

  /// - Precondition: `index < excludedCount`.
  package func excludedItemID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < excludedCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.excluded_item_ids[index])
  }
}

/// An event of a request's `recent`.
package struct RecentEventView {
  package var itemID = ByteView()
  /// A number of the enum EventKind; 255 for all that are larger.
  package var kind: UInt8 = 0
  package var ageSeconds: UInt32 = 0
  package var value: Float = 0
  package var query = ByteView()

  /// Of an element of a repeated field, all of which protobuf-c fills.
  init(_ event: UnsafeMutablePointer<Modiste__V1__Event>?) {
    // Safe: it points at an event, which lives as long as its request.
    guard let event = unsafe event else { return }
    itemID = unsafe ByteView(cString: event.pointee.item_id)
    kind = UInt8(clamping: unsafe event.pointee.kind.rawValue)
    ageSeconds = unsafe event.pointee.age_seconds
    value = unsafe event.pointee.value
    query = unsafe ByteView(cString: event.pointee.query)
  }
}

@safe package struct SimilarItemsRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SimilarItemsRequest()) {
    unsafe modiste__v1__similar_items_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SimilarItemsRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SimilarItemsRequest.self)
  }

  package var itemID: ByteView { unsafe ByteView(cString: message.pointee.item_id) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var filter: ByteView { unsafe ByteView(cString: message.pointee.filter) }
  package var excludedCount: Int { unsafe message.pointee.n_excluded_item_ids }

  /// - Precondition: `index < excludedCount`.
  package func excludedItemID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < excludedCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.excluded_item_ids[index])
  }
}

// The numbers of the enums Step and ReasonCode.

@usableFromInline package enum RecommendStep: UInt64, Sendable {
  case personal = 1
  case session = 2
  case popular = 3
}

@usableFromInline package enum RecommendReason: UInt64, Sendable {
  case neighbour = 1
  case otherNeighbours = 2
  case popular = 3
  case factors = 4
  case chosenTogether = 5
  case chosenNext = 6
  case attributes = 7
  case chosenBefore = 8
  case trending = 9
  case promoted = 10
  case other = 11
  case affinity = 12
  case demographics = 13
}

extension ByteBuffer {
  /// Begins an item of RecommendResponse; end it with `endMessage` after its reasons.
  @inlinable
  package mutating func beginScoredItem(id: ByteView, score: Float, step: RecommendStep) -> Int {
    let begin = beginMessage(field: 1)
    append(id, field: 1)
    append(score, field: 2)
    append(step.rawValue, field: 3)
    return begin
  }

  /// A reason without arguments, or with an id as its one argument.
  package mutating func appendReason(
    _ code: RecommendReason, argument: ByteView = ByteView(), contribution: Float, text: String = ""
  ) {
    let begin = beginMessage(field: 4)
    append(code.rawValue, field: 1)
    append(argument, field: 2)
    append(contribution, field: 3)
    append(text, field: 4)
    endMessage(begin)
  }

  /// A reason whose argument is a number in decimal.
  package mutating func appendReason(
    _ code: RecommendReason, count: UInt64, contribution: Float, text: String = ""
  ) {
    let begin = beginMessage(field: 4)
    append(code.rawValue, field: 1)
    let argument = beginMessage(field: 2)
    appendDecimal(count)
    endMessage(argument)
    append(contribution, field: 3)
    append(text, field: 4)
    endMessage(begin)
  }

  /// A reason about an item and a number.
  package mutating func appendReason(
    _ code: RecommendReason, argument: ByteView, count: UInt64, contribution: Float,
    text: String = ""
  ) {
    let begin = beginMessage(field: 4)
    append(code.rawValue, field: 1)
    appendElement(argument, field: 2)
    let number = beginMessage(field: 2)
    appendDecimal(count)
    endMessage(number)
    append(contribution, field: 3)
    append(text, field: 4)
    endMessage(begin)
  }

  /// Begins a reason of several arguments, each then appended with `appendReasonArgument`.
  package mutating func beginReason(_ code: RecommendReason) -> Int {
    let begin = beginMessage(field: 4)
    append(code.rawValue, field: 1)
    return begin
  }

  package mutating func appendReasonArgument(_ argument: ByteView) {
    appendElement(argument, field: 2)
  }

  package mutating func endReason(_ begin: Int, contribution: Float, text: String) {
    append(contribution, field: 3)
    append(text, field: 4)
    endMessage(begin)
  }

  /// What a source says of an item.
  package mutating func appendSourceScore(
    _ source: StaticString, score: Float, contribution: Float
  ) {
    let begin = beginMessage(field: 5)
    source.withUTF8Buffer { name in
      // Safe: a static string's bytes live as long as the process.
      unsafe append(
        name.baseAddress.map { unsafe ByteView(start: $0, count: name.count) } ?? ByteView(),
        field: 1)
    }
    append(score, field: 2)
    append(contribution, field: 3)
    endMessage(begin)
  }

  /// That an item stands in a promoted place.
  package mutating func appendIsPromoted(_ isPromoted: Bool) { append(isPromoted, field: 6) }

  /// What follows the items.
  package mutating func appendRecommendTail(isUserKnown: Bool, unknownItems: [ByteView]) {
    append(isUserKnown, field: 2)
    for id in unknownItems { appendElement(id, field: 3) }
  }

  /// That a rule, a number of the enum Rule, removed candidates; nothing when it removed none.
  package mutating func appendRemoved(rule: UInt64, count: Int) {
    guard count > 0 else { return }
    let begin = beginMessage(field: 4)
    append(rule, field: 1)
    append(UInt64(count), field: 2)
    endMessage(begin)
  }

  package mutating func appendCandidateCount(_ count: Int) { append(UInt64(count), field: 5) }

  @inlinable
  package mutating func appendSimilarItem(id: ByteView, score: Float) {
    let begin = beginMessage(field: 1)
    append(id, field: 1)
    append(score, field: 2)
    endMessage(begin)
  }

  package mutating func appendSimilarItemsTail(unknownItems: [ByteView]) {
    for id in unknownItems { appendElement(id, field: 2) }
  }

  @usableFromInline
  mutating func appendDecimal(_ value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }
}

extension ByteBuffer {
  /// - Parameter model: a number of the enum Model.
  package mutating func appendRecommendRequest(
    user: String, recent: [String] = [], limit: Int, filter: String = "",
    excluded: [String] = [], includesSeen: Bool = false, omitsReasons: Bool = false,
    model: Int = 0
  ) {
    append(user, field: 1)
    for item in recent {
      let begin = beginMessage(field: 2)
      append(item, field: 1)
      endMessage(begin)
    }
    append(UInt64(limit), field: 3)
    append(filter, field: 4)
    for item in excluded { appendElement(item, field: 5) }
    append(includesSeen, field: 6)
    append(omitsReasons, field: 7)
    append(UInt64(model), field: 8)
  }

  package mutating func appendSimilarItemsRequest(
    item: String, limit: Int, filter: String = "", excluded: [String] = []
  ) {
    append(item, field: 1)
    append(UInt64(limit), field: 2)
    append(filter, field: 3)
    for item in excluded { appendElement(item, field: 4) }
  }
}
