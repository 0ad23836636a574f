package import Bytes
import Catalogue
package import Dialogue
import Expressions
import Snapshots
package import Text

/// Passages and products alone. Borrows the request's bytes.
package struct ShopSearchQuery: Sendable {
  package static let limits = 1...100

  package var text = ByteView()
  /// en, zh, or empty: as it is written.
  package var language = ByteView()
  /// Of passages and of products each.
  package var limit = 5
  package var wantsPassages = true
  package var wantsProducts = true

  package init() {}
}

/// What was found; it lives as long as the models.
package struct ShopSearchAnswer: Sendable {
  package struct Passage: Sendable {
    package let id, title, text, source: ByteView
    package let language: String
    package let score: Float
  }

  package struct Product: Sendable {
    package let id, title: ByteView
    /// 0: unknown.
    package let price: Double
    package let score: Float
  }

  package struct Condition: Sendable {
    package let attribute, value: String
    package let isExcluded: Bool
    /// Of a range; 0: open.
    package let least, most: Double
  }

  package var passages: [Passage] = []
  package var products: [Product] = []
  package var conditions: [Condition] = []
  package var productCount = 0
}

/// What a message means.
package struct MessageReading: Sendable {
  package var intents: [(name: ByteView, probability: Float)] = []
  package var slots: [FoundSlot] = []
  package var language = ""
  package var isInScope = true
  package var scope: Float = 1
}

extension Models {
  /// What a message means: every intent, best first.
  ///
  /// - Throws: `unavailable` without chat, `invalidArgument` for a text of more than ``ChatQuestion/textBytesMax`` bytes,
  ///   or none.
  package func classify(
    _ text: ByteView, memory: ChatMemory
  ) throws(AnswerError) -> MessageReading {
    let clerk = try requireClerk()
    try AnswerLimits.check(text: text, "text", upTo: ChatQuestion.textBytesMax)
    clerk.understanding.read(text.bytes, into: &memory.reading)
    let probabilities = memory.reading.intents.probabilities
    let labels = clerk.understanding.intents.labels
    var reading = MessageReading()
    reading.intents = probabilities.indices
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
      .map { (labels[$0], probabilities[$0]) }
    reading.slots = memory.reading.slots
    reading.language = memory.reading.language?.code ?? ""
    reading.isInScope = memory.reading.intents.isInScope
    reading.scope = memory.reading.intents.scope
    return reading
  }

  /// Questions that begin with what is being typed.
  package func suggestions(
    for prefix: ByteView, language: ByteView, limit: Int, memory: ChatMemory
  ) throws(AnswerError) -> [(text: ByteView, intent: ByteView)] {
    let clerk = try requireClerk()
    try AnswerLimits.check(text: prefix, "prefix", upTo: Suggestions.prefixBytesMax)
    try AnswerLimits.check(limit, in: Suggestions.limits)
    let language = try AnswerLimits.language(language)
    guard let suggestions = clerk.suggestions else { return [] }
    memory.text.read(prefix.bytes)
    return suggestions.matches(memory.text, language: language, limit: limit).map {
      (suggestions.texts[$0], clerk.understanding.intents.labels[Int(suggestions.intents[$0])])
    }
  }

  package func search(
    _ query: ShopSearchQuery, memory: ChatMemory
  ) throws(AnswerError) -> ShopSearchAnswer {
    let clerk = try requireClerk()
    try AnswerLimits.check(text: query.text, "text", upTo: ChatQuestion.textBytesMax)
    try AnswerLimits.check(query.limit, in: ShopSearchQuery.limits)
    let language = try AnswerLimits.language(query.language)
    memory.text.read(query.text.bytes)
    var answer = ShopSearchAnswer()
    if query.wantsPassages { findPassages(query, language, clerk, memory, &answer) }
    if query.wantsProducts { findProducts(query, language, clerk, memory, &answer) }
    return answer
  }
}

extension Models {
  private func findPassages(
    _ query: ShopSearchQuery, _ language: Language?, _ clerk: Clerk, _ memory: ChatMemory,
    _ answer: inout ShopSearchAnswer
  ) {
    guard let passages = clerk.passages else { return }
    clerk.understanding.encode(query.text.bytes, into: &memory.reading)
    let encoding = memory.reading.encoding
    passages.search(
      memory.text, language: language, encoding: encoding.span, limit: query.limit,
      scratch: &memory.passages)
    for hit in memory.passages.hits {
      answer.passages.append(
        ShopSearchAnswer.Passage(
          id: passages.id(hit.passage), title: passages.title(hit.passage),
          text: passages.text(hit.passage), source: passages.source(hit.passage),
          language: passages.language(hit.passage).code, score: hit.score))
    }
  }

  private func findProducts(
    _ query: ShopSearchQuery, _ language: Language?, _ clerk: Clerk, _ memory: ChatMemory,
    _ answer: inout ShopSearchAnswer
  ) {
    guard let search = clerk.search else { return }
    search.read(memory.text, into: &memory.question)
    search.search(memory.question, limit: query.limit, scratch: &memory.products)
    let code = (language ?? memory.text.language ?? .english).code
    for hit in memory.products.hits {
      var price = 0.0
      if case .number(let prices)? = catalogue.attribute("price"), prices[hit.item].isFinite {
        price = prices[hit.item]
      }
      answer.products.append(
        ShopSearchAnswer.Product(
          id: catalogue.items[hit.item], title: catalogue.title(of: hit.item, in: code).title,
          price: price, score: hit.score))
    }
    answer.productCount = memory.products.matchCount
    for condition in memory.question.conditions {
      answer.conditions.append(
        ShopSearchAnswer.Condition(
          attribute: search.attributes[condition.attribute],
          value: search.value(condition)?.string ?? "", isExcluded: condition.isExcluded, least: 0,
          most: 0))
    }
    if memory.question.leastPrice != nil || memory.question.mostPrice != nil {
      answer.conditions.append(
        ShopSearchAnswer.Condition(
          attribute: "price", value: "", isExcluded: false,
          least: memory.question.leastPrice ?? 0, most: memory.question.mostPrice ?? 0))
    }
  }
}

extension AnswerLimits {
  static func check(text: ByteView, _ field: String, upTo most: Int) throws(AnswerError) {
    guard (1...most).contains(text.count) else {
      throw .invalidArgument("\(field) is \(text.count) bytes; 1 to \(most) are accepted")
    }
  }

  static func check(_ limit: Int, in limits: ClosedRange<Int>) throws(AnswerError) {
    guard limits.contains(limit) else {
      throw .invalidArgument(
        "limit must be in \(limits.lowerBound)...\(limits.upperBound), got \(limit)")
    }
  }

  /// - Throws: for a code of none that the bot speaks.
  package static func language(_ code: ByteView) throws(AnswerError) -> Language? {
    if code.isEmpty { return nil }
    guard let language = Language(code: code.string) else {
      throw .invalidArgument(
        "language is \(code.count) bytes that name none; en and zh are accepted")
    }
    return language
  }
}
