package import Answering
import Bytes
package import Datasets
import Dialogue
import Snapshots
import Text

/// How well a clerk holds whole conversations: every turn is asked of the models as the server asks them, with the
/// state of the turn before, signed.
package struct ConversationEvaluation: Sendable {
  package struct Share: Sendable, Equatable {
    package var conversations = 0
    package var successes = 0
    package var turns = 0
    package var turnSuccesses = 0

    package var success: Double {
      conversations == 0 ? 0 : Double(successes) / Double(conversations)
    }
  }

  package struct Failure: Sendable {
    package let conversation: String
    package let line: Int
    package let says: String
    package let expects: String
    package let answer: String
  }

  /// By language.
  package private(set) var shares: [String: Share] = [:]
  package private(set) var failures: [Failure] = []
  /// Sentences that said what they do not cite.
  package private(set) var ungrounded: [String] = []
  package private(set) var partCount = 0

  /// - Parameter split: those alone; `nil`: all
  /// - Throws: `DatasetError` for a turn that expects what nobody can tell.
  package init(
    of table: ConversationTable, models: Models, split: String? = nil
  ) throws(DatasetError) {
    let key = ConversationKey.ofNobody
    let (scratch, memory) = (AnsweringScratch(), ChatMemory())
    for conversation in table.conversations where split == nil || conversation.split == split {
      var token: [UInt8] = []
      var isSuccess = true
      var last = ChatReply()
      for turn in conversation.turns {
        let expected = try Self.expectations(turn)
        var question = ChatQuestion()
        question.language = Language(code: conversation.language)
        let text = Array(turn.says.utf8)
        var reply = ChatReply()
        var problem: String?
        do throws(AnswerError) {
          // Safe: `token` and `text` are not changed while they are looked at.
          question.state = try key.state(of: unsafe ByteView(token.rawSpan))
          if let result = ToolAnswer(scripted: turn.says, to: last) {
            question.toolAnswer = result
          } else {
            question.text = unsafe ByteView(text.rawSpan)
          }
          try models.answer(question, scratch: scratch, memory: memory, into: &reply)
        } catch {
          problem = "\(error)"
        }
        if let fault = Grounding.fault(
          of: reply, message: turn.says, state: question.state, result: question.toolAnswer,
          models: models)
        {
          ungrounded.append("\(conversation.name): \(fault)")
        }
        partCount += reply.parts.count
        token = key.sign(reply.state)
        last = reply
        let isMet = problem == nil && expected.allSatisfy { $0.isMet(by: reply, of: models) }
        shares[conversation.language, default: Share()].turns += 1
        if isMet {
          shares[conversation.language, default: Share()].turnSuccesses += 1
        } else {
          isSuccess = false
          failures.append(
            Failure(
              conversation: conversation.name, line: turn.line, says: turn.says,
              expects: turn.expects, answer: problem ?? reply.told(by: models)))
        }
      }
      shares[conversation.language, default: Share()].conversations += 1
      if isSuccess { shares[conversation.language, default: Share()].successes += 1 }
    }
  }

  private static func expectations(
    _ turn: ConversationTable.Turn
  ) throws(DatasetError) -> [Expectation] {
    var expectations: [Expectation] = []
    for part in turn.expects.split(separator: ";") {
      let text = String(part.drop { $0 == " " })
      guard let expectation = Expectation(text) else {
        throw DatasetError(
          file: DatasetFile.conversations.name, line: turn.line, column: "expects", value: text,
          problem: "is no expectation", accepted: Expectation.accepted)
      }
      expectations.append(expectation)
    }
    return expectations
  }
}

extension ToolAnswer {
  /// `tool done status=sent date=2026-12-03`: the backend's answer to the last request.
  fileprivate init?(scripted text: String, to reply: ChatReply) {
    let words = text.split(separator: " ").map(String.init)
    let outcomes: [String: Outcome] = [
      "done": .done, "not_found": .notFound, "refused": .refused, "failed": .failed,
    ]
    guard words.count >= 2, words[0] == "tool", let outcome = outcomes[words[1]] else { return nil }
    self.init(
      callID: reply.toolRequest?.callID ?? "", tool: reply.toolRequest?.tool.rawValue ?? "",
      outcome: outcome,
      values: words.dropFirst(2).compactMap { word in
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        return parts.count == 2 ? NamedValue(parts[0], parts[1]) : nil
      })
  }
}

extension ChatReply {
  /// In one line, for a report.
  fileprivate func told(by models: Models) -> String {
    var told = parts.map(\.text)
    if let request = toolRequest {
      let arguments = request.arguments.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      told.append("[\(request.tool.rawValue) \(arguments) missing \(request.missing)]")
    }
    if let handover { told.append("[handover: \(handover.summary)]") }
    if notes.contains(.silent) { told.append("[silent]") }
    if let intent = intents.first, let clerk = models.clerk {
      let name = clerk.understanding.intents.labels[intent.index].string
      let hundredths = (Double(intent.probability) * 100).rounded() / 100
      told.append("[\(name) \(hundredths)]")
    }
    return told.joined(separator: " ")
  }
}
