package import Bytes
package import Snapshots

/// What an audience expression is resolved against: tags and affinities of shoppers.
package protocol AudienceSource {
  /// Ascending.
  var audienceTagNames: [String] { get }

  /// Names are compared byte for byte.
  func audienceTag(named name: ByteView) -> AudienceTag?

  /// The attributes that affinities are of, ascending.
  var audienceAffinityNames: [String] { get }

  /// The index of an attribute's affinities, and its values.
  func audienceAffinity(named name: ByteView) -> (index: Int, values: IdentifierTable)?
}

/// A tag as the language knows it.
package struct AudienceTag: Sendable {
  package enum Kind: Sendable {
    case number(unit: String)
    case category(values: IdentifierTable)
  }

  /// Of the source's tags.
  package let index: Int
  package let kind: Kind

  package init(index: Int, kind: Kind) {
    self.index = index
    self.kind = kind
  }
}
