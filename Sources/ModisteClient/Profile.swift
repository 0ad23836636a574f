import Bytes
import Wire

/// Asks what is known of a shopper.
public struct GetProfileRequest: Equatable, Sendable {
  /// At most 256 bytes; empty for a shopper without an id.
  public var userID: String
  /// Newest last, at most 1,000. They count for this answer, and are not stored.
  public var recent: [ShopperEvent]
  /// Names of tags, or their beginnings up to a dot, for example `rfm`; `affinity` and
  /// `affinity.ATTRIBUTE` for affinities. At most 64; empty: all.
  public var tags: [String]
  /// Of each attribute, at most so many affinities, at most 100; 0: five.
  public var affinityLimit: UInt32
  /// Leaves out how each tag was computed.
  public var omitsMethods: Bool
  /// Whether derived tags say how this shopper's value came about.
  public var explains: Bool

  public init(
    userID: String = "", recent: [ShopperEvent] = [], tags: [String] = [],
    affinityLimit: UInt32 = 0, omitsMethods: Bool = false, explains: Bool = false
  ) {
    self.userID = userID
    self.recent = recent
    self.tags = tags
    self.affinityLimit = affinityLimit
    self.omitsMethods = omitsMethods
    self.explains = explains
  }

  func encoded() -> [UInt8] { encodedBody { write(into: &$0) } }

  func write(into buffer: inout ByteBuffer) {
    buffer.append(userID, field: 1)
    for event in recent {
      buffer.appendRecent(
        itemID: event.itemID, kind: event.kind.rawValue, ageSeconds: event.ageSeconds,
        value: event.value, query: event.query)
    }
    for tag in tags { buffer.appendElement(tag, field: 3) }
    buffer.append(UInt64(affinityLimit), field: 4)
    buffer.append(omitsMethods, field: 5)
    buffer.append(explains, field: 6)
  }
}

/// What is known of a shopper.
public struct GetProfileResponse: Equatable, Sendable {
  /// Ascending by name. What is not known, and what the role may not see, is absent.
  public var tags: [ProfileTag] = []
  /// By attribute, strongest first.
  public var affinities: [ProfileAffinity] = []
  public var isUserKnown = false
  /// Items of `recent` that the snapshot does not know.
  public var unknownItemIDs: [String] = []
  /// Tags that the role may not see, or sees in coarser form.
  public var masked: [String] = []
  /// The snapshot that answered.
  public var generation: String

  init(_ view: GetProfileResponseView, generation: String) {
    tags = view.tags.map { ProfileTag($0) }
    affinities = view.affinities.map { ProfileAffinity($0) }
    isUserKnown = view.isUserKnown
    unknownItemIDs = view.unknownItemIDs.map(\.string)
    masked = view.masked.map(\.string)
    self.generation = generation
  }

  init(generation: String) { self.generation = generation }
}

/// One thing that is known of a shopper.
public struct ProfileTag: Equatable, Sendable {
  /// For example `rfm.recency`.
  public var name: String
  /// Of a number; of one that the role sees in coarser form, the lower end of its band.
  public var number: Double
  /// Of a category; or a band, for example `50...100`.
  public var category: String
  /// For example `days`.
  public var unit: String
  /// 0...1.
  public var confidence: Float
  /// Events that it was made of.
  public var evidence: UInt32
  /// Of the newest of them, before now; NaN: unknown.
  public var ageDays: Float
  /// The model; `request` when the request's events changed it; `prior` when it holds for shoppers in
  /// general.
  public var source: String
  /// How it was computed.
  public var method: String
  /// Asked for by `explains`: what this shopper's value is made of.
  public var explanation: String

  init(_ view: ProfileTagView) {
    name = view.name.string
    number = view.number
    category = view.category.string
    unit = view.unit.string
    confidence = view.confidence
    evidence = view.evidence
    ageDays = view.ageDays
    source = view.source.string
    method = view.method.string
    explanation = view.explanation.string
  }
}

/// How much a shopper is drawn to a value of an attribute.
public struct ProfileAffinity: Equatable, Sendable {
  public var attribute: String
  public var value: String
  /// 0: as everybody … 1.
  public var affinity: Float
  public var confidence: Float

  init(_ view: ProfileAffinityView) {
    attribute = view.attribute.string
    value = view.value.string
    affinity = view.affinity
    confidence = view.confidence
  }
}

/// Asks what is known of many shoppers.
public struct BatchGetProfilesRequest: Equatable, Sendable {
  /// 1...10,000; at most 256 bytes each.
  public var userIDs: [String]
  /// What to ask for each; its `userID` and `recent` have no effect.
  public var question: GetProfileRequest

  public init(userIDs: [String], question: GetProfileRequest = GetProfileRequest()) {
    self.userIDs = userIDs
    self.question = question
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendBatchGetProfilesRequest(users: userIDs) { question.write(into: &$0) }
    }
  }
}

/// The answer for one shopper of a batch.
public struct BatchGetProfilesPart: Equatable, Sendable {
  public var userID: String
  public var answer: GetProfileResponse

  init(_ view: BatchGetProfilesPartView, generation: String) {
    userID = view.userID.string
    answer =
      view.answer.map { GetProfileResponse($0, generation: generation) }
      ?? GetProfileResponse(generation: generation)
  }
}

extension ModisteClient {
  /// What is known of a shopper, as far as the role of the server's address may see it. A snapshot
  /// without profiles is `unavailable`; an address of analysts answers `permissionDenied`.
  public func getProfile(
    _ request: GetProfileRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> GetProfileResponse {
    let reply = try await call(.getProfile, request.encoded(), timeout)
    return try reply.decode(GetProfileResponseView.self) {
      GetProfileResponse($0, generation: reply.generation)
    }
  }

  /// The same of many shoppers: one part for each, in the order of the request. What is said of
  /// ``recommendBatch(_:timeout:)`` holds here.
  public func batchGetProfiles(
    _ request: BatchGetProfilesRequest, timeout: Duration? = nil
  ) -> Parts<BatchGetProfilesPart> {
    stream(.batchGetProfiles, request.encoded(), timeout) { raw throws(ModisteError) in
      try raw.decode(BatchGetProfilesPartView.self) {
        BatchGetProfilesPart($0, generation: raw.generation)
      }
    }
  }
}
