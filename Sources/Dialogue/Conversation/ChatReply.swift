package import Text

/// One turn of a conversation, as it is answered; kept from one to the next.
package struct ChatReply: Sendable {
  package struct Notes: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let silent = Notes(rawValue: 1 << 0)
    package static let outOfScope = Notes(rawValue: 1 << 1)
    package static let forgotten = Notes(rawValue: 1 << 2)
    package static let relaxed = Notes(rawValue: 1 << 3)
    package static let cleaned = Notes(rawValue: 1 << 4)
  }

  package struct ToolRequest: Equatable, Sendable {
    /// Empty while something is missing.
    package var callID: String
    package var tool: Tool
    package var arguments: [NamedValue]
    package var missing: [String]
  }

  package struct Handover: Equatable, Sendable {
    package var reason: HandoverReason
    package var summary: String
    package var skill: String
  }

  package struct Intent: Equatable, Sendable {
    /// Index of ``IntentModel/labels``.
    package var index: Int
    package var probability: Float
  }

  package internal(set) var parts: [ReplyPart] = []
  /// Items of the catalogue.
  package internal(set) var products: [Int32] = []
  package internal(set) var toolRequest: ToolRequest?
  package internal(set) var handover: Handover?
  package internal(set) var language = Language.english
  /// Best first, at most 5; none where no message was read.
  package internal(set) var intents: [Intent] = []
  package internal(set) var slots: [FoundSlot] = []
  package internal(set) var notes: Notes = []
  /// For the next turn.
  package internal(set) var state = ConversationState()

  package init() {}

  mutating func begin(_ state: ConversationState) {
    parts.removeAll(keepingCapacity: true)
    products.removeAll(keepingCapacity: true)
    toolRequest = nil
    handover = nil
    intents.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    notes = []
    self.state = state
    language = state.language ?? .english
  }

  mutating func say(_ phrase: Phrase, _ quotes: [String: Quote] = [:]) {
    parts.append(ReplyPart(phrase, language, quotes))
  }

  mutating func quote(_ quote: Quote) { parts.append(ReplyPart(quoting: quote)) }
}
