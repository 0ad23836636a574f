import Bytes
import Wire

/// What to reply to a shopper.
public struct AnswerResponse: Equatable, Sendable {
  /// What the bot says; none: it is silent, or waits for a tool.
  public var parts: [AnswerPart] = []
  public var products: [ProductCard] = []
  /// What the backend is asked to do; its result goes into the next request.
  public var toolRequest: ToolRequest?
  /// A person takes over; the bot is silent until a request ``AnswerRequest/resumes``.
  public var handover: Handover?
  /// `en` or `zh`.
  public var language: String
  /// The calibrated probability of `intents[0]`; 0 where no message was read.
  public var confidence: Float
  /// At most 5, best first.
  public var intents: [IntentCandidate]
  public var slots: [Slot]
  /// For the next request; at most 2,048 bytes.
  public var state: [UInt8]
  public var notes: [AnswerNote]
  /// The snapshot that answered.
  public var generation: String

  init(_ view: AnswerResponseView, generation: String) {
    parts = view.parts.map(AnswerPart.init)
    products = view.products.map(ProductCard.init)
    toolRequest = view.toolRequest.map(ToolRequest.init)
    handover = view.handover.map(Handover.init)
    language = view.language.string
    confidence = view.confidence
    intents = view.intents.map(IntentCandidate.init)
    slots = view.slots.map(Slot.init)
    state = view.state.array
    notes = view.notes.map { AnswerNote(rawValue: $0) ?? .unknown }
    self.generation = generation
  }

  /// - Parameter response: that of ChatAnswer.Answer
  /// - Throws: `internal` when the body is no such message.
  package init(decoding response: RawResponse) throws(ModisteError) {
    self = try response.decode(AnswerResponseView.self) {
      AnswerResponse($0, generation: response.generation)
    }
  }
}

/// What comes of an answer as it is ready.
public enum AnswerStreamPart: Equatable, Sendable {
  case part(AnswerPart)
  case product(ProductCard)
  /// The last: all the rest. Its parts and products came before.
  case conclusion(AnswerResponse)
  /// Something that this client does not know.
  case unknown

  init(_ view: AnswerStreamPartView, generation: String) {
    if let part = view.part {
      self = .part(AnswerPart(part))
    } else if let product = view.product {
      self = .product(ProductCard(product))
    } else if let conclusion = view.conclusion {
      self = .conclusion(AnswerResponse(conclusion, generation: generation))
    } else {
      self = .unknown
    }
  }
}

/// A sentence or more. What no citation covers is the template's own words.
public struct AnswerPart: Equatable, Sendable {
  public var text: String
  /// Of the words between citations, for example `order_status.done`; empty: all is quoted.
  public var template: String
  /// Ascending by where they begin; none overlaps another.
  public var citations: [Citation]

  init(_ view: AnswerPartView) {
    text = view.text.string
    template = view.template.string
    citations = view.citations.map(Citation.init)
  }
}

public enum CitationKind: UInt32, Sendable {
  /// A kind that this client does not know.
  case unknown = 0
  /// A passage of knowledge.csv.
  case passage = 1
  /// An item of items.csv.
  case item = 2
  /// A tag of the shopper's profile.
  case profile = 3
  /// A forecast of the same generation.
  case forecast = 4
  /// A tool's result.
  case tool = 5
  /// What the shopper said in this turn or before.
  case shopper = 6
  /// How it was reckoned from the other citations: a count of items, for one.
  case count = 7
}

/// Where a stretch of a part's text comes from.
public struct Citation: Equatable, Sendable {
  public var kind: CitationKind
  /// Of the passage, item, tag, series or tool call.
  public var sourceID: String
  /// Of an item, a profile or a tool's result: what was quoted, for example `price`.
  public var field: String
  /// UTF-8 bytes of the part's text.
  public var range: Range<Int>
  /// Of a passage: UTF-8 bytes of its text.
  public var sourceRange: Range<Int>
  /// Of a passage: knowledge.csv's source.
  public var source: String

  init(_ view: CitationView) {
    kind = CitationKind(rawValue: view.kind) ?? .unknown
    sourceID = view.sourceID.string
    field = view.field.string
    range = byteRange(from: view.start, to: view.end)
    sourceRange = byteRange(from: view.sourceStart, to: view.sourceEnd)
    source = view.source.string
  }
}

public struct ProductCard: Equatable, Sendable {
  public var itemID: String
  public var title: String
  /// `nil`: unknown.
  public var price: Double?

  init(_ view: ProductCardView) {
    itemID = view.itemID.string
    title = view.title.string
    price = view.price == 0 ? nil : view.price
  }
}

/// What the backend is asked to do.
public struct ToolRequest: Equatable, Sendable {
  /// To be sent back with the result.
  public var callID: String
  /// One of PROTOCOL.md's tools.
  public var tool: String
  public var arguments: [ToolArgument]
  /// Arguments without which it cannot be asked yet; the answer asks the shopper for the first.
  public var missing: [String]

  init(_ view: ToolRequestView) {
    callID = view.callID.string
    tool = view.tool.string
    arguments = view.arguments.map { ToolArgument(name: $0.name.string, value: $0.value.string) }
    missing = view.missing.map(\.string)
  }
}

public enum HandoverReason: UInt32, Sendable {
  /// A reason that this client does not know.
  case unknown = 0
  /// The shopper wants a person.
  case asked = 1
  case complaint = 2
  case legalOrMedical = 3
  /// Twice in a row nothing was understood.
  case notUnderstood = 4
  case toolFailed = 5
}

/// A person takes over.
public struct Handover: Equatable, Sendable {
  public var reason: HandoverReason
  /// One line for whom takes over.
  public var summary: String
  /// What the person should be good at: `orders`, `returns`, `products`, `payments`, `account` or `complaints`.
  public var skill: String
  /// The last turns and this one's message, oldest first, at most 10.
  public var turns: [Turn]

  init(_ view: HandoverView) {
    reason = HandoverReason(rawValue: view.reason) ?? .unknown
    summary = view.summary.string
    skill = view.skill.string
    turns = view.turns.map {
      Turn(Speaker(rawValue: $0.speaker.rawValue) ?? .unknown, $0.text.string)
    }
  }
}

/// What is to be said of an answer.
public enum AnswerNote: UInt32, Sendable {
  /// A note that this client does not know.
  case unknown = 0
  /// The bot is silent: a person has the conversation.
  case silent = 1
  /// Nothing was understood, or it is none of the shop's business.
  case outOfScope = 2
  /// Something that was spoken of is not in this generation any more.
  case forgotten = 3
  /// No product has everything that was asked for: some attribute was left out.
  case relaxed = 4
  /// Control characters and marks that turn writing around were taken out of the message.
  case cleaned = 5
}

/// A range whatever was sent.
func byteRange(from start: UInt32, to end: UInt32) -> Range<Int> {
  Int(start)..<max(Int(start), Int(end))
}
