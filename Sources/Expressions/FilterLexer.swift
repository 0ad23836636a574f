/// A piece of a filter: a word, a quoted text, a keyword or a sign.
struct FilterToken {
  enum Kind {
    case word, quoted
    case and, or, not, `in`
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case open, close, comma, dots
    case end
  }

  let kind: Kind
  /// As it stands in the filter; of a quoted text, what it stands for.
  let text: String
  /// Where it begins: 1-based, in characters.
  let column: Int

  /// For messages.
  var found: String { kind == .end ? "end of text" : FilterError.quote(text) }
}

/// Cuts a filter into tokens; the parser's grammar says which there are.
struct FilterLexer {
  /// What may stand inside of a word.
  enum Words {
    /// "." between digits only.
    case values
    /// "." between any two of a word's characters, as in `rfm.recency`, and "%" behind a digit.
    case tags
  }

  /// Valid UTF-8.
  private let bytes: [UInt8]
  private let words: Words
  private var index = 0
  /// 1-based, in characters: where `index` is.
  private var column = 1

  /// - Precondition: `text` is valid UTF-8.
  init(_ text: [UInt8], words: Words = .values) {
    bytes = text
    self.words = words
  }

  /// The next token; after the last one, `end` for ever.
  mutating func next() throws(FilterError) -> FilterToken {
    skipSpace()
    guard index < bytes.count else { return token(.end, from: index, at: column) }
    if bytes[index] == UInt8(ascii: "\"") { return try quoted() }
    if let sign = sign() { return sign }
    return try word()
  }

  private func token(_ kind: FilterToken.Kind, from start: Int, at column: Int) -> FilterToken {
    FilterToken(kind: kind, text: text(start..<index), column: column)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  // MARK: Characters

  /// How many bytes the character at `index` has.
  private var size: Int {
    switch bytes[index] {
    case ..<0x80: 1
    case ..<0xE0: 2
    case ..<0xF0: 3
    default: 4
    }
  }

  /// What Unicode says about the character at `index`; characters of ASCII are asked without it.
  private var properties: Unicode.Scalar.Properties? {
    text(index..<index + size).unicodeScalars.first?.properties
  }

  private mutating func skip() {
    index += size
    column += 1
  }

  private mutating func skipSpace() {
    while index < bytes.count, isSpace { skip() }
  }

  private var isSpace: Bool {
    switch bytes[index] {
    case UInt8(ascii: " "), 9...13: true
    case ..<0x80: false
    default: properties?.isWhitespace == true
    }
  }

  // MARK: Signs

  private mutating func sign() -> FilterToken? {
    switch bytes[index] {
    case UInt8(ascii: "="): take(1, as: .equal)
    case UInt8(ascii: "("): take(1, as: .open)
    case UInt8(ascii: ")"): take(1, as: .close)
    case UInt8(ascii: ","): take(1, as: .comma)
    case UInt8(ascii: "<"): isNext("=") ? take(2, as: .lessOrEqual) : take(1, as: .less)
    case UInt8(ascii: ">"): isNext("=") ? take(2, as: .greaterOrEqual) : take(1, as: .greater)
    case UInt8(ascii: "!"): isNext("=") ? take(2, as: .notEqual) : nil
    case UInt8(ascii: "."): isNext(".") ? take(2, as: .dots) : nil
    default: nil
    }
  }

  private func isNext(_ character: Unicode.Scalar) -> Bool {
    index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: character)
  }

  private mutating func take(_ count: Int, as kind: FilterToken.Kind) -> FilterToken {
    index += count
    column += count
    return token(kind, from: index - count, at: column - count)
  }

  // MARK: Words

  private mutating func word() throws(FilterError) -> FilterToken {
    let (start, startColumn) = (index, column)
    while index < bytes.count, isWord { skip() }
    guard index > start else {
      let found = FilterError.quote(text(index..<index + size))
      throw FilterError(
        column: column,
        "unexpected character \(found); a value that is more than letters, digits, '-' and '_' "
          + "is quoted, as in \"size 10/12\"")
    }
    return token(keyword(start..<index) ?? .word, from: start, at: startColumn)
  }

  private var isWord: Bool {
    switch bytes[index] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      return true
    case UInt8(ascii: "."):
      return switch words {
      case .values: isDigit(at: index - 1) && isDigit(at: index + 1)
      case .tags: isWordPart(at: index - 1) && isWordPart(at: index + 1)
      }
    case UInt8(ascii: "%"): return words == .tags && isDigit(at: index - 1)
    case ..<0x80: return false
    default: break
    }
    guard let properties else { return false }
    return switch properties.generalCategory {
    case .decimalNumber, .nonspacingMark, .spacingMark: true
    default: properties.isAlphabetic
    }
  }

  private func isDigit(at index: Int) -> Bool {
    bytes.indices.contains(index)
      && UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index]
  }

  /// Looks at one byte; a character of more bytes is judged when the lexer stands at it.
  private func isWordPart(at index: Int) -> Bool {
    guard bytes.indices.contains(index) else { return false }
    return switch bytes[index] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: bytes[index] >= 0x80
    }
  }

  private func keyword(_ range: Range<Int>) -> FilterToken.Kind? {
    guard 2...3 ~= range.count else { return nil }
    return switch text(range).lowercased() {
    case "and": .and
    case "or": .or
    case "not": .not
    case "in": .in
    default: nil
    }
  }

  // MARK: Quoted texts

  private mutating func quoted() throws(FilterError) -> FilterToken {
    let start = column
    var content: [UInt8] = []
    skip()
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      if bytes[index] == UInt8(ascii: "\\") { try skipEscape() }
      guard index < bytes.count else { break }
      content += bytes[index..<index + size]
      skip()
    }
    guard index < bytes.count else {
      throw FilterError(column: start, "quoted text has no closing '\"'")
    }
    skip()
    return FilterToken(
      kind: .quoted, text: String(decoding: content, as: UTF8.self), column: start)
  }

  /// Leaves `index` at the character that is escaped.
  private mutating func skipEscape() throws(FilterError) {
    skip()
    guard index < bytes.count else { return }
    if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "\\") { return }
    let found = FilterError.quote("\\" + text(index..<index + size))
    throw FilterError(
      column: column - 1, "unknown escape \(found); a quoted text knows \\\" and \\\\")
  }
}
