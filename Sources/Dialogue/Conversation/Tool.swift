/// What the shop's backend can be asked to do, with the arguments it takes and the fields it answers.
///
/// A message never names a tool: an intent does, and every argument is checked against the kind of
/// its field before it leaves the process.
package enum Tool: String, CaseIterable, Sendable {
  case orderStatus = "order_status"
  case cancelOrder = "cancel_order"
  case changeAddress = "change_address"
  case returnItem = "return_item"
  case exchangeItem = "exchange_item"
  case refundStatus = "refund_status"
  case requestRefund = "request_refund"
  case reportFault = "report_fault"
  case checkStock = "check_stock"

  /// Whether something is different afterwards.
  package var changesOrder: Bool {
    switch self {
    case .orderStatus, .refundStatus, .checkStock: false
    case .cancelOrder, .changeAddress, .returnItem, .exchangeItem, .requestRefund, .reportFault:
      true
    }
  }

  package struct Field: Sendable {
    package let name: String
    package let kind: ToolFieldKind
    /// Without it the tool cannot be asked.
    package let isRequired: Bool

    init(_ name: String, _ kind: ToolFieldKind, isRequired: Bool = true) {
      self.name = name
      self.kind = kind
      self.isRequired = isRequired
    }
  }

  /// In the order they are asked for.
  package var arguments: [Field] {
    switch self {
    case .orderStatus, .cancelOrder, .returnItem, .refundStatus, .requestRefund, .reportFault:
      [Field("order", .order)]
    case .changeAddress: [Field("order", .order), Field("city", .text)]
    case .exchangeItem: [Field("order", .order), Field("size", .size)]
    case .checkStock: [Field("item", .text), Field("size", .size, isRequired: false)]
    }
  }

  /// Fields of a result; none has to be there but those that are required.
  package var results: [Field] {
    switch self {
    case .orderStatus:
      [
        Field("status", .choice(OrderStatus.allCases.map(\.rawValue))),
        Field("date", .date, isRequired: false), Field("carrier", .text, isRequired: false),
        Field("tracking", .text, isRequired: false),
      ]
    case .cancelOrder, .exchangeItem: []
    case .changeAddress: [Field("address", .text, isRequired: false)]
    case .returnItem:
      [Field("label", .text, isRequired: false), Field("deadline", .date, isRequired: false)]
    case .refundStatus, .requestRefund:
      [Field("amount", .amount, isRequired: false), Field("date", .date, isRequired: false)]
    case .reportFault: [Field("date", .date, isRequired: false)]
    case .checkStock: [Field("count", .count)]
    }
  }
}

/// Where an order is.
package enum OrderStatus: String, CaseIterable, Sendable {
  case placed, packed, sent, delivered, cancelled, returned
}

/// What a value has to look like.
package enum ToolFieldKind: Sendable, Equatable {
  /// 4 to 32 letters, digits and hyphens, with a digit.
  case order
  /// 1 to 32 bytes without control characters.
  case size
  /// 1 to 256 bytes without control characters.
  case text
  /// ISO 8601, `2026-08-14`.
  case date
  /// Decimal, not negative, at most two places.
  case amount
  /// A whole number, not negative.
  case count
  case choice([String])

  package func accepts(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    switch self {
    case .order:
      return (4...32).contains(bytes.count) && bytes.contains(where: Self.isDigit)
        && bytes.allSatisfy { Self.isDigit($0) || Self.isLetter($0) || $0 == 0x2D }
    case .size: return (1...32).contains(bytes.count) && Self.isPlain(value)
    case .text: return (1...256).contains(bytes.count) && Self.isPlain(value)
    case .date:
      guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return false }
      let digits = bytes.indices.filter { $0 != 4 && $0 != 7 }
      guard digits.allSatisfy({ Self.isDigit(bytes[$0]) }) else { return false }
      func number(_ range: Range<Int>) -> Int {
        range.reduce(0) { $0 * 10 + Int(bytes[$1] - 0x30) }
      }
      return (1...12).contains(number(5..<7)) && (1...31).contains(number(8..<10))
    case .amount:
      let parts = value.split(separator: ".", omittingEmptySubsequences: false)
      return (1...2).contains(parts.count) && (1...12).contains(parts[0].utf8.count)
        && (parts.count == 1 || (1...2).contains(parts[1].utf8.count))
        && parts.allSatisfy { $0.utf8.allSatisfy(Self.isDigit) }
    case .count: return (1...9).contains(bytes.count) && bytes.allSatisfy(Self.isDigit)
    case .choice(let values): return values.contains(value)
    }
  }

  /// For an error: what would be accepted.
  package var accepted: String {
    switch self {
    case .order: "4 to 32 letters, digits and hyphens"
    case .size: "1 to 32 bytes without control characters"
    case .text: "1 to 256 bytes without control characters"
    case .date: "a date as 2026-08-14"
    case .amount: "a decimal number as 71.95"
    case .count: "a whole number"
    case .choice(let values): values.joined(separator: ", ")
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

  private static func isPlain(_ value: String) -> Bool {
    value.unicodeScalars.allSatisfy { !MessageCleaning.isUnwanted($0.value) }
  }
}
