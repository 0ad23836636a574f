import Bytes
import Catalogue
import Expressions
import Snapshots
import Text

/// What is looked for in the catalogue, and shown.
extension Clerk {
  /// Whether a message is a search, though its likeliest intent is another.
  func isSearch(
    insteadOf skill: Skill, isSure: Bool, _ scratch: inout ClerkScratch,
    _ reply: borrowing ChatReply
  ) -> Bool {
    guard let search, scratch.said("order") == nil else { return false }
    switch skill {
    case .products(.find), .handover: return false
    case .knowledge, .tool, .policy, .order, .products, .talk, .refusal: break
    }
    let wanted = self.wanted(&scratch, in: search)
    return beginsSearch(wanted, in: search, insteadOf: skill, isSure: isSure, scratch, reply)
      || changesSearch(wanted, in: search, insteadOf: skill, isSure: isSure, scratch, reply)
  }

  /// Whether a message says what kind of thing is looked for: "I like pink hoodies".
  private func beginsSearch(
    _ wanted: borrowing ProductQuestion, in search: ProductSearch, insteadOf skill: Skill,
    isSure: Bool, _ scratch: borrowing ClerkScratch, _ reply: borrowing ChatReply
  ) -> Bool {
    guard search.namesKind(wanted), !isOwned(wanted, in: search, scratch) else { return false }
    if Self.asksSameColor(scratch.message) { return true }
    // 衣服 may be any of several kinds, and says no more than that.
    let isDescribed = wanted.conditions.contains { search.roles[$0.attribute] != .kind }
    return switch skill {
    // What is sold here, and how it should be, is never nobody's business.
    case .refusal: !isSure || isDescribed
    // With what it is and how it should be, something is looked for, though presents sound like their wrapping.
    case .knowledge: !isSure || isDescribed && probability(reply) < Self.describedProbability
    case .products, .tool, .policy, .order: !isSure
    case .talk, .handover: false
    }
  }

  /// Whether a message changes the last search: "the red one".
  private func changesSearch(
    _ wanted: borrowing ProductQuestion, in search: ProductSearch, insteadOf skill: Skill,
    isSure: Bool, _ scratch: borrowing ClerkScratch, _ reply: borrowing ChatReply
  ) -> Bool {
    guard reply.state.question != nil, wanted.hasConditions,
      scratch.reading.text.tokens.count <= Self.changeTokensMax
    else { return false }
    let isDescribed = !wanted.conditions.isEmpty
    switch skill {
    // "Hm, make that navy" sounds like thanks, "not what I had in mind, try pink" like a question about the shop.
    case .talk, .knowledge:
      return !isSure || isDescribed && probability(reply) < Self.describedProbability
        || isBound(wanted, reply)
    // "But below 150" names a price, and asks none; "the price of no. 1" asks one.
    case .products(.price) where wanted.leastPrice != nil || wanted.mostPrice != nil:
      return counted(scratch, reply) == nil
    // "And in M?" asks of the same piece what was asked before.
    case .products(let task) where task == reply.state.asked && task != .similar: return false
    // "The same in pink", where nothing that was shown is pink.
    case .products(.similar) where isDescribed: return described(wanted, in: search, reply) == nil
    // "No, the red one" is of an order only where there is one.
    case .tool(.exchangeItem, _), .tool(.reportFault, _), .policy:
      return reply.state.value(of: "order") == nil
    // "Sorry, I meant pink" names no order.
    case .refusal, .order: return true
    case .tool, .products, .handover: return !isSure || isBound(wanted, reply)
    }
  }

  /// Whether a message says what kind of thing it is about, or how it should be.
  func describesProduct(_ scratch: inout ClerkScratch) -> Bool {
    guard let search else { return false }
    return wanted(&scratch, in: search).hasConditions
  }

  /// What the message asks of products; read once.
  func wanted(_ scratch: inout ClerkScratch, in search: ProductSearch) -> ProductQuestion {
    if let question = scratch.question { return question }
    var question = ProductQuestion()
    let text = scratch.reading.text
    search.read(text, into: &question) { understanding.intents.knows(text, words: $0..<$0 + 1) }
    scratch.question = question
    return question
  }

  /// Whether a message speaks of a thing that the shopper has: "my suede boots", 我买的裙子.
  private func isOwned(
    _ question: borrowing ProductQuestion, in search: ProductSearch,
    _ scratch: borrowing ClerkScratch
  ) -> Bool {
    let text = scratch.reading.text
    for condition in question.conditions where search.roles[condition.attribute] == .kind {
      guard let kind = text.tokens.firstIndex(where: { $0.bytes.overlaps(condition.bytes) }) else {
        continue
      }
      for index in max(0, kind - Self.ownerReach)..<kind {
        let word = text.word(index)
        if Self.owners.contains(word) { return true }
        if index + 1 < kind, Self.owners.contains(word + text.word(index + 1)) { return true }
      }
    }
    return false
  }

  /// Tokens between whose a thing is and what it is: "my brown leather boots".
  private static let ownerReach = 4
  private static let owners: Set<String> = [
    "my", "these", "this", "that", "those", "我的", "这件", "这条", "这双", "这个", "这款", "那件", "那条", "那双",
    "买的", "订的",
    "收的", "到的", "穿的", "拍的",
  ]

