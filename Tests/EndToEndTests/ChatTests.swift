import ModisteClient
import Snapshots
import TestSupport
import Testing
import Wire

/// ChatAnswer over a real socket: the simulated shop's clerk, trained on its utterances.
@Suite struct ChatTests {
  private let served: ServedShop

  init() throws {
    served = try ServedShop()
  }

  private func client() throws -> ModisteClient {
    try ModisteClient(
      address: "\(served.address)", options: ModisteClient.Options(timeout: .seconds(30)))
  }

  private func text(_ answer: AnswerResponse) -> String {
    answer.parts.map(\.text).joined(separator: " ")
  }

  @Test func `an order's state is asked of the backend, and told with what it says`() async throws {
    let client = try client()
    defer { client.close() }
    let asked = try await client.answer(AnswerRequest(text: "where is my order A10234"))
    let request = try #require(asked.toolRequest)
    #expect(request.tool == "order_status")
    #expect(request.arguments == [ToolArgument(name: "order", value: "A10234")])
    let told = try await client.answer(
      AnswerRequest(
        state: asked.state,
        toolResult: ToolResult(
          of: request, .done,
          values: [
            ToolArgument(name: "status", value: "sent"),
            ToolArgument(name: "date", value: "2026-12-03"),
          ])))
    #expect(text(told) == "Order A10234 is on its way and should arrive on 2026-12-03.")
    let cited = try #require(told.parts.first).citations
    #expect(cited.map(\.kind) == [.shopper, .tool])
  }

  @Test func `what is missing is asked for in the shopper's language`() async throws {
    let client = try client()
    defer { client.close() }
    let asked = try await client.answer(AnswerRequest(text: "我的包裹还没有收到"))
    #expect(asked.language == "zh")
    #expect(asked.toolRequest?.missing == ["order"])
    #expect(text(asked).contains("订单号"))
    let given = try await client.answer(AnswerRequest(text: "B20931", state: asked.state))
    #expect(given.language == "zh")
    #expect(given.toolRequest?.arguments == [ToolArgument(name: "order", value: "B20931")])
  }

  @Test func `a stream brings the same, part by part`() async throws {
    let client = try client()
    defer { client.close() }
    let request = AnswerRequest(text: "show me a black dress")
    let whole = try await client.answer(request)
    #expect(!whole.products.isEmpty)
    var parts: [AnswerPart] = []
    var products: [ProductCard] = []
    var conclusion: AnswerResponse?
    for try await part in client.answerStream(request) {
      switch part {
      case .part(let answer): parts.append(answer)
      case .product(let product): products.append(product)
      case .conclusion(let end): conclusion = end
      case .unknown: Issue.record("a part of an unknown kind")
      }
    }
    #expect(parts == whole.parts)
    #expect(products == whole.products)
    #expect(conclusion?.state == whole.state)
  }

  @Test func `a person who takes over is not interrupted`() async throws {
    let client = try client()
    defer { client.close() }
    var request = AnswerRequest(text: "I want to talk to a human")
    request.turns = [Turn(.shopper, "hi"), Turn(.bot, "Hello!")]
    let over = try await client.answer(request)
    let handover = try #require(over.handover)
    #expect(handover.reason == .asked)
    #expect(handover.turns.map(\.text) == ["hi", "Hello!", "I want to talk to a human"])
    let later = try await client.answer(
      AnswerRequest(text: "where is my order A10234", state: over.state))
    #expect(later.parts.isEmpty && later.notes.contains(.silent))
    var given = AnswerRequest(text: "where is my order A10234", state: later.state)
    given.resumes = true
    #expect(try await client.answer(given).toolRequest?.tool == "order_status")
  }

  @Test func `bad turns are refused with the reason, and the conversation goes on`() async throws {
    let client = try client()
    defer { client.close() }
    func refusal(_ change: (inout AnswerRequest) -> Void) async -> String {
      var request = AnswerRequest(text: "hello")
      change(&request)
      do {
        _ = try await client.answer(request)
        return ""
      } catch {
        return "\(error)"
      }
    }
    let state = try await client.answer(AnswerRequest(text: "cancel order A10234")).state
    var forged = state
    forged[20] ^= 1
    #expect(await refusal { $0.state = forged }.contains("was not signed"))
    #expect(await refusal { $0.state = [1, 2, 3] }.contains("was not signed"))
    #expect(await refusal { $0.text = "" }.contains("text is empty"))
    #expect(
      await refusal { $0.text = String(repeating: "a", count: 5_000) }.contains("at most 4096"))
    #expect(
      await refusal { $0.turns = [Turn](repeating: Turn(.shopper, "x"), count: 200) }
        .contains("at most 50"))
    #expect(await refusal { $0.language = "fr" }.contains("en and zh"))
    #expect(await refusal { $0.limit = 21 }.contains("1...20"))
    let wrong = ToolResult(callID: "1-x", tool: "cancel_order", outcome: .done)
    #expect(
      await refusal {
        $0.state = state
        $0.toolResult = wrong
      }.contains("the one that is open"))
    #expect(
      await refusal { $0.toolResult = wrong }.contains("none is open"))
    // The same state is good still.
    #expect(
      try await client.answer(AnswerRequest(text: "thanks", state: state)).parts.count == 1)
  }

  @Test func `a conversation goes on when another generation is served`() async throws {
    let client = try client()
    defer { client.close() }
    let shown = try await client.answer(AnswerRequest(text: "show me a black dress"))
    let next = try served.shop.first.publish(to: served.store)
    #expect(try served.reload().status == .ok)
    let told = try await client.answer(
      AnswerRequest(text: "how much is the second one", state: shown.state))
    #expect(told.generation == next.text, "\(told.generation)")
    #expect(told.parts.first?.citations.first?.sourceID == shown.products.dropFirst().first?.itemID)
    #expect(text(told).contains(" costs "))
  }

  @Test func `what one shop's server signed is no state of another's`() async throws {
    let client = try client()
    defer { client.close() }
    let other = try ServedShop()
    let stranger = try ModisteClient(
      address: "\(other.address)", options: ModisteClient.Options(timeout: .seconds(30)))
    defer { stranger.close() }
    let state = try await stranger.answer(AnswerRequest(text: "hello")).state
    do {
      _ = try await client.answer(AnswerRequest(text: "hello", state: state))
      Issue.record("it was taken")
    } catch {
      #expect("\(error)".contains("was not signed by this shop's server"))
    }
  }

  @Test func `questions are suggested, classified and searched`() async throws {
    let client = try client()
    defer { client.close() }
    let suggested = try await client.suggest(SuggestRequest(prefix: "wh"))
    #expect(!suggested.suggestions.isEmpty)
    let meant = try await client.classify(text: "track order A10234")
    #expect(meant.intents.first?.intent == "track_order")
    #expect(meant.slots.map(\.text) == ["A10234"])
    let found = try await client.search(SearchRequest(text: "black dress under 100"))
    #expect(found.conditions.contains { $0.attribute == "color" && $0.value == "black" })
    #expect(!found.products.isEmpty && found.products.allSatisfy { ($0.price ?? .infinity) <= 100 })
  }
}
