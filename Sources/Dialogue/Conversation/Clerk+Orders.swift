import Snapshots
import Text

/// What is to be done about an order.
extension Clerk {
  /// Of an intent's messages in training that name an order, for an order to be part of what it asks.
  private static let orderShareMin: Float = 0.02
  /// Of the likeliest tool, where an order is named: how likely it is at least, and how much likelier than the next.
  private static let namedProbability: Float = 0.25
  private static let namedRatio: Float = 2
  /// What is cancelled does not come back.
  private static let cancelProbability: Float = 0.75
  /// Of a tool, beside a product that an order is named with.
  private static let besideProbability: Float = 0.15

  /// Whoever names an order wants something done about it: the likeliest thing, when nobody who wanted what the message
  /// seems to want named one.
  ///
  /// - Returns: `nil` when the message names none, or an order is part of what it asks
  func skillOfOrder(
    _ skill: Skill, _ scratch: inout ClerkScratch, _ reply: borrowing ChatReply
  ) -> Skill? {
    guard scratch.said("order") != nil else { return nil }
    switch skill {
    case .handover: return nil
    case .products:
      // "The boots in A10234 pinch" is no search.
      if let best = likeliestTool(scratch), best.probability >= Self.besideProbability {
        return .tool(best.tool, explains: true)
      }
      // "Look up A10234, I want to wear it on Sunday" names no product, and nobody needs an order to find one.
      return skill != .products(.find) && describesProduct(&scratch)
        ? nil : .tool(.orderStatus, explains: false)
    case .knowledge:
      guard let likeliest = reply.intents.first, let orderShares,
        orderShares[likeliest.index] < Self.orderShareMin
      else { return nil }
    case .order:
      // Corrected before the backend knew.
      if let call = reply.state.call, call.tool != .checkStock {
        return .tool(call.tool, explains: false)
      }
    case .talk, .refusal, .tool, .policy: break
    }
    // To look it up needs no certainty.
    guard let best = likeliestTool(scratch), isWanted(best) else {
      return .tool(.orderStatus, explains: false)
    }
    return .tool(best.tool, explains: best.tool.changesOrder)
  }

  /// Whether an order that is named should be changed so. It is cancelled only for who surely wants that.
  private func isWanted(_ tool: LikelyTool) -> Bool {
    if tool.tool == .cancelOrder { return tool.probability >= Self.cancelProbability }
    if tool.probability >= Self.toolProbability { return true }
    return tool.probability >= Self.namedProbability
      && tool.probability >= Self.namedRatio * tool.next
  }

  private struct LikelyTool {
    var tool: Tool
    var probability: Float
    /// Of the tool that is likeliest but for it.
    var next: Float
  }

  /// Of tools that are about an order, with all their intents.
  private func likeliestTool(_ scratch: borrowing ClerkScratch) -> LikelyTool? {
    var best: LikelyTool?
    for tool in Tool.allCases where tool != .checkStock {
      let probability = probability(of: tool, scratch)
      if probability > best?.probability ?? 0 {
        best = LikelyTool(tool: tool, probability: probability, next: best?.probability ?? 0)
      } else if let likeliest = best, probability > likeliest.next {
        best?.next = probability
      }
    }
    return best
  }

  private func probability(of tool: Tool, _ scratch: borrowing ClerkScratch) -> Float {
    let probabilities = scratch.reading.intents.probabilities
    var sum: Float = 0
    for index in probabilities.indices {
      switch skills[index] {
      case .tool(tool, _), .policy(tool): sum += probabilities[index]
      default: break
      }
    }
    return sum
  }

  /// An order that was named earlier is changed only for who surely wants that.
  func isDoubtful(
    _ tool: Tool, _ scratch: borrowing ClerkScratch, _ reply: borrowing ChatReply
  ) -> Bool {
    tool.changesOrder && scratch.said("order") == nil && reply.state.value(of: "order") != nil
      && probability(of: tool, scratch) < Self.toolProbability
  }

  /// Asks whether a tool should be asked about the order that is known.
  func offer(_ tool: Tool, _ reply: inout ChatReply) {
    let order = reply.state.value(of: "order") ?? ""
    reply.say(.offer, ["order": Quote(order, .shopper, of: "", field: "order")])
    reply.state.task = ConversationState.Task(tool: tool, awaited: Self.consent)
  }

  /// What a task awaits that was offered.
  static let consent = "consent"

  /// Goes on with what the shopper was asked for.
  ///
  /// - Returns: whether that was what the message is about; what it was asked for is still awaited otherwise
  func goesOn(
    with task: ConversationState.Task, _ skill: Skill, _ question: borrowing ChatQuestion,
    _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) -> Bool {
    if task.awaited == Self.consent {
      reply.state.task = nil
      var consent = Consent.read(scratch.reading.text)
      // "Return it then" is a yes; to ask how that is done is none.
      if consent == nil, case .tool(task.tool, _) = skill { consent = .given }
      guard let consent else { return false }
      reply.state.missed = 0
      switch consent {
      case .given: prepare(task.tool, explains: false, question, &scratch, &reply)
      case .refused: reply.say(.allRight)
      }
      return true
    }
    if let value = awaited(task, scratch, skill, reply) {
      scratch.said.append(NamedValue(task.awaited, value))
      reply.state.missed = 0
      prepare(task.tool, explains: false, question, &scratch, &reply)
      return true
    }
    switch skill {
    case .tool(task.tool, _), .order: break
    case .refusal:
      // What surely is nobody's business is no answer, and the question stays open.
      if probability(reply) >= Self.changeProbability, isOutOfScope(reply) { return false }
      if isSearch(insteadOf: skill, isSure: true, &scratch, reply) { return false }
      if isWrittenDown(&scratch, reply) { return false }
    default: return false
    }
    // It was asked for, and it is not there.
    if missed(question, scratch, &reply) { return true }
    reply.say(.askAgain)
    prepare(task.tool, explains: false, question, &scratch, &reply)
    return true
  }
}
