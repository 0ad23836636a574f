import Bytes
import Text

extension Clerk {
  /// The conversation goes to a person; from here on the bot is silent.
  func handOver(
    _ reason: HandoverReason, _ area: String, _ question: borrowing ChatQuestion,
    _ scratch: borrowing ClerkScratch, _ reply: inout ChatReply
  ) {
    reply.parts.removeAll(keepingCapacity: true)
    reply.products.removeAll(keepingCapacity: true)
    reply.toolRequest = nil
    switch reason {
    case .asked: reply.say(.handoverAsked)
    case .complaint: reply.say(.handoverComplaint)
    case .legalOrMedical: reply.say(.handoverLegalOrMedical)
    case .notUnderstood: reply.say(.handoverNotUnderstood)
    case .toolFailed: reply.say(.handoverToolFailed)
    }
    let tool = reply.state.task?.tool ?? reply.state.call?.tool
    reply.handover = ChatReply.Handover(
      reason: reason, summary: summary(reason, tool, question, reply),
      skill: tool.map { Skill.tool($0, explains: false).area } ?? area)
    reply.state.isSilent = true
    reply.state.missed = 0
    reply.state.closeTask()
  }

  /// One line for whom takes over, in English as the shop's own words are.
  private func summary(
    _ reason: HandoverReason, _ tool: Tool?, _ question: borrowing ChatQuestion,
    _ reply: borrowing ChatReply
  ) -> String {
    let why =
      switch reason {
      case .asked: "wants a person"
      case .complaint: "complains"
      case .legalOrMedical: "asks something legal or medical"
      case .notUnderstood: "was not understood"
      case .toolFailed: "could not be served"
      }
    var facts: [String] = []
    if !question.user.isEmpty { facts.append("user \(question.user.string)") }
    if let tool { facts.append("about \(tool.rawValue)") }
    facts += reply.state.known.map { "\($0.name) \($0.value)" }
    if let focus = reply.state.focus { facts.append("item \(focus)") }
    facts.append("speaks \(reply.language.code)")
    return "\(why): \(facts.joined(separator: ", "))"
  }
}
