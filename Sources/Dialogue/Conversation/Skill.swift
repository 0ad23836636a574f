/// What the bot does about an intent.
package enum Skill: Equatable, Sendable {
  /// Quotes what the shop wrote about it.
  case knowledge
  /// Asks the backend; `explains`: quotes the shop's rule while something is missing.
  case tool(Tool, explains: Bool)
  /// Quotes the shop's rule; what the rule is about is offered, and done for who names an order.
  case policy(Tool)
  /// The number of an order, and nothing about it: it is for what was wanted last.
  case order
  case products(ProductTask)
  case handover(HandoverReason)
  case talk(Phrase)
  /// It is none of the shop's business.
  case refusal

  /// By name; an intent that is not listed is a question about the shop.
  package init(intent: String) {
    self =
      switch intent {
      case "track_order": .tool(.orderStatus, explains: false)
      case "cancel_order": .tool(.cancelOrder, explains: true)
      case "change_address": .tool(.changeAddress, explains: false)
      case "return_item": .tool(.returnItem, explains: true)
      case "exchange_item": .tool(.exchangeItem, explains: true)
      case "request_refund": .tool(.requestRefund, explains: true)
      case "refund_status": .tool(.refundStatus, explains: true)
      case "damaged_item", "wrong_item": .tool(.reportFault, explains: true)
      case "tracking_help": .policy(.orderStatus)
      case "return_policy": .policy(.returnItem)
      case "exchange_policy": .policy(.exchangeItem)
      case "give_order": .order
      case "find_product": .products(.find)
      case "check_stock": .products(.stock)
      case "restock_date": .products(.restock)
      case "similar_item": .products(.similar)
      case "style_advice": .products(.style)
      case "price_question": .products(.price)
      case "material_question": .products(.material)
      case "size_advice", "runs_small": .products(.size)
      case "talk_to_human": .handover(.asked)
      case "complaint": .handover(.complaint)
      case "legal_or_medical": .handover(.legalOrMedical)
      case "greeting": .talk(.greeting)
      case "thanks": .talk(.thanks)
      case "never_mind": .talk(.allRight)
      case "out_of_scope": .refusal
      default: .knowledge
      }
  }
}

/// What a question about products wants to know.
package enum ProductTask: String, CaseIterable, Equatable, Sendable {
  case find, stock, restock, similar, style, price, material, size
}

package enum HandoverReason: UInt8, Sendable {
  case asked = 1
  case complaint
  case legalOrMedical
  case notUnderstood
  case toolFailed
}

extension Skill {
  /// Whether it is to have something done by a tool, or to know how.
  func isAbout(_ tool: Tool) -> Bool {
    switch self {
    case .tool(tool, _), .policy(tool): true
    default: false
    }
  }

  /// What a person should be good at who takes over.
  package var area: String {
    switch self {
    case .tool(let tool, _), .policy(let tool):
      switch tool {
      case .orderStatus, .cancelOrder, .changeAddress: "orders"
      case .returnItem, .exchangeItem, .refundStatus, .requestRefund, .reportFault: "returns"
      case .checkStock: "products"
      }
    case .products: "products"
    case .handover(.complaint), .handover(.legalOrMedical): "complaints"
    case .order: "orders"
    case .knowledge, .handover, .talk, .refusal: "service"
    }
  }
}
