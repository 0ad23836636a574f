import Bytes
package import Snapshots
package import Text

/// Questions that shoppers ask, to be found by how they begin while one is being typed.
///
/// In a file, for N questions:
///
///     suggestions.texts       strings, N: as they are shown
///     suggestions.folded      strings, N: as ``TokenizedText`` reads them, ascending by bytes
///     suggestions.intents     U16, N: indices of the intents' labels
///     suggestions.languages   U8, N: ``Language``
package struct Suggestions: Sendable {
  package static let prefixBytesMax = 256
  package static let limits = 1...20

  package let texts: StringColumn
  private let folded: StringColumn
  package let intents: Column<UInt16>
  private let languages: Column<UInt8>

  /// - Throws: when a tensor is missing or misshapen, or names an intent or a language that is none.
  package init(opening file: borrowing TensorFile, intentCount: Int) throws(SnapshotError) {
    texts = try file.strings("suggestions.texts")
    folded = try file.strings("suggestions.folded")
    guard folded.count == texts.count else {
      throw file.error(
        "suggestions.folded.offsets", "has \(folded.count) texts; \(texts.count) are accepted")
    }
    intents = try file.column("suggestions.intents", count: texts.count)
    languages = try file.column("suggestions.languages", count: texts.count)
    for index in 0..<texts.count {
      guard intents[index] < intentCount else {
        throw file.error(
          "suggestions.intents",
          "contains \(intents[index]) at \(index); below \(intentCount) is accepted")
      }
      guard Language(rawValue: languages[index]) != nil else {
        throw file.error(
          "suggestions.languages", "contains \(languages[index]) at \(index); 0 and 1 are accepted")
      }
    }
  }

  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("suggestions.intents")
  }

  /// Questions that begin with what was typed, then those in which a word does; each intent once before any
  /// comes twice. O(bytes of all questions).
  ///
  /// - Parameter text: what was typed
  package func matches(
    _ text: borrowing TokenizedText, language: Language?, limit: Int
  ) -> [Int] {
    let prefix = Self.folded(text)
    guard !prefix.isEmpty else { return [] }
    let language = language ?? text.language
    var starting: [Int] = []
    var containing: [Int] = []
    for index in 0..<texts.count {
      if let language, languages[index] != language.rawValue { continue }
      switch Self.place(of: prefix, in: folded[index].bytes) {
      case .start: starting.append(index)
      case .word: containing.append(index)
      case nil: break
      }
    }
    var chosen: [Int] = []
    var used: Set<UInt16> = []
    var later: [Int] = []
    for index in starting + containing {
      if used.insert(intents[index]).inserted { chosen.append(index) } else { later.append(index) }
    }
    return Array((chosen + later).prefix(limit))
  }

  private enum Place { case start, word }

  /// A Chinese word begins anywhere; one of letters behind something that is no letter.
  private static func place(of prefix: [UInt8], in text: RawSpan) -> Place? {
    guard prefix.count <= text.byteCount else { return nil }
    let needsBoundary = prefix[0] < 0x80
    for start in 0...text.byteCount - prefix.count {
      var length = 0
      while length < prefix.count,
        text.loadLittleEndian(at: start + length, as: UInt8.self) == prefix[length]
      {
        length += 1
      }
      guard length == prefix.count else { continue }
      if start == 0 { return .start }
      let before = text.loadLittleEndian(at: start - 1, as: UInt8.self)
      if !needsBoundary || before == 0x20 || before >= 0x80 { return .word }
    }
    return nil
  }

  static func folded(_ text: borrowing TokenizedText) -> [UInt8] {
    var folded = String.UnicodeScalarView()
    for scalar in text.scalars {
      if let scalar = Unicode.Scalar(scalar) { folded.append(scalar) }
    }
    return Array(String(folded).utf8)
  }
}

/// Questions to be packed for ``Suggestions``.
package struct FittedSuggestions: Sendable {
  private var rows: [(text: String, folded: [UInt8], intent: UInt16, language: Language)] = []

  package var count: Int { rows.count }

  /// - Parameter questions: with indices of the intents' labels; one that says the same as another is left out,
  ///   and so is one without words
  package init(_ questions: [(text: String, intent: Int)]) {
    var seen: Set<[UInt8]> = []
    var text = TokenizedText()
    for question in questions {
      text.read(Array(question.text.utf8).rawSpan)
      let folded = Suggestions.folded(text)
      guard let language = text.language, seen.insert(folded).inserted else { continue }
      rows.append((question.text, folded, UInt16(question.intent), language))
    }
    rows.sort { $0.folded.lexicographicallyPrecedes($1.folded) }
  }

  package func pack(into writer: inout TensorWriter) {
    writer.add("suggestions.texts", strings: rows.map(\.text))
    writer.add(
      "suggestions.folded", strings: rows.map { String(decoding: $0.folded, as: UTF8.self) })
    writer.add("suggestions.intents", rows.map(\.intent))
    writer.add("suggestions.languages", rows.map(\.language.rawValue))
  }
}
