import Bytes

/// Why the bytes of a body are not the message they should be.
@usableFromInline package enum MessageError: Error, Equatable, Sendable {
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
  @usableFromInline package var description: String {
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
      guard tag >= 8, tag < 1 << 32, let type = WireType(rawValue: UInt8(tag & 7)) else {
        throw .badTag(message: name, offset: tagOffset)
      }
      let number = Int(truncatingIfNeeded: tag >> 3)
      // Safe: there are fieldNumberMax + 1 rules, the first of which is that of no field.
      let rule = unsafe rules + (number <= Self.fieldNumberMax ? number : 0)
      let kind = unsafe rule.pointee.kind
      var isAsDefined = kind == .unknown
      switch type {
      case .varint:
        guard bytes.varint(at: &offset) != nil else { throw .truncated(message: name) }
        isAsDefined = isAsDefined || kind == .varint
      case .fixed64:
        offset += 8
        isAsDefined = isAsDefined || kind == .fixed64
      case .fixed32:
        offset += 4
        isAsDefined = isAsDefined || kind == .fixed32
      case .lengthDelimited:
        guard let size = bytes.varint(at: &offset), size <= UInt64(bytes.byteCount - offset)
        else { throw .truncated(message: name) }
        let content = offset..<offset + Int(size)
        offset = content.upperBound
        switch kind {
        case .unknown, .bytes:
          isAsDefined = true
        case .string:
          isAsDefined = true
          try validateText(bytes.extracting(content), number)
        case .message:
          isAsDefined = true
          try unsafe rule.pointee.submessage?.validate(bytes.extracting(content))
        case .varint, .fixed32, .fixed64:
          isAsDefined = unsafe rule.pointee.isPackable
        }
      }
      guard offset <= bytes.byteCount else { throw .truncated(message: name) }
      guard isAsDefined else {
        throw .wrongWireType(message: name, field: fieldName(number))
      }
    }
  }

  private func validateText(_ bytes: RawSpan, _ number: Int) throws(MessageError) {
    switch bytes.textFault {
    case .none: return
    case .zeroByte: throw .zeroByte(message: name, field: fieldName(number))
    case .notUTF8: throw .notUTF8(message: name, field: fieldName(number))
    }
  }
}

extension RawSpan {
  /// Reads a varint of at most ten bytes and moves `offset` past it; `nil` when it does not end.
  @inline(__always)
  func varint(at offset: inout Int) -> UInt64? {
    if offset < byteCount {
      let byte = loadLittleEndian(at: offset, as: UInt8.self)
      if byte < 0x80 {
        offset += 1
        return UInt64(byte)
      }
    }
    return longVarint(at: &offset)
  }

  private func longVarint(at offset: inout Int) -> UInt64? {
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
