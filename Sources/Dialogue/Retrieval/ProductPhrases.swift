import Snapshots
import Text

/// Which phrase means which values of which attribute, while it is gathered.
///
/// Of several values that a phrase could mean the nearest count, and those of one distance together:
///
/// 0. the value itself, 1. a term of the shop's, or a part of `Necklace and Chains`, 2. one of ``ProductWords``, or
/// the last word of the value: `shoes` are `Casual Shoes` and `Formal Shoes` where nothing is called `shoes`.
///
/// It means those of one attribute: of several the nearest, where the shop's own words (0 and 1) are as near
/// as each other; of equal ones the one with most such items, and of several that say what an item is the one
/// with most values, since it is the narrowest.
struct ProductPhrases: Sendable {
  private struct Meaning: Hashable, Sendable {
    let attribute: Int
    let value: Int
  }

  private struct Entry: Sendable {
    /// By attribute.
    var meanings: [Int: (distance: Int, values: Set<Int>)]
    let isShort: Bool
  }

  private var entries: [UInt64: Entry] = [:]
  private var longest = 1
  private let attributes: [ProductAttribute]
  private var text = TokenizedText()

  init(_ attributes: [ProductAttribute], _ terms: [FittedProductSearch.Term]) {
    self.attributes = attributes
    for (attribute, description) in attributes.enumerated() {
      for value in description.values.indices {
        addNames(of: Meaning(attribute: attribute, value: value))
      }
    }
    addTerms(terms)
    for role in ProductRole.allCases { addNotions(of: role) }
  }

  private mutating func addNames(of meaning: Meaning) {
    let role = attributes[meaning.attribute].role
    let name = attributes[meaning.attribute].values[meaning.value].text
    add(name, meaning, distance: 0)
    guard role == .kind || role == .color else { return }
    if role == .kind {
      for part in Self.parts(of: name) { add(part, meaning, distance: 1) }
    }
    if let last = name.split(separator: " ").last, last.count < name.count {
      add(String(last), meaning, distance: 2)
    }
  }

  /// What `Face Wash and Cleanser` stands for.
  private static func parts(of name: String) -> [String] {
    var parts: [[Substring]] = [[]]
    for word in name.split(whereSeparator: { " &/,".contains($0) }) {
      if word.lowercased() == "and" {
        parts.append([])
      } else {
        parts[parts.count - 1].append(word)
      }
    }
    let isSeveral = parts.count > 1 || name.contains { "&/,".contains($0) }
    guard isSeveral else { return [] }
    if parts.count == 1 {
      return name.split(whereSeparator: { "&/,".contains($0) }).map(String.init)
    }
    return parts.map { $0.joined(separator: " ") }
  }

  private mutating func addTerms(_ terms: [FittedProductSearch.Term]) {
    var places: [String: [String: Meaning]] = [:]
    for (attribute, description) in attributes.enumerated() {
      for (value, text) in description.values.enumerated() {
        places[description.name, default: [:]][text.text] = Meaning(
          attribute: attribute, value: value)
      }
    }
    for term in terms {
      if let meaning = places[term.attribute]?[term.value] { add(term.term, meaning, distance: 1) }
    }
  }

  private mutating func addNotions(of role: ProductRole) {
    let notions = ProductWords.notions(of: role)
    var byName: [UInt64: [Int]] = [:]
    for (index, notion) in notions.enumerated() {
      for name in notion.names {
        if let hash = PhraseHash.hash(of: name, &text)?.hash {
          byName[hash, default: []].append(index)
        }
      }
    }
    /// Values that are called like the notion; those of which a part is, where an attribute has no other.
    var own = [Set<Meaning>](repeating: [], count: notions.count)
    for (attribute, description) in attributes.enumerated() where description.role == role {
      var isCalled = Set<Int>()
      for isPart in role == .kind ? [false, true] : [false] {
        for (value, entry) in description.values.enumerated() {
          for name in isPart ? Self.parts(of: entry.text) : [entry.text] {
            guard let hash = PhraseHash.hash(of: name, &text)?.hash else { continue }
            for notion in byName[hash] ?? [] where !isPart || !isCalled.contains(notion) {
              own[notion].insert(Meaning(attribute: attribute, value: value))
              if !isPart { isCalled.insert(notion) }
            }
          }
        }
      }
    }
    let wider = notions.map { notion in
      notion.wider.compactMap { PhraseHash.hash(of: $0, &text)?.hash }.flatMap { byName[$0] ?? [] }
    }
    for (index, notion) in notions.enumerated() {
      var meanings = own[index]
      if meanings.isEmpty { meanings = Self.narrower(than: index, own, wider) }
      // A dress that is burgundy is red to a shop without burgundy; boots are no other shoes.
      if meanings.isEmpty, role == .color {
        for parent in wider[index] { meanings.formUnion(own[parent]) }
      }
      for name in notion.names {
        for meaning in meanings { add(name, meaning, distance: 2) }
        guard role == .color, name.hasSuffix("色") else { continue }
        for meaning in meanings { add(String(name.dropLast()), meaning, distance: 2) }
      }
    }
  }

