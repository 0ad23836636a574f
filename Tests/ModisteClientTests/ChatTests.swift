import Bytes
import ModisteClient
import Synchronization
import TestSupport
import Testing
import Wire

/// What a server wrote of conversations is what the caller gets, and the server gets what was asked.
@Suite(.timeLimit(.minutes(1)))
struct ChatTests {
  /// A server that answers every request with the messages, and a client of it; gives the request's body, too.
  private func withClient<Answer>(
    messages: [@Sendable (inout ByteBuffer) -> Void], isStreamed: Bool = false,
    ask: (ModisteClient) async throws -> Answer
  ) async throws -> (answer: Answer, body: [UInt8]) {
    let body = Mutex<[UInt8]>([])
    let server = try ScriptedServer { peer, _ in
      while let frame = peer.receive() {
        guard frame.header.kind == .request else { continue }
        body.withLock { $0 = frame.message }
        for message in messages {
          peer.send { buffer in
            let start = buffer.count
            buffer.append(
              FrameHeader(
                kind: isStreamed ? .part : .response, method: frame.header.method,
                callID: frame.header.callID, metadataSize: 3))
            buffer.appendMetadata(generation: "g")
            message(&buffer)
            buffer.endFrame(at: start)
          }
        }
        if isStreamed { peer.endStream(frame) }
      }
    }
    defer { server.stop() }
    let answer = try await ask(try ModisteClient(address: server.address))
    return (answer, body.withLock { $0 })
  }

  private static func writePart(into buffer: inout ByteBuffer) {
    let part = buffer.beginAnswerPart(text: "Your order is sent.", template: "order_status.done")
    buffer.appendCitation(.tool, sourceID: "c1", quoted: "status", range: 14..<18)
    buffer.appendCitation(
      .passage, sourceID: "K1", range: 18..<19, sourceRange: 3..<9, source: "policies/returns")
    buffer.endMessage(part)
  }

  private static func writeRest(into buffer: inout ByteBuffer) {
    buffer.appendAnswerReading(language: "en", confidence: 0.75)
    buffer.appendIntentCandidate("order_status", probability: 0.75)
    buffer.appendSlot("order", text: "a10234", value: "A10234", range: 9..<15)
    // A state is any bytes; the last note is from a newer server.
    buffer.appendElement("\u{0}state", field: 9)
    let notes = buffer.beginMessage(field: 10)
    buffer.append(3 as UInt8)
    buffer.append(31 as UInt8)
    buffer.endMessage(notes)
  }

  private func checkPart(_ part: AnswerPart) {
    #expect(part.text == "Your order is sent.")
    #expect(part.template == "order_status.done")
    #expect(part.citations.map(\.kind) == [.tool, .passage])
    #expect(part.citations.map(\.sourceID) == ["c1", "K1"])
    #expect(part.citations.map(\.field) == ["status", ""])
    #expect(part.citations.map(\.range) == [14..<18, 18..<19])
    #expect(part.citations.map(\.sourceRange) == [0..<0, 3..<9])
    #expect(part.citations.map(\.source) == ["", "policies/returns"])
  }

  private func checkRest(_ answer: AnswerResponse) {
    #expect(answer.language == "en")
    #expect(answer.confidence == 0.75)
    #expect(answer.intents.map(\.intent) == ["order_status"])
    #expect(answer.slots.map(\.value) == ["A10234"])
    #expect(answer.slots.map(\.range) == [9..<15])
    #expect(answer.state == Array("\u{0}state".utf8))
    #expect(answer.notes == [.forgotten, .unknown])
    #expect(answer.generation == "g")
  }

