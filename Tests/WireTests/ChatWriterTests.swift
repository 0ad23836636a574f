import Bytes
import TestSupport
import Testing
import Wire

/// What we write of conversations is, byte for byte, what protobuf-c packs of the same message; and the views
/// read what was written.
@Suite struct ChatWriterTests {
  private func expectAsPacked(
    _ schema: MessageSchema, sourceLocation: SourceLocation = #_sourceLocation,
    _ write: (inout ByteBuffer) -> Void
  ) throws {
    let ours = encoded(write)
    let packed = try schema.repacked(ours.rawSpan)
    #expect(ours == packed, "\(schema.name)", sourceLocation: sourceLocation)
  }

  private let texts = ["", "a", "连衣裙-红", String(repeating: "x", count: 300)]

  /// Every field of an AnswerResponse, each of its texts once as a string and once as a view.
  private func appendAnswer(
    _ text: String, _ number: Int, notes: AnswerNotes = [], to buffer: inout ByteBuffer
  ) {
    withView(Array(text.utf8)) { view in
      let quoted = buffer.beginAnswerPart(text: view, template: "")
      buffer.appendCitation(
        .passage, sourceID: view, range: 0..<number, sourceRange: number..<number + 5,
        source: view)
      buffer.appendCitation(.item, sourceID: text, quoted: "price", range: number..<number)
      buffer.appendCitation(.count, sourceID: "", range: 0..<0)
      buffer.endMessage(quoted)
      let plain = buffer.beginAnswerPart(text: text, template: "order_status.done")
      buffer.endMessage(plain)
      buffer.appendProductCard(itemID: view, title: view, price: 49.9)
      buffer.appendProductCard(itemID: text, title: "", price: 0)
      let request = buffer.beginToolRequest(callID: view, tool: "change_address")
      buffer.appendToolArgument(name: "order", value: view)
      buffer.appendToolArgument(name: "", value: text)
      buffer.appendMissingArgument(text)
      buffer.appendMissingArgument(view)
      buffer.endMessage(request)
      let handover = buffer.beginHandover(.complaint, summary: text, skill: "complaints")
      buffer.appendTurn(.shopper, view)
      buffer.appendTurn(.unspecified, text)
      buffer.endMessage(handover)
      appendRest(text, number, notes: notes, to: &buffer)
    }
  }

  private func appendRest(
    _ text: String, _ number: Int, notes: AnswerNotes, to buffer: inout ByteBuffer
  ) {
    withView(Array(text.utf8)) { view in
      buffer.appendAnswerReading(language: "zh", confidence: 0.75)
      buffer.appendIntentCandidate(view, probability: 0.75)
      buffer.appendIntentCandidate(text, probability: 0)
      buffer.appendSlot("color", text: view, value: text, range: 0..<number)
      buffer.appendAnswerTail(state: view, notes: notes)
    }
  }

  @Test func `an answer is written as protobuf-c packs it`() throws {
    for notes in [
      [], .silent, [.outOfScope, .forgotten, .relaxed, .cleaned], AnswerNotes(rawValue: .max),
    ]
      as [AnswerNotes]
    {
      for number in [0, 1, 127, 128, 70_000] {
        for text in texts {
          try expectAsPacked(AnswerResponseView.schema) {
            appendAnswer(text, number, notes: notes, to: &$0)
          }
        }
      }
    }
    try expectAsPacked(AnswerResponseView.schema) {
      $0.appendAnswerReading(language: "", confidence: 0)
      $0.appendAnswerTail(state: ByteView(), notes: [])
    }
  }

  @Test func `the parts of an answer are written as protobuf-c packs them`() throws {
    for text in texts {
      try expectAsPacked(AnswerStreamPartView.schema) { buffer in
        let part = buffer.beginAnswerPart(text: text, template: text)
        buffer.appendCitation(.shopper, sourceID: "", range: 1..<2)
        buffer.endMessage(part)
      }
      try expectAsPacked(AnswerStreamPartView.schema) {
        $0.appendProductCard(itemID: text, title: text, price: 0)
      }
      try expectAsPacked(AnswerStreamPartView.schema) { buffer in
        let conclusion = buffer.beginConclusion()
        appendRest(text, 3, notes: .relaxed, to: &buffer)
        buffer.endMessage(conclusion)
      }
    }
  }

  @Test func `suggestions, readings and what was found are written as protobuf-c packs them`()
    throws
  {
    for text in texts {
      try expectAsPacked(SuggestResponseView.schema) { buffer in
        buffer.appendSuggestion(text: text, intent: "order_status")
        withView(Array(text.utf8)) { buffer.appendSuggestion(text: $0, intent: $0) }
      }
      for isInScope in [true, false] {
        try expectAsPacked(ClassifyResponseView.schema) { buffer in
          buffer.appendIntentCandidate(text, probability: 1, field: 1)
          buffer.appendSlot(text, text: text, value: text, range: 7..<300, field: 2)
          buffer.appendClassifyTail(
            language: text, isInScope: isInScope, scopeProbability: isInScope ? 0.875 : 0)
        }
      }
      try expectAsPacked(SearchResponseView.schema) { buffer in
        withView(Array(text.utf8)) { view in
          buffer.appendFoundPassage(
            id: view, title: view, text: text, source: view, language: "en", score: 0.5)
        }
        buffer.appendFoundProduct(itemID: text, title: text, price: 19.9, score: -1)
        buffer.appendSearchCondition(attribute: "color", value: text)
        buffer.appendSearchCondition(attribute: text, value: "red", isExcluded: true)
        buffer.appendSearchCondition(attribute: "price", value: "", least: 20, most: 50)
        buffer.appendSearchTail(productCount: text.utf8.count)
      }
    }
  }

