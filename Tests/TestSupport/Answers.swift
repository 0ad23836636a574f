// Answers as a client that knows only the definitions would read them; independent of the code
// under test, which writes answers and never reads them.

/// One field of an encoded message.
package struct EncodedField {
  package let number: Int
  /// A varint, or the bits of a fixed number.
  package var bits: UInt64 = 0
  /// The content of a length-delimited field.
  package var bytes: [UInt8] = []

  package var text: String { String(decoding: bytes, as: UTF8.self) }
  package var float: Float { Float(bitPattern: UInt32(truncatingIfNeeded: bits)) }
}

/// The fields of a whole, well-formed message, in their order.
package func fields(of message: [UInt8]) -> [EncodedField] {
  var rest = message[...]
  func varint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst() {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return value
  }
  func take(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
  var fields: [EncodedField] = []
  while !rest.isEmpty {
    let tag = varint()
    var field = EncodedField(number: Int(tag >> 3))
    switch tag & 7 {
    case 0: field.bits = varint()
    case 1: field.bits = take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    case 5: field.bits = take(4).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    default: field.bytes = take(Int(varint()))
    }
    fields.append(field)
  }
  return fields
}

/// An item of a RecommendResponse or a SimilarItemsResponse.
package struct AnsweredItem: Equatable {
  package var id = ""
  package var score: Float = 0
  /// 1 personal, 2 session, 3 popular.
  package var step: UInt64 = 0
  package var reasons: [Reason] = []

  package struct Reason: Equatable {
    package var code: UInt64 = 0
    package var arguments: [String] = []
    package var contribution: Float = 0
  }

  init(_ message: [UInt8]) {
    for field in fields(of: message) {
      switch field.number {
      case 1: id = field.text
      case 2: score = field.float
      case 3: step = field.bits
      default: reasons.append(Reason(field.bytes))
      }
    }
  }
}

extension AnsweredItem.Reason {
  fileprivate init(_ message: [UInt8]) {
    for field in fields(of: message) {
      switch field.number {
      case 1: code = field.bits
      case 2: arguments.append(field.text)
      default: contribution = field.float
      }
    }
  }
}

extension Peer.Frame {
  /// The generation that answered.
  package var generation: String { fields(of: metadata).first { $0.number == 7 }?.text ?? "" }

  /// Of a RecommendResponse or a SimilarItemsResponse.
  package var items: [AnsweredItem] {
    fields(of: body).filter { $0.number == 1 }.map { AnsweredItem($0.bytes) }
  }

  /// Of a RecommendResponse.
  package var isUserKnown: Bool { fields(of: body).contains { $0.number == 2 && $0.bits == 1 } }

  /// Of a RecommendResponse.
  package var unknownItems: [String] { fields(of: body).filter { $0.number == 3 }.map(\.text) }
}
