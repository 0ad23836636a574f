/// One attribute of all items, or of all users.
package struct AttributeColumn: Sendable, Equatable {
  package enum Values: Sendable, Equatable {
    /// "" when absent.
    case texts([String])
    /// Empty when absent.
    case lists([[String]])
    /// NaN when absent.
    case numbers([Double])
  }

  package let name: String
  package internal(set) var values: Values

  package init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  package var count: Int {
    switch values {
    case .texts(let texts): texts.count
    case .lists(let lists): lists.count
    case .numbers(let numbers): numbers.count
    }
  }

  /// Adds rows in which the attribute is absent.
  mutating func pad(to count: Int) {
    let missing = count - self.count
    guard missing > 0 else { return }
    switch values {
    case .texts(let texts): values = .texts(texts + Array(repeating: "", count: missing))
    case .lists(let lists): values = .lists(lists + Array(repeating: [], count: missing))
    case .numbers(let numbers):
      values = .numbers(numbers + Array(repeating: .nan, count: missing))
    }
  }
}

/// What ids name: items or users, with their attributes. All columns have `count` rows.
package struct EntityTable: Sendable {
  package internal(set) var identifiers = IdentifierSet()
  /// In the order of the file's columns; the title of items among them, as `titles` has no gaps.
  package internal(set) var attributes: [AttributeColumn] = []

  package init() {}

  package var count: Int { identifiers.count }
  package var ids: [String] { identifiers.strings }

  package func attribute(_ name: String) -> AttributeColumn? {
    attributes.first { $0.name == name }
  }

  /// What to call each: the title, or the id when it has none.
  package var titles: [String] {
    guard case .texts(let titles) = attribute("title")?.values else { return ids }
    return titles.enumerated().map { $1.isEmpty ? identifiers.string($0) : $1 }
  }

  /// NaN where there is no price.
  package var prices: [Double] {
    guard case .numbers(let prices) = attribute("price")?.values else {
      return Array(repeating: .nan, count: count)
    }
    return prices
  }

  mutating func padAttributes() {
    for index in attributes.indices { attributes[index].pad(to: count) }
  }
}
