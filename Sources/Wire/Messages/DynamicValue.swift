/// A value of JSON. The members of an object keep their order.
package enum DynamicValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// An integer above Int64.max.
  case unsigned(UInt64)
  /// A float of a message, which is written with as many digits as a Float needs.
  case float(Float)
  case double(Double)
  case string(String)
  case array([DynamicValue])
  case object([Member])

  package struct Member: Equatable, Sendable {
    package let name: String
    package let value: DynamicValue

    package init(_ name: String, _ value: DynamicValue) {
      self.name = name
      self.value = value
    }
  }

  package static func number(_ value: UInt64) -> DynamicValue {
    Int64(exactly: value).map { .integer($0) } ?? .unsigned(value)
  }
}

// So that any reader of JSON reads it, for example Foundation's; none is needed here.
extension DynamicValue: Decodable {
  package init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      self = .object(
        try container.allKeys.map { key in
          Member(key.stringValue, try container.decode(DynamicValue.self, forKey: key))
        })
    } else if var container = try? decoder.unkeyedContainer() {
      var elements: [DynamicValue] = []
      while !container.isAtEnd { elements.append(try container.decode(DynamicValue.self)) }
      self = .array(elements)
    } else {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let value = try? container.decode(Bool.self) {
        self = .bool(value)
      } else if let value = try? container.decode(Int64.self) {
        self = .integer(value)
      } else if let value = try? container.decode(UInt64.self) {
        self = .unsigned(value)
      } else if let value = try? container.decode(Double.self) {
        self = .double(value)
      } else {
        self = .string(try container.decode(String.self))
      }
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

extension DynamicValue {
  /// The value as JSON text: on one line, or indented by two spaces.
  package func json(isIndented: Bool = true) -> String {
    var text = ""
    write(to: &text, indent: isIndented ? 0 : nil)
    return text
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .unsigned(let value): text += "\(value)"
    // JSON has no word for what is not finite; proto3's mapping writes strings.
    case .float(let value): text += value.isFinite ? "\(value)" : Self.quoted(Self.word(value))
    case .double(let value):
      text += value.isFinite ? "\(value)" : Self.quoted(Self.word(value))
    case .string(let value): text += Self.quoted(value)
    case .array(let elements):
      Self.write("[", "]", elements, to: &text, indent: indent) { element, text, indent in
        element.write(to: &text, indent: indent)
      }
    case .object(let members):
      Self.write("{", "}", members, to: &text, indent: indent) { member, text, indent in
        text += Self.quoted(member.name) + ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Element>(
    _ open: String, _ close: String, _ elements: [Element], to text: inout String, indent: Int?,
    _ body: (Element, inout String, Int?) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += indent == nil ? ", " : "," }
      if let indent { text += "\n" + String(repeating: " ", count: indent + 2) }
      body(element, &text, indent.map { $0 + 2 })
    }
    if let indent, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  static func word<F: BinaryFloatingPoint>(_ value: F) -> String {
    value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
  }

  static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
