import Bytes
import Dialogue
import Snapshots
import TestSupport
import Testing
import Text

/// Defends: the passage that a question is about comes first, in its language, and what is quoted of it is
/// text of the passage.
@Suite struct PassageIndexTests {
  @Test(arguments: [
    ("how long does express delivery take?", "delivery"), ("What does DELIVERY cost?", "costs"),
    ("can I send a dress back", "returns"), ("when is the shop open", "shops"),
    ("加急配送要几天？", "delivery-zh"), ("运费多少钱", "costs-zh"), ("怎么退货，退款什么时候到", "returns-zh"),
    ("退貨", "returns-zh"),
  ])
  func `the best passage is the one that says it`(question: String, passage: String) throws {
    let found = try SmallKnowledge.withIndex { $0.ids(question) }
    #expect(found.first == passage, "\(found)")
  }

  @Test func `scores are those of the formula`() throws {
    let passages = [
      SmallKnowledge.passage("a", .english, "", "blue blue hat"),
      SmallKnowledge.passage("b", .english, "", "green hat"),
      SmallKnowledge.passage("c", .english, "coat", "blue"),
    ]
    let scores = try SmallKnowledge.withIndex(passages) { index in
      var scratch = PassageScratch()
      index.search("blue", &scratch)
      return Dictionary(uniqueKeysWithValues: scratch.hits.map { ($0.passage, $0.score) })
    }
    // Robertson and Zaragoza with k = 1.2, b = 0.75; lengths 3, 2 and 4, a word of the title counting 3.
    let inverse = 0.47000363
    #expect(scores.count == 2)
    #expect(abs(Double(scores[0] ?? 0) - inverse * 2 * 2.2 / (2 + 1.2)) < 1e-5)
    #expect(abs(Double(scores[2] ?? 0) - inverse * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / 3))) < 1e-5)
  }

  @Test func `passages of another language are found only where there is none of this one`() throws
  {
    try SmallKnowledge.withIndex { index in
      #expect(index.ids("delivery", language: .chinese) == [])
      #expect(Set(index.ids("配送 delivery", language: .english)) == ["delivery", "costs"])
    }
    let english = SmallKnowledge.passages.filter { $0.language == .english }
    let found = try SmallKnowledge.withIndex(english) { $0.ids("delivery", language: .chinese) }
    #expect(Set(found) == ["delivery", "costs"])
  }

  @Test func `what no language says is looked for in all`() throws {
    let found = try SmallKnowledge.withIndex { $0.ids("60") }
    #expect(Set(found) == ["costs", "costs-zh"])
  }

  @Test func `the sentences that answer are quoted, in the order of the text`() throws {
    try SmallKnowledge.withIndex { index in
      func quoted(_ question: String, limit: Int) -> [String] {
        var scratch = PassageScratch()
        index.search(question, &scratch)
        guard let hit = scratch.hits.first else { return [] }
        index.bestSentences(of: hit.passage, limit: limit, scratch: &scratch)
        return scratch.sentences.map {
          let text = index.text(hit.passage)
          let range = index.sentence($0, of: hit.passage)
          return text.dropFirst(range.lowerBound).prefix(range.count).string
        }
      }
      #expect(
        quoted("when does the refund arrive?", limit: 1) == ["The refund arrives 5 days later."])
      #expect(
        quoted("express or standard delivery times", limit: 2) == [
          "Standard delivery takes 3 to 5 working days.",
          "Express delivery takes 1 to 2 working days.",
        ])
      #expect(quoted("退款几天到账", limit: 1) == ["退款将在5天后到账！"])
      // Only the title has the word: the first sentence stands for all.
      #expect(quoted("returns?", limit: 2) == ["You can send items back within 30 days."])
    }
  }

  @Test func `coverage is the share of the question that the passage has`() throws {
    try SmallKnowledge.withIndex { index in
      var scratch = PassageScratch()
      index.search("the refund", &scratch)
      #expect(scratch.hits.first?.coverage == 1)
      index.search("refund for elephants in Kathmandu", &scratch)
      #expect((0.1..<0.5).contains(scratch.hits.first?.coverage ?? 0))
    }
  }

  @Test func `ranks by words and by vectors are fused`() throws {
    // One dimension for each passage: the vector names it.
    let count = SmallKnowledge.passages.count
    let vectors = (0..<count * count).map { $0 / count == $0 % count ? Float(1) : 0 }
    try SmallKnowledge.withIndex(vectors: vectors) { index in
      #expect(index.dimensions == count)
      func encoding(_ passage: Int) -> [Float] { (0..<count).map { $0 == passage ? 1 : 0 } }
      // Nothing but the vector says it.
      #expect(index.ids("how about it", encoding: encoding(3)).first == "shops")
      // Two rankings agree against one.
      var scratch = PassageScratch()
      index.search("express delivery", encoding: encoding(0), &scratch)
      #expect(scratch.hits.first?.passage == 0 && scratch.hits.first?.score == 2 / Float(61))
      // Vectors of another language do not count.
      #expect(
        !index.ids("delivery", language: .english, encoding: encoding(4)).contains("delivery-zh"))
    }
  }

  @Test func `there are at most as many as asked for`() throws {
    try SmallKnowledge.withIndex { index in
      for limit in 0...5 {
        #expect(index.ids("delivery orders shops send", limit: limit).count == min(limit, 4))
      }
    }
  }

  @Test(arguments: [
    "", "?!…,,", String(repeating: "a", count: 4096), String(repeating: "a ", count: 2048),
    String(repeating: "退", count: 1365), "\u{202E}\u{0}",
  ])
  func `a question that says nothing finds nothing`(question: String) throws {
    let found = try SmallKnowledge.withIndex { $0.ids(question) }
    #expect(found == [])
  }

  @Test func `bytes that are no text are read as far as they are`() throws {
    try SmallKnowledge.withIndex { index in
      var (text, scratch) = (TokenizedText(), PassageScratch())
      let bytes: [UInt8] = [0xFF, 0xC0] + Array("refund".utf8) + [0xED, 0xA0, 0x80, 0xF8]
      text.read(bytes.rawSpan)
      index.search(text, language: nil, encoding: Span(), limit: 1, scratch: &scratch)
      #expect(scratch.hits.map { index.id($0.passage).string } == ["returns"])
    }
  }

  @Test func `without knowledge nothing is found`() throws {
    try SmallKnowledge.withIndex([]) { index in
      #expect(index.count == 0 && index.ids("delivery") == [])
    }
  }

  @Test func `a known question allocates nothing`() throws {
    try SmallKnowledge.withIndex { index in
      var (text, scratch) = (TokenizedText(), PassageScratch())
      let question = Array("how long does express delivery take, and what does it cost".utf8)
      func search() {
        text.read(question.rawSpan)
        index.search(text, language: nil, encoding: Span(), limit: 5, scratch: &scratch)
        index.bestSentences(of: 0, limit: 2, scratch: &scratch)
      }
      for _ in 0..<3 { search() }
      let allocations = AllocationCounter.count { for _ in 0..<100 { search() } }
      #expect(allocations == 0)
    }
  }
}
