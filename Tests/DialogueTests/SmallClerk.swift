import Bytes
import Catalogue
import Dialogue
import Snapshots
import Text

/// A clerk of few intents over the small catalogue and its passages, with a shop that recommends what it is told to.
final class SmallClerk {
  private static let bytes: [UInt8] = {
    var rows = SmallTalk.messages
    for opening in ["", "hi, ", "hello, ", "please: "] {
      rows += [
        "i want to talk to a human", "give me a real person", "let me speak to an agent", "转人工客服",
      ].map { (opening + $0, "talk_to_human") }
      rows += [
        "how much is the second one", "what does it cost", "what is the price of this", "这个多少钱",
      ].map { (opening + $0, "price_question") }
      rows += [
        "how long does delivery take", "when will my delivery arrive", "is express delivery faster",
        "配送要几天",
      ].map { (opening + $0, "delivery_time") }
      rows += [
        "i want to return order [A10234](order)", "send back order [B20931](order)",
        "i have to return this", "我要退货",
      ].map { (opening + $0, "return_item") }
      rows += [
        "how do returns work", "how do i return something", "what is your return policy", "怎么退货",
      ].map { (opening + $0, "return_policy") }
      rows += [
        "sorry, it is [A10234](order)", "i mistyped it, [B20931](order)",
        "no, i meant [C33018](order)",
        "打错了，是[D55170](order)",
      ].map { (opening + $0, "give_order") }
      rows += ["never mind", "forget it", "leave it then", "算了吧"].map {
        (opening + $0, "never_mind")
      }
      rows += [
        "please cancel [A10234](order)", "cancel my order [B20931](order)", "i want it cancelled",
        "取消订单",
      ].map { (opening + $0, "cancel_order") }
      rows += [
        "change the address of order [A10234](order)", "my delivery address is wrong",
        "send order [B20931](order) to another address", "修改订单[C33018](order)的地址",
      ].map { (opening + $0, "change_address") }
      rows += ["something like this", "more like these", "show me similar ones", "类似的还有吗"].map {
        (opening + $0, "similar_item")
      }
      rows += ["hi there", "good morning", "hello you", "您好"].map { (opening + $0, "greeting") }
    }
    let messages = rows.map { MarkedMessage(parsing: $0.0) }
    let slots = FittedSlots(messages, gazetteer: SmallTalk.gazetteer)
    var writer = TensorWriter()
    FittedIntents(
      IntentData(
        zip(messages, rows).map { ($0.text, $1.1, $0.template) }, outOfScope: ["out_of_scope"]),
      gazetteer: slots.gazetteer
    ).pack(into: &writer)
    slots.pack(into: &writer)
    FittedPassages(SmallKnowledge.passages).pack(into: &writer)
    FittedProductSearch(items, terms: SmallCatalogue.terms).pack(into: &writer)
    return writer.encoded()
  }()

  /// With one whose title would be more than a title, if phrases were read twice.
  static let items =
    SmallCatalogue.items + [
      CatalogueItem(
        id: "x1", title: "{price} {title} \u{202E}coat",
        attributes: [("category", "Coats"), ("color", "Red"), ("price", "199.5")])
    ]

  private let catalogueFile: TensorFile
  private let file: TensorFile
  private let clerk: Clerk
  private var scratch = ClerkScratch()
  private(set) var reply = ChatReply()
  let catalogue: Catalogue

  init() throws {
    var writer = TensorWriter()
    Catalogue.pack(items: Self.items, users: [], into: &writer)
    catalogueFile = try TensorFile(bytes: writer.encoded(), name: "catalogue.safetensors")
    catalogue = try Catalogue(opening: catalogueFile)
    file = try TensorFile(bytes: Self.bytes, name: "chat.safetensors")
    clerk = try Clerk(opening: file, over: catalogue)
  }

  /// One turn of the conversation; a refused one leaves it as it was.
  @discardableResult
  func say(
    _ text: String, tool result: ToolAnswer? = nil, resumes: Bool = false,
    after state: ConversationState? = nil
  ) throws(ChatError) -> ChatReply {
    let bytes = Array(text.utf8)
    var question = ChatQuestion()
    // Safe: `bytes` is neither changed nor given up before the answer is there.
    question.text = unsafe ByteView(bytes.rawSpan)
    question.state = state ?? reply.state
    question.toolAnswer = result
    question.resumes = resumes
    var next = reply
    try clerk.answer(question, Recommendations(), &scratch, into: &next)
    extendLifetime(bytes)
    reply = next
    return reply
  }

  /// The backend's answer to the last request.
  @discardableResult
  func backend(
    _ outcome: ToolAnswer.Outcome, _ values: [NamedValue] = []
  ) throws(ChatError) -> ChatReply {
    try say(
      "",
      tool: ToolAnswer(
        callID: reply.toolRequest?.callID ?? "", tool: reply.toolRequest?.tool.rawValue ?? "",
        outcome: outcome, values: values))
  }

  var text: String { reply.parts.map(\.text).joined(separator: " ") }
  var products: [String] { reply.products.map { catalogue.items[Int($0)].string } }
  /// The likeliest intent of the last message, where a test fails.
  var intent: String {
    reply.intents.first.map { clerk.understanding.intents.labels[$0.index].string } ?? "none"
  }

  private struct Recommendations: Shop {
    func similar(to item: Int32, below price: Double?, limit: Int) -> [Int32] { [] }
    func together(with item: Int32, limit: Int) -> [Int32] { [] }
    func recommended(to user: ByteView, limit: Int) -> [Int32] { [0, 1] }
    func bestSize(of item: Int32, for user: ByteView) -> String? { nil }
    func demand(for item: Int32) -> (units: Double, period: String)? { nil }
  }
}
