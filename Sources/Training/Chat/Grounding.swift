package import Answering
import Bytes
import Catalogue
package import Dialogue
import Expressions
import Snapshots
package import Text

/// Whether an answer says nothing but what it cites and what its phrases say: word for word.
package enum Grounding {
  /// What is wrong with a reply; `nil`: nothing.
  ///
  /// - Parameters:
  ///   - message: what the shopper said in this turn
  ///   - state: that the turn began with
  ///   - result: of a tool, that the turn brought
  package static func fault(
    of reply: ChatReply, message: String, state: ConversationState, result: ToolAnswer?,
    models: Models
  ) -> String? {
    fault(
      of: reply.parts, reply.language, products: reply.products, request: reply.toolRequest,
      message: message, state: state, known: reply.state.known, result: result, models: models)
  }

  /// The same of some parts.
  ///
  /// - Parameter known: what was said in this conversation
  package static func fault(
    of parts: [ReplyPart], _ language: Language, products: [Int32], request: ChatReply.ToolRequest?,
    message: String, state: ConversationState, known: [NamedValue], result: ToolAnswer?,
    models: Models
  ) -> String? {
    for part in parts {
      let bytes = Array(part.text.utf8)
      var words: [String] = []
      var last = 0
      for citation in part.citations {
        guard last <= citation.bytes.lowerBound, citation.bytes.upperBound <= bytes.count else {
          return "a citation of '\(part.text)' lies outside, or over another"
        }
        words.append(String(decoding: bytes[last..<citation.bytes.lowerBound], as: UTF8.self))
        last = citation.bytes.upperBound
        let said = String(decoding: bytes[citation.bytes], as: UTF8.self)
        let isTrue: Bool
        switch citation.kind {
        case .passage: isTrue = models.quotes(said, citation)
        case .item: isTrue = models.says(said, of: citation.sourceID, citation.field, language)
        case .tool: isTrue = result?.values.contains(NamedValue(citation.field, said)) ?? false
        case .shopper:
          let value = NamedValue(citation.field, said)
          isTrue =
            known.contains(value) || state.call?.arguments.contains(value) ?? false
            || request?.arguments.contains(value) ?? false || message.contains(said)
        // What these say is reckoned by the models; that they are numbers or names of theirs is all that
        // can be held against them here.
        case .count: isTrue = Int(said).map { $0 >= products.count } ?? false
        case .forecast: isTrue = citation.field == "frequency" || (Double(said) ?? -1) > 0
        case .profile: isTrue = !said.isEmpty
        }
        guard isTrue else {
          return
            "'\(said)' is not what \(citation.sourceID) \(citation.field) says in '\(part.text)'"
        }
      }
      words.append(String(decoding: bytes[last...], as: UTF8.self))
      guard words == part.phrase?.words(in: language) ?? ["", ""] else {
        return "'\(part.text)' says more than its phrase and its citations"
      }
    }
    return nil
  }
}

extension Models {
  fileprivate func quotes(_ text: String, _ citation: Citation) -> Bool {
    guard let passages = clerk?.passages,
      let passage = passages.passage(Array(citation.sourceID.utf8).rawSpan)
    else { return false }
    let whole = Array(passages.text(passage).string.utf8)
    return citation.sourceBytes.upperBound <= whole.count
      && text == String(decoding: whole[citation.sourceBytes], as: UTF8.self)
      && citation.source == passages.source(passage).string
  }

  fileprivate func says(
    _ text: String, of id: String, _ field: String, _ language: Language
  ) -> Bool {
    guard let row = catalogue.items.index(of: Array(id.utf8).rawSpan) else { return false }
    switch field {
    case "item_id": return text == id
    case "title", "title_en", "title_zh":
      return text == catalogue.title(of: row, in: language.code).title.string
    default:
      switch catalogue.attribute(field) {
      case .text(let codes, let values)?:
        return codes[row] < values.count && values[Int(codes[row])].string == text
      case .number(let numbers)?:
        return Double(text).map { abs($0 - numbers[row]) <= 0.005 + 1e-9 } ?? false
      case .list, nil: return false
      }
    }
  }
}
