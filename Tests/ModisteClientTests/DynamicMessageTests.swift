import Bytes
import Foundation
import Testing
import Wire

/// What may be said of any message by its descriptor: the protocol's own rules, and JSON both ways.
struct DynamicMessageTests {
  private func encode(_ json: String, _ name: String) throws -> [UInt8] {
    let type = try #require(MessageDescription.named("modiste.v1.\(name)"))
    let value = try JSONDecoder().decode(DynamicValue.self, from: Data(json.utf8))
    var buffer = ByteBuffer()
    try DynamicMessage.encode(value, as: type, into: &buffer)
    var bytes: [UInt8] = []
    bytes.append(buffer.span)
    return bytes
  }

  private func refusal(_ json: String, _ name: String) throws -> String {
    do {
      _ = try encode(json, name)
      return "accepted"
    } catch let error as DynamicMessageError {
      return "\(error)"
    }
  }

  @Test func `no message contains itself, and field numbers are below 32`() {
    func walk(_ type: MessageDescription) {
      for field in type.fields {
        #expect(field.number < 32, "\(type.name).\(field.name)")
        switch field.kind {
        case .recursive(let name): Issue.record("\(type.name).\(field.name) is a \(name) again")
        case .unsupported: Issue.record("\(type.name).\(field.name) has a type we do not encode")
        case .message(let inner): walk(inner)
        default: break
        }
      }
    }
    #expect(MessageDescription.all.count >= 22)
    for type in MessageDescription.all.values { walk(type) }
  }

  @Test func `every method's messages are described`() {
    for method in MethodDescription.all {
      #expect(MessageDescription.named(method.request) != nil)
      #expect(MessageDescription.named(method.response) != nil)
    }
  }

  @Test func `enums are taken by name or number`() throws {
    let byName = try encode(
      #"{"recent": [{"item_id": "a", "kind": "EVENT_CART"}]}"#, "RecommendRequest")
    let byNumber = try encode(#"{"recent": [{"item_id": "a", "kind": 1}]}"#, "RecommendRequest")
    #expect(byName == byNumber)
    #expect(byName == [0x12, 5, 0x0A, 1, 0x61, 0x10, 1])
  }

  @Test func `what has its default is left out`() throws {
    #expect(
      try encode(
        #"{"user_id": "", "limit": 0, "recent": [], "include_seen": false, "filter": null}"#,
        "RecommendRequest") == [])
  }

  @Test func `a refusal names the field, the value and what is accepted`() throws {
    #expect(
      try refusal(#"{"limmit": 3}"#, "SimilarItemsRequest")
        == "field 'limmit' is unknown to modiste.v1.SimilarItemsRequest; "
        + "accepted: item_id, limit, filter, excluded_item_ids")
    #expect(
      try refusal(#"{"limit": "many"}"#, "SimilarItemsRequest")
        == #"field 'limit' is "many"; accepted: 0...4294967295"#)
    #expect(
      try refusal(#"{"recent": [{"kind": "LOOK"}]}"#, "RecommendRequest")
        == #"field 'recent[0].kind' is "LOOK"; accepted: EVENT_VIEW, EVENT_CART, EVENT_PURCHASE, "#
        + "EVENT_RETURN, EVENT_RATING, EVENT_SEARCH, or a number")
    #expect(
      try refusal(#"{"payload": "a?"}"#, "PingRequest")
        == #"field 'payload' is "a?"; accepted: base64"#)
    #expect(
      try refusal(#"{"recent": 3}"#, "RecommendRequest")
        == "field 'recent' is 3; accepted: a list")
    #expect(
      try refusal("[]", "PingRequest")
        == "modiste.v1.PingRequest must be an object; accepted: {payload, answer_size}")
  }

  @Test func `JSON comes out with the names of the definition, in their order`() throws {
    let bytes = try encode(
      #"""
      {"unknown_item_ids": ["\"x\"\n"], "user_known": true,
       "items": [{"item_id": "裙", "score": 0.5, "step": "STEP_POPULAR",
                  "reasons": [{"code": 3, "arguments": ["12"], "contribution": 0.5}]}]}
      """#, "RecommendResponse")
    let type = try #require(MessageDescription.named("modiste.v1.RecommendResponse"))
    let value = try DynamicMessage.decode(bytes.rawSpan, as: type)
    #expect(
      value.json(isIndented: false)
        == #"{"items": [{"item_id": "裙", "score": 0.5, "step": "STEP_POPULAR", "reasons": "#
        + #"[{"code": "REASON_POPULAR", "arguments": ["12"], "contribution": 0.5}]}], "#
        + #""user_known": true, "unknown_item_ids": ["\"x\"\n"]}"#)
  }

  @Test func `bytes of every length travel as base64`() throws {
    let type = try #require(MessageDescription.named("modiste.v1.PingRequest"))
    for count in 0..<70 {
      let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let text = Data(payload).base64EncodedString()
      let bytes = try encode(#"{"payload": "\#(text)"}"#, "PingRequest")
      let expected = count == 0 ? [] : [0x0A, UInt8(count)] + payload
      #expect(bytes == expected)
      let back = try DynamicMessage.decode(bytes.rawSpan, as: type)
      #expect(
        back == .object(count == 0 ? [] : [DynamicValue.Member("payload", .string(text))]))
    }
  }

  @Test func `bytes that are not the message are refused`() throws {
    let type = try #require(MessageDescription.named("modiste.v1.PingRequest"))
    #expect(throws: MessageError.self) {
      let bytes: [UInt8] = [0x0A, 5, 1]
      return try DynamicMessage.decode(bytes.rawSpan, as: type)
    }
  }
}
