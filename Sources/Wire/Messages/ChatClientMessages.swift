import Bytes

// The requests of ChatAnswer as a client writes them; ChatAnswerViews.swift reads the answers.

extension ByteBuffer {
  /// The beginning of AnswerRequest; turns may follow, with `appendTurn`, then a tool result, then
  /// `appendAnswerOptions`.
  package mutating func appendAnswerHead(text: String, state: [UInt8] = [], user: String = "") {
    append(text, field: 1)
    if !state.isEmpty {
      appendTag(2, .lengthDelimited)
      appendVarint(UInt64(state.count))
      append(state.rawSpan)
    }
    append(user, field: 3)
  }

  /// The ToolResult of AnswerRequest.
  package mutating func appendToolResult(
    callID: String, tool: String, outcome: ChatToolOutcome,
    values: [(name: String, value: String)]
  ) {
    let begin = beginMessage(field: 5)
    append(callID, field: 1)
    append(tool, field: 2)
    append(UInt64(outcome.rawValue), field: 3)
    for value in values {
      let begin = beginMessage(field: 4)
      append(value.name, field: 1)
      append(value.value, field: 2)
      endMessage(begin)
    }
    endMessage(begin)
  }

  /// What follows turns and tool result of AnswerRequest.
  package mutating func appendAnswerOptions(
    language: String = "", itemID: String = "", limit: UInt32 = 0, resumes: Bool = false
  ) {
    append(language, field: 6)
    append(itemID, field: 7)
    append(UInt64(limit), field: 8)
    append(resumes, field: 9)
  }

  package mutating func appendSuggestRequest(
    prefix: String, language: String = "", limit: UInt32 = 0
  ) {
    append(prefix, field: 1)
    append(language, field: 2)
    append(UInt64(limit), field: 3)
  }

  package mutating func appendClassifyRequest(text: String) { append(text, field: 1) }

  package mutating func appendSearchRequest(
    text: String, language: String = "", limit: UInt32 = 0, omitsProducts: Bool = false,
    omitsPassages: Bool = false
  ) {
    append(text, field: 1)
    append(language, field: 2)
    append(UInt64(limit), field: 3)
    append(omitsProducts, field: 4)
    append(omitsPassages, field: 5)
  }
}
