import Dialogue
import Testing
import Text

/// Defends what the clerk does about a message, and what it remembers from one to the next.
@Suite struct ClerkTests {
  private let clerk: SmallClerk

  init() throws { clerk = try SmallClerk() }

  @Test func `what a tool needs is asked for once, and the backend only then`() throws {
    try clerk.say("where is my order")
    #expect(clerk.reply.toolRequest?.missing == ["order"], "\(clerk.intent)")
    #expect(clerk.text == "What is the order number?")
    try clerk.say("A55512")
    #expect(clerk.reply.toolRequest?.tool == .orderStatus)
    #expect(clerk.reply.toolRequest?.arguments == [NamedValue("order", "A55512")])
    #expect(clerk.reply.toolRequest?.missing == [])
    try clerk.backend(
      .done, [NamedValue("status", "sent"), NamedValue("date", "2026-12-03")])
    #expect(clerk.text == "Order A55512 is on its way and should arrive on 2026-12-03.")
  }

  @Test func `an order that was named is known to the next tool`() throws {
    try clerk.say("where is my order A10234")
    try clerk.backend(.done, [NamedValue("status", "delivered")])
    try clerk.say("i have to return this")
    #expect(clerk.reply.toolRequest?.tool == .returnItem, "\(clerk.intent)")
    #expect(clerk.reply.toolRequest?.arguments == [NamedValue("order", "A10234")])
  }

  @Test func `it is asked in the language of the conversation`() throws {
    try clerk.say("我要退货")
    #expect(clerk.reply.language == .chinese)
    #expect(clerk.text.contains("订单号"), "\(clerk.text)")
    try clerk.say("C77001")
    #expect(clerk.text == "正在登记订单C77001的退货。")
  }

  @Test(arguments: [
    ("Mexico City please", "Mexico City"), ("to The Hague", "The Hague"), ("成都", "成都"),
    ("改到盐城吧", "盐城"), ("send it to graz", "graz"), ("换成西双版纳", "西双版纳"), ("送到义乌市去", "义乌市"),
  ])
  func `a city that was asked for is taken whole, without what is said around it`(
    answer: String, city: String
  ) throws {
    try clerk.say("change the address of order A10234")
    #expect(clerk.reply.toolRequest?.missing == ["city"], "\(clerk.intent)")
    try clerk.say(answer)
    #expect(clerk.reply.toolRequest?.arguments.last == NamedValue("city", city), "\(clerk.text)")
  }

  @Test(arguments: [
    "hm", "what do you mean", "how much is the second one", "不知道", "who won the football match",
  ])
  func `what is no name is not taken for the city that was asked for`(answer: String) throws {
    try clerk.say("change the address of order A10234")
    try clerk.say(answer)
    #expect(clerk.reply.toolRequest?.missing != [], "\(clerk.text)")
  }

