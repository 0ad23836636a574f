package import Bytes
import CMessages

// The answers of ChatAnswer as a client reads them. Numbers of enums are as they were sent: a newer server may
// have some that this side does not know.

package struct CitationView {
  package var kind: UInt32
  package var sourceID: ByteView
  package var field: ByteView
  package var start: UInt32
  package var end: UInt32
  package var sourceStart: UInt32
  package var sourceEnd: UInt32
  package var source: ByteView
}

package struct AnswerPartView {
  package var text: ByteView
  package var template: ByteView
  package var citations: [CitationView]

  /// Safe for a part that protobuf-c filled, for as long as its message is there.
  @unsafe init(_ part: UnsafeMutablePointer<Modiste__V1__AnswerPart>) {
    text = unsafe ByteView(cString: part.pointee.text)
    template = unsafe ByteView(cString: part.pointee.template_)
    citations = unsafe elements(part.pointee.citations, part.pointee.n_citations) { citation in
      unsafe CitationView(
        kind: citation.pointee.kind.rawValue,
        sourceID: ByteView(cString: citation.pointee.source_id),
        field: ByteView(cString: citation.pointee.field), start: citation.pointee.start,
        end: citation.pointee.end, sourceStart: citation.pointee.source_start,
        sourceEnd: citation.pointee.source_end, source: ByteView(cString: citation.pointee.source))
    }
  }
}

package struct ProductCardView {
  package var itemID: ByteView
  package var title: ByteView
  package var price: Double

  /// Safe as the view of a part.
  @unsafe init(_ product: UnsafeMutablePointer<Modiste__V1__ProductCard>) {
    itemID = unsafe ByteView(cString: product.pointee.item_id)
    title = unsafe ByteView(cString: product.pointee.title)
    price = unsafe product.pointee.price
  }
}

package struct ToolRequestView {
  package var callID: ByteView
  package var tool: ByteView
  package var arguments: [(name: ByteView, value: ByteView)]
  package var missing: [ByteView]

  /// Safe as the view of a part.
  @unsafe init(_ request: UnsafeMutablePointer<Modiste__V1__ToolRequest>) {
    callID = unsafe ByteView(cString: request.pointee.call_id)
    tool = unsafe ByteView(cString: request.pointee.tool)
    arguments = unsafe elements(request.pointee.arguments, request.pointee.n_arguments) {
      unsafe (ByteView(cString: $0.pointee.name), ByteView(cString: $0.pointee.value))
    }
    // Safe: there are n_missing of them.
    missing = (0..<(unsafe request.pointee.n_missing)).map {
      unsafe ByteView(cString: request.pointee.missing[$0])
    }
  }
}

package struct HandoverView {
  package var reason: UInt32
  package var summary: ByteView
  package var skill: ByteView
  package var turns: [(speaker: ChatSpeaker, text: ByteView)]

  /// Safe as the view of a part.
  @unsafe init(_ handover: UnsafeMutablePointer<Modiste__V1__Handover>) {
    reason = unsafe handover.pointee.reason.rawValue
    summary = unsafe ByteView(cString: handover.pointee.summary)
    skill = unsafe ByteView(cString: handover.pointee.skill)
    turns = unsafe elements(handover.pointee.turns, handover.pointee.n_turns) {
      unsafe chatTurn($0)
    }
  }
}

package struct SlotView {
  package var name: ByteView
  package var text: ByteView
  package var value: ByteView
  package var start: UInt32
  package var end: UInt32

  /// Safe as the view of a part.
  @unsafe init(_ slot: UnsafeMutablePointer<Modiste__V1__Slot>) {
    name = unsafe ByteView(cString: slot.pointee.name)
    text = unsafe ByteView(cString: slot.pointee.text)
    value = unsafe ByteView(cString: slot.pointee.value)
    start = unsafe slot.pointee.start
    end = unsafe slot.pointee.end
  }
}

package struct IntentCandidateView {
  package var intent: ByteView
  package var probability: Float

  /// Safe as the view of a part.
  @unsafe init(_ candidate: UnsafeMutablePointer<Modiste__V1__IntentCandidate>) {
    intent = unsafe ByteView(cString: candidate.pointee.intent)
    probability = unsafe candidate.pointee.probability
  }
}

