import Bytes
import Text

/// What a message ends with, behind its courtesies: "no, forget the exchange, I'd rather return it".
extension Clerk {
  /// Where a message sounds like talk, understands it as its last clause, when that surely asks for something.
  func readLastClause(_ scratch: inout ClerkScratch) {
    guard let likeliest = scratch.reading.intents.likeliest, case .talk = skills[likeliest.index],
      let clause = scratch.reading.text.lastClause
    else { return }
    let message = scratch.message
    understanding.readIntents(message.rawSpan.extracting(clause), into: &scratch.clause)
    guard scratch.clause.intents.isInScope, let found = scratch.clause.intents.likeliest,
      found.probability >= Self.changeProbability
    else { return }
    switch skills[found.index] {
    case .talk, .refusal: break
    case .knowledge, .tool, .policy, .order, .products, .handover:
      swap(&scratch.reading.intents, &scratch.clause.intents)
    }
  }
}

extension IntentScratch {
  fileprivate var likeliest: (index: Int, probability: Float)? {
    var best: (index: Int, probability: Float)?
    for (index, probability) in probabilities.enumerated()
    where probability > best?.probability ?? 0 { best = (index, probability) }
    return best
  }
}

extension TokenizedText {
  /// Bytes of what stands behind the last mark that has something behind it and before it; `nil` where none has.
  fileprivate var lastClause: Range<Int>? {
    guard let last = tokens.indices.last(where: { tokens[$0].isSaid }),
      let mark = (0..<last).last(where: { Self.marks.contains(word($0)) }), mark > 0
    else { return nil }
    return tokens[mark + 1].bytes.lowerBound..<tokens[last].bytes.upperBound
  }

  private static let marks: Set<String> = [
    ",", ".", "!", "?", ";", ":", "，", "。", "！", "？", "；", "：", "、", "…",
  ]
}
