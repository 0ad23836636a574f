package import ModisteClient

/// An answer as lines for a terminal: what is said, with a footnote for each citation, products, the tool
/// request, the handover, and how the message was read.
package func lines(of answer: AnswerResponse) -> [String] {
  var lines: [String] = []
  var footnotes: [String] = []
  for part in answer.parts {
    lines.append("bot: " + marked(part, footnotes: &footnotes))
  }
  lines += footnotes.map { "     " + $0 }
  for product in answer.products {
    let price = product.price.map { "  \($0)" } ?? ""
    lines.append("  * \(shown(product.itemID))  \(shown(product.title))\(price)")
  }
  if let request = answer.toolRequest { lines.append("tool: " + text(of: request)) }
  if let handover = answer.handover { lines += Talking.lines(of: handover) }
  lines.append(reading(of: answer))
  return lines
}

/// A part's text with `[n]` behind each stretch that is cited; adds the footnotes that they refer to.
private func marked(_ part: AnswerPart, footnotes: inout [String]) -> String {
  let bytes = Array(part.text.utf8)
  var text = ""
  var end = 0
  for citation in part.citations {
    // Whatever a server sends: ascending, and within the text.
    let from = min(max(citation.range.lowerBound, end), bytes.count)
    let to = min(max(citation.range.upperBound, from), bytes.count)
    footnotes.append(
      footnote(
        footnotes.count + 1, citation, quoting: String(decoding: bytes[from..<to], as: UTF8.self)))
    text += shown(String(decoding: bytes[end..<to], as: UTF8.self)) + "[\(footnotes.count)]"
    end = to
  }
  return text + shown(String(decoding: bytes[end...], as: UTF8.self))
}

/// For example `[1] passage K08-en "You can return…" policies/returns`.
private func footnote(_ number: Int, _ citation: Citation, quoting text: String) -> String {
  let field = citation.field.isEmpty ? "" : ".\(shown(citation.field))"
  let words = [
    "[\(number)]", "\(citation.kind)", shown(citation.sourceID) + field,
    "\"\(shown(abridged(text)))\"", shown(citation.source),
  ]
  return words.filter { !$0.isEmpty }.joined(separator: " ")
}

/// At most 60 characters.
private func abridged(_ text: String) -> String {
  text.count <= 60 ? text : text.prefix(59) + "…"
}

/// For example `order_status(order=A10234)`, and what is missing.
private func text(of request: ToolRequest) -> String {
  let arguments = request.arguments.map { "\(shown($0.name))=\(shown($0.value))" }
  let call = "\(shown(request.tool))(\(arguments.joined(separator: ", ")))"
  guard request.missing.isEmpty else {
    return "\(call) still lacks \(request.missing.map(shown).joined(separator: ", "))"
  }
  return "\(call) [\(shown(request.callID))]; answer with /tool OUTCOME FIELD=VALUE ..."
}

private func lines(of handover: Handover) -> [String] {
  [
    "handover: \(handover.reason), to somebody good at \(shown(handover.skill)): "
      + shown(handover.summary)
  ] + handover.turns.map { "     \($0.speaker): \(shown($0.text))" }
}

/// For example `(en, order_status 0.88, relaxed)`.
private func reading(of answer: AnswerResponse) -> String {
  var words = answer.language.isEmpty ? [] : [shown(answer.language)]
  if let best = answer.intents.first {
    // Two digits, rounded, without Foundation's format.
    let confidence = answer.confidence.isFinite ? min(max(answer.confidence, 0), 1) : 0
    let hundredths = Int((confidence * 100).rounded())
    let digits = String(hundredths % 100)
    words.append(
      "\(shown(best.intent)) \(hundredths / 100).\(digits.count == 1 ? "0" : "")\(digits)")
  }
  words += answer.slots.map {
    "\(shown($0.name))=\(shown($0.value.isEmpty ? $0.text + "?" : $0.value))"
  }
  words += answer.notes.map { "\($0)" }
  return "(\(words.joined(separator: ", ")))"
}

/// Without what would steer a terminal, or turn writing around: a catalogue's text is a stranger's.
func shown(_ text: String) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: shown.append(" ")
    case .format where scalar.properties.isBidiControl: continue
    default: shown.append(scalar)
    }
  }
  return String(shown)
}
