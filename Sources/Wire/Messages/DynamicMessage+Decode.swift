import Bytes
import CProtobufC

extension DynamicMessage {
  /// The fields that are there, in the order of their numbers. Unknown fields are left out.
  package static func decode(
    _ bytes: RawSpan, as type: MessageDescription
  ) throws(MessageError) -> DynamicValue {
    try MessageSchema.named(type.name)?.validate(bytes)
    return try read(bytes, type)
  }

  // Everything below relies on the validation above; what it cannot mean is still an error.
  private static func read(
    _ bytes: RawSpan, _ type: MessageDescription
  ) throws(MessageError) -> DynamicValue {
    var values: [Int: [DynamicValue]] = [:]
    var offset = 0
    while offset < bytes.byteCount {
      guard let tag = bytes.varint(at: &offset), let wire = WireType(rawValue: UInt8(tag & 7))
      else { throw .truncated(message: type.name) }
      let field = type.field(numbered: Int(truncatingIfNeeded: tag >> 3))
      switch wire {
      case .varint, .fixed32, .fixed64:
        let value = try readNumber(wire, field?.kind, in: bytes, at: &offset, type)
        if let field { values[field.number, default: []].append(value) }
      case .lengthDelimited:
        guard let size = bytes.varint(at: &offset) else { throw .truncated(message: type.name) }
        let content = bytes.extracting(offset..<offset + Int(size))
        offset += Int(size)
        guard let field else { continue }
        values[field.number, default: []] += try readContent(content, field, type)
      }
    }
    return .object(
      type.fields.compactMap { field in
        guard let found = values[field.number], let last = found.last else { return nil }
        return DynamicValue.Member(field.name, field.isRepeated ? .array(found) : last)
      })
  }

  private static func readContent(
    _ content: RawSpan, _ field: MessageDescription.Field, _ type: MessageDescription
  ) throws(MessageError) -> [DynamicValue] {
    switch field.kind {
    case .string:
      return [.string(String(decoding: array(content), as: UTF8.self))]
    case .bytes:
      return [.string(Base64.encode(array(content)))]
    case .message(let inner):
      return [try read(content, inner)]
    default:
      // Packed numbers.
      var values: [DynamicValue] = []
      var offset = 0
      while offset < content.byteCount {
        let wire: WireType =
          switch field.kind {
          case .float: .fixed32
          case .double: .fixed64
          default: .varint
          }
        values.append(try readNumber(wire, field.kind, in: content, at: &offset, type))
      }
      return values
    }
  }

  private static func readNumber(
    _ wire: WireType, _ kind: MessageDescription.Kind?, in bytes: RawSpan, at offset: inout Int,
    _ type: MessageDescription
  ) throws(MessageError) -> DynamicValue {
    let size = wire == .fixed32 ? 4 : wire == .fixed64 ? 8 : 1
    guard offset + size <= bytes.byteCount else { throw .truncated(message: type.name) }
    defer { if wire != .varint { offset += size } }
    switch wire {
    case .fixed32: return .float(Float(bitPattern: bytes.loadLittleEndian(at: offset)))
    case .fixed64: return .double(Double(bitPattern: bytes.loadLittleEndian(at: offset)))
    case .varint, .lengthDelimited:
      guard let value = bytes.varint(at: &offset) else { throw .truncated(message: type.name) }
      switch kind {
      case .bool: return .bool(value != 0)
      case .uint32: return .integer(Int64(UInt32(truncatingIfNeeded: value)))
      case .int32: return .integer(Int64(Int32(truncatingIfNeeded: value)))
      case .int64: return .integer(Int64(bitPattern: value))
      case .enumeration(let values):
        let number = Int32(truncatingIfNeeded: value)
        return values.first { $0.number == number }.map { .string($0.name) }
          ?? .integer(Int64(number))
      default: return .number(value)
      }
    }
  }

  static func array(_ bytes: RawSpan) -> [UInt8] {
    var copy: [UInt8] = []
    copy.append(bytes)
    return copy
  }

  /// The message as protobuf-c unpacks and packs it again; `nil` when it refuses. For tests, which
  /// hold our writers against it.
  package static func repacked(_ bytes: [UInt8], as type: MessageDescription) -> [UInt8]? {
    // Safe: protobuf-c reads `count` bytes, and tells beforehand how many it will write.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard
        let message = unsafe protobuf_c_message_unpack(
          type.descriptor, nil, buffer.count, buffer.baseAddress)
      else { return nil }
      defer { unsafe protobuf_c_message_free_unpacked(message, nil) }
      let size = unsafe protobuf_c_message_get_packed_size(message)
      return unsafe [UInt8](unsafeUninitializedCapacity: size) { output, count in
        if let start = output.baseAddress {
          count = unsafe protobuf_c_message_pack(message, start)
        }
      }
    }
  }
}

extension DynamicMessage {
  /// The value with every field of its type that is not a message, those absent at their default.
  package static func filled(
    _ value: DynamicValue, as type: MessageDescription
  ) -> DynamicValue {
    guard case .object(let members) = value else { return value }
    return .object(
      type.fields.compactMap { field in
        let found = members.first { $0.name == field.name }?.value
        if case .message(let inner) = field.kind {
          guard field.isRepeated else {
            return found.map { DynamicValue.Member(field.name, filled($0, as: inner)) }
          }
          guard case .array(let elements) = found else {
            return DynamicValue.Member(field.name, .array([]))
          }
          return DynamicValue.Member(
            field.name, .array(elements.map { filled($0, as: inner) }))
        }
        return DynamicValue.Member(field.name, found ?? field.defaultValue)
      })
  }
}

extension MessageDescription.Field {
  fileprivate var defaultValue: DynamicValue {
    if isRepeated { return .array([]) }
    return switch kind {
    case .bool: .bool(false)
    case .uint32, .uint64, .int32, .int64: .integer(0)
    case .float, .double: .double(0)
    case .string, .bytes: .string("")
    case .enumeration(let values): .string(values.first { $0.number == 0 }?.name ?? "0")
    case .message, .recursive, .unsupported: .null
    }
  }
}
