/// What is known of items and users besides who chose what, as the fit sees it.
package struct Descriptions: Sendable {
  /// `nil`: items are not described.
  package var content: ItemContent?
  /// Of items: what ``Affinity`` counts. At most ``Affinity/attributeLimit``.
  package var attributes: [CodedColumn] = []
  /// Of users: what ``Demographics`` counts. At most ``Demographics/traitLimit``.
  package var traits: [CodedColumn] = []
  /// Choices of a user at most so far apart belong to one visit, in the units of the timestamps.
  package var visitGap: Int64 = 0

  package init() {}

  /// What the terms of ``Affinity`` and ``Demographics`` are called where they are listed.
  package var termNames: [String] {
    attributes.map { "affinity:\($0.name)" } + traits.map { "demographics:\($0.name)" }
  }
}

/// One attribute, a value or none per row, as numbers.
package struct CodedColumn: Sendable, Equatable {
  package static let missing = UInt32.max

  package let name: String
  /// One per row, each below `valueCount` or `missing`.
  package let codes: [UInt32]
  package let valueCount: Int

  package init(name: String, codes: [UInt32], valueCount: Int) {
    self.name = name
    self.codes = codes
    self.valueCount = valueCount
  }
}

extension [CodedColumn] {
  /// Where the values of each column begin when they are numbered one after the other; the last is
  /// how many there are.
  var offsets: [Int] { reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.valueCount) } }
}
