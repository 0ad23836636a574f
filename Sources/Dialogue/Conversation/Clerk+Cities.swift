import Bytes
import Snapshots
import Text

/// Where a parcel should go: no list has every city, so that a name is known by what stands around it, and by being no
/// word that the shop's talk has.
extension Clerk {
  /// The city that a message names: one that the tagger found and that may be one, what follows "to" or 送到, or, of a short
  /// answer to the question for it, all but what people say around a name.
  func cityNamed(_ scratch: borrowing ClerkScratch, isAwaited: Bool) -> String? {
    let text = scratch.reading.text
    let known = scratch.reading.slots.last {
      understanding.slots.names[$0.slot].string == "city" && $0.value != nil
    }
    if known != nil { return scratch.said("city") }
    if let named = behindDirection(text, scratch) { return named }
    if let said = scratch.said("city"), let tokens = tokens(of: "city", scratch),
      mayBeCity(tokens, scratch)
    {
      return said
    }
    guard isAwaited, !text.tokens.isEmpty else { return nil }
    if mayBeCity(text.tokens.indices, scratch) { return words(text.tokens.indices, of: scratch) }
    let said = text.tokens.indices.filter { !Self.carriers.contains(text.word($0)) }
    guard let first = said.first, let last = said.last, mayBeCity(first..<last + 1, scratch) else {
      return nil
    }
    return words(first..<last + 1, of: scratch)
  }

  private func tokens(of slot: String, _ scratch: borrowing ClerkScratch) -> Range<Int>? {
    let all = scratch.reading.text.tokens
    guard
      let found = scratch.reading.slots.last(where: {
        understanding.slots.names[$0.slot].string == slot
      }),
      let first = all.firstIndex(where: { $0.bytes.lowerBound >= found.bytes.lowerBound }),
      let last = all.lastIndex(where: { $0.bytes.upperBound <= found.bytes.upperBound }),
      first <= last
    else { return nil }
    return first..<last + 1
  }

  /// "send it to Mexico City please", 改送到西双版纳吧.
  private func behindDirection(
    _ text: borrowing TokenizedText, _ scratch: borrowing ClerkScratch
  ) -> String? {
    var found: String?
    for index in text.tokens.indices where Self.directions.contains(text.word(index)) {
      var end = index + 1
      let isChinese = end < text.tokens.count && text.tokens[end].kind == .ideograph
      while end < text.tokens.count, end - index <= (isChinese ? 6 : 3),
        text.tokens[end].kind == (isChinese ? .ideograph : .word),
        !Self.carriers.contains(text.word(end))
      { end += 1 }
      guard end > index + 1, mayBeCity(index + 1..<end, scratch) else { continue }
      found = words(index + 1..<end, of: scratch)
    }
    return found
  }

  /// Whether words can be a name: with a city's ending, or no word, in Chinese no pair of characters, that training had.
  private func mayBeCity(_ tokens: Range<Int>, _ scratch: borrowing ClerkScratch) -> Bool {
    let text = scratch.reading.text
    let kinds = Set(text.tokens[tokens].map(\.kind))
    if kinds == [.ideograph] {
      guard (2...8).contains(tokens.count),
        !tokens.contains(where: { Self.noNames.contains(text.word($0)) })
      else { return false }
      if Self.endings.contains(text.word(tokens.upperBound - 1)), tokens.count > 2 { return true }
      return (tokens.lowerBound..<tokens.upperBound - 1).allSatisfy {
        !understanding.intents.knows(text, words: $0..<$0 + 2)
      }
    }
    guard kinds == [.word], tokens.count <= 3 else { return false }
    // "The Hague" and "Mexico City", but not "the delivery adress".
    let isNew = { (index: Int) in !understanding.intents.knows(text, words: index..<index + 1) }
    return tokens.contains { isNew($0) && text.tokens[$0].scalars.count > 2 }
      && tokens.allSatisfy { isNew($0) || isCapitalised($0, scratch) || tokens.count == 1 }
  }

  private func isCapitalised(_ index: Int, _ scratch: borrowing ClerkScratch) -> Bool {
    let first = scratch.message[scratch.reading.text.tokens[index].bytes.lowerBound]
    return (0x41...0x5A).contains(first)
  }

  /// What stands in front of where something should go.
  private static let directions: Set<String> = [
    "to", "in", "into", "towards", "near", "到", "往", "去", "至", "寄", "送", "发", "成", "为", "在", "回",
  ]

  /// What may stand around the name of a city that was asked for; no name begins or ends so.
  private static let carriers: Set<String> = [
    "to", "in", "please", "pls", "send", "it", "it's", "its", "is", "ship", "deliver", "make",
    "instead", "thanks", "then", "not", "my", "our", "a", "an", "and", "this", "that", ",", ".",
    "!", "?", "改", "到", "寄",
    "送", "去", "往", "在", "是", "发", "换", "成", "吧", "请", "了", "的", "那", "那里", "这", "来", "就", "嘛", "啊",
    "呀", "哦",
    "行", "可", "能", "吗", "呢", "麻", "帮", "我", "你", "也", "还", "，", "。", "！", "？", ":", "：",
  ]

  /// Characters of talk, which no city has in its name.
  private static let noNames: Set<String> = [
    "不", "没", "吗", "呢", "啊", "么", "谁", "你", "我", "他", "她", "们", "是", "了", "很", "什", "怎", "想", "要",
    "的", "吧", "您", "请",
    "谢", "等", "查", "看", "买", "退", "换", "钱",
  ]

  private static let endings: Set<String> = [
    "市", "省", "区", "县", "州", "镇", "乡", "村", "岛", "city", "town",
  ]
}
