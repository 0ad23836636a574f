import Bytes

/// A JSON document: a tensor file's header, a manifest.
///
/// It exists because a header must be refused when a key is repeated or an offset is no exact
/// integer, which the general decoders let pass; and because a daemon need not load Foundation
/// for two short documents. Members keep the order in which they were written.
package indirect enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  /// Written without fraction and exponent, and representable.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  package struct Member: Equatable, Sendable {
    package let key: String
    package let value: JSON

    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// The member of an object; `nil` when there is none, and for whatever is not an object.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  package var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// Also of a number that was written as an integer.
  package var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  package var array: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  package var object: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
}

extension JSON: ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension JSON {
  /// On one line, without spaces.
  package var compact: String {
    var text = ""
    write(into: &text, indentation: nil)
    return text
  }

  /// Two spaces per level, and a line feed at the end.
  package var pretty: String {
    var text = ""
    write(into: &text, indentation: 0)
    return text + "\n"
  }

  private func write(into text: inout String, indentation: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    // JSON has no spelling for them.
    case .number(let value) where !value.isFinite: text += "null"
    case .number(let value): text += String(value)
    case .string(let value): Self.write(value, into: &text)
    case .array(let elements):
      Self.write(elements, between: "[", "]", into: &text, indentation) { element, text, inner in
        element.write(into: &text, indentation: inner)
      }
    case .object(let members):
      Self.write(members, between: "{", "}", into: &text, indentation) { member, text, inner in
        Self.write(member.key, into: &text)
        text += inner == nil ? ":" : ": "
        member.value.write(into: &text, indentation: inner)
      }
    }
  }

  private static func write<Part>(
    _ parts: [Part], between opening: String, _ closing: String, into text: inout String,
    _ indentation: Int?, _ write: (Part, inout String, Int?) -> Void
  ) {
    let inner = indentation.map { $0 + 2 }
    text += opening
    for (position, part) in parts.enumerated() {
      if position > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: " ", count: inner) }
      write(part, &text, inner)
    }
    if let indentation, !parts.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
    text += closing
  }

  private static func write(_ string: String, into text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
