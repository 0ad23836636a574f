package import Bytes
import CMessages

// What a client writes and reads: the other half of the messages that the server reads and writes.

extension ByteBuffer {
  /// An event of RecommendRequest's `recent`.
  package mutating func appendRecent(
    itemID: String, kind: UInt8, ageSeconds: UInt32, value: Float, query: String
  ) {
    let begin = beginMessage(field: 2)
    append(itemID, field: 1)
    append(UInt64(kind), field: 2)
    append(UInt64(ageSeconds), field: 3)
    append(value, field: 4)
    append(query, field: 5)
    endMessage(begin)
  }

  /// What follows `recent` in RecommendRequest.
  package mutating func appendRecommendOptions(
    limit: UInt32, filter: String, excludedItemIDs: [String], includesSeen: Bool,
    omitsReasons: Bool, model: UInt8
  ) {
    append(UInt64(limit), field: 3)
    append(filter, field: 4)
    for id in excludedItemIDs { appendElement(id, field: 5) }
    append(includesSeen, field: 6)
    append(omitsReasons, field: 7)
    append(UInt64(model), field: 8)
  }

  /// An element of RecommendRequest's `states`.
  package mutating func appendState(itemID: String, isSoldOut: Bool, sizes: [String]) {
    let begin = beginMessage(field: 10)
    append(itemID, field: 1)
    append(isSoldOut, field: 2)
    for size in sizes { appendElement(size, field: 3) }
    endMessage(begin)
  }

  /// An element of RecommendRequest's `boosts`.
  package mutating func appendBoost(filter: String, factor: Float) {
    let begin = beginMessage(field: 12)
    append(filter, field: 1)
    append(factor, field: 2)
    endMessage(begin)
  }

  /// An element of RecommendRequest's `caps`.
  package mutating func appendCap(attribute: String, limit: UInt32) {
    let begin = beginMessage(field: 15)
    append(attribute, field: 1)
    append(UInt64(limit), field: 2)
    endMessage(begin)
  }

  /// What follows `caps` in RecommendRequest.
  package mutating func appendRecommendWeights(
    diversity: Float, pricePreference: Float, exploration: Float, seed: UInt64, explains: Bool,
    language: String
  ) {
    append(diversity, field: 16)
    append(pricePreference, field: 17)
    append(exploration, field: 18)
    append(seed, field: 19)
    append(explains, field: 20)
    append(language, field: 21)
  }

  package mutating func appendSimilarItemsRequest(
    itemID: String, limit: UInt32, filter: String, excludedItemIDs: [String]
  ) {
    append(itemID, field: 1)
    append(UInt64(limit), field: 2)
    append(filter, field: 3)
    for id in excludedItemIDs { appendElement(id, field: 4) }
  }
}

@safe package struct RecommendResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__RecommendResponse()) {
    unsafe modiste__v1__recommend_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__RecommendResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__RecommendResponse.self)
  }

  package var isUserKnown: Bool { unsafe message.pointee.user_known != 0 }
  package var items: [ScoredItemView] {
    // Safe: protobuf-c fills n_items pointers.
    unsafe (0..<message.pointee.n_items).compactMap { index in
      unsafe message.pointee.items[index].map { unsafe ScoredItemView(message: $0) }
    }
  }
  package var unknownItemIDs: [ByteView] {
    // Safe: protobuf-c fills n_unknown_item_ids pointers.
    unsafe (0..<message.pointee.n_unknown_item_ids).map { index in
      unsafe ByteView(cString: message.pointee.unknown_item_ids[index])
    }
  }
  /// The rules are numbers of the enum Rule.
  package var removed: [(rule: UInt32, count: UInt32)] {
    // Safe: protobuf-c fills n_removed pointers.
    unsafe (0..<message.pointee.n_removed).compactMap { index in
      unsafe message.pointee.removed[index].map {
        unsafe (UInt32(truncatingIfNeeded: $0.pointee.rule.rawValue), $0.pointee.removed)
      }
    }
  }
  package var candidateCount: UInt32 { unsafe message.pointee.candidates }
}

@safe package struct ScoredItemView {
  fileprivate let message: UnsafeMutablePointer<Modiste__V1__ScoredItem>

  package var itemID: ByteView { unsafe ByteView(cString: message.pointee.item_id) }
  package var score: Float { unsafe message.pointee.score }
  /// A number of the enum Step.
  package var step: UInt32 { UInt32(truncatingIfNeeded: unsafe message.pointee.step.rawValue) }
  package var reasons: [ReasonView] {
    // Safe: protobuf-c fills n_reasons pointers.
    unsafe (0..<message.pointee.n_reasons).compactMap { index in
      unsafe message.pointee.reasons[index].map { unsafe ReasonView(message: $0) }
    }
  }
  package var sources: [(name: ByteView, score: Float, contribution: Float)] {
    // Safe: protobuf-c fills n_sources pointers.
    unsafe (0..<message.pointee.n_sources).compactMap { index in
      unsafe message.pointee.sources[index].map {
        unsafe (
          ByteView(cString: $0.pointee.source), $0.pointee.score, $0.pointee.contribution
        )
      }
    }
  }
  package var isPromoted: Bool { unsafe message.pointee.promoted != 0 }
}

@safe package struct ReasonView {
  fileprivate let message: UnsafeMutablePointer<Modiste__V1__Reason>

  /// A number of the enum ReasonCode.
  package var code: UInt32 { UInt32(truncatingIfNeeded: unsafe message.pointee.code.rawValue) }
  package var contribution: Float { unsafe message.pointee.contribution }
  package var text: ByteView { unsafe ByteView(cString: message.pointee.text) }
  package var arguments: [ByteView] {
    // Safe: protobuf-c fills n_arguments pointers.
    unsafe (0..<message.pointee.n_arguments).map { index in
      unsafe ByteView(cString: message.pointee.arguments[index])
    }
  }
}