  /// "No more than 60 then" limits the search more likely than it asks a price.
  private func isBound(
    _ question: borrowing ProductQuestion, _ reply: borrowing ChatReply
  ) -> Bool {
    (question.mostPrice != nil || question.leastPrice != nil)
      && probability(reply) < Self.boundProbability
  }

  static let changeTokensMax = 12
  private static let describedProbability: Float = 0.75
  private static let boundProbability: Float = 0.8

  /// "In the same colour": as the search before it.
  private static func asksSameColor(_ message: [UInt8]) -> Bool {
    let text = String(decoding: message, as: UTF8.self).lowercased()
    return sameColor.contains { text.contains($0) }
  }

  private static let sameColor = [
    "same colo", "that colo", "same shade", "keep the colo", "颜色不变", "颜色一样", "颜色照旧", "同色", "同样的颜色",
    "同样颜色", "一样的颜色", "一样颜色", "同一个颜色", "相同颜色", "同颜色",
    "这个颜色的",
  ]

  func find(
    _ question: borrowing ChatQuestion, _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) {
    guard let search else { return reply.say(.productsNone) }
    var wanted = self.wanted(&scratch, in: search)
    if let memory = reply.state.question, !search.namesKind(wanted) {
      let earlier = memory.question(in: search)
      if earlier.isForgotten { reply.notes.insert(.forgotten) }
      var merged = earlier.question
      merged.merge(wanted, in: search)
      if merged.asksCheaper, let price = amountShown(reply) { merged.lowerPrice(below: price) }
      if merged.asksDearer, let price = amountShown(reply) { merged.raisePrice(above: price) }
      wanted = merged
    }
    if Self.asksSameColor(scratch.message) { addColor(&wanted, search, reply) }
    guard !wanted.isEmpty else {
      return quoteKnowledge(&scratch, &reply, orSay: .askItem)
    }
    search.search(wanted, limit: question.limit, scratch: &scratch.products)
    reply.state.question = SearchMemory(wanted, of: search)
    let items = scratch.products.hits.map { Int32($0.item) }
    guard !items.isEmpty else { return reply.say(.productsNone) }
    if scratch.products.relaxed.isEmpty {
      let count = Quote("\(scratch.products.matchCount)", .count, of: "items")
      show(items, after: .productsFound, ["count": count], &reply)
    } else {
      reply.notes.insert(.relaxed)
      show(items, after: .productsRelaxed, [:], &reply)
    }
  }

  /// The colour that was searched for last.
  private func addColor(
    _ question: inout ProductQuestion, _ search: ProductSearch, _ reply: borrowing ChatReply
  ) {
    let isColor = { (condition: ProductQuestion.Condition) in
      search.roles[condition.attribute] == .color && !condition.isExcluded
    }
    guard !question.conditions.contains(where: isColor),
      let earlier = reply.state.question?.question(in: search).question
    else { return }
    question.conditions += earlier.conditions.filter(isColor)
  }

  /// Of the product that was shown first.
  private func amountShown(_ reply: borrowing ChatReply) -> Double? {
    guard let id = reply.state.focus,
      let row = catalogue.items.index(of: Array(id.utf8).rawSpan)
    else { return nil }
    return amount(Int32(row))
  }

  func showSimilar(
    to item: Int32, _ title: Quote, _ question: borrowing ChatQuestion, _ shop: some Shop,
    _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) {
    guard wantsCheaper(&scratch), let price = price(item) else {
      var items = shop.similar(to: item, below: nil, limit: question.limit)
      if items.isEmpty { items = described(like: item, limit: question.limit, &scratch) }
      return items.isEmpty
        ? reply.say(.productsNone) : show(items, after: .productsAlike, ["title": title], &reply)
    }
    let items = shop.similar(to: item, below: amount(item), limit: question.limit)
    let quotes = ["title": title, "price": price]
    if items.isEmpty {
      reply.say(.productsNoneCheaper, quotes)
    } else {
      show(items, after: .productsCheaper, quotes, &reply)
    }
  }

  /// Of a piece that nobody has looked at yet: others of its kind and colour.
  private func described(
    like item: Int32, limit: Int, _ scratch: inout ClerkScratch
  ) -> [Int32] {
    guard let search else { return [] }
    search.search(search.question(like: Int(item)), limit: limit + 1, scratch: &scratch.products)
    return Array(
      scratch.products.hits.map { Int32($0.item) }.filter { $0 != item }.prefix(limit))
  }

  private func wantsCheaper(_ scratch: inout ClerkScratch) -> Bool {
    search.map { wanted(&scratch, in: $0).asksCheaper } ?? false
  }

  /// A phrase, and then the items, each with its price.
  func show(
    _ items: [Int32], after phrase: Phrase, _ quotes: [String: Quote], _ reply: inout ChatReply
  ) {
    reply.say(phrase, quotes)
    reply.state.shown.removeAll()
    for item in items {
      let title = title(item, reply.language)
      if let price = price(item) {
        reply.say(.productAtPrice, ["title": title, "price": price])
      } else {
        reply.say(.product, ["title": title])
      }
      reply.products.append(item)
      reply.state.shown.append(catalogue.items[Int(item)].string)
    }
    reply.state.focus = reply.state.shown.first
  }
}

extension ProductSearch {
  /// Whether a question says what it is that is wanted, and not only how it should be.
  func namesKind(_ question: borrowing ProductQuestion) -> Bool {
    question.conditions.contains { !$0.isExcluded && roles[$0.attribute] == .kind }
  }
}
