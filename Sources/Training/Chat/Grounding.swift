package import Answering
import Bytes
import Catalogue
package import Dialogue
import Expressions
import Snapshots
import Text

/// Whether an answer says nothing but what it cites and what its phrases say: word for word.
package enum Grounding {
  /// What is wrong with it; `nil`: nothing.
  ///
  /// - Parameters:
  ///   - message: what the shopper said in this turn
  ///   - state: that the turn began with
  ///   - result: of a tool, that the turn brought
  package static func fault(
    of reply: ChatReply, message: String, state: ConversationState, result: ToolAnswer?,
    models: Models
  ) -> String? {
    for part in reply.parts {
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
        if let fault = fault(
          of: citation, said, reply, message: message, state: state, result: result, models: models)
        {
          return "\(fault) in '\(part.text)'"
        }
      }
      words.append(String(decoding: bytes[last...], as: UTF8.self))
      guard words == part.phrase?.words(in: reply.language) ?? ["", ""] else {
        return "'\(part.text)' says more than its phrase and its citations"
      }
    }
    return nil
  }

  private static func fault(
    of citation: Citation, _ said: String, _ reply: ChatReply, message: String,
    state: ConversationState, result: ToolAnswer?, models: Models
  ) -> String? {
    let isTrue: Bool
    switch citation.kind {
    case .passage:
      guard let clerk = models.clerk, let passages = clerk.passages,
        let passage = passages.passage(Array(citation.sourceID.utf8).rawSpan)
      else { return "there is no passage \(citation.sourceID)" }
      let text = Array(passages.text(passage).string.utf8)
      isTrue =
        citation.sourceBytes.upperBound <= text.count
        && said == String(decoding: text[citation.sourceBytes], as: UTF8.self)
        && citation.source == passages.source(passage).string
    case .item: isTrue = models.says(said, of: citation.sourceID, citation.field, reply.language)
    case .tool:
      isTrue = result?.values.contains(NamedValue(citation.field, said)) ?? false
    case .shopper:
      isTrue =
        reply.state.known.contains(NamedValue(citation.field, said))
        || state.call?.arguments.contains(NamedValue(citation.field, said)) ?? false
        || reply.toolRequest?.arguments.contains(NamedValue(citation.field, said)) ?? false
        || message.contains(said)
    // What these say is reckoned by the models; that they are numbers or names of theirs is all that
    // can be held against them here.
    case .count: isTrue = Int(said).map { $0 >= reply.products.count } ?? false
    case .forecast: isTrue = citation.field == "frequency" || (Double(said) ?? -1) > 0
    case .profile: isTrue = !said.isEmpty
    }
    return isTrue ? nil : "'\(said)' is not what \(citation.sourceID) \(citation.field) says"
  }
}

extension Models {
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
