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
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The next token; after the last one, `end` for ever.
  mutating func next() throws(FilterError) -> FilterToken {
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
    guard index < scalars.count else { return token(.end, from: index) }
    if scalars[index] == "\"" { return try quoted() }
    if let sign = sign() { return sign }
    return try word()
  }

  private func token(_ kind: FilterToken.Kind, from start: Int) -> FilterToken {
    FilterToken(kind: kind, text: text(start..<index), column: start + 1)
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  // MARK: Signs

  /// Longer signs first, so that `<=` is not taken for `<`.
  private static let signs: [(text: [Unicode.Scalar], kind: FilterToken.Kind)] = [
    (["!", "="], .notEqual), (["<", "="], .lessOrEqual), ([">", "="], .greaterOrEqual),
    ([".", "."], .dots), (["="], .equal), (["<"], .less), ([">"], .greater), (["("], .open),
    ([")"], .close), ([","], .comma),
  ]

  private mutating func sign() -> FilterToken? {
    for (text, kind) in Self.signs where scalars[index...].starts(with: text) {
      index += text.count
      return token(kind, from: index - text.count)
    }
    return nil
  }

  // MARK: Words

  private mutating func word() throws(FilterError) -> FilterToken {
    let start = index
    while index < scalars.count, isWord(at: index) { index += 1 }
    guard index > start else {
      let found = FilterError.quote(String(scalars[start]))
      throw FilterError(
        column: start + 1,
        "unexpected character \(found); a value that is more than letters, digits, '-' and '_' "
          + "is quoted, as in \"size 10/12\"")
    }
    switch text(start..<index).lowercased() {
    case "and": return token(.and, from: start)
    case "or": return token(.or, from: start)
    case "not": return token(.not, from: start)
    case "in": return token(.in, from: start)
    default: return token(.word, from: start)
    }
  }

  private func isWord(at index: Int) -> Bool {
    let scalar = scalars[index]
    if scalar.isASCII {
      return switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
      case ".": isDigit(at: index - 1) && isDigit(at: index + 1)
      default: false
      }
    }
    if scalar.properties.isAlphabetic { return true }
    return switch scalar.properties.generalCategory {
    case .decimalNumber, .nonspacingMark, .spacingMark: true
    default: false
    }
  }

  private func isDigit(at index: Int) -> Bool {
    scalars.indices.contains(index) && "0"..."9" ~= scalars[index]
  }

  // MARK: Quoted texts

  private mutating func quoted() throws(FilterError) -> FilterToken {
    let start = index
    var view = String.UnicodeScalarView()
    index += 1
    while index < scalars.count, scalars[index] != "\"" {
      if scalars[index] == "\\" {
        index += 1
        guard index < scalars.count else { break }
        guard scalars[index] == "\"" || scalars[index] == "\\" else {
          let found = FilterError.quote("\\\(scalars[index])")
          throw FilterError(
            column: index, "unknown escape \(found); a quoted text knows \\\" and \\\\")
        }
      }
      view.append(scalars[index])
      index += 1
    }
    guard index < scalars.count else {
      throw FilterError(column: start + 1, "quoted text has no closing '\"'")
    }
    index += 1
    return FilterToken(kind: .quoted, text: String(view), column: start + 1)
  }
}
