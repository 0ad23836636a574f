package import Answering
import Bytes
import Catalogue
package import Dialogue
import Expressions
import Snapshots

/// What has to come of a turn, as conversations.csv writes it, separated by `;`:
///
///     tool=NAME               the backend is asked, with nothing missing
///     argument.NAME=VALUE     … and given this; `*` is any value
///     asks=NAME               the shopper is asked for it
///     passage=ID|ID           one of these passages is quoted; an id may lack its language
///     phrase=ID|ID            one of these phrases is said
///     every.ATTRIBUTE=VALUE   products are shown, and each has it
///     every.price<=NUMBER     likewise
///     handover=REASON         a person takes over: asked, complaint, legal_or_medical, not_understood, tool_failed
///     silent                  nothing is said
///     refused                 it is none of the shop's business
package enum Expectation: Equatable, Sendable {
  case tool(String)
  case argument(String, String)
  case asks(String)
  case passage([String])
  case phrase([String])
  case every(attribute: String, value: String)
  case everyPrice(atMost: Double)
  case handover(String)
  case silent
  case refused

  /// `nil` for what is none of these.
  package init?(_ text: String) {
    func value(behind prefix: String) -> String? {
      text.hasPrefix(prefix) && text.count > prefix.count
        ? String(text.dropFirst(prefix.count)) : nil
    }
    func pair(behind prefix: String) -> (String, String)? {
      guard let rest = value(behind: prefix), let sign = rest.firstIndex(of: "=") else {
        return nil
      }
      let (name, value) = (String(rest[..<sign]), String(rest[rest.index(after: sign)...]))
      return name.isEmpty || value.isEmpty ? nil : (name, value)
    }
    func choices(_ text: String) -> [String] { text.split(separator: "|").map(String.init) }
    if text == "silent" {
      self = .silent
    } else if text == "refused" {
      self = .refused
    } else if let name = value(behind: "tool=") {
      self = .tool(name)
    } else if let (name, value) = pair(behind: "argument.") {
      self = .argument(name, value)
    } else if let name = value(behind: "asks=") {
      self = .asks(name)
    } else if let ids = value(behind: "passage=") {
      self = .passage(choices(ids))
    } else if let ids = value(behind: "phrase=") {
      self = .phrase(choices(ids))
    } else if let price = value(behind: "every.price<=").flatMap(Double.init) {
      self = .everyPrice(atMost: price)
    } else if let (name, value) = pair(behind: "every.") {
      self = .every(attribute: name, value: value)
    } else if let reason = value(behind: "handover="), Self.reasons[reason] != nil {
      self = .handover(reason)
    } else {
      return nil
    }
  }

  package static let reasons: [String: HandoverReason] = [
    "asked": .asked, "complaint": .complaint, "legal_or_medical": .legalOrMedical,
    "not_understood": .notUnderstood, "tool_failed": .toolFailed,
  ]

  package static let accepted =
    "tool=, argument.NAME=, asks=, passage=, phrase=, every.ATTRIBUTE=, every.price<=, handover=, silent "
    + "and refused are accepted, separated by ;"

  package func isMet(by reply: ChatReply, of models: Models) -> Bool {
    switch self {
    case .tool(let name):
      return reply.toolRequest.map { $0.tool.rawValue == name && $0.missing.isEmpty } ?? false
    case .argument(let name, let value):
      return reply.toolRequest?.arguments.contains {
        $0.name == name && (value == "*" ? !$0.value.isEmpty : $0.value == value)
      } ?? false
    case .asks(let name): return reply.toolRequest?.missing.first == name
    case .passage(let ids):
      return reply.parts.contains { part in
        part.citations.contains { citation in
          citation.kind == .passage
            && ids.contains { citation.sourceID == $0 || citation.sourceID.hasPrefix("\($0)-") }
        }
      }
    case .phrase(let ids):
      return reply.parts.contains { part in part.phrase.map { ids.contains($0.rawValue) } ?? false }
    case .every(let attribute, let value):
      return !reply.products.isEmpty
        && reply.products.allSatisfy { models.values(of: attribute, item: $0).contains(value) }
    case .everyPrice(let most):
      guard case .number(let prices)? = models.catalogue.attribute("price") else { return false }
      return !reply.products.isEmpty && reply.products.allSatisfy { prices[Int($0)] <= most }
    case .handover(let reason): return reply.handover?.reason == Self.reasons[reason]
    case .silent: return reply.notes.contains(.silent) && reply.parts.isEmpty
    case .refused: return reply.notes.contains(.outOfScope) && reply.handover == nil
    }
  }
}

extension Models {
  /// What the catalogue has of an item, as text; none where it has nothing by that name.
  fileprivate func values(of attribute: String, item: Int32) -> [String] {
    switch catalogue.attribute(attribute) {
    case .text(let codes, let values)?:
      codes[Int(item)] < values.count ? [values[Int(codes[Int(item)])].string] : []
    case .list(let indptr, let codes, let values)?:
      (Int(indptr[Int(item)])..<Int(indptr[Int(item) + 1])).map { values[Int(codes[$0])].string }
    case .number(let numbers)?: ["\(numbers[Int(item)])"]
    case nil: []
    }
  }
}
