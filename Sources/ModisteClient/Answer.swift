import Bytes
import Wire

/// Asks what to reply to a shopper.
public struct AnswerRequest: Equatable, Sendable {
  /// What the shopper says, at most 4,096 bytes. Empty beside a tool result.
  public var text: String
  /// That of the last answer; empty: a conversation begins.
  public var state: [UInt8]
  public var userID: String
  /// Oldest first, at most 50: for whom takes over. Answers do not depend on them.
  public var turns: [Turn] = []
  /// What became of the last answer's tool request.
  public var toolResult: ToolResult?
  /// `en` or `zh`; empty: as the message is written.
  public var language = ""
  /// The item whose page is open: "it", where nothing was spoken of yet.
  public var itemID = ""
  /// Products at most, 1...20; 0: 5.
  public var limit: UInt32 = 0
  /// A person gives the conversation back: the bot answers again.
  public var resumes = false

  public init(
    text: String = "", state: [UInt8] = [], userID: String = "", toolResult: ToolResult? = nil
  ) {
    self.text = text
    self.state = state
    self.userID = userID
    self.toolResult = toolResult
  }

  package func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendAnswerHead(text: text, state: state, user: userID)
      for turn in turns {
        buffer.appendTurn(ChatSpeaker(rawValue: turn.speaker.rawValue) ?? .unspecified, turn.text)
      }
      if let result = toolResult {
        buffer.appendToolResult(
          callID: result.callID, tool: result.tool,
          outcome: ChatToolOutcome(rawValue: result.outcome.rawValue) ?? .unspecified,
          values: result.values.map { ($0.name, $0.value) })
      }
      buffer.appendAnswerOptions(
        language: language, itemID: itemID, limit: limit, resumes: resumes)
    }
  }
}

public enum Speaker: UInt8, Sendable {
  /// A speaker that this client does not know.
  case unknown = 0
  case shopper = 1
  case bot = 2
  /// A person of the shop.
  case agent = 3
}

/// What somebody said before.
public struct Turn: Equatable, Sendable {
  public var speaker: Speaker
  /// At most 4,096 bytes.
  public var text: String

  public init(_ speaker: Speaker, _ text: String) {
    self.speaker = speaker
    self.text = text
  }
}

public struct ToolArgument: Equatable, Sendable {
  public var name: String
  /// Numbers and amounts in decimal, dates as ISO 8601.
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

public enum ToolOutcome: UInt8, Sendable {
  case done = 1
  /// There is no such order, or it is another shopper's.
  case notFound = 2
  /// The shop's rules forbid it: too late to cancel, for one.
  case refused = 3
  /// The backend could not do it.
  case failed = 4
}

/// What became of a tool request.
public struct ToolResult: Equatable, Sendable {
  /// That of the request.
  public var callID: String
  public var tool: String
  public var outcome: ToolOutcome
  /// The tool's own fields, as PROTOCOL.md has them; at most 16, of at most 1,024 bytes.
  public var values: [ToolArgument]

  public init(callID: String, tool: String, outcome: ToolOutcome, values: [ToolArgument] = []) {
    self.callID = callID
    self.tool = tool
    self.outcome = outcome
    self.values = values
  }

  /// The result of a request.
  public init(of request: ToolRequest, _ outcome: ToolOutcome, values: [ToolArgument] = []) {
    self.init(callID: request.callID, tool: request.tool, outcome: outcome, values: values)
  }
}

extension ModisteClient {
  /// What to reply to a shopper: one turn of a conversation.
  ///
  /// The server keeps nothing: send the answer's ``AnswerResponse/state`` with the next message. A state of
  /// another shop, or a tool result that was not asked for, is `invalidArgument`; a snapshot without a chat
  /// `unavailable`.
  public func answer(
    _ request: AnswerRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> AnswerResponse {
    try AnswerResponse(decoding: await call(.answer, request.encoded(), timeout))
  }

  /// The same, part by part: sentences and products as they are ready, then the rest. What is said of
  /// ``recommendBatch(_:timeout:)`` holds here.
  public func answerStream(
    _ request: AnswerRequest, timeout: Duration? = nil
  ) -> Parts<AnswerStreamPart> {
    stream(.answerStream, request.encoded(), timeout) { raw throws(ModisteError) in
      try raw.decode(AnswerStreamPartView.self) {
        AnswerStreamPart($0, generation: raw.generation)
      }
    }
  }
}
