package import ModisteClient

/// A line that was typed into a conversation.
package enum TalkInput: Equatable {
  case nothing
  case message(String)
  /// What became of the last tool request.
  case tool(ToolOutcome, [ToolArgument])
  /// The item whose page is open from here on; empty: none.
  case item(String)
  /// A person gives the conversation back.
  case resume
  case help
  case quit

  /// - Throws: `TalkError` for a command that is none.
  package init(parsing line: String) throws(TalkError) {
    let line = line.trimmingSpaces
    guard line.hasPrefix("/") else {
      self = line.isEmpty ? .nothing : .message(line)
      return
    }
    let words = try Self.words(of: line)
    let arguments = words.dropFirst()
    switch (words.first, arguments.count) {
    case ("/tool", 1...): self = try Self.tool(arguments)
    case ("/item", 0...1): self = .item(arguments.first ?? "")
    case ("/resume", 0): self = .resume
    case ("/help", 0): self = .help
    case ("/quit", 0): self = .quit
    default: throw TalkError.unknownCommand(words.first ?? line)
    }
  }

  /// What can be typed.
  package static let commands = """
    what the shopper says, or
    /tool done|not_found|refused|failed [FIELD=VALUE ...]   what became of the tool request
    /item [ID]                                              the item whose page is open
    /resume                                                 a person gives the conversation back
    /quit
    """

  private static let outcomes: [String: ToolOutcome] = [
    "done": .done, "not_found": .notFound, "refused": .refused, "failed": .failed,
  ]

  private static func tool(_ arguments: ArraySlice<String>) throws(TalkError) -> TalkInput {
    guard let name = arguments.first, let outcome = outcomes[name] else {
      throw TalkError.unknownOutcome(arguments.first ?? "")
    }
    var values: [ToolArgument] = []
    for argument in arguments.dropFirst() {
      let halves = argument.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, let field = halves.first, let value = halves.last, !field.isEmpty
      else { throw TalkError.notAField(argument) }
      values.append(ToolArgument(name: String(field), value: String(value)))
    }
    return .tool(outcome, values)
  }

  /// The words of a command; double quotes keep spaces inside of one.
  private static func words(of line: String) throws(TalkError) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var isBegun = false
    for character in line {
      switch character {
      case "\"":
        isQuoted.toggle()
        isBegun = true
      case " ", "\t":
        if isQuoted {
          word.append(character)
        } else if isBegun {
          words.append(word)
          word = ""
          isBegun = false
        }
      default:
        word.append(character)
        isBegun = true
      }
    }
    guard !isQuoted else { throw TalkError.openQuote }
    return isBegun ? words + [word] : words
  }
}

/// Why a line cannot be sent.
package enum TalkError: Error, Equatable {
  case unknownCommand(String)
  case unknownOutcome(String)
  case notAField(String)
  case openQuote
  case noToolRequest
}

extension TalkError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownCommand(let command):
      "'\(command)' is no command, or has the wrong arguments; /help names them"
    case .unknownOutcome(let outcome):
      "'\(outcome)' is no outcome; accepted: done, not_found, refused, failed"
    case .notAField(let argument): "'\(argument)' is no field; accepted: FIELD=VALUE"
    case .openQuote: "a double quote is not closed"
    case .noToolRequest: "no tool was asked for that could be answered"
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    let isSpace = { (character: Character) in character.isWhitespace }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
