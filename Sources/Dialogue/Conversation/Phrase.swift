package import Text

/// What the bot says in its own words. `{name}` is a place for a quote; everything else that is true of
/// the shop, a number, a name, a price, a date, comes in by such a place and never by a phrase.
package enum Phrase: String, CaseIterable, Sendable {
  case greeting, thanks
  case allRight = "all_right"
  case outOfScope = "out_of_scope"
  case notKnown = "not_known"
  case askOrder = "ask.order"
  case askSize = "ask.size"
  case askCity = "ask.city"
  case askItem = "ask.item"
  case askAgain = "ask.again"
  case offer = "ask.consent"
  case handoverAsked = "handover.asked"
  case handoverComplaint = "handover.complaint"
  case handoverLegalOrMedical = "handover.legal_or_medical"
  case handoverNotUnderstood = "handover.not_understood"
  case handoverToolFailed = "handover.tool_failed"
  case resumed

  case checkingOrder = "order_status.request"
  case orderPlaced = "order_status.placed"
  case orderPacked = "order_status.packed"
  case orderSent = "order_status.sent"
  case orderSentUntil = "order_status.sent_until"
  case orderDelivered = "order_status.delivered"
  case orderCancelled = "order_status.cancelled"
  case orderReturned = "order_status.returned"
  case orderDay = "order_status.day"
  case orderTracking = "order_status.tracking"
  case cancelling = "cancel_order.request"
  case cancelled = "cancel_order.done"
  case cancelRefused = "cancel_order.refused"
  case returnOffered = "cancel_order.return_offered"
  case changingAddress = "change_address.request"
  case addressChanged = "change_address.done"
  case addressChangedTo = "change_address.done_to"
  case addressRefused = "change_address.refused"
  case returning = "return_item.request"
  case returnDone = "return_item.done"
  case returnDeadline = "return_item.deadline"
  case returnLabel = "return_item.label"
  case returnRefused = "return_item.refused"
  case exchanging = "exchange_item.request"
  case exchangeDone = "exchange_item.done"
  case exchangeRefused = "exchange_item.refused"
  case checkingRefund = "refund_status.request"
  case refundKnown = "refund_status.done"
  case refundAmount = "refund.amount"
  case refundDay = "refund.day"
  case refundRefused = "refund.refused"
  case requestingRefund = "request_refund.request"
  case refundDone = "request_refund.done"
  case reportingFault = "report_fault.request"
  case faultDone = "report_fault.done"
  case faultDay = "report_fault.day"
  case faultRefused = "report_fault.refused"
  case orderNotFound = "order.not_found"
  case checkingStock = "check_stock.request"
  case checkingStockInSize = "check_stock.request_in_size"
  case stockThere = "check_stock.there"
  case stockGone = "check_stock.gone"
  case stockUnknown = "check_stock.unknown"

  case productsFound = "products.found"
  case productsNone = "products.none"
  case productsRelaxed = "products.relaxed"
  case productsWithout = "products.without"
  case productsAlike = "products.alike"
  case productsCheaper = "products.cheaper"
  case productsNoneCheaper = "products.none_cheaper"
  case productsTogether = "products.together"
  case productsForYou = "products.for_you"
  case product = "product"
  case productAtPrice = "product.at_price"
  case productPrice = "product.price"
  case productNoPrice = "product.no_price"
  case productMaterial = "product.material"
  case productNoMaterial = "product.no_material"
  case productDemand = "product.demand"
  case sizeBest = "size.best"
  case sizeNotKnown = "size.not_known"

  enum Piece: Equatable {
    case words(String)
    case place(String)
  }

  func pieces(in language: Language) -> [Piece] {
    let text = language == .english ? texts.english : texts.chinese
    var pieces: [Piece] = []
    for (index, part) in text.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
      guard index > 0, let end = part.firstIndex(of: "}") else {
        if !part.isEmpty { pieces.append(.words(String(part))) }
        continue
      }
      pieces.append(.place(String(part[..<end])))
      let rest = part[part.index(after: end)...]
      if !rest.isEmpty { pieces.append(.words(String(rest))) }
    }
    return pieces
  }

  /// The places of the phrase, in the order of a language.
  package func places(in language: Language) -> [String] {
    pieces(in: language).compactMap { if case .place(let name) = $0 { name } else { nil } }
  }

  /// The words between the places; one more than there are places.
  package func words(in language: Language) -> [String] {
    var words = [""]
    for piece in pieces(in: language) {
      switch piece {
      case .words(let text): words[words.count - 1] += text
      case .place: words.append("")
      }
    }
    return words
  }
}
