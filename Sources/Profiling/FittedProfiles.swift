package import Snapshots

/// Profiles, fitted, before they are packed: what every model of this target adds its tags to.
package struct FittedProfiles: Sendable {
  package enum Values: Sendable, Equatable {
    /// One per user; NaN where it is not known.
    case numbers([Float])
    /// One per user: an index of `values`, at most 255 of them, or `nil`.
    case categories([UInt8?], values: [String])
  }

  package let userCount: Int
  /// Seconds since 1970 when the training data ended.
  package var asOf: Int64
  /// With the pieces of evidence behind each user's value, where it is not the evidence of the definition
  /// that counts.
  package private(set) var tags: [(definition: TagDefinition, values: Values, pieces: [UInt8]?)] =
    []
  package var affinities: [FittedAffinities] = []
  /// In order of their dates.
  package var campaigns: [CampaignFigures] = []
  /// By the names of tags.
  package var explanations: [String: FittedExplanation] = [:]
  /// One per user.
  package var choiceCounts: [UInt32]
  /// Days before `asOf`; NaN for none.
  package var choiceAges: [Float]
  package var purchaseCounts: [UInt32]
  package var purchaseAges: [Float]

  package init(userCount: Int, asOf: Int64) {
    self.userCount = userCount
    self.asOf = asOf
    choiceCounts = [UInt32](repeating: 0, count: userCount)
    choiceAges = [Float](repeating: .nan, count: userCount)
    purchaseCounts = choiceCounts
    purchaseAges = choiceAges
  }

  /// - Parameter pieces: of evidence behind each user's value; `nil`: that of the definition counts
  /// - Precondition: there is a value per user, and no tag of that name.
  package mutating func add(
    _ definition: TagDefinition, _ values: Values, pieces: [UInt8]? = nil
  ) {
    precondition(!tags.contains { $0.definition.name == definition.name }, definition.name)
    precondition(pieces == nil || pieces?.count == userCount, definition.name)
    tags.append((definition, values, pieces))
  }

  package func pack(into writer: inout TensorWriter) {
    let tags = tags.sorted {
      $0.definition.name.utf8.lexicographicallyPrecedes($1.definition.name.utf8)
    }
    let definitions = tags.map(\.definition)
    writer.add("profile.as_of", [asOf])
    writer.add("profile.tags", identifiers: definitions.map(\.name))
    writer.add(
      "profile.tags.kinds",
      tags.map { tag -> UInt8 in
        if case .numbers = tag.values { 0 } else { 1 }
      })
    writer.add("profile.tags.evidence", definitions.map(\.evidence.rawValue))
    writer.add("profile.tags.half_confidence", definitions.map(\.halfConfidence))
    writer.add("profile.tags.units", strings: definitions.map(\.unit))
    writer.add("profile.tags.sources", strings: definitions.map(\.source))
    writer.add("profile.tags.methods", strings: definitions.map(\.method))
    writer.add("profile.tags.priors", tags.map(\.values.prior))
    for tag in tags {
      pack(tag.values, of: tag.definition.name, into: &writer)
      if let pieces = tag.pieces { writer.add("tag/\(tag.definition.name)/pieces", pieces) }
    }
    writer.add("evidence/choices/counts", choiceCounts)
    writer.add("evidence/choices/ages", choiceAges)
    writer.add("evidence/purchases/counts", purchaseCounts)
    writer.add("evidence/purchases/ages", purchaseAges)
    let affinities = affinities.sorted {
      $0.attribute.utf8.lexicographicallyPrecedes($1.attribute.utf8)
    }
    writer.add("profile.affinities", identifiers: affinities.map(\.attribute))
    for table in affinities { table.pack(into: &writer) }
    Campaigns.pack(campaigns, into: &writer)
    packExplanations(named: definitions.map(\.name), into: &writer)
  }

  private func pack(_ values: Values, of name: String, into writer: inout TensorWriter) {
    switch values {
    case .numbers(let numbers):
      precondition(numbers.count == userCount, name)
      writer.add("tag/\(name)/numbers", numbers)
    case .categories(let codes, let values):
      precondition(codes.count == userCount && values.count <= 255, name)
      let words = (userCount + 63) / 64
      var bitmaps = [UInt64](repeating: 0, count: values.count * words)
      for (user, code) in codes.enumerated() {
        if let code { bitmaps[Int(code) * words + user / 64] |= 1 << UInt64(user % 64) }
      }
      writer.add("tag/\(name)/codes", codes.map { $0 ?? Tag.Categories.missing })
      writer.add("tag/\(name)/values", identifiers: values)
      writer.add("tag/\(name)/bitmaps", bitmaps, shape: [values.count, words])
    }
  }
}

