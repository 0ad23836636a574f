package import Bytes
package import Text

/// One turn of a conversation, as it is asked. Borrows the request's bytes.
package struct ChatQuestion: Sendable {
  package static let textBytesMax = 4_096
  package static let turnsMax = 50
  package static let limits = 1...20

  package struct Turn: Sendable {
    package let speaker: Speaker
    package let text: ByteView

    package init(_ speaker: Speaker, _ text: ByteView) {
      self.speaker = speaker
      self.text = text
    }
  }

  package var text = ByteView()
  package var state = ConversationState()
  package var user = ByteView()
  /// Oldest first.
  package var turns: [Turn] = []
  package var toolAnswer: ToolAnswer?
  /// `nil`: as the message is written.
  package var language: Language?
  /// The item whose page is open.
  package var item = ByteView()
  /// Products at most.
  package var limit = 5
  /// A person gives the conversation back.
  package var resumes = false

  package init() {}
}

package enum Speaker: UInt8, Sendable {
  case shopper = 1
  case bot, agent
}

/// What became of a tool request.
package struct ToolAnswer: Sendable, Equatable {
  package enum Outcome: UInt8, Sendable {
    case done = 1
    case notFound, refused, failed
  }

  package var callID: String
  package var tool: String
  package var outcome: Outcome
  package var values: [NamedValue]

  package init(callID: String, tool: String, outcome: Outcome, values: [NamedValue]) {
    self.callID = callID
    self.tool = tool
    self.outcome = outcome
    self.values = values
  }

  func value(of name: String) -> String? { values.first { $0.name == name }?.value }
}

/// Why a turn cannot be answered: what was found, and what would be accepted.
package struct ChatError: Error, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
