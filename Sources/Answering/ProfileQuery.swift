package import Bytes
import Recommendation

/// What is known of a shopper. Borrows the request's bytes.
package struct ProfileQuery: Sendable {
  /// Empty for a shopper without an id.
  package var user = ByteView()
  /// Newest last; they count for this answer, and are not stored.
  package var recent: [RecentEvent] = []
  /// Names of tags, or their beginnings up to a dot; empty: all.
  package var tags: [ByteView] = []
  /// Of each attribute; 0: ``affinityLimitDefault``.
  package var affinityLimit = 0
  /// Seconds since 1970; 0, and every time before the training data ended: when it ended.
  package var now: Int64 = 0
  /// What the caller may see.
  package var masking = Masking.none
  /// Whether derived tags are explained.
  package var explains = false

  package static let affinityLimitDefault = 5

  package init() {}

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    user = ByteView()
    recent.removeAll(keepingCapacity: true)
    tags.removeAll(keepingCapacity: true)
    affinityLimit = 0
    now = 0
    masking = .none
    explains = false
  }
}

/// Reused from call to call, it stops allocating.
package struct ProfileAnswer: Sendable {
  /// Where a value comes from.
  package enum Origin: Sendable {
    /// The tag's own source.
    case model
    /// Events of the question changed it.
    case request
    /// It holds for shoppers in general.
    case prior
  }

  package enum Value: Sendable, Equatable {
    case number(Float)
    /// A code of the tag's categories.
    case category(UInt8)
    case band(ProfileBand)
  }

  package struct Tag: Sendable {
    /// Of `Profiles.entries`.
    package var index: Int
    package var value: Value
    package var origin: Origin
    package var evidence: Int
    /// Before the question's `now`; NaN: unknown.
    package var ageDays: Float
    package var confidence: Float
  }

  package struct Affinity: Sendable, Equatable {
    /// Of `Profiles.affinities`.
    package var table: Int
    package var value: Int
    package var weight: Float
    package var confidence: Float
  }

  /// Ascending by name.
  package var tags: [Tag] = []
  /// One per tag, where the question asks for them: why it is what it is; empty of what is not derived from
  /// other tags, or not stored.
  package var explanations: [String] = []
  /// By attribute, strongest first.
  package var affinities: [Affinity] = []
  /// Whether the snapshot knows the shopper.
  package var isUserKnown = false
  /// Items of `recent` that the snapshot does not know, each once. They borrow the question's bytes.
  package var unknownItems: [ByteView] = []
  /// Tags of those asked for that the caller may not see, or sees in coarser form: whoever the shopper
  /// is, so that nothing of the shopper is told.
  package var maskedTags: [Int] = []
  /// Likewise tables of affinities.
  package var maskedTables: [Int] = []

  package init() {}

  mutating func reset() {
    tags.removeAll(keepingCapacity: true)
    explanations.removeAll(keepingCapacity: true)
    affinities.removeAll(keepingCapacity: true)
    isUserKnown = false
    unknownItems.removeAll(keepingCapacity: true)
    maskedTags.removeAll(keepingCapacity: true)
    maskedTables.removeAll(keepingCapacity: true)
  }
}