extension FittedProfiles.Values {
  /// What is likeliest of somebody nobody knows: the median of the numbers that are known, the index
  /// of the most frequent category; NaN where nothing is known of anybody. O(users · log users).
  var prior: Float {
    switch self {
    case .numbers(let numbers):
      let known = numbers.filter { !$0.isNaN }.sorted()
      return known.isEmpty ? .nan : known[(known.count - 1) / 2]
    case .categories(let codes, let values):
      var counts = [Int](repeating: 0, count: values.count)
      for code in codes {
        if let code { counts[Int(code)] += 1 }
      }
      // Of equals the first, so that the same data give the same file.
      guard let most = counts.max(), most > 0, let first = counts.firstIndex(of: most) else {
        return .nan
      }
      return Float(first)
    }
  }
}

/// An ``AffinityTable``, fitted, before it is packed.
package struct FittedAffinities: Sendable {
  package let attribute: String
  package let values: [String]
  /// Per user: values with their affinity in 0...1.
  package let rows: [[(value: UInt16, weight: Float)]]
  /// p per value, above 0; see ``AffinityTable``.
  package let shares: [Float]
  /// K.
  package let strength: Float

  /// - Parameter shares: `nil`: the values' shares of all entries of the rows, as if each had one more
  /// - Precondition: there is a share per value.
  package init(
    attribute: String, values: [String], rows: [[(value: UInt16, weight: Float)]],
    shares: [Float]? = nil, strength: Float = 5
  ) {
    precondition(shares == nil || shares?.count == values.count, attribute)
    self.attribute = attribute
    self.values = values
    self.rows = rows
    self.shares = shares ?? Self.shares(of: rows, values: values.count)
    self.strength = strength
  }

  private static func shares(
    of rows: [[(value: UInt16, weight: Float)]], values: Int
  ) -> [Float] {
    var counts = [Double](repeating: 1, count: values)
    for row in rows {
      for entry in row { counts[Int(entry.value)] += 1 }
    }
    let total = counts.reduce(0, +)
    return counts.map { Float($0 / total) }
  }

  func pack(into writer: inout TensorWriter) {
    let prefix = "affinity/\(attribute)"
    var userStart: [UInt32] = [0]
    var userValues: [UInt16] = []
    var userWeights: [Float16] = []
    var counts = [Int](repeating: 0, count: values.count + 1)
    for row in rows {
      for entry in row.sorted(by: { ($1.weight, $0.value) < ($0.weight, $1.value) }) {
        userValues.append(entry.value)
        userWeights.append(Float16(entry.weight))
        counts[Int(entry.value) + 1] += 1
      }
      // Traps beyond 2^32 entries, which at five a shopper are 858 million shoppers.
      userStart.append(UInt32(userValues.count))
    }
    for value in values.indices { counts[value + 1] += counts[value] }
    var next = counts
    var valueUsers = [UInt32](repeating: 0, count: userValues.count)
    var valueWeights = [Float16](repeating: 0, count: userValues.count)
    for user in rows.indices {
      for entry in Int(userStart[user])..<Int(userStart[user + 1]) {
        let place = next[Int(userValues[entry])]
        next[Int(userValues[entry])] += 1
        valueUsers[place] = UInt32(user)
        valueWeights[place] = userWeights[entry]
      }
    }
    writer.add("\(prefix)/values", identifiers: values)
    writer.add("\(prefix)/shares", shares)
    writer.add("\(prefix)/strength", [strength])
    writer.add("\(prefix)/user_start", userStart)
    writer.add("\(prefix)/user_values", userValues)
    writer.add("\(prefix)/user_weights", userWeights)
    writer.add("\(prefix)/value_start", counts.map { Int64($0) })
    writer.add("\(prefix)/value_users", valueUsers)
    writer.add("\(prefix)/value_weights", valueWeights)
  }
}
