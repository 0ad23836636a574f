import Bytes
import Dialogue
import Snapshots
import Testing
import Text

/// Defends what is suggested while a question is being typed.
@Suite struct SuggestionsTests {
  private static let questions: [(text: String, intent: Int)] = [
    ("Where is my parcel?", 0), ("where is my order", 0), ("WHERE IS MY PARCEL?", 0),
    ("How do I return something?", 1), ("Which card can I pay with?", 2), ("我的包裹在哪里", 0),
    ("怎么退货", 1), ("🙂", 2),
  ]

  private func matches(_ prefix: String, _ language: Language? = nil, limit: Int = 5) throws
    -> [String]
  {
    var writer = TensorWriter()
    FittedSuggestions(Self.questions).pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "chat.safetensors")
    defer { extendLifetime(file) }
    let suggestions = try Suggestions(opening: file, intentCount: 3)
    var text = TokenizedText()
    text.read(Array(prefix.utf8).rawSpan)
    return suggestions.matches(text, language: language, limit: limit).map {
      suggestions.texts[$0].string
    }
  }

  @Test func `what says the same is suggested once, and what says nothing never`() {
    #expect(FittedSuggestions(Self.questions).count == 6)
  }

  @Test func `questions that begin so come before those in which a word does`() throws {
    #expect(
      try matches("wh") == [
        "where is my order", "Which card can I pay with?", "Where is my parcel?",
      ])
    #expect(try matches("ret") == ["How do I return something?"])
    #expect(try matches("turn") == [])
    #expect(try matches("包裹") == ["我的包裹在哪里"])
    #expect(try matches("货", .chinese) == ["怎么退货"])
  }

  @Test func `each intent comes once before any comes twice, and no more than the limit`() throws {
    #expect(try matches("where", limit: 1) == ["where is my order"])
    #expect(try matches("", .english) == [])
  }

  @Test func `an intent that is none is refused when the file is opened`() throws {
    var writer = TensorWriter()
    FittedSuggestions(Self.questions).pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "chat.safetensors")
    defer { extendLifetime(file) }
    var refusal = ""
    do throws(SnapshotError) {
      _ = try Suggestions(opening: file, intentCount: 2)
    } catch {
      refusal = error.reason
    }
    #expect(refusal.contains("below 2 is accepted"))
  }
}
