import Bytes

/// Messages from and to JSON-like values, for any type that the .proto files know.
///
/// Not for the call path: the tool and tests use it. Fields are named as in the .proto, enums by
/// name or number, bytes as base64; what has its default is left out.
package enum DynamicMessage {}

/// A value that is not what a field takes.
package struct DynamicMessageError: Error, Equatable, CustomStringConvertible {
  /// What was found where, and what would be accepted.
  package let description: String

  init(_ path: String, _ value: DynamicValue, accepted: String) {
    let text = value.json(isIndented: false)
    let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
    description = "field '\(path)' is \(shown); accepted: \(accepted)"
  }

  init(_ description: String) { self.description = description }
}

extension DynamicMessage {
  /// Appends the message, its fields in the order of their numbers.
  package static func encode(
    _ value: DynamicValue, as type: MessageDescription, into buffer: inout ByteBuffer
  ) throws(DynamicMessageError) {
    guard case .object(let members) = value else {
      throw DynamicMessageError("\(type.name) must be an object; accepted: {\(names(of: type))}")
    }
    try append(members, type, path: "", to: &buffer)
  }

  private static func names(of type: MessageDescription) -> String {
    type.fields.map(\.name).joined(separator: ", ")
  }

  private static func append(
    _ members: [DynamicValue.Member], _ type: MessageDescription, path: String,
    to buffer: inout ByteBuffer
  ) throws(DynamicMessageError) {
    for (index, member) in members.enumerated() {
      guard type.field(named: member.name) != nil else {
        let known = type.fields.isEmpty ? "none" : names(of: type)
        throw DynamicMessageError(
          "field '\(path)\(member.name)' is unknown to \(type.name); accepted: \(known)")
      }
      guard !members[..<index].contains(where: { $0.name == member.name }) else {
        throw DynamicMessageError("field '\(path)\(member.name)' is given twice; give it once")
      }
    }
    for field in type.fields {
      guard let value = members.first(where: { $0.name == field.name })?.value,
        value != .null
      else { continue }
      if field.isRepeated {
        try appendAll(value, field, path: path + field.name, to: &buffer)
      } else {
        try appendOne(value, field, path: path + field.name, isElement: false, to: &buffer)
      }
    }
  }

  private static func appendAll(
    _ value: DynamicValue, _ field: MessageDescription.Field, path: String,
    to buffer: inout ByteBuffer
  ) throws(DynamicMessageError) {
    guard case .array(let elements) = value else {
      throw DynamicMessageError(path, value, accepted: "a list")
    }
    switch field.kind {
    case .string, .bytes, .message:
      for (index, element) in elements.enumerated() {
        try appendOne(element, field, path: "\(path)[\(index)]", isElement: true, to: &buffer)
      }
    default:
      guard !elements.isEmpty else { return }
      let begin = buffer.beginMessage(field: field.number)
      for (index, element) in elements.enumerated() {
        switch try number(element, field.kind, path: "\(path)[\(index)]") {
        case .varint(let value): buffer.appendVarint(value)
        case .fixed32(let value): buffer.appendLittleEndian(value)
        case .fixed64(let value): buffer.appendLittleEndian(value)
        }
      }
      buffer.endMessage(begin)
    }
  }

  /// - Parameter isElement: Whether it is written even when it has its default.
  private static func appendOne(
    _ value: DynamicValue, _ field: MessageDescription.Field, path: String, isElement: Bool,
    to buffer: inout ByteBuffer
  ) throws(DynamicMessageError) {
    switch field.kind {
    case .string:
      guard case .string(let text) = value, !text.utf8.contains(0) else {
        throw DynamicMessageError(path, value, accepted: "a text without zero bytes")
      }
      if isElement {
        buffer.appendElement(text, field: field.number)
      } else {
        buffer.append(text, field: field.number)
      }
    case .bytes:
      guard case .string(let text) = value, let bytes = Base64.decode(text) else {
        throw DynamicMessageError(path, value, accepted: "base64")
      }
      guard isElement || !bytes.isEmpty else { return }
      buffer.appendTag(field.number, .lengthDelimited)
      buffer.appendVarint(UInt64(bytes.count))
      buffer.append(bytes.rawSpan)
    case .message(let type):
      guard case .object(let members) = value else {
        throw DynamicMessageError(path, value, accepted: "an object {\(names(of: type))}")
      }
      let begin = buffer.beginMessage(field: field.number)
      try append(members, type, path: path + ".", to: &buffer)
      buffer.endMessage(begin)
    default:
      switch try number(value, field.kind, path: path) {
      case .varint(let value): buffer.append(value, field: field.number)
      case .fixed32(let value): buffer.append(Float(bitPattern: value), field: field.number)
      case .fixed64(let value): buffer.append(Double(bitPattern: value), field: field.number)
      }
    }
  }

  private enum Number {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
  }

  private static func number(
    _ value: DynamicValue, _ kind: MessageDescription.Kind, path: String
  ) throws(DynamicMessageError) -> Number {
    func refusal(_ accepted: String) -> DynamicMessageError {
      DynamicMessageError(path, value, accepted: accepted)
    }
    switch kind {
    case .bool:
      guard case .bool(let flag) = value else { throw refusal("true, false") }
      return .varint(flag ? 1 : 0)
    case .uint32:
      guard let number = value.exactly(UInt32.self) else { throw refusal("0...\(UInt32.max)") }
      return .varint(UInt64(number))
    case .uint64:
      guard let number = value.exactly(UInt64.self) else { throw refusal("0...\(UInt64.max)") }
      return .varint(number)
    case .int32:
      guard let number = value.exactly(Int32.self) else {
        throw refusal("\(Int32.min)...\(Int32.max)")
      }
      return .varint(UInt64(bitPattern: Int64(number)))
    case .int64:
      guard let number = value.exactly(Int64.self) else {
        throw refusal("\(Int64.min)...\(Int64.max)")
      }
      return .varint(UInt64(bitPattern: number))
    case .float:
      guard let number = value.floating else { throw refusal("a number") }
      return .fixed32(Float(number).bitPattern)
    case .double:
      guard let number = value.floating else { throw refusal("a number") }
      return .fixed64(number.bitPattern)
    case .enumeration(let values):
      if case .string(let name) = value, let named = values.first(where: { $0.name == name }) {
        return .varint(UInt64(bitPattern: Int64(named.number)))
      }
      if let number = value.exactly(Int32.self) {
        return .varint(UInt64(bitPattern: Int64(number)))
      }
      throw refusal(values.map(\.name).joined(separator: ", ") + ", or a number")
    case .string, .bytes, .message, .recursive, .unsupported:
      preconditionFailure("\(path) is not a number")
    }
  }
}

extension DynamicValue {
  /// The integer, also when it is written as a string, as proto3's JSON writes 64 bits.
  fileprivate func exactly<T: FixedWidthInteger>(_ type: T.Type) -> T? {
    switch self {
    case .integer(let value): T(exactly: value)
    case .unsigned(let value): T(exactly: value)
    case .double(let value): T(exactly: value)
    case .float(let value): T(exactly: value)
    case .string(let text): T(text)
    case .null, .bool, .array, .object: nil
    }
  }

  fileprivate var floating: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .double(let value): value
    case .float(let value): Double(value)
    case .string("NaN"): .nan
    case .string("Infinity"): .infinity
    case .string("-Infinity"): -.infinity
    case .string(let text): Double(text)
    case .null, .bool, .array, .object: nil
    }
  }
}
