import Bytes
package import Catalogue
package import Snapshots
import Text

/// What shoppers call the values of a catalogue, and the words of its titles, before both are packed: see
/// ``ProductSearch``.
package struct FittedProductSearch: Sendable {
  /// A row of terms.csv.
  package struct Term: Sendable {
    package let attribute: String
    package let value: String
    package let term: String

    package init(attribute: String, value: String, term: String) {
      self.attribute = attribute
      self.value = value
      self.term = term
    }
  }

  private let attributes: [ProductAttribute]
  private let phrases: ProductPhrases
  private let titles: FittedTerms
  private let items: UInt64

  /// - Parameters:
  ///   - items: of the catalogue that the file will be opened with, in its order
  ///   - terms: of values that the catalogue has; others are left out
  package init(_ items: [CatalogueItem], terms: [Term] = []) {
    attributes = ProductAttribute.read(items)
    phrases = ProductPhrases(attributes, terms)
    var text = TokenizedText()
    let documents = items.map { item in
      var document: FittedTerms.Document = [:]
      // A title in another language is one too: title_zh.
      let others = item.attributes.filter { $0.name.hasPrefix("title") }.map(\.value)
      for title in [item.title] + others {
        text.read(Array(title.utf8).rawSpan)
        TermReader.read(text, 0..<text.tokens.count, seed: ProductSearch.titleSeed) { term, _ in
          document[term, default: 0] += 1
        }
      }
      return document
    }
    titles = FittedTerms(documents, groups: items.map { _ in 0 })
    self.items = ProductSearch.fingerprint(count: items.count) {
      Array(items[$0].id.utf8).rawSpan.stableHash
    }
  }

  /// Adds the tensors that ``ProductSearch`` describes.
  package func pack(into writer: inout TensorWriter) {
    writer.add("products.attributes", strings: attributes.map(\.name))
    writer.add("products.roles", attributes.map(\.role.rawValue))
    writer.add("products.items", [items])
    phrases.pack(into: &writer)
    titles.pack("products.titles", into: &writer)
  }
}

/// An attribute whose values shoppers name.
struct ProductAttribute: Sendable {
  struct Value: Sendable {
    let text: String
    let items: Int
  }

  let name: String
  let role: ProductRole
  /// Ascending by their bytes.
  let values: [Value]

  /// Longer values are descriptions, which nobody types.
  private static let lengthMax = 64
  /// What stands where a value is missing.
  private static let missing: Set<String> = [
    "na", "n/a", "none", "null", "nan", "unknown", "other", "others", "-", "misc", "其他", "无",
  ]

  static func read(_ items: [CatalogueItem]) -> [ProductAttribute] {
    var counts: [String: [String: Int]] = [:]
    for item in items {
      for (name, value) in item.attributes where !value.isEmpty {
        counts[name, default: [:]][value, default: 0] += 1
      }
    }
    for (name, values) in counts { counts[name] = split(values) }
    // A phrase names its attribute in one byte.
    let sorted = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.prefix(255)
    return sorted.compactMap { name, values in
      let sorted = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { Value(text: $0.key, items: $0.value) }
      let role = role(of: name, sorted)
      // Numbers name nothing, unless they are sizes; prices are read apart.
      guard role == .size || sorted.contains(where: { !$0.text.isNumber }) else { return nil }
      // The catalogue leaves out what says something about one item each.
      let all = sorted.reduce(0) { $0 + $1.items }
      if sorted.count > AttributePacking.distinctWithoutQuestion, sorted.count > all / 2 {
        return nil
      }
      return ProductAttribute(name: name, role: role, values: sorted)
    }
  }

  /// Of lists each value; without those that nobody names.
  private static func split(_ values: [String: Int]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for (value, items) in values {
      for part in value.split(separator: "|") {
        let text = part.trimmedSpaces
        guard !text.isEmpty, text.utf8.count <= lengthMax, !missing.contains(text.lowercased())
        else { continue }
        counts[text, default: 0] += items
      }
    }
    return counts
  }

  /// By the name; where it says nothing, what most values with a name of ours are.
  private static func role(of name: String, _ values: [Value]) -> ProductRole {
    if let role = names[name.lowercased()] { return role }
    var best: (role: ProductRole, count: Int) = (.other, 0)
    var text = TokenizedText()
    let hashes = values.compactMap { PhraseHash.hash(of: $0.text, &text)?.hash }
    for role in ProductRole.allCases {
      let known = ProductWords.names(of: role)
      let count = hashes.count { known.contains($0) }
      if count > best.count { best = (role, count) }
    }
    return best.count * 2 > values.count ? best.role : .other
  }

  private static let names: [String: ProductRole] = [
    "category": .kind, "subcategory": .kind, "sub_category": .kind, "group": .kind,
    "department": .kind, "type": .kind, "product_type": .kind, "article_type": .kind,
    "color": .color, "colour": .color, "base_colour": .color, "颜色": .color,
    "gender": .gender, "sex": .gender, "audience": .gender,
    "season": .season, "usage": .usage, "occasion": .usage, "style": .usage,
    "size": .size, "sizes": .size, "尺码": .size,
  ]
}

extension StringProtocol {
  fileprivate var trimmedSpaces: String {
    let front = drop { $0 == " " }
    return String(String(front.reversed().drop { $0 == " " }.reversed()))
  }

  fileprivate var isNumber: Bool { Double(self) != nil }
}
