import Bytes
import Foundation
import TestSupport
import Testing
import Wire

/// The frames of Tests/Golden, which every client is held to as well.
@Suite struct GoldenFrameTests {
  private static let tests = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let golden = tests.appending(path: "Golden")

  private struct Case {
    let name: String
    let bytes: [UInt8]
    let header: [String: Any]
    let metadata: [String: Any]?
    let type: String?
    let message: [String: Any]
    let bodyHex: String
  }

  private static func cases() throws -> [Case] {
    let index = try Data(contentsOf: golden.appending(path: "index.json"))
    let entries = try #require(try JSONSerialization.jsonObject(with: index) as? [[String: Any]])
    return try entries.map { entry in
      let file = try #require(entry["file"] as? String)
      return Case(
        name: try #require(entry["name"] as? String),
        bytes: Array(try Data(contentsOf: golden.appending(path: file))),
        header: try #require(entry["header"] as? [String: Any]),
        metadata: entry["metadata"] as? [String: Any],
        type: entry["message_type"] as? String,
        message: entry["message"] as? [String: Any] ?? [:],
        bodyHex: entry["body_hex"] as? String ?? "")
    }
  }

  /// The number of every enum value by its name, as the definitions say.
  private static func enumNumbers() throws -> [String: UInt64] {
    let protos = tests.deletingLastPathComponent().appending(path: "proto/modiste/v1")
    var numbers: [String: UInt64] = [:]
    for file in ["admin", "chat", "common", "forecast", "recommend"] {
      let text = try String(contentsOf: protos.appending(path: "\(file).proto"), encoding: .utf8)
      for line in text.split(separator: "\n") {
        if let match = line.wholeMatch(of: #/ +([A-Z_]+) = ([0-9]+);/#) {
          numbers[String(match.1)] = UInt64(match.2)
        }
      }
    }
    return numbers
  }

  @Test func `there is a case for every kind a side may send, and every file has one`() throws {
    let cases = try Self.cases()
    let kinds = try cases.map { try header(of: $0).kind }
    #expect(Set(kinds) == Set(FrameKind.allCases))
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.golden.path())
    #expect(files.count { $0.hasSuffix(".bin") } == cases.count)
  }

  @Test func `headers are decoded to the index's fields and encoded to the same bytes`() throws {
    for golden in try Self.cases() {
      let header = try header(of: golden)
      #expect(golden.header["body_size"] as? UInt32 == header.bodySize)
      #expect(golden.header["version"] as? UInt8 == FrameHeader.version)
      #expect(golden.header["kind"] as? UInt8 == header.kind.rawValue)
      #expect(golden.header["method"] as? UInt16 == header.method)
      #expect(golden.header["call_id"] as? UInt32 == header.callID)
      #expect(golden.header["micros"] as? UInt32 == header.micros)
      #expect(golden.header["metadata_size"] as? UInt16 == header.metadataSize)
      #expect(golden.header["status"] as? UInt8 == header.status)
      #expect(golden.header["reserved"] as? UInt8 == 0)
      let again = encoded { $0.append(header) }
      #expect(again == Array(golden.bytes[..<FrameHeader.byteCount]), "\(golden.name)")
      #expect(golden.bytes.count == FrameHeader.byteCount + Int(header.bodySize))
    }
  }

  /// Written from the index's JSON with our writer; and decoded and packed again by protobuf-c.
  @Test func `metadata and messages are encoded to the same bytes`() throws {
    let numbers = try Self.enumNumbers()
    let schemas = Dictionary(uniqueKeysWithValues: MessageSchema.all.map { ($0.name, $0) })
    for golden in try Self.cases() {
      let split = FrameHeader.byteCount + Int(try header(of: golden).metadataSize)
      let metadata = Array(golden.bytes[FrameHeader.byteCount..<split])
      try compare(metadata, MetadataView.schema, golden.metadata ?? [:], numbers, golden.name)

      let body = Array(golden.bytes[split...])
      guard let type = golden.type else {
        #expect(body.map { String(format: "%02x", $0) }.joined() == golden.bodyHex)
        continue
      }
      let schema = try #require(schemas[type])
      try compare(body, schema, golden.message, numbers, golden.name)
    }
  }

  private func compare(
    _ bytes: [UInt8], _ schema: MessageSchema, _ json: [String: Any], _ numbers: [String: UInt64],
    _ name: String
  ) throws {
    let packed = try schema.repacked(bytes.rawSpan)
    #expect(packed == bytes, "\(name)")
    var buffer = ByteBuffer()
    try buffer.append(json, as: schema, enums: numbers)
    var written: [UInt8] = []
    written.append(buffer.span)
    #expect(written == bytes, "\(name)")
  }

  private func header(of golden: Case) throws -> FrameHeader {
    try FrameHeader(decoding: golden.bytes.rawSpan, bodySizeMax: .max)
  }
}

extension ByteBuffer {
  /// Writes a message given in proto3's JSON mapping.
  fileprivate mutating func append(
    _ json: [String: Any], as schema: MessageSchema, enums: [String: UInt64]
  ) throws {
    for (field, rule) in schema.fields {
      guard let value = json[schema.fieldName(field)] else { continue }
      if rule.isPackable {
        try appendPacked(try #require(value as? [Any]), field, rule, enums)
      } else if let elements = value as? [Any] {
        for element in elements {
          if let text = element as? String {
            appendElement(text, field: field)
          } else {
            try append(element, field, rule, enums)
          }
        }
      } else {
        try append(value, field, rule, enums)
      }
    }
  }

  private mutating func appendPacked(
    _ values: [Any], _ field: Int, _ rule: FieldRule, _ enums: [String: UInt64]
  ) throws {
    if rule.kind == .fixed64 {
      let numbers = try values.map { try #require($0 as? NSNumber).doubleValue }
      appendPacked(numbers.span, field: field)
    } else {
      let numbers = try values.map { value in
        try #require((value as? NSNumber)?.uint64Value ?? (value as? String).flatMap { enums[$0] })
      }
      appendPacked(numbers, field: field)
    }
  }

  private mutating func append(
    _ value: Any, _ field: Int, _ rule: FieldRule, _ enums: [String: UInt64]
  ) throws {
    switch rule.kind {
    case .unknown: Issue.record("the index has a field that the definition has not")
    case .varint:
      if let text = value as? String {
        let number =
          UInt64(text) ?? Int64(text).map { UInt64(bitPattern: $0) } ?? enums[text]
        append(try #require(number), field: field)
      } else {
        append(try #require(value as? NSNumber).uint64Value, field: field)
      }
    // What JSON has no number for is a text.
    case .fixed32 where value as? String == "NaN": append(Float.nan, field: field)
    case .fixed32: append(try #require(value as? NSNumber).floatValue, field: field)
    case .fixed64 where value as? String == "Infinity": append(Double.infinity, field: field)
    case .fixed64 where value as? String == "NaN": append(Double.nan, field: field)
    case .fixed64: append(try #require(value as? NSNumber).doubleValue, field: field)
    case .string: append(try #require(value as? String), field: field)
    case .bytes:
      let bytes = Array(try #require((value as? String).flatMap { Data(base64Encoded: $0) }))
      appendTag(field, .lengthDelimited)
      appendVarint(UInt64(bytes.count))
      append(bytes.rawSpan)
    case .message:
      let json = try #require(value as? [String: Any])
      let schema = try #require(rule.submessage)
      let begin = beginMessage(field: field)
      try append(json, as: schema, enums: enums)
      endMessage(begin)
    }
  }
}