  /// Of all notions below one; the nearest that have values.
  private static func narrower(
    than notion: Int, _ own: [Set<Meaning>], _ wider: [[Int]]
  ) -> Set<Meaning> {
    var found: Set<Meaning> = []
    for child in wider.indices where wider[child].contains(notion) {
      found.formUnion(own[child].isEmpty ? narrower(than: child, own, wider) : own[child])
    }
    return found
  }

  private mutating func add(_ phrase: String, _ meaning: Meaning, distance: Int) {
    guard let (hash, tokens) = PhraseHash.hash(of: phrase, &text) else { return }
    let role = attributes[meaning.attribute].role
    guard role == .size || Self.saysSomething(text) else { return }
    let isShort = tokens == 1 && text.tokens[0].kind == .ideograph && role != .gender
    longest = max(longest, min(tokens + 2, ProductSearch.longestMax))
    var entry = entries[hash] ?? Entry(meanings: [:], isShort: isShort)
    var known = entry.meanings[meaning.attribute] ?? (distance, [])
    guard distance <= known.distance else { return }
    if distance < known.distance { known = (distance, []) }
    known.values.insert(meaning.value)
    entry.meanings[meaning.attribute] = known
    entries[hash] = entry
  }

  /// Whether it has a word that is neither a number nor part of every question.
  private static func saysSomething(_ text: borrowing TokenizedText) -> Bool {
    let scalars = text.scalars.span
    for token in text.tokens where token.isSaid && token.kind != .number {
      if !FunctionWords.ofProducts.contains(scalars, token) { return true }
    }
    return false
  }

  /// What is kept of an entry: the values of one attribute.
  private func chosen(_ entry: Entry) -> (attribute: Int, values: [Int]) {
    let nearest = entry.meanings.values.map { max($0.distance, 1) }.min() ?? 0
    let near = entry.meanings.filter { max($0.value.distance, 1) == nearest }
      .sorted { $0.key < $1.key }
    func count(_ index: Int) -> Int {
      near[index].value.values.reduce(0) { $0 + attributes[near[index].key].values[$1].items }
    }
    var best = 0
    for index in near.indices.dropFirst() {
      let (new, old) = (attributes[near[index].key], attributes[near[best].key])
      let isBetter: Bool
      if new.role == old.role {
        isBetter = new.values.count > old.values.count
      } else if (new.role == .other) != (old.role == .other) {
        isBetter = old.role == .other
      } else {
        isBetter = count(index) > count(best)
      }
      if isBetter { best = index }
    }
    return (near[best].key, near[best].value.values.sorted())
  }

  func pack(into writer: inout TensorWriter) {
    let sorted = entries.sorted { $0.key < $1.key }
    var attributes: [UInt8] = []
    var indptr: [Int64] = [0]
    var values: [UInt32] = []
    var names: [String] = []
    var places: [String: UInt32] = [:]
    for (_, entry) in sorted {
      let (attribute, chosen) = chosen(entry)
      attributes.append(UInt8(attribute))
      for value in chosen {
        let name = self.attributes[attribute].values[value].text
        let place = places[name] ?? UInt32(names.count)
        if places.updateValue(place, forKey: name) == nil { names.append(name) }
        values.append(place)
      }
      indptr.append(Int64(values.count))
    }
    writer.add("products.phrases", HashTable.entries(sorted.map(\.key)))
    writer.add("products.phrases.attributes", attributes)
    writer.add("products.phrases.short", sorted.map { $0.value.isShort ? UInt8(1) : 0 })
    writer.add("products.phrases.offsets", indptr)
    writer.add("products.phrases.values", values)
    writer.add("products.values", strings: names)
    writer.add("products.longest", [Int64(longest)])
  }
}
