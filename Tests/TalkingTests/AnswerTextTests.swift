import Bytes
import ModisteClient
import Talking
import TestSupport
import Testing
import Wire

/// An answer as lines for a terminal.
@Suite struct AnswerTextTests {
  @Test func `what is cited has a mark, and each mark its footnote`() throws {
    let text = try lines(
      of: answer { buffer in
        let policy = buffer.beginAnswerPart(
          text: "You can return it within 30 days.", template: "")
        buffer.appendCitation(
          .passage, sourceID: "K08-en", range: 0..<33, sourceRange: 5..<38,
          source: "policies/returns")
        buffer.endMessage(policy)
        let price = buffer.beginAnswerPart(text: "红色连衣裙 costs 49.90 now.", template: "price")
        buffer.appendCitation(.item, sourceID: "A1", quoted: "title", range: 0..<15)
        buffer.appendCitation(.item, sourceID: "A1", quoted: "price", range: 22..<27)
        buffer.endMessage(price)
        let plain = buffer.beginAnswerPart(text: "Anything else?", template: "more")
        buffer.endMessage(plain)
        buffer.appendAnswerReading(language: "en", confidence: 0.876)
        buffer.appendIntentCandidate("return_item", probability: 0.876)
        buffer.appendSlot("color", text: "红色", value: "red", range: 0..<6)
        buffer.appendSlot("brand", text: "acme", value: "", range: 7..<11)
        buffer.appendAnswerTail(state: ByteView(), notes: [.relaxed, .cleaned])
      })
    #expect(
      text == [
        "bot: You can return it within 30 days.[1]",
        "bot: 红色连衣裙[2] costs 49.90[3] now.",
        "bot: Anything else?",
        "     [1] passage K08-en \"You can return it within 30 days.\" policies/returns",
        "     [2] item A1.title \"红色连衣裙\"",
        "     [3] item A1.price \"49.90\"",
        "(en, return_item 0.88, color=red, brand=acme?, relaxed, cleaned)",
      ])
  }

  @Test func `products, tool requests and handovers have lines of their own`() throws {
    let text = try lines(
      of: answer { buffer in
        buffer.appendProductCard(itemID: "A1", title: "Navy dress", price: 49.9)
        buffer.appendProductCard(itemID: "A2", title: "旗袍", price: 0)
        let request = buffer.beginToolRequest(callID: "c1", tool: "order_status")
        buffer.appendToolArgument(name: "order", value: "A10234")
        buffer.endMessage(request)
        let handover = buffer.beginHandover(.asked, summary: "A person, please.", skill: "orders")
        buffer.appendTurn(.shopper, "agent")
        buffer.endMessage(handover)
        buffer.appendAnswerReading(language: "en", confidence: 1)
        buffer.appendIntentCandidate("agent", probability: 1)
      })
    #expect(
      text == [
        "  * A1  Navy dress  49.9",
        "  * A2  旗袍",
        "tool: order_status(order=A10234) [c1]; answer with /tool OUTCOME FIELD=VALUE ...",
        "handover: asked, to somebody good at orders: A person, please.",
        "     shopper: agent",
        "(en, agent 1.00)",
      ])
  }

  @Test func `what a tool still lacks is said`() throws {
    let text = try lines(
      of: answer { buffer in
        let request = buffer.beginToolRequest(callID: "c1", tool: "change_address")
        buffer.appendMissingArgument("order")
        buffer.appendMissingArgument("city")
        buffer.endMessage(request)
      })
    #expect(text == ["tool: change_address() still lacks order, city", "()"])
  }

  @Test func `nothing in an answer steers the terminal`() throws {
    let text = try lines(
      of: answer { buffer in
        let part = buffer.beginAnswerPart(
          text: "a\u{1B}[31mred\u{202E}der\u{9B}1m\n>", template: "")
        buffer.appendCitation(.item, sourceID: "A\u{7}1", quoted: "title\r", range: 0..<9)
        buffer.endMessage(part)
        buffer.appendProductCard(itemID: "A1", title: "\u{1B}]0;gone\u{7}", price: 0)
      })
    #expect(
      text == [
        "bot: a [31mred[1]der 1m >", "     [1] item A 1.title  \"a [31mred\"",
        "  * A1   ]0;gone ", "()",
      ])
  }

  @Test func `ranges that a server must not send trip nothing`() throws {
    let text = try lines(
      of: answer { buffer in
        let part = buffer.beginAnswerPart(text: "红ab", template: "")
        buffer.appendCitation(.tool, sourceID: "c", range: 1..<4)
        buffer.appendCitation(.tool, sourceID: "c", range: 0..<99)
        buffer.appendCitation(.tool, sourceID: "c", range: 4_000_000_000..<4_000_000_001)
        buffer.endMessage(part)
        buffer.appendAnswerReading(language: "", confidence: .nan)
        buffer.appendIntentCandidate("a", probability: 0)
      })
    #expect(text.first == "bot: 红a[1]b[2][3]")
    #expect(text.last == "(a 0.00)")
    #expect(text.count == 5)
  }
}
