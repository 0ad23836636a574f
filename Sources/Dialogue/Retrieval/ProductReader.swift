package import Text

extension ProductSearch {
  /// Sets `question` to what a message asks of products. Allocates nothing after the first messages.
  ///
  /// O(tokens). Of what a message says twice the later counts, where both cannot be.
  ///
  /// - Parameter knows: of a token, whether it is a word that people write: it is no slip of the keys
  package func read(
    _ text: borrowing TokenizedText, into question: inout ProductQuestion,
    knows: (Int) -> Bool = { _ in false }
  ) {
    question.clear()
    var reader = ProductReader()
    reader.read(text, self, &question, knows)
  }
}

/// What has been read of a message, as far as the next word depends on it.
private struct ProductReader {
  /// What `not` was said of: nothing yet, or an attribute.
  private enum Negation: Equatable {
    case off, on
    case of(Int)
  }

  private var negation = Negation.off
  /// The comparison that waits for its amount, and where it was said.
  private var comparison: QuestionSigns = []
  private var comparisonEnd = 0
  private var speaksOfPrice = false
  /// Since the last kind.
  private var hasConjunction = false
  private var hasCompany = false
  /// The token behind `with`.
  private var companyStart = 0
  /// The token behind the last condition.
  private var lastConditionEnd = -1
  /// Of four letters too many are one slip away from a colour: "back" from black.
  private var spelling = Spelling(leastLength: 5)

  /// So many tokens lie between `under` and its amount at most.
  private static let comparisonReach = 4

  mutating func read(
    _ text: borrowing TokenizedText, _ search: ProductSearch, _ question: inout ProductQuestion,
    _ knows: (Int) -> Bool
  ) {
    let count = text.tokens.count
    for _ in 0..<count { question.isLeft.append(0) }
    var position = 0
    while position < count {
      position = step(text, position, search, &question, knows)
    }
    keepLeftovers(text, &question)
  }

  /// - Returns: the token to go on with
  private mutating func step(
    _ text: borrowing TokenizedText, _ position: Int, _ search: ProductSearch,
    _ question: inout ProductQuestion, _ knows: (Int) -> Bool
  ) -> Int {
    let kind = text.tokens[position].kind
    if kind == .punctuation {
      endClause(text, position, search)
      return position + 1
    }
    if let end = readPrice(text, position, &question) { return end }
    if let end = readSize(text, position, search, &question) { return end }
    let phrase = search.phrase(text, at: position)
    let sign = QuestionWords.shared.match(text, at: position)
    if let phrase, phrase.end >= sign?.end ?? 0,
      take(phrase, text, position, search, &question)
    {
      return phrase.end
    }
    if let sign {
      take(sign, text, position, &question)
      return sign.end
    }
    if kind == .word, !FunctionWords.ofProducts.contains(text.scalars.span, text.tokens[position]),
      !knows(position), let meant = search.slippedPhrase(text, at: position, &spelling),
      take(meant, text, position, search, &question)
    {
      return meant.end
    }
    leave(text, position, &question)
    return position + 1
  }

  private mutating func endClause(
    _ text: borrowing TokenizedText, _ position: Int, _ search: ProductSearch
  ) {
    let scalar = text.scalars[text.tokens[position].scalars.lowerBound]
    switch scalar {
    case 0x27, 0x22, 0x2D: break  // Quotes and hyphens end nothing.
    case 0x2F, 0x26:  // `/`, `&`
      hasConjunction = true
    default:
      negation = .off
      hasCompany = false
      // `dresses, skirts` are two kinds beside each other.
      let next = position + 1
      if scalar == 0x2C, lastConditionEnd == position, next < text.tokens.count,
        let phrase = search.phrase(text, at: next), let place = search.place(phrase.attribute),
        search.roles[place] == .kind
      {
        hasConjunction = true
      }
    }
  }

  // MARK: Signs

  private mutating func take(
    _ sign: QuestionWords.Match, _ text: borrowing TokenizedText, _ position: Int,
    _ question: inout ProductQuestion
  ) {
    let signs = sign.signs
    if signs.contains(.nothing) { return }
    if signs.contains(.negation) {
      // `黑色不要`: of what was said before it, where nothing follows.
      if endsClause(text, sign.end), lastConditionEnd >= 0, position - lastConditionEnd <= 1 {
        exclude(endingAt: lastConditionEnd, text, &question)
      } else {
        negation = .on
      }
    }
    if signs.contains(.exclusion), lastConditionEnd >= 0, position - lastConditionEnd <= 1 {
      exclude(endingAt: lastConditionEnd, text, &question)
    }
    if signs.contains(.turn) { negation = .off }
    if signs.contains(.conjunction) { hasConjunction = true }
    if signs.contains(.company) { (hasCompany, companyStart) = (true, sign.end) }
    if signs.contains(.price) { speaksOfPrice = true }
    if signs.contains(.cheaper) { question.asksCheaper = true }
    if signs.contains(.dearer) { question.asksDearer = true }
    let comparisons = signs.intersection([.atMost, .atLeast, .about, .between])
    if !comparisons.isEmpty {
      // `about` says less than `under about`.
      if comparisons != .about || comparison.isEmpty { comparison = comparisons }
      comparisonEnd = sign.end
    }
  }

