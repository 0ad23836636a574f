import Bytes
import TestSupport
import Testing
import Wire

/// What protobuf-c would not check is checked before it sees a body.
@Suite struct MessageValidatorTests {
  private let recommend = RecommendRequestView.schema
  private let name = "modiste.v1.RecommendRequest"

  private func fault(_ schema: MessageSchema, _ bytes: [UInt8]) -> MessageError? {
    do throws(MessageError) {
      try schema.validate(bytes.rawSpan)
      return nil
    } catch {
      return error
    }
  }

  private let whole = encoded {
    $0.appendRecommendRequest(
      user: "shopper", recent: ["one", "two"], limit: 300, filter: "price <= 80",
      excluded: ["three"], includesSeen: true, omitsReasons: true, model: 2)
  }

  @Test func `a whole message has no fault, and neither has the empty one`() {
    #expect(fault(recommend, whole) == nil)
    for schema in MessageSchema.all { #expect(fault(schema, []) == nil) }
  }

  /// A cut between two fields leaves a shorter message, which protobuf-c decodes; every other is
  /// noticed.
  @Test func `a message cut at any byte is shorter or truncated`() throws {
    var cutsBetweenFields = 0
    for length in 0..<whole.count {
      let cut = Array(whole[..<length])
      if let error = fault(recommend, cut) {
        #expect(error == .truncated(message: name))
      } else {
        cutsBetweenFields += 1
        let packed = try recommend.repacked(cut.rawSpan)
        #expect(packed == cut)
      }
    }
    // Nine fields, and the empty message in place of the whole one.
    #expect(cutsBetweenFields == 9)
  }

  @Test func `a nested message that ends inside a field is truncated`() {
    #expect(fault(recommend, [0x12, 2, 0x0A, 5]) == .truncated(message: "modiste.v1.Event"))
  }

  /// Every field of every message in each of the wire types.
  @Test func `a field in another wire type than its definition is refused`() {
    let contents: [(WireType, [UInt8])] = [
      (.varint, [0]), (.fixed64, [0, 0, 0, 0, 0, 0, 0, 0]), (.lengthDelimited, [0]),
      (.fixed32, [0, 0, 0, 0]),
    ]
    for schema in MessageSchema.all {
      for (number, rule) in schema.fields {
        for (type, content) in contents {
          let isPacked = rule.isPackable && type == .lengthDelimited
          let isAccepted =
            switch rule.kind {
            case .unknown: true
            case .varint: type == .varint || isPacked
            case .fixed64: type == .fixed64 || isPacked
            case .fixed32: type == .fixed32 || isPacked
            case .string, .bytes, .message: type == .lengthDelimited
            }
          let found = fault(schema, encoded { $0.appendTag(number, type) } + content)
          let refusal = MessageError.wrongWireType(
            message: schema.name, field: schema.fieldName(number))
          #expect(found == (isAccepted ? nil : refusal))
        }
      }
    }
  }

  @Test(arguments: [3, 4, 6, 7] as [UInt8])
  func `groups and wire types that do not exist are refused`(type: UInt8) {
    #expect(fault(recommend, [1 << 3 | type]) == .badTag(message: name, offset: 0))
    #expect(fault(recommend, [0x18, 1, 15 << 3 | type]) == .badTag(message: name, offset: 2))
  }

  @Test func `field numbers are 1 to 2^29 - 1`() {
    func field(_ number: UInt64) -> [UInt8] { encoded { $0.appendVarint(number << 3) } + [0] }
    #expect(fault(recommend, field(0)) == .badTag(message: name, offset: 0))
    #expect(fault(recommend, field(1 << 29 - 1)) == nil)
    #expect(fault(recommend, field(1 << 29)) == .badTag(message: name, offset: 0))
  }

  @Test func `unknown fields of every wire type pass, also inside of messages`() throws {
    let unknown = encoded { buffer in
      buffer.append(7 as UInt64, field: 31)
      buffer.append(1.5 as Double, field: 1000)
      buffer.append(1.5 as Float, field: 40_000)
      // Neither UTF-8 nor a message: nobody knows what it is.
      buffer.appendTag(5_000, .lengthDelimited)
      buffer.append([3, 0xFF, 0, 0xFE].rawSpan)
    }
    #expect(fault(recommend, unknown + whole + unknown) == nil)
    let nested = encoded { buffer in
      let event = buffer.beginMessage(field: 2)
      buffer.append(unknown.rawSpan)
      buffer.endMessage(event)
    }
    #expect(fault(recommend, nested) == nil)
    let bytes = nested + unknown
    let packed = try recommend.repacked(bytes.rawSpan)
    #expect(packed == bytes)
  }

  @Test func `a varint has at most ten bytes`() {
    let nine = [UInt8](repeating: 0x80, count: 9)
    #expect(fault(recommend, [0x18] + nine + [1]) == nil)
    #expect(fault(recommend, [0x18] + nine + [0x80, 1]) == .truncated(message: name))
    // A tag, and the size of a string.
    #expect(fault(recommend, nine + [0x80, 1]) == .truncated(message: name))
    #expect(fault(recommend, [0x0A] + nine + [0x80, 1]) == .truncated(message: name))
    // No varint at all, and one that does not end.
    #expect(fault(recommend, [0x18]) == .truncated(message: name))
    #expect(fault(recommend, [0x18, 0x80]) == .truncated(message: name))
  }

  @Test func `a size beyond the end is truncated, however large`() {
    for size in [1, 2, 127, 1 << 31, 1 << 63, .max] as [UInt64] {
      let bytes = [0x0A] + encoded { $0.appendVarint(size) }
      #expect(fault(recommend, bytes) == .truncated(message: name))
    }
  }

  @Test(
    arguments: [
      [0x41], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
      [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
    ] as [[UInt8]])
  func `the first and last sequence of every length is UTF-8`(sequence: [UInt8]) {
    #expect(fault(recommend, string(sequence)) == nil)
    #expect(fault(recommend, string(Array("text before".utf8) + sequence + [0x41])) == nil)
  }

  /// The Unicode Standard, version 15, table 3-7: what lies outside of it.
  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF],  // alone, and one byte as two
      [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],  // two as three
      [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],  // three as four
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],  // surrogates
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],  // beyond U+10FFFF
      [0xC2], [0xE1, 0x80], [0xF1, 0x80, 0x80],  // cut
      [0xC2, 0x41], [0xE1, 0x80, 0x41], [0xF1, 0x80, 0x80, 0x41], [0xE1, 0x41, 0x80],
      [0xC2, 0xC2, 0x80],
    ] as [[UInt8]])
  func `what is not well-formed UTF-8 is refused`(sequence: [UInt8]) {
    let expected = MessageError.notUTF8(message: name, field: "user_id")
    #expect(fault(recommend, string(sequence)) == expected)
    #expect(fault(recommend, string(Array("text before".utf8) + sequence)) == expected)
  }

  @Test(arguments: 0..<20)
  func `a zero byte in text is refused wherever it is`(position: Int) {
    var text = [UInt8](repeating: 0x61, count: 20)
    text[position] = 0
    #expect(fault(recommend, string(text)) == .zeroByte(message: name, field: "user_id"))
  }

  @Test func `bytes are not text, and may hold anything`() {
    #expect(fault(PingRequestView.schema, [0x0A, 3, 0, 0xFF, 0xC0]) == nil)
  }

  private func string(_ bytes: [UInt8]) -> [UInt8] { [0x0A, UInt8(bytes.count)] + bytes }
}
