package import Bytes
package import Expressions
package import Snapshots

extension Profiles: AudienceSource {
  package var audienceTagNames: [String] { tags.map(\.definition.name) }

  package func audienceTag(named name: ByteView) -> AudienceTag? {
    guard let index = index(ofTag: name) else { return nil }
    let tag = tags[index]
    switch tag.values {
    case .numbers:
      return AudienceTag(index: index, kind: .number(unit: tag.definition.unit))
    case .categories(let categories):
      return AudienceTag(index: index, kind: .category(values: categories.values))
    }
  }

  package var audienceAffinityNames: [String] { affinities.map(\.attribute) }

  package func audienceAffinity(
    named name: ByteView
  ) -> (index: Int, values: IdentifierTable)? {
    affinities.indices.first { affinities[$0].attribute.utf8.elementsEqual(name.string.utf8) }
      .map { ($0, affinities[$0].values) }
  }
}
