package import Bytes
package import Catalogue
import Expressions
package import Snapshots
import Text

/// What questions about products ask for, and the items of a catalogue that are so.
///
///     let search = try ProductSearch(opening: file, catalogue: catalogue)
///     search.read(text, into: &question)                    "black or navy dress in M under 50"
///     search.search(question, limit: 5, scratch: &scratch)
///     for hit in scratch.hits { … catalogue.titles[hit.item] … }
///
/// A question is read by phrases: the values of the catalogue's attributes, what the shop calls them besides
/// (terms.csv), and what shoppers do (``ProductWords``), in either language; prices and sizes by how they are
/// written; and a few dozen words that negate, join or compare (``QuestionWords``). Nothing of it is trained.
/// Whatever else is said is looked for in titles.
///
/// In a file, for A attributes, P phrases, V values that they mean, T terms of titles:
///
///     products.attributes             strings, A: names of the catalogue's attributes
///     products.roles                  U8, A: see ``ProductRole``
///     products.items                  U64, 1: a fingerprint of the catalogue's item ids
///     products.phrases                U64, see ``HashTable``
///     products.phrases.attributes     U8, P
///     products.phrases.short          U8, P: 1 for one character that is a part of many words
///     products.phrases.offsets        I64, P + 1: where a phrase's values begin in
///     products.phrases.values         U32: index of products.values
///     products.values                 strings: as the catalogue writes them
///     products.longest                I64, 1: tokens of the longest phrase
///     products.titles.*               see ``TermIndex``: documents are items
package struct ProductSearch: Sendable {
  /// The code of a value that no item has.
  package static let noValue = AttributeColumn.missingCode

  /// Of the catalogue, those whose values shoppers name.
  package let attributes: [String]
  package let roles: [ProductRole]
  let columns: [AttributeColumn]
  let price: Column<Double>?
  let itemCount: Int
  private let phrases: HashTable
  private let phraseAttributes: Column<UInt8>
  private let isShort: Column<UInt8>
  private let offsets: Column<Int64>
  /// Codes in the columns: those that phrases mean, all after another.
  private let codes: [UInt32]
  private let longest: Int
  let titles: TermIndex

  static let longestMax = 16
  static let titleSeed: UInt64 = 0xA5A3_5625_9C2B_1D47

  /// The value of a condition, as the catalogue writes it; `nil` for one that no item has.
  package func value(_ condition: ProductQuestion.Condition) -> ByteView? {
    guard condition.value != Self.noValue else { return nil }
    switch columns[condition.attribute] {
    case .text(_, let values), .list(_, _, let values): return values[Int(condition.value)]
    case .number: return nil
    }
  }

  struct Phrase {
    let attribute: Int
    /// Positions in `codes`.
    let codes: Range<Int>
    let isShort: Bool
    /// The token behind it.
    let end: Int
  }

  /// The longest phrase that begins at a token.
  func phrase(_ text: borrowing TokenizedText, at start: Int) -> Phrase? {
    var found: Phrase?
    PhraseHash.read(text, at: start, longest: longest) { hash, end in
      if let index = phrases.index(of: hash) { found = phrase(index, end: end) }
    }
    return found
  }

  /// The phrase of one word that an unknown word is one slip of the keys away from; see ``Spelling``.
  func slippedPhrase(
    _ text: borrowing TokenizedText, at start: Int, _ spelling: inout Spelling
  ) -> Phrase? {
    guard text.tokens[start].kind == .word,
      spelling.read(text.scalars.span, text.tokens[start].scalars)
    else { return nil }
    var isTitled = false
    TermReader.read(text, start..<start + 1, seed: Self.titleSeed) { term, _ in
      isTitled = isTitled || titles.index(of: term) != nil
    }
    guard !isTitled,
      spelling.correct(hash: PhraseHash.hash(ofWord:), { phrases.index(of: $0) != nil }),
      let index = phrases.index(of: spelling.hash)
    else { return nil }
    return phrase(index, end: start + 1)
  }

  private func phrase(_ index: Int, end: Int) -> Phrase {
    let lower = min(Int(offsets[index]), codes.count)
    return Phrase(
      attribute: Int(phraseAttributes[index]),
      codes: lower..<max(lower, min(Int(offsets[index + 1]), codes.count)),
      isShort: isShort[index] == 1, end: end)
  }

  func code(_ position: Int) -> UInt32 { codes[position] }

  package static func isPresent(in file: borrowing TensorFile) -> Bool {
    file.contains("products.phrases")
  }

  /// - Parameter catalogue: of the same generation; it has to live as long.
  /// - Throws: when a tensor is missing or misshapen, a value cannot be, or the catalogue has other items.
  ///   O(bytes of the tensors + items).
  package init(
    opening file: borrowing TensorFile, catalogue: Catalogue
  ) throws(SnapshotError) {
    let names = try file.strings("products.attributes")
    let roleCodes = try file.column("products.roles", as: UInt8.self, count: names.count)
    let fingerprint = try file.column("products.items", as: UInt64.self, count: 1)[0]
    itemCount = catalogue.items.count
    guard
      fingerprint == Self.fingerprint(count: itemCount, { catalogue.items[$0].bytes.stableHash })
    else {
      throw file.error("products.items", "is of other items than the catalogue; train both again")
    }
    var (attributes, roles, columns): ([String], [ProductRole], [AttributeColumn]) = ([], [], [])
    /// Where each of the file's attributes is; `nil` for one that the catalogue leaves out.
    var places: [Int?] = []
    for index in 0..<names.count {
      guard let role = ProductRole(rawValue: roleCodes[index]) else {
        throw file.error(
          "products.roles",
          "contains \(roleCodes[index]) at \(index); below \(ProductRole.allCases.count) is accepted"
        )
      }
      switch catalogue.attribute(named: names[index]) {
      case nil, .number: places.append(nil)
      case .some(let column):
        places.append(attributes.count)
        attributes.append(names[index].string)
        roles.append(role)
        columns.append(column)
      }
    }
    phraseAttributes = try file.column("products.phrases.attributes")
    let count = phraseAttributes.count
    phrases = try file.hashTable("products.phrases", count: count)
    isShort = try file.column("products.phrases.short", count: count)
    let values = try file.strings("products.values")
    let indices = try file.column("products.phrases.values", as: UInt32.self)
    offsets = try file.offsets("products.phrases.offsets", count: count + 1, end: indices.count)
    let longest = try file.column("products.longest", as: Int64.self, count: 1)[0]
    guard (1...Int64(Self.longestMax)).contains(longest) else {
      throw file.error("products.longest", "is \(longest); 1...\(Self.longestMax) is accepted")
    }
    self.longest = Int(longest)
    var codes: [UInt32] = []
    codes.reserveCapacity(indices.count)
    for phrase in 0..<count {
      guard phraseAttributes[phrase] < names.count else {
        throw file.error(
          "products.phrases.attributes",
          "contains \(phraseAttributes[phrase]) at \(phrase); below \(names.count) is accepted")
      }
      for position in Int(offsets[phrase])..<Int(offsets[phrase + 1]) {
        guard indices[position] < values.count else {
          throw file.error(
            "products.phrases.values",
            "contains \(indices[position]) at \(position); below \(values.count) is accepted")
        }
        codes.append(
          Self.code(
            of: values[Int(indices[position])],
            in: places[Int(phraseAttributes[phrase])].map { columns[$0] }))
      }
    }
    titles = try TermIndex(opening: file, "products.titles", documents: itemCount)
    switch catalogue.attribute(named: Self.priceName) {
    case .number(let numbers): price = numbers
    default: price = nil
    }
    self.codes = codes
    (self.attributes, self.roles, self.columns) = (attributes, roles, columns)
    self.places = places
  }

  private let places: [Int?]

  /// Of an attribute as the file numbers them.
  func place(_ attribute: Int) -> Int? { places[attribute] }

  private static func code(of value: ByteView, in column: AttributeColumn?) -> UInt32 {
    switch column {
    case .text(_, let values), .list(_, _, let values):
      values.index(of: value.bytes).map { UInt32($0) } ?? noValue
    case .number, nil: noValue
    }
  }

  private static let priceBytes = Array("price".utf8)
  private static var priceName: ByteView { unsafe ByteView(priceBytes.rawSpan) }

  /// The same for the same ids in the same order.
  static func fingerprint(count: Int, _ hash: (Int) -> UInt64) -> UInt64 {
    var sum = UInt64(count)
    for index in 0..<count {
      sum = (sum ^ hash(index)) &* 0xFF51_AFD7_ED55_8CCD
      sum ^= sum >> 33
    }
    return sum
  }
}