  @Test func `an answer comes as it was written`() async throws {
    let (answer, _) = try await withClient(messages: [
      { buffer in
        Self.writePart(into: &buffer)
        buffer.appendProductCard(itemID: "A1", title: "连衣裙", price: 49.9)
        buffer.appendProductCard(itemID: "A2", title: "", price: 0)
        let request = buffer.beginToolRequest(callID: "c2", tool: "change_address")
        buffer.appendToolArgument(name: "order", value: "A10234")
        buffer.appendMissingArgument("city")
        buffer.endMessage(request)
        let handover = buffer.beginHandover(.complaint, summary: "angry", skill: "complaints")
        buffer.appendTurn(.shopper, "so rude")
        buffer.appendTurn(.bot, "sorry")
        buffer.endMessage(handover)
        Self.writeRest(into: &buffer)
      }
    ]) { try await $0.answer(AnswerRequest(text: "hello")) }
    #expect(answer.parts.count == 1)
    checkPart(try #require(answer.parts.first))
    #expect(answer.products.map(\.itemID) == ["A1", "A2"])
    #expect(answer.products.map(\.title) == ["连衣裙", ""])
    #expect(answer.products.map(\.price) == [49.9, nil])
    let request = try #require(answer.toolRequest)
    #expect(request.callID == "c2" && request.tool == "change_address")
    #expect(request.arguments == [ToolArgument(name: "order", value: "A10234")])
    #expect(request.missing == ["city"])
    let handover = try #require(answer.handover)
    #expect(handover.reason == .complaint)
    #expect(handover.summary == "angry" && handover.skill == "complaints")
    #expect(handover.turns == [Turn(.shopper, "so rude"), Turn(.bot, "sorry")])
    checkRest(answer)
  }

  @Test func `a stream comes part by part`() async throws {
    let (parts, _) = try await withClient(
      messages: [
        { Self.writePart(into: &$0) },
        { $0.appendProductCard(itemID: "A1", title: "a", price: 1) },
        { buffer in
          let conclusion = buffer.beginConclusion()
          Self.writeRest(into: &buffer)
          buffer.endMessage(conclusion)
        }, { _ in },
      ], isStreamed: true
    ) { client in
      var parts: [AnswerStreamPart] = []
      for try await part in client.answerStream(AnswerRequest(text: "hello")) { parts.append(part) }
      return parts
    }
    #expect(parts.count == 4)
    for (index, part) in parts.enumerated() {
      switch (index, part) {
      case (0, .part(let part)): checkPart(part)
      case (1, .product(let product)): #expect(product.itemID == "A1")
      case (2, .conclusion(let rest)):
        checkRest(rest)
        #expect(rest.parts.isEmpty && rest.products.isEmpty)
        #expect(rest.toolRequest == nil && rest.handover == nil)
      case (3, .unknown): break
      default: Issue.record("part \(index) is \(part)")
      }
    }
  }

  @Test func `the server gets what was asked`() async throws {
    var request = AnswerRequest(
      text: "", state: [0, 255], userID: "U1",
      toolResult: ToolResult(
        callID: "c1", tool: "order_status", outcome: .refused,
        values: [ToolArgument(name: "status", value: "sent")]))
    request.turns = [Turn(.shopper, "你好"), Turn(.agent, "it is yours")]
    request.language = "zh"
    request.itemID = "A1"
    request.limit = 7
    request.resumes = true
    let asked = request
    let (_, body) = try await withClient(messages: [{ _ in }]) { try await $0.answer(asked) }
    let expected = encoded { buffer in
      buffer.appendAnswerHead(text: "", state: [0, 255], user: "U1")
      buffer.appendTurn(.shopper, "你好")
      buffer.appendTurn(.agent, "it is yours")
      buffer.appendToolResult(
        callID: "c1", tool: "order_status", outcome: .refused, values: [("status", "sent")])
      buffer.appendAnswerOptions(language: "zh", itemID: "A1", limit: 7, resumes: true)
    }
    #expect(body == expected)
  }

  @Test func `suggestions come as they were written`() async throws {
    let (answer, body) = try await withClient(messages: [
      { $0.appendSuggestion(text: "Where is my order?", intent: "order_status") }
    ]) { try await $0.suggest(SuggestRequest(prefix: "whe", language: "en", limit: 3)) }
    #expect(answer.suggestions.map(\.text) == ["Where is my order?"])
    #expect(answer.suggestions.map(\.intent) == ["order_status"])
    #expect(answer.generation == "g")
    #expect(
      body == encoded { $0.appendSuggestRequest(prefix: "whe", language: "en", limit: 3) })
  }

  @Test func `a meaning comes as it was written`() async throws {
    let (answer, body) = try await withClient(messages: [
      { buffer in
        buffer.appendIntentCandidate("order_status", probability: 0.5, field: 1)
        buffer.appendIntentCandidate("shop", probability: 0.25, field: 1)
        buffer.appendSlot("color", text: "红", value: "red", range: 0..<3, field: 2)
        buffer.appendClassifyTail(language: "zh", isInScope: true, scopeProbability: 0.875)
      }
    ]) { try await $0.classify(text: "红") }
    #expect(answer.intents.map(\.intent) == ["order_status", "shop"])
    #expect(answer.intents.map(\.probability) == [0.5, 0.25])
    #expect(answer.slots.map(\.text) == ["红"] && answer.slots.map(\.range) == [0..<3])
    #expect(answer.language == "zh")
    #expect(answer.isInScope && answer.scopeProbability == 0.875)
    #expect(body == encoded { $0.appendClassifyRequest(text: "红") })
  }

  @Test func `what was found comes as it was written`() async throws {
    var request = SearchRequest(text: "black dress", language: "en", limit: 9)
    request.omitsPassages = true
    let asked = request
    let (answer, body) = try await withClient(messages: [
      { buffer in
        buffer.appendFoundPassage(
          id: "K1", title: "Returns", text: "Within 30 days.", source: "policies", language: "en",
          score: 0.5)
        buffer.appendFoundProduct(itemID: "A1", title: "Dress", price: 49.9, score: 1)
        buffer.appendSearchCondition(attribute: "color", value: "black", isExcluded: true)
        buffer.appendSearchCondition(attribute: "price", value: "", most: 50)
        buffer.appendSearchTail(productCount: 12)
      }
    ]) { try await $0.search(asked) }
    #expect(answer.passages.map(\.passageID) == ["K1"])
    #expect(answer.passages.map(\.text) == ["Within 30 days."])
    #expect(answer.products.map(\.itemID) == ["A1"] && answer.products.map(\.price) == [49.9])
    #expect(answer.conditions.map(\.value) == ["black", ""])
    #expect(answer.conditions.map(\.isExcluded) == [true, false])
    #expect(answer.conditions.map(\.least) == [nil, nil])
    #expect(answer.conditions.map(\.most) == [nil, 50])
    #expect(answer.productCount == 12)
    #expect(
      body
        == encoded {
          $0.appendSearchRequest(
            text: "black dress", language: "en", limit: 9, omitsPassages: true)
        })
  }
}
