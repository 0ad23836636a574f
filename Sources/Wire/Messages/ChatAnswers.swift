package import Bytes

// The answers of ChatAnswer as the server writes them. Fields of a message are written in the order of the
// functions below, so nothing is built before. Texts are views, or strings: a literal needs no memory.

/// What a text field may be written from: bytes that somebody owns, or a string.
package protocol ChatText {
  /// Writes nothing when it is empty.
  func append(to buffer: inout ByteBuffer, field: Int)
}

extension ByteView: ChatText {
  package func append(to buffer: inout ByteBuffer, field: Int) { buffer.append(self, field: field) }
}

extension String: ChatText {
  package func append(to buffer: inout ByteBuffer, field: Int) { buffer.append(self, field: field) }
}

/// What a stretch of an answer comes from: the numbers of the enum CitationKind.
package enum ChatCitationKind: UInt8, Sendable {
  case passage = 1
  case item = 2
  case profile = 3
  case forecast = 4
  case tool = 5
  case shopper = 6
  case count = 7
}

/// Why a person takes over: the numbers of the enum HandoverReason.
package enum ChatHandoverReason: UInt8, Sendable {
  case asked = 1
  case complaint = 2
  case legalOrMedical = 3
  case notUnderstood = 4
  case toolFailed = 5
}

/// What is to be said of an answer: the bit `1 << n` is the note n of the enum AnswerNote.
package struct AnswerNotes: OptionSet, Sendable {
  package var rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let silent = Self(rawValue: 1 << 1)
  package static let outOfScope = Self(rawValue: 1 << 2)
  package static let forgotten = Self(rawValue: 1 << 3)
  package static let relaxed = Self(rawValue: 1 << 4)
  package static let cleaned = Self(rawValue: 1 << 5)
}

// AnswerResponse: parts, products, at most one tool request, at most one handover, `appendAnswerReading`,
// candidates, slots, `appendAnswerTail`. AnswerStreamPart: one part, or one product, or `beginConclusion`.
extension ByteBuffer {
  /// Begins an AnswerPart of AnswerResponse or of AnswerStreamPart; citations follow, then `endMessage`.
  ///
  /// - Parameter template: for example `order_status.done`; empty: all is quoted
  package mutating func beginAnswerPart(
    text: some ChatText, template: some ChatText
  ) -> Int {
    let begin = beginMessage(field: 1)
    text.append(to: &self, field: 1)
    template.append(to: &self, field: 2)
    return begin
  }

  /// A Citation of the part that was begun; ascending by `range`, none of which overlaps another.
  ///
  /// - Parameters:
  ///   - sourceID: of the passage, item, tag, series or tool call
  ///   - quoted: of an item, a profile or a tool's result: the field, for example price
  ///   - range: bytes of the part's text
  ///   - sourceRange: of a passage: bytes of its text
  ///   - source: of a passage: where the shop has it from
  package mutating func appendCitation(
    _ kind: ChatCitationKind, sourceID: some ChatText, quoted: some ChatText = ByteView(),
    range: Range<Int>, sourceRange: Range<Int> = 0..<0, source: some ChatText = ByteView()
  ) {
    let begin = beginMessage(field: 3)
    append(UInt64(kind.rawValue), field: 1)
    sourceID.append(to: &self, field: 2)
    quoted.append(to: &self, field: 3)
    append(UInt64(range.lowerBound), field: 4)
    append(UInt64(range.upperBound), field: 5)
    append(UInt64(sourceRange.lowerBound), field: 6)
    append(UInt64(sourceRange.upperBound), field: 7)
    source.append(to: &self, field: 8)
    endMessage(begin)
  }

  /// A ProductCard of AnswerResponse or of AnswerStreamPart.
  ///
  /// - Parameter price: 0: unknown
  package mutating func appendProductCard(
    itemID: some ChatText, title: some ChatText, price: Double
  ) {
    let begin = beginMessage(field: 2)
    itemID.append(to: &self, field: 1)
    title.append(to: &self, field: 2)
    append(price, field: 3)
    endMessage(begin)
  }

  /// Begins the ToolRequest of AnswerResponse; arguments follow, then what is missing, then `endMessage`.
  package mutating func beginToolRequest(callID: some ChatText, tool: some ChatText) -> Int {
    let begin = beginMessage(field: 3)
    callID.append(to: &self, field: 1)
    tool.append(to: &self, field: 2)
    return begin
  }

  /// An argument of the tool request that was begun.
  package mutating func appendToolArgument(name: some ChatText, value: some ChatText) {
    let begin = beginMessage(field: 3)
    name.append(to: &self, field: 1)
    value.append(to: &self, field: 2)
    endMessage(begin)
  }

  /// The name of an argument that the tool request that was begun lacks.
  package mutating func appendMissingArgument(_ name: String) { appendElement(name, field: 4) }

  /// The same, of a name that lies elsewhere.
  package mutating func appendMissingArgument(_ name: ByteView) { appendElement(name, field: 4) }

