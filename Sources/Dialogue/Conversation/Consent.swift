package import Text

/// Whether a short message says yes or no to what was offered.
package enum Consent: Equatable, Sendable {
  case given, refused

  /// `nil` for a message that is neither, or says more than that.
  package static func read(_ text: borrowing TokenizedText) -> Consent? {
    let words = text.tokens.indices.filter { text.tokens[$0].isSaid }.map { text.word($0) }
    guard let first = words.first, words.count <= wordsMax else { return nil }
    if no.contains(first) || words.contains(where: { negations.contains($0) }) { return .refused }
    return yes.contains(first) ? .given : nil
  }

  private static let wordsMax = 6
  private static let no: Set<String> = ["no", "nope", "nah", "never", "别", "算"]
  private static let negations: Set<String> = ["not", "don't", "dont", "不"]
  private static let yes: Set<String> = [
    "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "please", "right", "correct", "exactly",
    "absolutely", "definitely", "go", "do", "alright", "fine", "y", "是", "好", "可", "行", "要", "对",
    "嗯", "麻", "请", "需", "办", "当", "恩", "中", "成", "没",
  ]
}
