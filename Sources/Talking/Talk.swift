package import ModisteClient

/// One side of a conversation: what has to go into the next request.
package struct Talk {
  /// The most that a request may carry.
  private static let turnsMax = 50
  private static let turnSizeMax = 4_096

  private let userID: String
  private let language: String
  private var itemID = ""
  private var state: [UInt8] = []
  private var turns: [Turn] = []
  /// The newest that can be answered; it stays open while the shopper goes on.
  private var toolRequest: ToolRequest?
  /// The request that is under way carries its result.
  private var isAnsweringTool = false
  private var resumes = false

  /// - Parameter language: `en` or `zh`; empty: as messages are written
  package init(userID: String = "", language: String = "") {
    self.userID = userID
    self.language = language
  }

  /// The request for a line; `nil`: there is nothing to ask.
  ///
  /// - Throws: `TalkError` for a tool's result where no tool was asked for.
  package mutating func request(for input: TalkInput) throws(TalkError) -> AnswerRequest? {
    var request = AnswerRequest(state: state, userID: userID)
    request.turns = turns
    request.language = language
    request.itemID = itemID
    request.resumes = resumes
    isAnsweringTool = false
    switch input {
    case .message(let text):
      request.text = text
      append(Turn(.shopper, text))
    case .tool(let outcome, let values):
      guard let toolRequest else { throw TalkError.noToolRequest }
      request.toolResult = ToolResult(of: toolRequest, outcome, values: values)
      isAnsweringTool = true
    case .item(let id):
      itemID = id
      return nil
    case .resume:
      resumes = true
      return nil
    case .nothing, .help, .quit: return nil
    }
    return request
  }

  /// Takes what the next request needs of an answer.
  package mutating func take(_ answer: AnswerResponse) {
    state = answer.state
    resumes = false
    if isAnsweringTool || answer.handover != nil { toolRequest = nil }
    isAnsweringTool = false
    if let request = answer.toolRequest, request.missing.isEmpty { toolRequest = request }
    let text = answer.parts.map(\.text).joined(separator: " ")
    if !text.isEmpty { append(Turn(.bot, text)) }
  }

  private mutating func append(_ turn: Turn) {
    // A longer message is refused as text; as a turn it would refuse all that follow.
    guard turn.text.utf8.count <= Self.turnSizeMax else { return }
    turns.append(turn)
    turns.removeFirst(max(0, turns.count - Self.turnsMax))
  }
}
