import Bytes
import Catalogue
import Snapshots
import Text

extension Clerk {
  /// What the backend answered, said to the shopper.
  ///
  /// - Throws: when it is not of the call that is open, or a value is not of its field's kind. The state is as it
  ///   was then.
  func take(
    _ result: ToolAnswer, _ question: borrowing ChatQuestion, _ scratch: inout ClerkScratch,
    _ reply: inout ChatReply
  ) throws(ChatError) {
    guard let call = reply.state.call else {
      throw ChatError("tool_result is of call '\(result.callID)'; none is open")
    }
    guard call.id == result.callID, call.tool.rawValue == result.tool else {
      throw ChatError(
        "tool_result is of call '\(result.callID)' of \(result.tool); the one that is open is "
          + "'\(call.id)' of \(call.tool.rawValue)")
    }
    try Self.check(result, of: call.tool)
    reply.state.call = nil
    var quotes: [String: Quote] = [:]
    for argument in call.arguments {
      quotes[argument.name] = Quote(argument.value, .shopper, of: "", field: argument.name)
    }
    for value in result.values {
      quotes[value.name] = Quote(value.value, .tool, of: call.id, field: value.name)
    }
    if call.tool == .checkStock, let item = call.arguments.first(where: { $0.name == "item" }) {
      guard let row = catalogue.items.index(of: Array(item.value.utf8).rawSpan) else {
        reply.notes.insert(.forgotten)
        return reply.say(.askItem)
      }
      quotes["title"] = title(Int32(row), reply.language)
    }
    switch result.outcome {
    case .failed: handOver(.toolFailed, "service", question, scratch, &reply)
    case .notFound: askAnother(call, quotes, &reply)
    case .refused: refuse(call.tool, quotes, &scratch, &reply)
    case .done: report(call.tool, result, quotes, &reply)
    }
  }

  /// There is no such order: its number may have been mistyped, and the right one is for the same.
  private func askAnother(
    _ call: ConversationState.Call, _ quotes: [String: Quote], _ reply: inout ChatReply
  ) {
    guard call.tool != .checkStock else { return reply.say(.stockUnknown, quotes) }
    reply.say(.orderNotFound, quotes)
    reply.state.known.removeAll { $0.name == "order" }
    reply.state.task = ConversationState.Task(tool: call.tool, awaited: "order")
  }

  static func check(_ result: ToolAnswer, of tool: Tool) throws(ChatError) {
    for value in result.values {
      guard let field = tool.results.first(where: { $0.name == value.name }) else {
        let known = tool.results.map(\.name).joined(separator: ", ")
        throw ChatError(
          "tool_result has a value '\(value.name)'; \(tool.rawValue) answers "
            + (known.isEmpty ? "none" : known))
      }
      guard field.kind.accepts(value.value) else {
        throw ChatError(
          "tool_result's \(value.name) is \(value.value.utf8.count) bytes that are none of its kind; "
            + "accepted: \(field.kind.accepted)")
      }
      guard result.values.count(where: { $0.name == value.name }) == 1 else {
        throw ChatError("tool_result has \(value.name) twice; one value is accepted")
      }
    }
    guard result.outcome == .done else { return }
    for field in tool.results where field.isRequired && result.value(of: field.name) == nil {
      throw ChatError("tool_result has no \(field.name); accepted: \(field.kind.accepted)")
    }
  }

  private func report(
    _ tool: Tool, _ result: ToolAnswer, _ quotes: [String: Quote], _ reply: inout ChatReply
  ) {
    func say(_ phrase: Phrase, ifThereIs name: String) {
      if quotes[name]?.citation.kind == .tool { reply.say(phrase, quotes) }
    }
    switch tool {
    case .orderStatus: reportOrder(result, quotes, &reply)
    case .cancelOrder: reply.say(.cancelled, quotes)
    case .changeAddress:
      reply.say(quotes["address"] == nil ? .addressChanged : .addressChangedTo, quotes)
    case .returnItem:
      reply.say(.returnDone, quotes)
      say(.returnLabel, ifThereIs: "label")
      say(.returnDeadline, ifThereIs: "deadline")
    case .exchangeItem: reply.say(.exchangeDone, quotes)
    case .refundStatus, .requestRefund:
      reply.say(tool == .refundStatus ? .refundKnown : .refundDone, quotes)
      say(.refundAmount, ifThereIs: "amount")
      say(.refundDay, ifThereIs: "date")
    case .reportFault:
      reply.say(.faultDone, quotes)
      say(.faultDay, ifThereIs: "date")
    case .checkStock:
      let isThere = result.value(of: "count").flatMap { Int($0) } ?? 0 > 0
      reply.say(isThere ? .stockThere : .stockGone, quotes)
    }
  }

  private func reportOrder(
    _ result: ToolAnswer, _ quotes: [String: Quote], _ reply: inout ChatReply
  ) {
    guard let status = result.value(of: "status").flatMap({ OrderStatus(rawValue: $0) }) else {
      return
    }
    let hasDate = quotes["date"] != nil
    switch status {
    case .placed: reply.say(.orderPlaced, quotes)
    case .packed: reply.say(.orderPacked, quotes)
    case .sent: reply.say(hasDate ? .orderSentUntil : .orderSent, quotes)
    case .delivered: reply.say(.orderDelivered, quotes)
    case .cancelled: reply.say(.orderCancelled, quotes)
    case .returned: reply.say(.orderReturned, quotes)
    }
    if hasDate, [.delivered, .cancelled, .returned].contains(status) {
      reply.say(.orderDay, quotes)
    }
    if quotes["tracking"] != nil { reply.say(.orderTracking, quotes) }
  }

  /// The shop's rules forbid it. What cannot be cancelled any more may still be sent back.
  private func refuse(
    _ tool: Tool, _ quotes: [String: Quote], _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) {
    let phrase: Phrase =
      switch tool {
      case .orderStatus: .orderNotFound
      case .cancelOrder: .cancelRefused
      case .changeAddress: .addressRefused
      case .returnItem: .returnRefused
      case .exchangeItem: .exchangeRefused
      case .refundStatus, .requestRefund: .refundRefused
      case .reportFault: .faultRefused
      case .checkStock: .stockUnknown
      }
    reply.say(phrase, quotes)
    if tool == .cancelOrder {
      reply.say(.returnOffered)
      reply.state.task = ConversationState.Task(tool: .returnItem, awaited: Self.consent)
    }
  }
}
