import Bytes
import Catalogue
import Dialogue
import Testing
import Text

/// Defends conversations: a state comes back as it was, fits its token, and no other bytes are one.
@Suite struct ConversationStateTests {
  private static func random(_ generator: inout SystemRandomNumberGenerator) -> ConversationState {
    func text(_ most: Int) -> String {
      let letters = ["a", "Z", "7", "-", "码", "é", " ", "🧥"]
      return (0..<Int.random(in: 0...most, using: &generator))
        .map { _ in letters.randomElement(using: &generator) ?? "" }.joined()
    }
    func values(_ most: Int) -> [NamedValue] {
      (0..<Int.random(in: 0...most, using: &generator)).map { NamedValue("name\($0)", text(12)) }
    }
    var state = ConversationState()
    state.turn = Int.random(in: 0...1 << 20, using: &generator)
    state.missed = Int.random(in: 0...2, using: &generator)
    state.language = [nil, .english, .chinese].randomElement(using: &generator) ?? nil
    state.isSilent = .random(using: &generator)
    if Bool.random(using: &generator), let tool = Tool.allCases.randomElement(using: &generator) {
      state.task = ConversationState.Task(tool: tool, awaited: text(8))
    }
    if Bool.random(using: &generator), let tool = Tool.allCases.randomElement(using: &generator) {
      state.call = ConversationState.Call(id: text(20), tool: tool, arguments: values(4))
    }
    state.known = values(3)
    state.shown = (0..<Int.random(in: 0...20, using: &generator)).map { _ in text(12) }
    if Bool.random(using: &generator) { state.focus = text(12) }
    state.asked = ([nil] + ProductTask.allCases).randomElement(using: &generator) ?? nil
    return state
  }

  @Test func `a state comes back as it was`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let state = Self.random(&generator)
      #expect(try ConversationState(decoding: state.encoded().rawSpan) == state)
    }
  }

  @Test func `a search comes back with it`() throws {
    try SmallCatalogue.withSearch { search in
      let question = search.question("navy dress without belt under 70")
      var state = ConversationState()
      state.question = SearchMemory(question, of: search)
      let decoded = try ConversationState(decoding: state.encoded().rawSpan)
      #expect(decoded == state)
      let found = try #require(decoded.question).question(in: search)
      #expect(!found.isForgotten)
      #expect(search.describe(found.question) == search.describe(question))
    }
  }

  @Test func `what a newer catalogue lacks is said to be forgotten, and the rest is kept`() throws {
    let memory = try SmallCatalogue.withSearch { search in
      SearchMemory(search.question("red dress under 70"), of: search)
    }
    let others = SmallCatalogue.items.filter { $0.id != "d4" && $0.id != "h3" }
    try SmallCatalogue.withSearch(others) { search in
      let found = memory.question(in: search)
      #expect(found.isForgotten)
      #expect(search.describe(found.question) == "category=Dresses, price ...70")
    }
  }

  @Test func `of too much the least needed goes, and a call stays`() throws {
    var state = ConversationState()
    state.call = ConversationState.Call(
      id: "3-order_status", tool: .orderStatus, arguments: [NamedValue("order", "A10234")])
    state.known = [NamedValue("order", "A10234")]
    state.shown = (0..<20).map { "item-\($0)-" + String(repeating: "x", count: 240) }
    state.focus = "item-0"
    let bytes = state.encoded()
    #expect(bytes.count <= ConversationState.encodedBytesMax)
    let decoded = try ConversationState(decoding: bytes.rawSpan)
    #expect(decoded.call == state.call && decoded.known == state.known && decoded.focus == "item-0")
    #expect(decoded.shown == Array(state.shown.prefix(decoded.shown.count)))
    #expect((1..<20).contains(decoded.shown.count))
  }

  @Test func `no beginning of a state is one, nor what goes on behind it`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let bytes = Self.random(&generator).encoded()
      for count in 0..<bytes.count {
        #expect(refusal(Array(bytes.prefix(count))) == .malformed)
      }
      #expect(refusal(bytes + [0]) == .malformed)
    }
  }

  @Test func `a state of a later version is named as that`() {
    var bytes = ConversationState().encoded()
    bytes[0] = 2
    #expect(refusal(bytes) == .version(2))
  }

  @Test func `changed bytes are refused, or are a state that is written again as it is`() throws {
    var generator = SystemRandomNumberGenerator()
    var refused = 0
    for _ in 0..<5_000 {
      var bytes = Self.random(&generator).encoded()
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255)
      }
      do throws(StateError) {
        let state = try ConversationState(decoding: bytes.rawSpan)
        let again = try ConversationState(decoding: state.encoded().rawSpan)
        #expect(again.turn == state.turn && again.call == state.call && again.known == state.known)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 500)
  }

  private func refusal(_ bytes: [UInt8]) -> StateError? {
    do throws(StateError) {
      _ = try ConversationState(decoding: bytes.rawSpan)
      return nil
    } catch {
      return error
    }
  }
}
