package import Text

/// Whether a short message says yes or no to what was offered.
package enum Consent: Equatable, Sendable {
  case given, refused

  /// `nil` for a message that is neither, or says anything beside a yes: "ok forget it", 可是…, 没有 change nothing.
  package static func read(_ text: borrowing TokenizedText) -> Consent? {
    let said = text.tokens.indices.filter { text.tokens[$0].isSaid }
    let words = said.map { text.word($0) }
    guard let first = words.first else { return nil }
    if said.allSatisfy({ text.tokens[$0].kind == .ideograph }), words.count <= charactersMax,
      isChineseYes(words.joined())
    {
      return .given
    }
    guard words.count <= wordsMax else { return nil }
    if no.contains(first) || words.contains(where: { negations.contains($0) }) { return .refused }
    return yes.contains(first) && words.allSatisfy { yes.contains($0) || beside.contains($0) }
      ? .given : nil
  }

  /// Whether a message is made of phrases for yes, one after the other, and of what may stand behind them.
  private static func isChineseYes(_ message: String) -> Bool {
    var rest = message[...]
    while !rest.isEmpty {
      guard
        let phrase = (chineseYes + (rest.count < message.count ? chineseBeside : []))
          .filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count })
      else { return false }
      rest = rest.dropFirst(phrase.count)
    }
    return true
  }

  private static let wordsMax = 6
  private static let charactersMax = 12
  private static let no: Set<String> = ["no", "nope", "nah", "never", "别", "算"]
  private static let negations: Set<String> = ["not", "don't", "dont", "不"]
  private static let yes: Set<String> = [
    "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "please", "right", "correct", "exactly",
    "absolutely", "definitely", "go", "do", "alright", "fine", "y",
  ]
  /// What may stand behind a yes.
  private static let beside: Set<String> = [
    "ahead", "for", "it", "that", "this", "so", "me", "thanks", "thank", "you", "cheers", "ta",
    "then", "great", "good", "perfect", "by", "all", "means", "of", "course", "i", "want", "would",
    "be", "with", "on", "now", "thing",
  ]
  private static let chineseYes = [
    "是", "好", "可以", "行", "要", "对", "嗯", "恩", "麻烦", "请", "需要", "办", "当然", "中", "成", "没问题", "没错",
    "确定", "确认",
    "同意",
  ]
  private static let chineseBeside = [
    "的", "了", "吧", "啊", "呀", "呢", "哦", "啦", "嘞", "您", "你", "谢谢", "多谢", "帮我", "给我", "就这样", "这样",
    "一下", "理", "那就", "那", "这么", "就", "办", "定",
  ]
}
