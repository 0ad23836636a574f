import Text

extension Clerk {
  /// A slot's value as tools take it: `#a10234` is A10234, `size m` and `M码` are M.
  static func argument(_ name: String, _ value: String) -> String {
    switch name {
    case "order":
      return value.uppercased().filter { $0 != "#" && $0 != " " }
    case "size":
      var size = value.uppercased()
      for word in ["SIZE ", "SIZE", "EU ", "UK ", "US "] where size.hasPrefix(word) {
        size.removeFirst(word.count)
      }
      for sign in ["码", "号"] where size.hasSuffix(sign) { size.removeLast() }
      return size
    default: return value
    }
  }

  /// The argument that a tool waits for, when the message brings it and does not begin something else.
  func awaited(
    _ task: ConversationState.Task, _ scratch: borrowing ClerkScratch, _ skill: Skill,
    _ reply: borrowing ChatReply
  ) -> String? {
    guard let field = task.tool.arguments.first(where: { $0.name == task.awaited }) else {
      return nil
    }
    let text = scratch.reading.text
    let isShort = text.tokens.count(where: \.isSaid) <= Self.shortWordsMax
    let isSure = probability(reply) >= Self.changeProbability
    let isOther = isSure && !skill.isAbout(task.tool) && skill != .refusal && skill != .order
    let value: String? =
      switch task.awaited {
      case "order":
        isOther && !isAboutNumber(skill, isShort: isShort, reply)
          ? nil : scratch.said("order") ?? patterned(.order, scratch)
      case "size":
        isOther && !isShort
          ? nil
          : scratch.said("size") ?? patterned(.size, scratch)
            ?? (isShort ? bareNumber(scratch) : nil)
      case "city":
        isShort || !isOther ? cityNamed(scratch, isAwaited: isShort && !isOther) : nil
      default: isOther && !isShort ? nil : scratch.said(task.awaited)
      }
    return value.flatMap { field.kind.accepts($0) ? Self.argument(task.awaited, $0) : nil }
  }

  private static let shortWordsMax = 6
  /// Of what is wanted of an order that was asked for to do something else.
  private static let otherToolProbability: Float = 0.9

  /// Whether a message with an order's number may be an answer, although it looks like something else: like looking it up,
  /// or, in a few words, like another thing that is not quite sure.
  private func isAboutNumber(_ skill: Skill, isShort: Bool, _ reply: borrowing ChatReply) -> Bool {
    switch skill {
    case .tool(.orderStatus, _): isShort
    case .tool, .policy: isShort && probability(reply) < Self.otherToolProbability
    case .knowledge, .products, .talk: isShort
    case .order, .refusal, .handover: true
    }
  }

  /// The first that looks like one: the tagger may miss what stands alone.
  private func patterned(
    _ pattern: SlotPattern, _ scratch: borrowing ClerkScratch
  ) -> String? {
    let text = scratch.reading.text
    for start in text.tokens.indices {
      if let match = SlotPattern.match(text, at: start), match.pattern == pattern {
        return words(match.tokens, of: scratch)
      }
    }
    return nil
  }

  /// Letters and digits that can be nothing but an order's number, whatever the tagger took them for.
  func orderNumber(in scratch: borrowing ClerkScratch) -> String? {
    let text = scratch.reading.text
    for start in text.tokens.indices where text.tokens[start].kind == .code {
      if let match = SlotPattern.match(text, at: start), match.pattern == .order {
        return Self.argument("order", words(match.tokens, of: scratch))
      }
    }
    return nil
  }

  /// A bare number is a size where one was asked for.
  private func bareNumber(_ scratch: borrowing ClerkScratch) -> String? {
    for index in scratch.reading.text.tokens.indices {
      let value = words(index..<index + 1, of: scratch)
      if (1...3).contains(value.utf8.count), Int(value) != nil { return value }
    }
    return nil
  }

  func words(_ tokens: Range<Int>, of scratch: borrowing ClerkScratch) -> String {
    let all = scratch.reading.text.tokens
    let bytes =
      all[tokens.lowerBound].bytes.lowerBound..<all[tokens.upperBound - 1].bytes.upperBound
    return String(decoding: scratch.message[bytes], as: UTF8.self)
  }

  /// Asks the backend, or the shopper for what it cannot be asked without.
  func prepare(
    _ tool: Tool, explains: Bool, _ question: borrowing ChatQuestion,
    _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) {
    // What was said for something else is no argument of this, but for the order.
    if reply.state.task?.tool != tool { reply.state.known.removeAll { $0.name != "order" } }
    for field in tool.arguments {
      if let value = scratch.said(field.name), field.kind.accepts(value) {
        reply.state.remember(field.name, value)
      }
    }
    if tool == .changeAddress, reply.state.value(of: "city") == nil,
      let city = cityNamed(scratch, isAwaited: false)
    {
      reply.state.remember("city", city)
    }
    var arguments: [NamedValue] = []
    var missing: [String] = []
    for field in tool.arguments {
      if let value = reply.state.value(of: field.name) {
        arguments.append(NamedValue(field.name, value))
      } else if field.isRequired {
        missing.append(field.name)
      }
    }
    guard let first = missing.first else { return ask(tool, arguments, &reply) }
    if explains { quoteKnowledge(&scratch, &reply, orSay: nil) }
    switch first {
    case "order": reply.say(.askOrder)
    case "size": reply.say(.askSize)
    case "city": reply.say(.askCity)
    default: reply.say(.askItem)
    }
    reply.state.task = ConversationState.Task(tool: tool, awaited: first)
    reply.toolRequest = ChatReply.ToolRequest(
      callID: "", tool: tool, arguments: arguments, missing: missing)
  }

  /// - Precondition: nothing is missing.
  func ask(
    _ tool: Tool, _ arguments: [NamedValue], _ reply: inout ChatReply,
    _ quotes: [String: Quote] = [:]
  ) {
    let call = ConversationState.Call(
      id: "\(reply.state.turn)-\(tool.rawValue)", tool: tool, arguments: arguments)
    reply.state.task = nil
    reply.state.call = call
    reply.toolRequest = ChatReply.ToolRequest(
      callID: call.id, tool: tool, arguments: arguments, missing: [])
    var quotes = quotes
    for argument in arguments where quotes[argument.name] == nil {
      quotes[argument.name] = Quote(argument.value, .shopper, of: "", field: argument.name)
    }
    let phrase: Phrase =
      switch tool {
      case .orderStatus: .checkingOrder
      case .cancelOrder: .cancelling
      case .changeAddress: .changingAddress
      case .returnItem: .returning
      case .exchangeItem: .exchanging
      case .refundStatus: .checkingRefund
      case .requestRefund: .requestingRefund
      case .reportFault: .reportingFault
      case .checkStock:
        arguments.contains { $0.name == "size" } ? .checkingStockInSize : .checkingStock
      }
    reply.say(phrase, quotes)
  }
}