  /// Whether nothing but particles follows in the clause.
  private func endsClause(_ text: borrowing TokenizedText, _ position: Int) -> Bool {
    guard text.tokens[position - 1].kind == .ideograph else { return false }
    for at in position..<text.tokens.count {
      let token = text.tokens[at]
      if token.kind == .punctuation { return true }
      // 了 啦 的 吗 吧 哦
      switch text.scalars[token.scalars.lowerBound] {
      case 0x4E86, 0x5566, 0x7684, 0x5417, 0x5427, 0x54E6: continue
      default: return false
      }
    }
    return true
  }

  /// What was said last is not wanted.
  private func exclude(
    endingAt end: Int, _ text: borrowing TokenizedText, _ question: inout ProductQuestion
  ) {
    let byte = text.tokens[end - 1].bytes.upperBound
    for index in question.conditions.indices
    where question.conditions[index].bytes.upperBound == byte {
      question.conditions[index].isExcluded = true
    }
  }

  // MARK: Phrases

  /// - Returns: whether the phrase is a condition here
  private mutating func take(
    _ phrase: ProductSearch.Phrase, _ text: borrowing TokenizedText, _ position: Int,
    _ search: ProductSearch, _ question: inout ProductQuestion
  ) -> Bool {
    guard let attribute = search.place(phrase.attribute) else { return false }
    let role = search.roles[attribute]
    // Sizes are read by how they are written: `m` alone is a letter.
    guard role != .size, !phrase.isShort || standsAlone(text, phrase.end, search) else {
      return false
    }
    var isExcluded = false
    switch negation {
    case .off: break
    case .on:
      isExcluded = true
      negation = .of(attribute)
    case .of(let other):
      isExcluded = other == attribute
      if !isExcluded { negation = .off }
    }
    if role == .kind, !isExcluded, !admitKind(text, search, &question) { return false }
    append(
      phrase.codes, attribute, isExcluded: isExcluded, position..<phrase.end, text, search,
      &question)
    lastConditionEnd = phrase.end
    return true
  }

  /// One character of many words is one where `的` or another phrase follows, or nothing.
  private func standsAlone(
    _ text: borrowing TokenizedText, _ end: Int, _ search: ProductSearch
  ) -> Bool {
    guard end < text.tokens.count else { return true }
    let token = text.tokens[end]
    guard token.kind == .ideograph else { return true }
    // 的 色 款 和 或 跟 与 吗 呢 都 有 系 要
    switch text.scalars[token.scalars.lowerBound] {
    case 0x7684, 0x8272, 0x6B3E, 0x548C, 0x6216, 0x8DDF, 0x4E0E, 0x5417, 0x5462, 0x90FD, 0x6709,
      0x7CFB, 0x8981:
      return true
    default: return search.phrase(text, at: end) != nil
    }
  }

  /// Another kind stands beside the first after `or`; otherwise it is the one that is meant, and what was
  /// before it says which (`football t-shirt`); after `with` it is no more than a word.
  ///
  /// - Returns: whether it is a condition
  private mutating func admitKind(
    _ text: borrowing TokenizedText, _ search: ProductSearch, _ question: inout ProductQuestion
  ) -> Bool {
    func isKind(_ condition: ProductQuestion.Condition) -> Bool {
      search.roles[condition.attribute] == .kind && !condition.isExcluded
    }
    defer { hasConjunction = false }
    guard question.conditions.contains(where: isKind) else { return true }
    if hasCompany {
      // `with blue jeans`: the jeans are blue.
      let first = text.tokens[companyStart].bytes.lowerBound
      question.conditions.removeAll { $0.bytes.lowerBound >= first }
      return false
    }
    guard !hasConjunction else { return true }
    for index in question.conditions.indices where isKind(question.conditions[index]) {
      let bytes = question.conditions[index].bytes
      for (position, token) in text.tokens.enumerated()
      where bytes.lowerBound <= token.bytes.lowerBound && token.bytes.upperBound <= bytes.upperBound
      {
        question.isLeft[position] = 1
      }
    }
    question.conditions.removeAll(where: isKind)
    return true
  }

