package import Bytes
package import Snapshots

/// What is known of every shopper: tags as columns, and affinities as sparse rows.
///
/// A profile file holds, for U users and W = ⌈U / 64⌉ words:
///
///     profile.as_of                     I64, 1: seconds since 1970 when the training data ended
///     profile.tags                      identifiers: names, ascending
///     profile.tags.kinds                U8: 0 numbers, 1 categories
///     profile.tags.evidence             U8: EvidenceKind
///     profile.tags.half_confidence      F32
///     profile.tags.priors               F32: of somebody nobody knows: the median, or a code; NaN
///     profile.tags.units, .sources, .methods       strings
///     tag/NAME/numbers                  F32, U
///     tag/NAME/codes                    U8, U
///     tag/NAME/values                   identifiers
///     tag/NAME/bitmaps                  U64, values × W
///     tag/NAME/pieces                   U8, U: evidence behind each value, where it is of the tag's own
///     evidence/choices/counts           U32, U;   evidence/purchases/counts
///     evidence/choices/ages             F32, U: days from the newest to as_of; NaN for none
///     profile.affinities                identifiers: attributes, ascending
///     affinity/ATTRIBUTE/values         identifiers; shares F32, values; strength F32, 1
///     affinity/ATTRIBUTE/user_start     U32, U + 1; user_values U16; user_weights F16
///     affinity/ATTRIBUTE/value_start    I64, values + 1; value_users U32; value_weights F16
///
/// and what ``Campaigns`` and ``Explanations`` say of theirs. Everything is checked when it is opened.
package struct Profiles: Sendable {
  package let userCount: Int
  /// Seconds since 1970.
  package let asOf: Int64
  /// Ascending by name.
  package let tags: [Tag]
  /// The same, one per tag, for answers: its texts lie in the file.
  package let entries: [TagEntry]
  private let tagNames: IdentifierTable
  package let affinities: [AffinityTable]
  /// Attributes, one per table of `affinities`.
  package let affinityNames: IdentifierTable
  package let campaigns: Campaigns
  package let explanations: Explanations
  private let counts: [Column<UInt32>]
  private let ages: [Column<Float>]
  /// Of ``fetch(_:)``.
  private let fetched: [Fetched]

  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("profile.as_of")
  }

  /// What its tags are, without whose they are.
  package static func definitions(
    in file: borrowing TensorFile
  ) throws(SnapshotError) -> [TagDefinition] {
    let users = try file.column("evidence/choices/counts", as: UInt32.self).count
    return try Profiles(opening: file, users: users).tags.map(\.definition)
  }

  /// O(bytes of the file).
  package init(opening file: borrowing TensorFile, users: Int) throws(SnapshotError) {
    userCount = users
    asOf = try file.column("profile.as_of", as: Int64.self, count: 1)[0]
    tagNames = try file.identifiers("profile.tags")
    tags = try file.tags(tagNames, users: users)
    entries = try file.entries(tags, named: tagNames)
    affinityNames = try file.identifiers("profile.affinities")
    var affinities: [AffinityTable] = []
    for index in 0..<affinityNames.count {
      affinities.append(try file.affinityTable(affinityNames[index].string, users: users))
    }
    self.affinities = affinities
    campaigns = try Campaigns(opening: file)
    explanations = try Explanations(opening: file, tags: tags)
    fetched = Self.fetched(tags, affinities)
    var counts: [Column<UInt32>] = []
    var ages: [Column<Float>] = []
    for kind in ["choices", "purchases"] {
      counts.append(try file.column("evidence/\(kind)/counts", count: users))
      ages.append(try file.column("evidence/\(kind)/ages", count: users))
    }
    self.counts = counts
    self.ages = ages
  }

  package func tag(named name: ByteView) -> Tag? {
    index(ofTag: name).map { tags[$0] }
  }

  /// Where a tag lies among `tags`.
  package func index(ofTag name: String) -> Int? {
    tagNames.index(of: Array(name.utf8).rawSpan)
  }
  func index(ofTag name: ByteView) -> Int? { tagNames.index(of: name.bytes) }

  package func affinity(for attribute: ByteView) -> AffinityTable? {
    affinities.first { $0.attribute.utf8.elementsEqual(attribute.string.utf8) }
  }

  /// Reads what an answer about a user will read, for nothing but that it has been read: reads that do
  /// not wait for one another overlap, where one after the other each would wait for memory. That is
  /// nearly half the time of an answer when there are a million users. O(tags).
  ///
  /// - Returns: what depends on every read; keep it, or there is none.
  package func fetch(_ user: Int) -> UInt32 {
    var read: UInt32 = 0
    for column in counts { read &+= column[user] }
    for column in ages { read &+= column[user].bitPattern }
    for position in fetched.indices {
      switch fetched[position] {
      case .numbers(let numbers): read &+= numbers[user].bitPattern
      case .codes(let codes): read &+= UInt32(codes[user])
      case .rows(let starts, let values, let weights):
        let start = Int(starts[user])
        read &+= UInt32(values[start]) &+ UInt32(weights[start].bitPattern)
      }
    }
    return read
  }

  private enum Fetched: Sendable {
    case numbers(Column<Float>)
    case codes(Column<UInt8>)
    case rows(Column<UInt32>, Column<UInt16>, Column<Float16>)
  }

  private static func fetched(_ tags: [Tag], _ affinities: [AffinityTable]) -> [Fetched] {
    // Rows first, since theirs are two reads, one behind the other.
    affinities.map { .rows($0.userStart, $0.userValues, $0.userWeights) }
      + tags.flatMap { tag -> [Fetched] in
        let pieces = tag.pieces.map { [Fetched.codes($0)] } ?? []
        return switch tag.values {
        case .numbers(let numbers): [.numbers(numbers)] + pieces
        case .categories(let categories): [.codes(categories.codes)] + pieces
        }
      }
  }

  /// How many events speak of a user, and how many days before `asOf` the newest was; NaN for none.
  package func evidence(_ kind: EvidenceKind, of user: Int) -> (count: Int, ageDays: Float) {
    switch kind {
    case .choices: (Int(counts[0][user]), ages[0][user])
    case .purchases: (Int(counts[1][user]), ages[1][user])
    case .record: (1, .nan)
    }
  }
}
