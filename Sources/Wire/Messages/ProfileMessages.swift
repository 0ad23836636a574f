public import Bytes
import CMessages

@safe package struct GetProfileRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__GetProfileRequest()) {
    unsafe modiste__v1__get_profile_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__GetProfileRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__GetProfileRequest.self)
  }

  package var userID: ByteView { unsafe ByteView(cString: message.pointee.user_id) }
  package var recentCount: Int { unsafe message.pointee.n_recent }
  package var tagCount: Int { unsafe message.pointee.n_tags }
  package var affinityLimit: Int { Int(unsafe message.pointee.affinity_limit) }
  package var omitsMethods: Bool { unsafe message.pointee.omit_methods != 0 }
  package var explains: Bool { unsafe message.pointee.explain != 0 }

  /// - Precondition: `index < recentCount`.
  package func recent(_ index: Int) -> RecentEventView {
    precondition(index >= 0 && index < recentCount)
    // Safe: in range.
    return unsafe RecentEventView(message.pointee.recent[index])
  }

  /// - Precondition: `index < tagCount`.
  package func tag(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < tagCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.tags[index])
  }
}

@safe package struct GetProfileResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__GetProfileResponse()) {
    unsafe modiste__v1__get_profile_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__GetProfileResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__GetProfileResponse.self)
  }

  package var isUserKnown: Bool { unsafe message.pointee.user_known != 0 }
  package var tags: [ProfileTagView] {
    // Safe: protobuf-c fills n_tags pointers.
    unsafe (0..<message.pointee.n_tags).compactMap { index in
      unsafe message.pointee.tags[index].map { unsafe ProfileTagView(message: $0) }
    }
  }
  package var affinities: [ProfileAffinityView] {
    // Safe: protobuf-c fills n_affinities pointers.
    unsafe (0..<message.pointee.n_affinities).compactMap { index in
      unsafe message.pointee.affinities[index].map { unsafe ProfileAffinityView(message: $0) }
    }
  }
  package var unknownItemIDs: [ByteView] {
    // Safe: protobuf-c fills n_unknown_item_ids pointers.
    unsafe (0..<message.pointee.n_unknown_item_ids).map { index in
      unsafe ByteView(cString: message.pointee.unknown_item_ids[index])
    }
  }
  package var masked: [ByteView] {
    // Safe: protobuf-c fills n_masked pointers.
    unsafe (0..<message.pointee.n_masked).map { index in
      unsafe ByteView(cString: message.pointee.masked[index])
    }
  }
}

@safe package struct ProfileTagView {
  fileprivate let message: UnsafeMutablePointer<Modiste__V1__ProfileTag>

  package var name: ByteView { unsafe ByteView(cString: message.pointee.name) }
  package var number: Double { unsafe message.pointee.number }
  package var category: ByteView { unsafe ByteView(cString: message.pointee.category) }
  package var unit: ByteView { unsafe ByteView(cString: message.pointee.unit) }
  package var confidence: Float { unsafe message.pointee.confidence }
  package var evidence: UInt32 { unsafe message.pointee.evidence }
  package var ageDays: Float { unsafe message.pointee.age_days }
  package var source: ByteView { unsafe ByteView(cString: message.pointee.source) }
  package var method: ByteView { unsafe ByteView(cString: message.pointee.method) }
  package var explanation: ByteView { unsafe ByteView(cString: message.pointee.explanation) }
}

@safe package struct ProfileAffinityView {
  fileprivate let message: UnsafeMutablePointer<Modiste__V1__ProfileAffinity>

  package var attribute: ByteView { unsafe ByteView(cString: message.pointee.attribute) }
  package var value: ByteView { unsafe ByteView(cString: message.pointee.value) }
  package var affinity: Float { unsafe message.pointee.affinity }
  package var confidence: Float { unsafe message.pointee.confidence }
}

/// A tag of GetProfileResponse, before it is written.
@usableFromInline package struct ProfileTagFields {
  @usableFromInline package var name: ByteView
  @usableFromInline package var number: Double = 0
  @usableFromInline package var category = ByteView()
  @usableFromInline package var unit = ByteView()
  @usableFromInline package var confidence: Float = 0
  @usableFromInline package var evidence: UInt64 = 0
  @usableFromInline package var ageDays: Float = .nan
  @usableFromInline package var source = ByteView()
  @usableFromInline package var method = ByteView()

  package init(name: ByteView) { self.name = name }
}

extension ByteBuffer {
  /// - Parameters:
  ///   - band: written for `category` where it is not empty
  ///   - source: likewise for the tag's `source`
  package mutating func appendProfileTag(
    _ tag: ProfileTagFields, band: String = "", source: String = "", explanation: String = ""
  ) {
    let begin = beginMessage(field: 1)
    append(tag.name, field: 1)
    append(tag.number, field: 2)
    if band.isEmpty { append(tag.category, field: 3) } else { append(band, field: 3) }
    append(tag.unit, field: 4)
    append(tag.confidence, field: 5)
    append(tag.evidence, field: 6)
    append(tag.ageDays, field: 7)
    if source.isEmpty { append(tag.source, field: 8) } else { append(source, field: 8) }
    append(tag.method, field: 9)
    append(explanation, field: 10)
    endMessage(begin)
  }

  package mutating func appendProfileAffinity(
    attribute: ByteView, value: ByteView, affinity: Float, confidence: Float
  ) {
    let begin = beginMessage(field: 2)
    append(attribute, field: 1)
    append(value, field: 2)
    append(affinity, field: 3)
    append(confidence, field: 4)
    endMessage(begin)
  }

  /// What follows tags and affinities, save `masked`.
  package mutating func appendGetProfileTail(isUserKnown: Bool, unknownItems: [ByteView]) {
    append(isUserKnown, field: 3)
    for id in unknownItems { appendElement(id, field: 4) }
  }

  /// The last field: what the role may not see, or sees in coarser form.
  package mutating func appendMasked(_ name: ByteView) { appendElement(name, field: 5) }

  /// The same of the affinities to an attribute.
  package mutating func appendMasked(affinityTo attribute: ByteView) {
    let begin = beginMessage(field: 5)
    for byte in "affinity.".utf8 { append(byte) }
    append(attribute.bytes)
    endMessage(begin)
  }

  /// - Parameter recent: kinds are the numbers of the enum EventKind.
  package mutating func appendGetProfileRequest(
    user: String, recent: [(item: String, kind: UInt8, ageSeconds: UInt32)] = [],
    tags: [String] = [], affinityLimit: Int = 0, omitsMethods: Bool = false,
    explains: Bool = false
  ) {
    append(user, field: 1)
    for event in recent {
      let begin = beginMessage(field: 2)
      append(event.item, field: 1)
      append(UInt64(event.kind), field: 2)
      append(UInt64(event.ageSeconds), field: 3)
      endMessage(begin)
    }
    for tag in tags { appendElement(tag, field: 3) }
    append(UInt64(affinityLimit), field: 4)
    append(omitsMethods, field: 5)
    append(explains, field: 6)
  }
}