  /// Begins the Handover of AnswerResponse; turns follow, oldest first, then `endMessage`.
  package mutating func beginHandover(
    _ reason: ChatHandoverReason, summary: some ChatText, skill: some ChatText
  ) -> Int {
    let begin = beginMessage(field: 4)
    append(UInt64(reason.rawValue), field: 1)
    summary.append(to: &self, field: 2)
    skill.append(to: &self, field: 3)
    return begin
  }

  /// A turn of the handover that was begun, or of an AnswerRequest.
  package mutating func appendTurn(_ speaker: ChatSpeaker, _ text: some ChatText) {
    let begin = beginMessage(field: 4)
    append(UInt64(speaker.rawValue), field: 1)
    text.append(to: &self, field: 2)
    endMessage(begin)
  }

  /// How the message was read; candidates follow, then slots.
  ///
  /// - Parameter confidence: 0 where no message was read
  package mutating func appendAnswerReading(language: some ChatText, confidence: Float) {
    language.append(to: &self, field: 5)
    append(confidence, field: 6)
  }

  /// An IntentCandidate of AnswerResponse, or of ClassifyResponse with `field` 1; best first.
  package mutating func appendIntentCandidate(
    _ intent: some ChatText, probability: Float, field: Int = 7
  ) {
    let begin = beginMessage(field: field)
    intent.append(to: &self, field: 1)
    append(probability, field: 2)
    endMessage(begin)
  }

  /// A Slot of AnswerResponse, or of ClassifyResponse with `field` 2.
  ///
  /// - Parameters:
  ///   - text: as the shopper wrote it
  ///   - value: as the catalogue has it; empty: it knows nothing like it
  ///   - range: bytes of the message
  package mutating func appendSlot(
    _ name: some ChatText, text: some ChatText, value: some ChatText, range: Range<Int>,
    field: Int = 8
  ) {
    let begin = beginMessage(field: field)
    name.append(to: &self, field: 1)
    text.append(to: &self, field: 2)
    value.append(to: &self, field: 3)
    append(UInt64(range.lowerBound), field: 4)
    append(UInt64(range.upperBound), field: 5)
    endMessage(begin)
  }

  /// What follows the slots of AnswerResponse.
  package mutating func appendAnswerTail(state: ByteView, notes: AnswerNotes) {
    append(state, field: 9)
    appendPacked(notes, field: 10)
  }

  /// The notes in the order of their numbers.
  private mutating func appendPacked(_ notes: AnswerNotes, field: Int) {
    guard !notes.isEmpty else { return }
    let begin = beginMessage(field: field)
    var rest = notes.rawValue
    while rest != 0 {
      // Below 32, so each is a varint of one byte.
      append(UInt8(rest.trailingZeroBitCount))
      rest &= rest - 1
    }
    endMessage(begin)
  }

  /// Begins the conclusion of AnswerStreamPart, which is an AnswerResponse without parts and products;
  /// `endMessage` ends it.
  package mutating func beginConclusion() -> Int { beginMessage(field: 3) }

  /// An element of SuggestResponse.
  package mutating func appendSuggestion(text: some ChatText, intent: some ChatText) {
    let begin = beginMessage(field: 1)
    text.append(to: &self, field: 1)
    intent.append(to: &self, field: 2)
    endMessage(begin)
  }

  /// What follows candidates (`field` 1) and slots (`field` 2) of ClassifyResponse.
  package mutating func appendClassifyTail(
    language: some ChatText, isInScope: Bool, scopeProbability: Float
  ) {
    language.append(to: &self, field: 3)
    append(isInScope, field: 4)
    append(scopeProbability, field: 5)
  }

  /// A passage of SearchResponse; products follow, then conditions, then `appendSearchTail`.
  package mutating func appendFoundPassage(
    id: some ChatText, title: some ChatText, text: some ChatText, source: some ChatText,
    language: some ChatText, score: Float
  ) {
    let begin = beginMessage(field: 1)
    id.append(to: &self, field: 1)
    title.append(to: &self, field: 2)
    text.append(to: &self, field: 3)
    source.append(to: &self, field: 4)
    language.append(to: &self, field: 5)
    append(score, field: 6)
    endMessage(begin)
  }

  /// A product of SearchResponse.
  package mutating func appendFoundProduct(
    itemID: some ChatText, title: some ChatText, price: Double, score: Float
  ) {
    let begin = beginMessage(field: 2)
    itemID.append(to: &self, field: 1)
    title.append(to: &self, field: 2)
    append(price, field: 3)
    append(score, field: 4)
    endMessage(begin)
  }

  /// What a search asks of products.
  ///
  /// - Parameters:
  ///   - value: empty: a range, from `least` to `most`, 0 of which are open
  package mutating func appendSearchCondition(
    attribute: some ChatText, value: some ChatText, isExcluded: Bool = false,
    least: Double = 0, most: Double = 0
  ) {
    let begin = beginMessage(field: 3)
    attribute.append(to: &self, field: 1)
    value.append(to: &self, field: 2)
    append(isExcluded, field: 3)
    append(least, field: 4)
    append(most, field: 5)
    endMessage(begin)
  }

  /// What follows the conditions of SearchResponse.
  package mutating func appendSearchTail(productCount: Int) {
    append(UInt64(productCount), field: 4)
  }
}