@safe package struct SimilarItemsResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SimilarItemsResponse()) {
    unsafe modiste__v1__similar_items_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SimilarItemsResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SimilarItemsResponse.self)
  }

  package var items: [(itemID: ByteView, score: Float)] {
    // Safe: protobuf-c fills n_items pointers.
    unsafe (0..<message.pointee.n_items).compactMap { index in
      unsafe message.pointee.items[index].map {
        unsafe (ByteView(cString: $0.pointee.item_id), $0.pointee.score)
      }
    }
  }
  package var unknownItemIDs: [ByteView] {
    // Safe: protobuf-c fills n_unknown_item_ids pointers.
    unsafe (0..<message.pointee.n_unknown_item_ids).map { index in
      unsafe ByteView(cString: message.pointee.unknown_item_ids[index])
    }
  }
}

@safe package struct PredictRatingResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__PredictRatingResponse()) {
    unsafe modiste__v1__predict_rating_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__PredictRatingResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__PredictRatingResponse.self)
  }

  package var rating: Float { unsafe message.pointee.rating }
  /// A number of the enum RatingModel.
  package var model: UInt32 { UInt32(truncatingIfNeeded: unsafe message.pointee.model.rawValue) }
  package var neighbours: [(id: ByteView, similarity: Float, rating: Float, common: UInt32)] {
    // Safe: protobuf-c fills n_neighbours pointers.
    unsafe (0..<message.pointee.n_neighbours).compactMap { index in
      unsafe message.pointee.neighbours[index].map {
        unsafe (
          ByteView(cString: $0.pointee.id), $0.pointee.similarity, $0.pointee.rating,
          $0.pointee.common
        )
      }
    }
  }
  package var baseline: Float { unsafe message.pointee.baseline }
  package var isUserKnown: Bool { unsafe message.pointee.user_known != 0 }
  package var isItemKnown: Bool { unsafe message.pointee.item_known != 0 }
}

@safe package struct StatusResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__StatusResponse()) {
    unsafe modiste__v1__status_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__StatusResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__StatusResponse.self)
  }

  /// `nil` for a state that this side does not know.
  package var state: ServerStatus.State? {
    ServerStatus.State(rawValue: UInt64(truncatingIfNeeded: unsafe message.pointee.state.rawValue))
  }

  /// A copy of everything but the state.
  package var status: ServerStatus {
    var status = ServerStatus()
    status.generation = unsafe ByteView(cString: message.pointee.generation).string
    status.generationAgeSeconds = unsafe message.pointee.generation_age_seconds
    status.uptimeSeconds = unsafe message.pointee.uptime_seconds
    status.reloads = unsafe message.pointee.reloads
    status.refusedReloads = unsafe message.pointee.refused_reloads
    status.lastRefusal = unsafe ByteView(cString: message.pointee.last_refusal).string
    status.mappedGenerations = UInt64(unsafe message.pointee.mapped_generations)
    status.connections = UInt64(unsafe message.pointee.connections)
    status.callsInFlight = UInt64(unsafe message.pointee.calls_in_flight)
    status.bufferedBytes = unsafe message.pointee.buffered_bytes
    // Safe: protobuf-c fills n_methods pointers.
    for index in unsafe 0..<message.pointee.n_methods {
      guard let method = unsafe message.pointee.methods[index] else { continue }
      status.methods.append(
        ServerStatus.MethodCount(
          name: unsafe ByteView(cString: method.pointee.name).string,
          ok: unsafe method.pointee.ok, failed: unsafe method.pointee.failed))
    }
    status.server = unsafe ByteView(cString: message.pointee.server).string
    status.ignoredFrames = unsafe message.pointee.ignored_frames
    // Safe: protobuf-c fills n_evaluation pointers.
    for index in unsafe 0..<message.pointee.n_evaluation {
      guard let figure = unsafe message.pointee.evaluation[index] else { continue }
      status.evaluation.append(
        ServerStatus.Figure(
          model: unsafe ByteView(cString: figure.pointee.model).string,
          metric: unsafe ByteView(cString: figure.pointee.metric).string,
          cutoff: unsafe figure.pointee.cutoff, value: unsafe figure.pointee.value,
          low: unsafe figure.pointee.low, high: unsafe figure.pointee.high))
    }
    return status
  }
}

@safe package struct ListMethodsResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__ListMethodsResponse()) {
    unsafe modiste__v1__list_methods_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__ListMethodsResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__ListMethodsResponse.self)
  }

  package var methods: [(number: UInt32, name: ByteView, isRepeatable: Bool, isPooled: Bool)] {
    // Safe: protobuf-c fills n_methods pointers.
    unsafe (0..<message.pointee.n_methods).compactMap { index in
      unsafe message.pointee.methods[index].map {
        unsafe (
          $0.pointee.number, ByteView(cString: $0.pointee.name), $0.pointee.repeatable != 0,
          $0.pointee.pooled != 0
        )
      }
    }
  }

  package var limits: ServerLimits {
    var limits = ServerLimits()
    limits.bodySizeMax = unsafe message.pointee.body_size_max
    limits.metadataSizeMax = unsafe message.pointee.metadata_size_max
    limits.callsInFlightMax = unsafe message.pointee.calls_in_flight_max
    limits.budgetDefaultMicros = unsafe message.pointee.budget_default_micros
    limits.budgetMaxMicros = unsafe message.pointee.budget_max_micros
    return limits
  }

  package var versions: [UInt32] {
    // Safe: protobuf-c fills n_versions numbers.
    unsafe (0..<message.pointee.n_versions).map { unsafe message.pointee.versions[$0] }
  }
}