@safe package struct AnswerResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__AnswerResponse()) {
    unsafe modiste__v1__answer_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__AnswerResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__AnswerResponse.self)
  }

  package var parts: [AnswerPartView] {
    unsafe elements(message.pointee.parts, message.pointee.n_parts) { unsafe AnswerPartView($0) }
  }
  package var products: [ProductCardView] {
    unsafe elements(message.pointee.products, message.pointee.n_products) {
      unsafe ProductCardView($0)
    }
  }
  package var toolRequest: ToolRequestView? {
    unsafe message.pointee.tool_request.map { unsafe ToolRequestView($0) }
  }
  package var handover: HandoverView? {
    unsafe message.pointee.handover.map { unsafe HandoverView($0) }
  }
  package var language: ByteView { unsafe ByteView(cString: message.pointee.language) }
  package var confidence: Float { unsafe message.pointee.confidence }
  package var intents: [IntentCandidateView] {
    unsafe elements(message.pointee.intents, message.pointee.n_intents) {
      unsafe IntentCandidateView($0)
    }
  }
  package var slots: [SlotView] {
    unsafe elements(message.pointee.slots, message.pointee.n_slots) { unsafe SlotView($0) }
  }
  package var state: ByteView { unsafe ByteView(message.pointee.state) }
  /// Numbers of the enum AnswerNote, or such as it does not define.
  package var notes: [UInt32] {
    // Safe: protobuf-c filled n_notes of them.
    unsafe UnsafeBufferPointer(start: message.pointee.notes, count: message.pointee.n_notes)
      .map(\.rawValue)
  }
}

@safe package struct AnswerStreamPartView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__AnswerStreamPart()) {
    unsafe modiste__v1__answer_stream_part__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__AnswerStreamPart>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__AnswerStreamPart.self)
  }

  package var part: AnswerPartView? {
    unsafe message.pointee.part.map { unsafe AnswerPartView($0) }
  }
  package var product: ProductCardView? {
    unsafe message.pointee.product.map { unsafe ProductCardView($0) }
  }
  package var conclusion: AnswerResponseView? {
    unsafe message.pointee.conclusion.map { unsafe AnswerResponseView(UnsafeRawPointer($0)) }
  }
}

@safe package struct SuggestResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SuggestResponse()) {
    unsafe modiste__v1__suggest_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SuggestResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SuggestResponse.self)
  }

  package var suggestions: [(text: ByteView, intent: ByteView)] {
    unsafe elements(message.pointee.suggestions, message.pointee.n_suggestions) {
      unsafe (ByteView(cString: $0.pointee.text), ByteView(cString: $0.pointee.intent))
    }
  }
}

@safe package struct ClassifyResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__ClassifyResponse()) {
    unsafe modiste__v1__classify_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__ClassifyResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__ClassifyResponse.self)
  }

  package var intents: [IntentCandidateView] {
    unsafe elements(message.pointee.intents, message.pointee.n_intents) {
      unsafe IntentCandidateView($0)
    }
  }
  package var slots: [SlotView] {
    unsafe elements(message.pointee.slots, message.pointee.n_slots) { unsafe SlotView($0) }
  }
  package var language: ByteView { unsafe ByteView(cString: message.pointee.language) }
  package var isInScope: Bool { unsafe message.pointee.in_scope != 0 }
  package var scopeProbability: Float { unsafe message.pointee.scope_probability }
}

/// A repeated message field. Safe for the pointer and count that protobuf-c filled.
@unsafe func elements<Message, Element>(
  _ start: UnsafeMutablePointer<UnsafeMutablePointer<Message>?>?, _ count: Int,
  _ element: (UnsafeMutablePointer<Message>) -> Element
) -> [Element] {
  guard let start = unsafe start else { return [] }
  // Safe: there are `count` of them, and protobuf-c fills every one.
  return (0..<count).compactMap { unsafe start[$0].map(element) }
}
