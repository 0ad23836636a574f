import Bytes
import Wire

/// What a message may mean.
public struct IntentCandidate: Equatable, Sendable {
  public var intent: String
  /// 0...1.
  public var probability: Float

  init(_ view: IntentCandidateView) {
    intent = view.intent.string
    probability = view.probability
  }
}

/// A thing that a message names.
public struct Slot: Equatable, Sendable {
  public var name: String
  /// As the shopper wrote it.
  public var text: String
  /// As the catalogue has it; empty: it knows nothing like it.
  public var value: String
  /// UTF-8 bytes of the message.
  public var range: Range<Int>

  init(_ view: SlotView) {
    name = view.name.string
    text = view.text.string
    value = view.value.string
    range = byteRange(from: view.start, to: view.end)
  }
}

/// What a message means, and nothing else.
public struct ClassifyResponse: Equatable, Sendable {
  /// All of them, best first.
  public var intents: [IntentCandidate]
  public var slots: [Slot]
  /// `en` or `zh`.
  public var language: String
  public var isInScope: Bool
  /// The probability that the shop's bot should answer.
  public var scopeProbability: Float
  public var generation: String

  init(_ view: ClassifyResponseView, generation: String) {
    intents = view.intents.map(IntentCandidate.init)
    slots = view.slots.map(Slot.init)
    language = view.language.string
    isInScope = view.isInScope
    scopeProbability = view.scopeProbability
    self.generation = generation
  }
}

/// Asks for questions that begin like what is being typed.
public struct SuggestRequest: Equatable, Sendable {
  /// What was typed so far, at most 256 bytes.
  public var prefix: String
  /// `en` or `zh`; empty: as it is written.
  public var language: String
  /// 1...20; 0: 5.
  public var limit: UInt32

  public init(prefix: String, language: String = "", limit: UInt32 = 0) {
    self.prefix = prefix
    self.language = language
    self.limit = limit
  }

  func encoded() -> [UInt8] {
    encodedBody { $0.appendSuggestRequest(prefix: prefix, language: language, limit: limit) }
  }
}

public struct Suggestion: Equatable, Sendable {
  public var text: String
  public var intent: String
}

public struct SuggestResponse: Equatable, Sendable {
  public var suggestions: [Suggestion]
  public var generation: String

  init(_ view: SuggestResponseView, generation: String) {
    suggestions = view.suggestions.map {
      Suggestion(text: $0.text.string, intent: $0.intent.string)
    }
    self.generation = generation
  }
}

extension ModisteClient {
  /// What a message of at most 4,096 bytes means, and nothing else.
  public func classify(
    text: String, timeout: Duration? = nil
  ) async throws(ModisteError) -> ClassifyResponse {
    let body = encodedBody { $0.appendClassifyRequest(text: text) }
    let reply = try await call(.classify, body, timeout)
    return try reply.decode(ClassifyResponseView.self) {
      ClassifyResponse($0, generation: reply.generation)
    }
  }

  /// Questions that begin like what is being typed.
  public func suggest(
    _ request: SuggestRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> SuggestResponse {
    let reply = try await call(.suggest, request.encoded(), timeout)
    return try reply.decode(SuggestResponseView.self) {
      SuggestResponse($0, generation: reply.generation)
    }
  }
}