  @Test func `a city in the message that asks for the change need not be known`() throws {
    try clerk.say("change the address of order A10234, send it to Graz")
    #expect(
      clerk.reply.toolRequest?.arguments == [
        NamedValue("order", "A10234"), NamedValue("city", "Graz"),
      ])
  }

  @Test func `who asks how something is done is told, and it is done only after a yes`() throws {
    try clerk.say("where is my order A10234")
    try clerk.backend(.done, [NamedValue("status", "delivered")])
    try clerk.say("how do returns work")
    #expect(clerk.reply.toolRequest == nil, "\(clerk.intent)")
    #expect(clerk.reply.parts.first?.citations.first?.kind == .passage)
    #expect(clerk.reply.parts.last?.text == "Shall I do that for order A10234?")
    let offered = clerk.reply.state
    try clerk.say("no thanks")
    #expect(clerk.reply.toolRequest == nil && clerk.reply.state.task == nil)
    try clerk.say("yes please", after: offered)
    #expect(clerk.reply.toolRequest?.tool == .returnItem)
    #expect(clerk.reply.toolRequest?.missing == [])
  }

  @Test func `who asks how something is done and names an order wants it done`() throws {
    try clerk.say("how do i return A10234")
    #expect(clerk.reply.toolRequest?.tool == .returnItem, "\(clerk.intent)")
    #expect(clerk.reply.toolRequest?.missing == [])
  }

  @Test func `a corrected number is for what was wanted before`() throws {
    try clerk.say("please cancel A10234")
    try clerk.say("no, i meant B20931")
    #expect(clerk.reply.toolRequest?.tool == .cancelOrder, "\(clerk.intent)")
    #expect(clerk.reply.toolRequest?.arguments == [NamedValue("order", "B20931")])
    try clerk.backend(.notFound)
    #expect(clerk.reply.state.value(of: "order") == nil)
    try clerk.say("打错了，是C33018")
    #expect(clerk.reply.toolRequest?.tool == .cancelOrder, "\(clerk.intent)")
    #expect(clerk.reply.toolRequest?.arguments == [NamedValue("order", "C33018")])
  }

  @Test func `after the backend answered a number alone changes nothing`() throws {
    try clerk.say("please cancel A10234")
    try clerk.backend(.done)
    try clerk.say("sorry, it is B20931")
    #expect(clerk.reply.toolRequest?.tool == .orderStatus, "\(clerk.intent)")
  }

  @Test func `what was asked for is still awaited after a question about something else`() throws {
    try clerk.say("我要退货")
    try clerk.say("how long does delivery take")
    #expect(clerk.text.contains("3 to 5 working days"))
    try clerk.say("D55170")
    #expect(clerk.reply.toolRequest?.tool == .returnItem, "\(clerk.intent)")
    #expect(clerk.reply.toolRequest?.arguments == [NamedValue("order", "D55170")])
  }

  @Test func `who drops it is asked for nothing more`() throws {
    try clerk.say("i want to return this")
    #expect(clerk.reply.state.task != nil, "\(clerk.intent)")
    try clerk.say("never mind")
    #expect(clerk.text == "All right." && clerk.reply.state.task == nil)
  }

  @Test func `what is no number of an order is none, whatever stands around it`() throws {
    try clerk.say("where is my order 1.75m")
    #expect(clerk.reply.toolRequest?.missing == ["order"])
  }

  @Test func `what cannot be cancelled any more is offered to be returned`() throws {
    try clerk.say("please cancel A10234")
    try clerk.backend(.refused)
    #expect(clerk.text.hasSuffix("Shall I register it for a return instead?"))
    try clerk.say("yes please")
    #expect(clerk.reply.toolRequest?.tool == .returnItem, "\(clerk.text)")
    #expect(clerk.reply.toolRequest?.arguments == [NamedValue("order", "A10234")])
  }

  @Test func `who answers an offer with what was offered gets it`() throws {
    try clerk.say("please cancel A10234")
    try clerk.backend(.refused)
    try clerk.say("how do returns work")
    #expect(clerk.reply.toolRequest == nil, "\(clerk.intent) \(clerk.text)")
    try clerk.say("please cancel A10234")
    try clerk.backend(.refused)
    try clerk.say("i want to return it")
    #expect(clerk.reply.toolRequest?.tool == .returnItem, "\(clerk.intent) \(clerk.text)")
  }

  @Test func `what is nobody's business is refused, and what was asked for stays asked for`() throws
  {
    try clerk.say("please cancel my order")
    try clerk.say("what is the weather like")
    #expect(clerk.reply.notes.contains(.outOfScope), "\(clerk.text)")
    try clerk.say("A10234")
    #expect(clerk.reply.toolRequest?.tool == .cancelOrder, "\(clerk.text)")
  }

  @Test func `like a piece that nobody looked at yet are others of its kind and colour`() throws {
    try clerk.say("do you sell a shirt in white")
    try clerk.say("show me similar ones")
    #expect(clerk.products == ["s2"], "\(clerk.intent)")
  }

  @Test func `behind a retraction counts what is wanted instead`() throws {
    try clerk.say("please cancel my order")
    #expect(clerk.reply.toolRequest?.missing == ["order"], "\(clerk.intent)")
    try clerk.say("leave it then, how long does delivery take")
    #expect(clerk.reply.parts.first?.citations.first?.sourceID == "delivery", "\(clerk.text)")
    try clerk.say("forget it, thanks")
    #expect(clerk.reply.toolRequest == nil && clerk.reply.products.isEmpty, "\(clerk.text)")
  }

  @Test func `who looks for an order looks for no product, whatever else is said`() throws {
    try clerk.say("i am looking for A10234")
    #expect(clerk.reply.toolRequest?.tool == .orderStatus, "\(clerk.text)")
    try clerk.say("i am looking for A10234 with a red dress")
    #expect(clerk.reply.toolRequest?.tool == .orderStatus, "\(clerk.text)")
  }

  @Test func `the same colour is that of the last search`() throws {
    try clerk.say("do you sell a shirt in white")
    try clerk.say("do you sell casual shoes in the same colour")
    #expect(clerk.products == ["h1"], "\(clerk.text)")
    try clerk.say("do you sell jeans, same shade")
    #expect(clerk.reply.notes.contains(.relaxed), "\(clerk.text)")
  }

  @Test func `a correction keeps what it does not name`() throws {
    try clerk.say("show me a navy dress")
    #expect(clerk.products == ["d1", "d2"], "\(clerk.text)")
    try clerk.say("no, in black")
    #expect(clerk.products == ["d3"], "\(clerk.text)")
    try clerk.say("do you sell a shirt in white")
    #expect(clerk.products == ["s1", "s2"], "\(clerk.text)")
  }

  @Test func `it means the product shown first, and the second one the second`() throws {
    try clerk.say("show me a navy dress")
    let shown = clerk.products
    try clerk.say("what does it cost")
    #expect(clerk.text == "Silk dress costs 45.", "\(clerk.intent)")
    try clerk.say("how much is the second one")
    #expect(clerk.text == "Wool dress with belt costs 80.", "\(shown)")
    #expect(clerk.reply.parts.first?.citations.map(\.sourceID) == ["d2", "d2"])
  }

  @Test func `the blue one is that of those shown, and the cheapest the cheapest of them`() throws {
    try clerk.say("do you sell jeans")
    try clerk.say("how much is the blue one")
    #expect(clerk.text == "Slim jeans costs 50.", "\(clerk.intent)")
    try clerk.say("show me a navy dress")
    try clerk.say("how much is the most expensive")
    #expect(clerk.text == "Wool dress with belt costs 80.", "\(clerk.intent)")
    try clerk.say("how much is the cheapest")
    #expect(clerk.text == "Silk dress costs 45.", "\(clerk.intent)")
  }

  @Test func `and the second one asks what was asked of the first`() throws {
    try clerk.say("show me a navy dress")
    try clerk.say("what does it cost")
    try clerk.say("the 2nd?")
    #expect(clerk.text == "Wool dress with belt costs 80.", "\(clerk.intent)")
  }

  @Test func `like those shown but in a colour that none of them has is another search`() throws {
    try clerk.say("show me a navy dress")
    try clerk.say("more like these in black")
    #expect(clerk.products == ["d3"], "\(clerk.text)")
    #expect(clerk.intent == "similar_item")
  }

  @Test func `what the shop wrote is quoted with where it stands`() throws {
    try clerk.say("how long does delivery take")
    let citation = try #require(clerk.reply.parts.first?.citations.first)
    #expect(citation.kind == .passage && citation.sourceID == "delivery")
    #expect(citation.source == "policies/delivery")
    #expect(clerk.text.contains("3 to 5 working days"))
  }

  @Test func `who wants a person gets one, and the bot is silent until it is told otherwise`()
    throws
  {
    try clerk.say("show me a navy dress")
    try clerk.say("give me a real person")
    let handover = try #require(clerk.reply.handover)
    #expect(handover.reason == .asked)
    try clerk.say("where is my order A10234")
    #expect(clerk.reply.parts.isEmpty && clerk.reply.notes.contains(.silent))
    #expect(clerk.reply.toolRequest == nil)
    try clerk.say("where is my order A10234", resumes: true)
    #expect(clerk.reply.toolRequest?.tool == .orderStatus)
  }

  @Test func `after two messages that are nobody's business a person is asked`() throws {
    try clerk.say("who won the football match")
    #expect(clerk.reply.notes.contains(.outOfScope), "\(clerk.intent)")
    #expect(clerk.reply.handover == nil)
    try clerk.say("what is the weather like")
    #expect(clerk.reply.handover?.reason == .notUnderstood)
  }

  @Test func `between two such messages one that is understood begins anew`() throws {
    try clerk.say("who won the football match")
    try clerk.say("where is my order A10234")
    try clerk.say("what is the weather like")
    #expect(clerk.reply.handover == nil && clerk.reply.notes.contains(.outOfScope))
  }

  @Test func `a tool's result that does not belong is refused, and the call stays open`() throws {
    try clerk.say("where is my order A10234")
    let request = try #require(clerk.reply.toolRequest)
    let open = clerk.reply.state
    func problem(
      id: String? = nil, tool: String = "order_status", _ values: [NamedValue]
    ) -> String {
      do throws(ChatError) {
        try clerk.say(
          "",
          tool: ToolAnswer(
            callID: id ?? request.callID, tool: tool, outcome: .done, values: values))
        return ""
      } catch {
        return error.description
      }
    }
    #expect(problem(id: "9-order_status", []).contains("the one that is open is"))
    #expect(problem(tool: "cancel_order", []).contains("the one that is open is"))
    #expect(problem([NamedValue("status", "lost")]).contains("accepted: "))
    #expect(problem([NamedValue("date", "tomorrow")]).contains("accepted: "))
    #expect(problem([NamedValue("colour", "red")]).contains("order_status answers "))
    #expect(clerk.reply.state == open)
    try clerk.backend(.done, [NamedValue("status", "delivered")])
    #expect(clerk.text == "Order A10234 was delivered.")
    #expect(problem([]).contains("none is open"))
  }

  @Test func `a title is quoted as it is, whatever it holds`() throws {
    try clerk.say("show me a red coat")
    #expect(clerk.products == ["x1"], "\(clerk.text)")
    let part = try #require(clerk.reply.parts.last)
    #expect(part.text == "{price} {title} \u{202E}coat, 199.5", "\(part.text)")
    #expect(part.citations.map(\.field) == ["title", "price"])
  }

  @Test func `a message of nothing is refused, and one of signs alone is not understood`() throws {
    #expect(throws: ChatError.self) { try clerk.say("") }
    try clerk.say("\u{202E}\u{0007}\u{200B}")
    #expect(clerk.reply.notes.contains(.cleaned))
    #expect(clerk.reply.notes.contains(.outOfScope), "\(clerk.intent)")
  }
}
