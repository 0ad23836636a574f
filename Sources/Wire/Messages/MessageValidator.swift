import Bytes

/// Why the bytes of a body are not the message they should be.
package enum MessageError: Error, Equatable, Sendable {
  case truncated(message: String)
  case badTag(message: String, offset: Int)
  case wrongWireType(message: String, field: String)
  case notUTF8(message: String, field: String)
  case zeroByte(message: String, field: String)
  /// The structs of the message would need more memory than a call may use.
  case tooLarge(byteCount: Int, limit: Int)
  /// protobuf-c refused what the validator let through.
  case undecodable(message: String)
}

extension MessageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let message):
      "\(message) ends inside a field"
    case .badTag(let message, let offset):
      "\(message) has no valid field tag at byte \(offset)"
    case .wrongWireType(let message, let field):
      "field '\(field)' of \(message) has another wire type than its definition"
    case .notUTF8(let message, let field):
      "field '\(field)' of \(message) is not UTF-8"
    case .zeroByte(let message, let field):
      "field '\(field)' of \(message) contains a zero byte; text must not"
    case .tooLarge(let byteCount, let limit):
      "a body of \(byteCount) bytes would need more than \(limit) bytes when decoded"
    case .undecodable(let message):
      "\(message) cannot be decoded"
    }
  }
}

// The one place where a peer's message is checked, before protobuf-c sees it: protobuf-c checks no
// UTF-8, and its strings end at the first zero byte. Messages are not recursive, so the depth of
// this recursion is that of the definitions.
extension MessageSchema {
  package func validate(_ bytes: RawSpan) throws(MessageError) {
    var offset = 0
    while offset < bytes.byteCount {
      let tagOffset = offset
      guard let tag = bytes.varint(at: &offset) else { throw .truncated(message: name) }
      let number = Int(truncatingIfNeeded: tag >> 3)
      guard tag >> 3 >= 1, tag >> 3 < 1 << 29, let type = WireType(rawValue: UInt8(tag & 7)) else {
        throw .badTag(message: name, offset: tagOffset)
      }
      // Safe: there are fieldNumberMax + 1 rules.
      let rule = number <= Self.fieldNumberMax ? unsafe rules[number] : FieldRule()
      try validateField(number, type, rule, in: bytes, at: &offset)
    }
  }

  private func validateField(
    _ number: Int, _ type: WireType, _ rule: FieldRule, in bytes: RawSpan, at offset: inout Int
  ) throws(MessageError) {
    switch type {
    case .varint:
      guard bytes.varint(at: &offset) != nil else { throw .truncated(message: name) }
      try expect(rule.kind == .varint, rule, number)
    case .fixed64:
      offset += 8
      guard offset <= bytes.byteCount else { throw .truncated(message: name) }
      try expect(rule.kind == .fixed64, rule, number)
    case .fixed32:
      offset += 4
      guard offset <= bytes.byteCount else { throw .truncated(message: name) }
      try expect(rule.kind == .fixed32, rule, number)
    case .lengthDelimited:
      guard let size = bytes.varint(at: &offset), size <= UInt64(bytes.byteCount - offset) else {
        throw .truncated(message: name)
      }
      let content = bytes.extracting(offset..<offset + Int(size))
      offset += Int(size)
      switch rule.kind {
      case .unknown, .bytes: break
      case .string:
        switch content.textFault {
        case .none: break
        case .zeroByte: throw .zeroByte(message: name, field: fieldName(number))
        case .notUTF8: throw .notUTF8(message: name, field: fieldName(number))
        }
      case .message: try rule.submessage?.validate(content)
      case .varint, .fixed32, .fixed64: try expect(rule.isPackable, rule, number)
      }
    }
  }

  private func expect(
    _ isExpected: Bool, _ rule: FieldRule, _ number: Int
  ) throws(MessageError) {
    guard isExpected || rule.kind == .unknown else {
      throw .wrongWireType(message: name, field: fieldName(number))
    }
  }
}

extension RawSpan {
  /// Reads a varint of at most ten bytes and moves `offset` past it; `nil` when it does not end.
  func varint(at offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < byteCount, shift < 70 {
      let byte = loadLittleEndian(at: offset, as: UInt8.self)
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}
