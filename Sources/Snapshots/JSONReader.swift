import Bytes

/// Why a text is not JSON, and at which byte.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  package let offset: Int
  package let reason: String

  package var description: String { "byte \(offset): \(reason)" }
}

extension JSON {
  /// Strict RFC 8259: no repeated keys, no comments, nothing but white space after the document.
  ///
  /// - Throws: `JSONError` for whatever is not JSON, and for a depth over 32.
  package init(parsing bytes: RawSpan) throws(JSONError) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  package init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8).rawSpan)
  }
}

/// A recursive descent over bytes; `offset` is the next one to read.
private struct JSONReader: ~Escapable {
  /// Our documents are five levels deep; a hostile one must not exhaust the stack.
  private static let depthMax = 32

  private let bytes: RawSpan
  private var offset = 0
  private var depth = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  @_lifetime(self: copy self)
  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard offset == bytes.byteCount else { throw error("text after the end of the document") }
    return value
  }

  private func error(_ reason: String) -> JSONError { JSONError(offset: offset, reason: reason) }

  /// The next byte; 0, which begins nothing in JSON, at the end.
  private var next: UInt8 {
    offset < bytes.byteCount ? bytes.loadLittleEndian(at: offset, as: UInt8.self) : 0
  }

  @_lifetime(self: copy self)
  private mutating func skipSpace() {
    while [0x20, 0x09, 0x0A, 0x0D].contains(next) { offset += 1 }
  }

  @_lifetime(self: copy self)
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(truncatingIfNeeded: character.value) else { return false }
    offset += 1
    return true
  }

  @_lifetime(self: copy self)
  private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
    guard take(character) else { throw error("expected '\(character)'") }
  }

  @_lifetime(self: copy self)
  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    switch Unicode.Scalar(next) {
    case "{": return try nested { reader throws(JSONError) in try reader.object() }
    case "[": return try nested { reader throws(JSONError) in try reader.array() }
    case "\"": return .string(try string())
    case "t": return try word("true", .bool(true))
    case "f": return try word("false", .bool(false))
    case "n": return try word("null", .null)
    case "-", "0"..."9": return try number()
    default: throw error("expected a value")
    }
  }

  @_lifetime(self: copy self)
  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < Self.depthMax else { throw error("nested deeper than \(Self.depthMax)") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  @_lifetime(self: copy self)
  private mutating func object() throws(JSONError) -> JSON {
    try expect("{")
    skipSpace()
    if take("}") { return .object([]) }
    var members: [JSON.Member] = []
    // Compared by bytes: two spellings of one accented letter are two keys.
    var keys: Set<[UInt8]> = []
    repeat {
      skipSpace()
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else { throw error("key '\(key)' is repeated") }
      skipSpace()
      try expect(":")
      members.append(JSON.Member(key, try value()))
      skipSpace()
    } while take(",")
    try expect("}")
    return .object(members)
  }

  @_lifetime(self: copy self)
  private mutating func array() throws(JSONError) -> JSON {
    try expect("[")
    skipSpace()
    if take("]") { return .array([]) }
    var elements: [JSON] = []
    repeat {
      elements.append(try value())
      skipSpace()
    } while take(",")
    try expect("]")
    return .array(elements)
  }

  @_lifetime(self: copy self)
  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    for character in word.unicodeScalars { try expect(character) }
    return value
  }

  @_lifetime(self: copy self)
  private mutating func number() throws(JSONError) -> JSON {
    let start = offset
    _ = take("-")
    if !take("0") { try digits() }
    var isInteger = true
    if take(".") {
      isInteger = false
      try digits()
    }
    if take("e") || take("E") {
      isInteger = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = text(start..<offset)
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw error("number '\(text)' is out of range")
    }
    return .number(value)
  }

  @_lifetime(self: copy self)
  private mutating func digits() throws(JSONError) {
    guard (0x30...0x39).contains(next) else { throw error("expected a digit") }
    while (0x30...0x39).contains(next) { offset += 1 }
  }

  @_lifetime(self: copy self)
  private mutating func string() throws(JSONError) -> String {
    try expect("\"")
    let start = offset
    var decoded: [UInt8] = []
    while !take("\"") {
      guard offset < bytes.byteCount else { throw error("string does not end") }
      guard next >= 0x20 else { throw error("control character in a string") }
      if take("\\") {
        decoded += Array(String(try escape()).utf8)
      } else {
        decoded.append(next)
        offset += 1
      }
    }
    guard let string = String(validating: decoded, as: UTF8.self) else {
      throw JSONError(offset: start, reason: "string is not UTF-8")
    }
    return string
  }

  @_lifetime(self: copy self)
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let escaped: [UInt8: Unicode.Scalar] = [
      0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r",
      0x74: "\t",
    ]
    if let scalar = escaped[next] {
      offset += 1
      return scalar
    }
    try expect("u")
    var code = try hexadecimal()
    // Beyond the basic plane a scalar is written as two surrogates: RFC 8259, section 7.
    if (0xD800..<0xDC00).contains(code), take("\\") {
      try expect("u")
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw error("surrogate without its pair") }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("surrogate without its pair") }
    return scalar
  }

  @_lifetime(self: copy self)
  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    let end = min(offset + 4, bytes.byteCount)
    let text = text(offset..<end)
    guard text.utf8.count == 4, text.utf8.first != 0x2B, let code = UInt32(text, radix: 16) else {
      throw error("expected four hexadecimal digits")
    }
    offset = end
    return code
  }

  private func text(_ range: Range<Int>) -> String {
    var characters: [UInt8] = []
    characters.append(bytes.extracting(range))
    return String(decoding: characters, as: UTF8.self)
  }
}
