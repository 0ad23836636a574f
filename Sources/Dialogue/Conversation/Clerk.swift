import Bytes
import Catalogue
import Expressions
import Snapshots
import Text

/// The shop's clerk: reads a message, decides what to do about it, and answers with phrases, quotes and
/// products, each with where it is from.
///
/// It keeps nothing between turns; see ``ConversationState``.
package struct Clerk: Sendable {
  package let understanding: Understanding
  /// `nil` when the shop wrote nothing down.
  package let passages: PassageIndex?
  let topics: KnowledgeTopics?
  /// `nil` when the training data had no items with attributes.
  package let search: ProductSearch?
  /// Questions to be suggested.
  package let suggestions: Suggestions?
  let catalogue: Catalogue
  let prices: AttributeColumn?
  let materials: AttributeColumn?
  /// Of each intent, how many of training's messages named an order; `nil` where nobody counted.
  let orderShares: Column<Float>?
  /// One per intent.
  let skills: [Skill]

  init(
    _ understanding: Understanding, passages: PassageIndex?, topics: KnowledgeTopics?,
    search: ProductSearch?, suggestions: Suggestions?, orderShares: Column<Float>?,
    over catalogue: Catalogue
  ) {
    self.orderShares = orderShares
    self.topics = topics
    self.understanding = understanding
    self.passages = passages
    self.search = search
    self.suggestions = suggestions
    self.catalogue = catalogue
    prices = catalogue.attribute("price")
    materials = catalogue.attribute("material")
    let labels = understanding.intents.labels
    skills = (0..<labels.count).map { Skill(intent: labels[$0].string) }
  }

  /// Turns in a row that are not understood before a person is asked.
  static let missedMax = 2
  /// Of a message that begins something else while a tool waits for an argument.
  static let changeProbability: Float = 0.5
  /// An order is changed only for somebody who surely wants that.
  static let toolProbability: Float = 0.6

  /// - Throws: when there is neither a message nor anything else to answer, or when the tool's result is none of the
  ///   call that is open.
  package func answer(
    _ question: borrowing ChatQuestion, _ shop: some Shop, _ scratch: inout ClerkScratch,
    into reply: inout ChatReply
  ) throws(ChatError) {
    reply.begin(question.state)
    if let language = question.language { reply.language = language }
    if question.resumes, reply.state.isSilent {
      reply.state.isSilent = false
      reply.state.missed = 0
      reply.state.closeTask()
      if question.text.isEmpty { reply.say(.resumed) }
    }
    if let result = question.toolAnswer { try take(result, question, &scratch, &reply) }
    if reply.state.isSilent, reply.handover == nil {
      reply.notes.insert(.silent)
    } else if !question.text.isEmpty, reply.handover == nil {
      read(question, &scratch, &reply)
      act(question, shop, &scratch, &reply)
    } else if question.toolAnswer == nil, !question.resumes {
      throw ChatError("text is empty; a message, a tool_result or resume is accepted")
    }
    reply.state.language = reply.language
    reply.state.turn = min(reply.state.turn + 1, 1 << 20)
  }

  /// What the message says, into the reply and the state.
  private func read(
    _ question: borrowing ChatQuestion, _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) {
    if MessageCleaning.clean(question.text.bytes, into: &scratch.message) {
      reply.notes.insert(.cleaned)
    }
    let message = scratch.message
    understanding.read(message.rawSpan, into: &scratch.reading)
    readLastClause(&scratch)
    reply.language =
      question.language ?? scratch.reading.language ?? question.state.language ?? .english
    let probabilities = scratch.reading.intents.probabilities
    for index in probabilities.indices {
      var place = reply.intents.count
      while place > 0, reply.intents[place - 1].probability < probabilities[index] { place -= 1 }
      guard place < 5 else { continue }
      reply.intents.insert(.init(index: index, probability: probabilities[index]), at: place)
      if reply.intents.count > 5 { reply.intents.removeLast() }
    }
    reply.slots = scratch.reading.slots
    scratch.question = nil
    scratch.said.removeAll(keepingCapacity: true)
    for slot in scratch.reading.slots {
      let name = understanding.slots.names[slot.slot].string
      let text = String(decoding: message[slot.bytes], as: UTF8.self)
      let known = slot.value.map { understanding.slots.gazetteer.names[$0].string }
      let value = Self.argument(name, known ?? text)
      // A tagger takes "1.75m" for an order's number now and then.
      if name == "order", !ToolFieldKind.order.accepts(value) { continue }
      scratch.said.append(NamedValue(name, value))
    }
    if scratch.said("order") == nil, let order = orderNumber(in: scratch) {
      scratch.said.append(NamedValue("order", order))
    }
  }

  /// What to do about it.
  private func act(
    _ question: borrowing ChatQuestion, _ shop: some Shop, _ scratch: inout ClerkScratch,
    _ reply: inout ChatReply
  ) {
    var skill = understood(scratch, reply)
    let isSure = probability(reply) >= Self.changeProbability
    // Whoever wants a person gets one at any time.
    if case .handover(let reason) = skill, isSure || reply.state.task == nil {
      return handOver(reason, skill.area, question, scratch, &reply)
    }
    if let task = reply.state.task, goesOn(with: task, skill, question, &scratch, &reply) { return }
    if let order = skillOfOrder(skill, &scratch, reply) { skill = order }
    if isSearch(insteadOf: skill, isSure: isSure, &scratch, reply) {
      skill = .products(.find)
    } else if !isSure, let task = askedAgain(scratch, reply) {
      skill = .products(task)
    }
    if case .refusal = skill {
      guard isWrittenDown(&scratch, reply) else {
        reply.notes.insert(.outOfScope)
        if !missed(question, scratch, &reply) { reply.say(.outOfScope) }
        return
      }
      skill = .knowledge
    }
    reply.state.missed = 0
    switch skill {
    case .talk(let phrase):
      if phrase == .allRight { reply.state.task = nil }
      reply.say(phrase)
    case .tool(let tool, let explains):
      if isDoubtful(tool, scratch, reply) { return offer(tool, &reply) }
      prepare(tool, explains: explains, question, &scratch, &reply)
    case .policy(let tool):
      if scratch.said("order") == nil, reply.state.value(of: "order") != nil {
        quoteKnowledge(&scratch, &reply, orSay: .notKnown)
        return offer(tool, &reply)
      }
      prepare(tool, explains: true, question, &scratch, &reply)
    case .order: prepare(.orderStatus, explains: false, question, &scratch, &reply)
    case .products(let task):
      advise(task, question, shop, &scratch, &reply)
      // A size said from here on is of what is shown.
      if !reply.products.isEmpty, reply.state.task?.awaited != "order" { reply.state.task = nil }
    case .knowledge: quoteKnowledge(&scratch, &reply, orSay: .notKnown)
    case .handover, .refusal: break
    }
  }

  /// Whether the likeliest intent is none of the shop's business.
  func isOutOfScope(_ reply: borrowing ChatReply) -> Bool {
    reply.intents.first.map { skills[$0.index] == .refusal } ?? false
  }

  /// Of the likeliest intent.
  func probability(_ reply: borrowing ChatReply) -> Float { reply.intents.first?.probability ?? 0 }

  /// What the likeliest intent asks for. What looks strange is still the shop's business when it likely is about what the
  /// conversation is about.
  private func understood(
    _ scratch: borrowing ClerkScratch, _ reply: borrowing ChatReply
  ) -> Skill {
    guard let best = reply.intents.first else { return .refusal }
    let skill = skills[best.index]
    if scratch.reading.intents.isInScope { return skill }
    guard best.probability >= Self.changeProbability else { return .refusal }
    switch skill {
    case .products(.find): return .refusal
    case .products: return reply.state.shown.isEmpty ? .refusal : skill
    case .tool, .policy: return reply.state.value(of: "order") == nil ? .refusal : skill
    case .knowledge:
      let isUnderWay =
        reply.state.task != nil || reply.state.value(of: "order") != nil
        || !reply.state.shown.isEmpty
      return isUnderWay ? skill : .refusal
    case .handover, .talk, .order, .refusal: return .refusal
    }
  }

  /// - Returns: whether a person takes over
  func missed(
    _ question: borrowing ChatQuestion, _ scratch: borrowing ClerkScratch, _ reply: inout ChatReply
  ) -> Bool {
    reply.state.missed += 1
    guard reply.state.missed >= Self.missedMax else { return false }
    handOver(.notUnderstood, Skill.refusal.area, question, scratch, &reply)
    return true
  }
}

/// What a turn needs; kept from one to the next.
package struct ClerkScratch: Sendable {
  var message: [UInt8] = []
  var reading = Reading()
  /// Of the message's last clause.
  var clause = Reading()
  /// The slots of the message, as a tool takes them.
  var said: [NamedValue] = []
  var passages = PassageScratch()
  var products = ProductScratch()
  /// What the message asks of products, once it was read for that.
  var question: ProductQuestion?

  package init() {}

  func said(_ name: String) -> String? { said.last { $0.name == name }?.value }
}