  private func append(
    _ codes: Range<Int>, _ attribute: Int, isExcluded: Bool, _ tokens: Range<Int>,
    _ text: borrowing TokenizedText, _ search: ProductSearch, _ question: inout ProductQuestion
  ) {
    let all = text.tokens.span
    let bytes =
      all[tokens.lowerBound].bytes.lowerBound..<all[tokens.upperBound - 1].bytes.upperBound
    for position in codes {
      let code = search.code(position)
      question.conditions.removeAll { $0.attribute == attribute && $0.value == code }
      question.conditions.append(
        ProductQuestion.Condition(
          attribute: attribute, value: code, isExcluded: isExcluded, bytes: bytes))
    }
  }

  private mutating func readSize(
    _ text: borrowing TokenizedText, _ position: Int, _ search: ProductSearch,
    _ question: inout ProductQuestion
  ) -> Int? {
    guard let match = SlotPattern.match(text, at: position), match.pattern == .size,
      let size = search.roles.firstIndex(of: .size)
    else { return nil }
    for start in match.tokens {
      guard let phrase = search.phrase(text, at: start), phrase.end <= match.tokens.upperBound,
        let attribute = search.place(phrase.attribute), search.roles[attribute] == .size
      else { continue }
      append(
        phrase.codes, attribute, isExcluded: negation != .off, match.tokens, text, search, &question
      )
      lastConditionEnd = match.tokens.upperBound
      return match.tokens.upperBound
    }
    // A size that nothing comes in.
    let bytes =
      text.tokens[position].bytes
      .lowerBound..<text.tokens[match.tokens.upperBound - 1].bytes.upperBound
    question.conditions.append(
      ProductQuestion.Condition(
        attribute: size, value: ProductSearch.noValue, isExcluded: false, bytes: bytes))
    return match.tokens.upperBound
  }

  // MARK: Words left over

  private mutating func leave(
    _ text: borrowing TokenizedText, _ position: Int, _ question: inout ProductQuestion
  ) {
    let token = text.tokens[position]
    guard !FunctionWords.ofProducts.contains(text.scalars.span, token) else {
      // 的 ends what `不要` was said of.
      if text.scalars[token.scalars.lowerBound] == 0x7684, negation != .on { negation = .off }
      return
    }
    switch token.kind {
    // `2 shirts` are two of any.
    case .number where token.scalars.count < 2: break
    case .word, .number, .code:
      question.isLeft[position] = negation == .off ? 1 : 2
      negation = .off
    case .ideograph: question.isLeft[position] = negation == .off ? 1 : 2
    case .currency, .emoji, .punctuation: break
    }
  }

  private func keepLeftovers(
    _ text: borrowing TokenizedText, _ question: inout ProductQuestion
  ) {
    var start = 0
    while start < question.isLeft.count {
      var end = start + 1
      while end < question.isLeft.count, question.isLeft[end] == question.isLeft[start] { end += 1 }
      let mark = question.isLeft[start]
      if mark > 0 {
        TermReader.read(text, start..<end, seed: ProductSearch.titleSeed) { term, _ in
          if mark == 1 {
            guard question.words.count < Self.wordCountMax, !question.words.contains(term) else {
              return
            }
            question.words.append(term)
          } else if question.excludedWords.count < Self.wordCountMax {
            question.excludedWords.append(term)
          }
        }
      }
      start = end
    }
  }

  /// More words say no more about a product.
  private static let wordCountMax = 32
}

// MARK: - Prices

extension ProductReader {
  /// An amount with what is said of it: `under 50`, `50 to 100 euros`, `200元以内`.
  ///
  /// - Returns: the token behind it; `nil` for what is no amount
  private mutating func readPrice(
    _ text: borrowing TokenizedText, _ position: Int, _ question: inout ProductQuestion
  ) -> Int? {
    guard let amount = Amount(text, at: position) else { return nil }
    let isCompared = !comparison.isEmpty && position - comparisonEnd <= Self.comparisonReach
    let (end, value) = (amount.end, amount.value)
    let isPrice = amount.hasCurrency || speaksOfPrice
    if let other = second(text, behind: end),
      isCompared || isPrice || other.hasCurrency || other.isBounded(text)
    {
      (question.leastPrice, question.mostPrice) = (
        min(value, other.value), max(value, other.value)
      )
      comparison = []
      return skipBehind(text, other.end)
    }
    let behind = QuestionWords.shared.behind(text, at: end)
    if let behind {
      if behind.signs.contains(.orLess) {
        question.mostPrice = value
      } else if behind.signs.contains(.orMore) {
        question.leastPrice = value
      } else {
        setAround(value, &question)
      }
      comparison = []
      return behind.end
    }
    guard isCompared || isPrice else { return nil }
    if isCompared, comparison.contains(.atLeast) {
      question.leastPrice = value
    } else if isCompared, comparison == .about || comparison.contains(.between) {
      setAround(value, &question)
    } else {
      // Who names a sum has no more to spend.
      question.mostPrice = value
    }
    comparison = []
    return end
  }