  @Test func `requests of conversations are written as protobuf-c packs them`() throws {
    let schemas: [UInt16: MessageSchema] = [
      0x0401: AnswerRequestView.schema, 0x0402: AnswerRequestView.schema,
      0x0403: SuggestRequestView.schema, 0x0404: ClassifyRequestView.schema,
      0x0405: SearchRequestView.schema,
    ]
    var methods = Set<UInt16>()
    for request in chatCorpus() {
      let packed = try #require(schemas[request.method]).repacked(request.body.rawSpan)
      #expect(request.body == packed, "\(request.name)")
      methods.insert(request.method)
    }
    #expect(methods == Set(schemas.keys))
  }

  @Test func `the server reads what a client wrote`() throws {
    let decoder = MessageDecoder()
    func body(_ name: String) throws -> [UInt8] {
      try #require(chatCorpus().first { $0.name == name }).body
    }
    try withView(try body("answer")) {
      let request = try decoder.decode(AnswerRequestView.self, from: $0)
      #expect(request.text.string == "where is my order A10234? 我的订单到哪了")
      #expect(request.userID.string == "U1")
      #expect(request.language.string == "en")
      #expect(request.itemID.string == "A1")
      #expect(request.limit == 3)
      #expect(request.resumes)
      let state = request.state.bytes.hasSameBytes(as: ([1, 0, 255, 10] as [UInt8]).rawSpan)
      #expect(state, "a state has zero bytes and is no UTF-8")
      #expect(request.turnCount == 3)
      #expect(request.turn(0).speaker == .shopper && request.turn(0).text.string == "hello")
      #expect(request.turn(1).speaker == .bot)
      #expect(request.turn(2).speaker == .unspecified && request.turn(2).text.isEmpty)
      let result = try #require(request.toolResult)
      #expect(result.callID.string == "c1")
      #expect(result.tool.string == "order_status")
      #expect(result.outcome == .done)
      #expect(result.valueCount == 3)
      #expect(result.value(1).name.string == "date")
      #expect(result.value(1).value.string == "2026-11-23")
      #expect(result.value(2).name.isEmpty && result.value(2).value.isEmpty)
    }
    try withView(try body("answer in parts")) {
      let request = try decoder.decode(AnswerRequestView.self, from: $0)
      #expect(request.text.string == "do you have the navy dress in M under 50?")
      #expect(request.state.isEmpty && request.turnCount == 0)
      let hasResult = request.toolResult != nil
      #expect(!hasResult && !request.resumes && request.limit == 0)
    }
    try withView(try body("suggest")) {
      let request = try decoder.decode(SuggestRequestView.self, from: $0)
      #expect(request.prefix.string == "how do I")
      #expect(request.language.string == "en")
      #expect(request.limit == 8)
    }
    try withView(try body("classify")) {
      let request = try decoder.decode(ClassifyRequestView.self, from: $0)
      #expect(request.text.string == "有没有黑色连衣裙？")
    }
    try withView(try body("search")) {
      let request = try decoder.decode(SearchRequestView.self, from: $0)
      #expect(request.text.string == "black dress")
      #expect(request.language.string == "zh")
      #expect(request.limit == 10)
      #expect(request.omitsProducts && request.omitsPassages)
    }
  }

  @Test func `numbers of enums that this side does not know are none of those it knows`() throws {
    for number: UInt64 in [0, 5, 255, 256, 257, 0xFFFF_FFFF] {
      let body = encoded { buffer in
        let turn = buffer.beginMessage(field: 4)
        buffer.append(number, field: 1)
        buffer.endMessage(turn)
        let result = buffer.beginMessage(field: 5)
        buffer.append(number, field: 3)
        buffer.endMessage(result)
      }
      try withView(body) {
        let request = try MessageDecoder().decode(AnswerRequestView.self, from: $0)
        #expect(request.turn(0).speaker == .unspecified, "\(number)")
        #expect(request.toolResult?.outcome == .unspecified, "\(number)")
      }
    }
  }

  /// Lends a view of the bytes.
  private func withView(_ bytes: [UInt8], _ body: (ByteView) throws -> Void) rethrows {
    // Safe: the bytes outlive the closure, and the writers copy.
    try unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return try body(ByteView()) }
      try body(unsafe ByteView(start: start, count: buffer.count))
    }
  }
}
