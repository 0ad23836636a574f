import Bytes
import ModisteClient
import Talking
import TestSupport
import Testing
import Wire

@Suite struct TalkTests {
  @Test func `a conversation carries the state, the turns and the item`() throws {
    var talk = Talk(userID: "U1", language: "en")
    let item = try talk.request(for: .item("A1"))
    #expect(item == nil)
    let first = try #require(try talk.request(for: .message("hello")))
    #expect(first.text == "hello" && first.userID == "U1" && first.language == "en")
    #expect(first.state.isEmpty && first.turns.isEmpty && first.itemID == "A1")
    talk.take(
      try answer { buffer in
        for text in ["Hello!", "What now?"] {
          let part = buffer.beginAnswerPart(text: text, template: "hello")
          buffer.endMessage(part)
        }
        buffer.appendElement("state", field: 9)
      })
    let second = try #require(try talk.request(for: .message("and?")))
    #expect(second.state == Array("state".utf8))
    #expect(second.turns == [Turn(.shopper, "hello"), Turn(.bot, "Hello! What now?")])
    #expect(!second.resumes)
    for input in [.nothing, .help, .quit] as [TalkInput] {
      let request = try talk.request(for: input)
      #expect(request == nil)
    }
  }

  @Test func `a tool's result goes with the request's id, and only where one was asked for`() throws
  {
    var talk = Talk()
    #expect(throws: TalkError.noToolRequest) { try talk.request(for: .tool(.done, [])) }
    talk.take(try answer { Self.append(missing: ["order"], to: &$0) })
    #expect(throws: TalkError.noToolRequest) { try talk.request(for: .tool(.done, [])) }
    talk.take(try answer { Self.append(missing: [], to: &$0) })
    // The shopper says something else first, which asks for another tool that lacks something.
    _ = try talk.request(for: .message("thanks"))
    talk.take(try answer { Self.append(missing: ["city"], to: &$0) })
    let values = [ToolArgument(name: "status", value: "sent")]
    // The server refused it: it may be sent again.
    _ = try talk.request(for: .tool(.done, []))
    let request = try #require(try talk.request(for: .tool(.done, values)))
    #expect(request.text.isEmpty)
    #expect(
      request.toolResult
        == ToolResult(callID: "c1", tool: "order_status", outcome: .done, values: values))
    talk.take(try answer { _ in })
    #expect(throws: TalkError.noToolRequest) { try talk.request(for: .tool(.done, [])) }
  }

  @Test func `a person who takes over ends what the bot had asked for`() throws {
    var talk = Talk()
    talk.take(try answer { Self.append(missing: [], to: &$0) })
    _ = try talk.request(for: .message("agent"))
    talk.take(
      try answer { buffer in
        let handover = buffer.beginHandover(.asked, summary: "", skill: "orders")
        buffer.endMessage(handover)
      })
    #expect(throws: TalkError.noToolRequest) { try talk.request(for: .tool(.done, [])) }
  }

  @Test func `a person gives the conversation back once`() throws {
    var talk = Talk()
    let none = try talk.request(for: .resume)
    #expect(none == nil)
    let first = try #require(try talk.request(for: .message("hello")))
    #expect(first.resumes)
    talk.take(try answer { _ in })
    let second = try #require(try talk.request(for: .message("hello")))
    #expect(!second.resumes)
  }

  @Test func `a request has at most 50 turns, none of which is too long`() throws {
    var talk = Talk()
    for number in 0..<60 { _ = try talk.request(for: .message("\(number)")) }
    _ = try talk.request(for: .message(String(repeating: "x", count: 4_097)))
    let request = try #require(try talk.request(for: .message("the last")))
    #expect(request.turns.map(\.text) == (10..<60).map { "\($0)" })
  }

  private static func append(missing: [String], to buffer: inout ByteBuffer) {
    let request = buffer.beginToolRequest(callID: "c1", tool: "order_status")
    for name in missing { buffer.appendMissingArgument(name) }
    buffer.endMessage(request)
  }
}

/// The answer that a client makes of a message.
func answer(_ write: (inout ByteBuffer) -> Void) throws -> AnswerResponse {
  try AnswerResponse(decoding: RawResponse(body: encoded(write), generation: "g"))
}