  private func setAround(_ value: Double, _ question: inout ProductQuestion) {
    (question.leastPrice, question.mostPrice) = (value * 0.8, value * 1.2)
  }

  /// The other end of a range whose first ends there.
  private func second(_ text: borrowing TokenizedText, behind end: Int) -> Amount? {
    guard end < text.tokens.count else { return nil }
    let token = text.tokens[end]
    if token.kind == .punctuation {
      let scalar = text.scalars[token.scalars.lowerBound]
      guard scalar == 0x2D || scalar == 0x7E else { return nil }
      return Amount(text, at: end + 1)
    }
    guard let sign = QuestionWords.shared.match(text, at: end), sign.signs.contains(.range) else {
      return nil
    }
    return Amount(text, at: sign.end)
  }

  /// `之间` says no more.
  private func skipBehind(_ text: borrowing TokenizedText, _ end: Int) -> Int {
    guard end + 1 < text.tokens.count, text.scalars[text.tokens[end].scalars.lowerBound] == 0x4E4B,
      text.scalars[text.tokens[end + 1].scalars.lowerBound] == 0x95F4
    else { return end }
    return end + 2
  }
}

extension QuestionWords {
  /// What stands behind an amount, where that says which side of it is meant.
  fileprivate func behind(_ text: borrowing TokenizedText, at position: Int) -> Match? {
    guard position < text.tokens.count, let match = match(text, at: position),
      !match.signs.isDisjoint(with: [.orLess, .orMore, .orSo])
    else { return nil }
    return match
  }
}

/// A number that can be a price.
private struct Amount {
  let value: Double
  let hasCurrency: Bool
  /// The token behind it and its currency.
  let end: Int

  init?(_ text: borrowing TokenizedText, at position: Int) {
    let tokens = text.tokens.span
    guard position < tokens.count else { return nil }
    let number = tokens[position].kind == .currency ? position + 1 : position
    guard number < tokens.count, tokens[number].kind == .number,
      let value = Self.value(text.scalars.span, tokens[number].scalars)
    else { return nil }
    self.value = value
    let unit = Self.unit(text, at: number + 1)
    if unit > 0 {
      hasCurrency = true
      end = number + 1 + unit
    } else if let match = SlotPattern.match(text, at: position), match.pattern == .price {
      hasCurrency = true
      end = match.tokens.upperBound
    } else {
      hasCurrency = number > position
      end = number + 1
    }
  }

  /// How many tokens of 欧元, 美元, 英镑, 港币, 人民币 and the like begin there.
  private static func unit(_ text: borrowing TokenizedText, at position: Int) -> Int {
    func scalar(_ ahead: Int) -> UInt32 {
      guard position + ahead < text.tokens.count else { return 0 }
      return text.scalars[text.tokens[position + ahead].scalars.lowerBound]
    }
    switch (scalar(0), scalar(1), scalar(2)) {
    // 人民币
    case (0x4EBA, 0x6C11, 0x5E01): return 3
    // 欧, 美, 港, 日 and 元, 币, 刀
    case (0x6B27, 0x5143, _), (0x7F8E, 0x5143, _), (0x6E2F, 0x5143, _), (0x65E5, 0x5143, _),
      (0x6E2F, 0x5E01, _), (0x7F8E, 0x5200, _):
      return 2
    // 英镑
    case (0x82F1, 0x9551, _): return 2
    default: return 0
    }
  }

  /// Digits with a point; commas between thousands. `nil` for what no price is.
  private static func value(_ scalars: Span<UInt32>, _ range: Range<Int>) -> Double? {
    guard range.count <= 12 else { return nil }
    var value = 0.0
    var scale = 0.0
    for at in range {
      switch scalars[at] {
      case 0x30...0x39:
        let digit = Double(scalars[at] - 0x30)
        if scale > 0 {
          value += digit * scale
          scale /= 10
        } else {
          value = value * 10 + digit
        }
      case 0x2E:
        guard scale == 0 else { return nil }
        scale = 0.1
      case 0x2C: guard scale == 0 else { return nil }
      default: return nil
      }
    }
    return value
  }

  /// Whether `以内` or `之间` follows.
  func isBounded(_ text: borrowing TokenizedText) -> Bool {
    guard end < text.tokens.count else { return false }
    return text.scalars[text.tokens[end].scalars.lowerBound] == 0x4E4B
  }
}
