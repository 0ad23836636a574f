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
    let isShort = text.tokens.count <= 6
    let isSure = (reply.intents.first?.probability ?? 0) >= Self.changeProbability
    let isOther = isSure && !isOwn(skill, task.tool)
    guard isShort || !isOther else { return nil }
    if let value = scratch.said(task.awaited), field.kind.accepts(value) { return value }
    // The tagger may miss what stands alone; then it is what it looks like.
    let wanted: SlotPattern? =
      switch field.kind {
      case .order: .order
      case .size: .size
      default: nil
      }
    for start in text.tokens.indices {
      guard let wanted, let match = SlotPattern.match(text, at: start), match.pattern == wanted
      else { continue }
      let value = words(match.tokens, of: scratch)
      if field.kind.accepts(value) { return Self.argument(task.awaited, value) }
    }
    guard isShort else { return nil }
    // A bare number is a size where one was asked for.
    if task.awaited == "size" {
      for index in text.tokens.indices {
        let value = words(index..<index + 1, of: scratch)
        if (1...3).contains(value.utf8.count), Int(value) != nil { return value }
      }
    }
    if task.awaited == "city", !isOther {
      let named = text.tokens.indices.filter {
        !Self.cityCarriers.contains(words($0..<$0 + 1, of: scratch).lowercased())
      }
      guard let first = named.first, let last = named.last else { return nil }
      let value = words(first..<last + 1, of: scratch)
      if field.kind.accepts(value) { return value }
    }
    return nil
  }

  private func isOwn(_ skill: Skill, _ tool: Tool) -> Bool {
    switch skill {
    case .tool(tool, _), .refusal: true
    default: false
    }
  }

  /// What may stand around the name of a city that was asked for; no name begins or ends so.
  private static let cityCarriers: Set<String> = [
    "to", "in", "please", "send", "it", "it's", "ship", ",", ".", "!", "改", "到", "寄", "送", "去", "往",
    "在", "是",
    "吧", "请", "，", "。", "！",
  ]

  private func words(_ tokens: Range<Int>, of scratch: borrowing ClerkScratch) -> String {
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
