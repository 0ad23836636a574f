package import Text

/// What a token looks like to be, whatever was trained: prices, sizes, order numbers, dates, counts.
///
/// A pattern says no more than how something is written; the tagger weighs it with what stands around.
package enum SlotPattern: UInt8, CaseIterable, Sendable {
  case price, size, order, date, quantity

  /// The slot that it is one of, where no trained slot says otherwise.
  package var slot: String {
    switch self {
    case .price: "price"
    case .size: "size"
    case .order: "order"
    case .date: "date"
    case .quantity: "quantity"
    }
  }

  package struct Match: Equatable, Sendable {
    package let pattern: SlotPattern
    /// Tokens.
    package let tokens: Range<Int>
  }

  /// The longest that begins at a token. O(1).
  package static func match(_ text: borrowing TokenizedText, at start: Int) -> Match? {
    let reader = PatternReader(text, at: start)
    let found: (SlotPattern, Int)? =
      if let count = reader.date { (.date, count) } else if let count = reader.price {
        (.price, count)
      } else if let count = reader.size { (.size, count) } else if let count = reader.order {
        (.order, count)
      } else if let count = reader.quantity { (.quantity, count) } else { nil }
    return found.map { Match(pattern: $0.0, tokens: start..<start + $0.1) }
  }
}

/// The forms, each as the number of tokens that it has from where it begins.
private struct PatternReader: ~Escapable {
  private let scalars: Span<UInt32>
  private let tokens: Span<Token>
  private let start: Int

  @_lifetime(borrow text)
  init(_ text: borrowing TokenizedText, at start: Int) {
    scalars = text.scalars.span
    tokens = text.tokens.span
    self.start = start
  }

  /// `$20`, `¥199`, `50 euros`, `50元`, `20块钱`, `199 RMB`.
  var price: Int? {
    if kind(0) == .currency, kind(1) == .number { return isUnit(2, Self.currencies) ? 3 : 2 }
    guard kind(0) == .number else { return nil }
    if isUnit(1, Self.pieces), isUnit(2, Self.money) { return 3 }
    if isUnit(1, Self.currencies) || kind(1) == .currency { return 2 }
    return nil
  }

  /// `XL`, `36B`, `W32 L34`, `38码`, `XL码`, `size 40`; a single letter where it was told as a size.
  var size: Int? {
    if isUnit(0, Self.systems), kind(1) == .number || isLetterSize(1) || isCupSize(1) {
      return digits(1) <= 2 ? 2 : nil
    }
    if isWaistOrLength(0, 0x77) { return isWaistOrLength(1, 0x6C) ? 2 : 1 }
    if isCupSize(0) { return 1 }
    let isMarked = isUnit(1, Self.sizes)
    if isLetterSize(0) { return isMarked ? 2 : 1 }
    if kind(0) == .number, digits(0) <= 3, isMarked { return 2 }
    return nil
  }

  /// Letters and at least four digits, or at least six digits; `#` may stand in front.
  var order: Int? {
    if isSign(0, 0x23), let count = PatternReader.order(self, 1) { return count + 1 }
    return PatternReader.order(self, 0)
  }

  private static func order(_ reader: borrowing PatternReader, _ at: Int) -> Int? {
    let count = reader.digits(at)
    switch reader.kind(at) {
    case .code: return count >= 4 ? 1 : nil
    case .number: return count >= (at > 0 ? 4 : 6) ? 1 : nil
    default: return nil
    }
  }

  /// `2026-08-14`, `14/8/2026`, `3/5`, `5月3日`, `3 May`, `May 3`, `Sunday`, `周日`.
  var date: Int? {
    if let count = namedDay { return count }
    if kind(0) == .number, digits(0) <= 2, isUnit(1, Self.monthSigns) {
      return kind(2) == .number && isUnit(3, Self.days) ? 4 : 2
    }
    if kind(0) == .number, digits(0) <= 2, isUnit(1, Self.months) { return 2 }
    if isUnit(0, Self.months), kind(1) == .number, digits(1) <= 2 { return 2 }
    guard kind(0) == .number, kind(2) == .number, isSign(1, 0x2D) || isSign(1, 0x2F) else {
      return nil
    }
    guard kind(4) == .number, isSign(3, 0x2D) || isSign(3, 0x2F) else { return nil }
    let (first, last) = (digits(0), digits(4))
    return first == 4 && last <= 2 || first <= 2 && (last == 4 || last == 2) ? 5 : nil
  }

  /// `tomorrow`, `the weekend`, `next week`, `星期天`, `月底`.
  private var namedDay: Int? {
    if isUnit(0, Self.articles), isUnit(1, Self.spans) { return 2 }
    if isUnit(0, Self.pointers), isUnit(1, Self.spans) { return 2 }
    if kind(0) == .word { return isUnit(0, Self.namedDays) ? 1 : nil }
    guard kind(0) == .ideograph else { return nil }
    for count in [3, 2] where isPhrase(count, Self.chineseDays) { return count }
    return nil
  }

  private static let articles: Words = ["the"]
  private static let pointers: Words = ["next", "this"]
  private static let spans: Words = ["week", "weekend", "month"]
  private static let namedDays: Words = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today",
    "tomorrow", "tonight", "weekend",
  ]
  private static let chineseDays: Words = [
    "今天", "明天", "后天", "今晚", "周末", "月底", "月初", "下周", "本周", "下个月", "这周末", "周一", "周二", "周三",
    "周四", "周五", "周六", "周日", "周天", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "星期天",
    "礼拜一", "礼拜二", "礼拜三", "礼拜四", "礼拜五", "礼拜六", "礼拜天",
  ]

  /// `3 pieces`, `两件`, `2双`.
  var quantity: Int? {
    guard kind(0) == .number && digits(0) <= 2 || isUnit(0, Self.counts) else { return nil }
    return isUnit(1, Self.measures) ? 1 : nil
  }

  private static let pieces: Words = ["块"]
  private static let money: Words = ["钱"]
  private static let systems: Words = ["size", "eu", "us", "uk"]
  private static let sizes: Words = ["码", "号"]
  private static let monthSigns: Words = ["月"]
  private static let days: Words = ["日", "号"]
  private static let currencies: Words = [
    "元", "块", "rmb", "cny", "euro", "euros", "eur", "dollar", "dollars", "usd", "pound", "pounds",
    "gbp", "yuan", "bucks",
  ]
  private static let months: Words = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec",
  ]
  private static let counts: Words = [
    "一", "两", "二", "三", "四", "五", "六", "七", "八", "九", "十", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten",
  ]
  private static let measures: Words = [
    "件", "条", "双", "个", "套", "顶", "只", "pieces", "pairs", "items", "piece", "pair",
  ]
}

extension PatternReader {
  private func kind(_ ahead: Int) -> Token.Kind? {
    start + ahead < tokens.count ? tokens[start + ahead].kind : nil
  }

  /// Whether a token is one character, and which.
  private func isSign(_ ahead: Int, _ scalar: UInt32) -> Bool {
    guard start + ahead < tokens.count else { return false }
    let range = tokens[start + ahead].scalars
    return range.count == 1 && scalars[range.lowerBound] == scalar
  }

  private func isUnit(_ ahead: Int, _ words: Words) -> Bool {
    guard start + ahead < tokens.count else { return false }
    let range = tokens[start + ahead].scalars
    guard range.count <= 9 else { return false }
    var hash = Words.seed
    for at in range { hash = GramReader.mix(hash, scalars[at]) }
    return words.hashes.contains(hash)
  }

  /// Whether as many tokens are a word together.
  private func isPhrase(_ count: Int, _ words: Words) -> Bool {
    guard start + count <= tokens.count else { return false }
    var hash = Words.seed
    for ahead in 0..<count {
      guard kind(ahead) == .ideograph else { return false }
      for at in tokens[start + ahead].scalars { hash = GramReader.mix(hash, scalars[at]) }
    }
    return words.hashes.contains(hash)
  }

  private func digits(_ ahead: Int) -> Int {
    guard start + ahead < tokens.count else { return 0 }
    var count = 0
    for at in tokens[start + ahead].scalars where (0x30...0x39).contains(scalars[at]) {
      count += 1
    }
    return count
  }

  /// `xs`, `s`, `m`, `l`, `xl`, `xxl`, `3xl`.
  private func isLetterSize(_ ahead: Int) -> Bool {
    guard start + ahead < tokens.count else { return false }
    let range = tokens[start + ahead].scalars
    guard range.count <= 4, let last = range.last else { return false }
    let letter = scalars[last]
    guard letter == 0x73 || letter == 0x6D || letter == 0x6C else { return false }
    if range.count > 1, letter == 0x6D { return false }
    for at in range.dropLast() {
      let isCount = at == range.lowerBound && (0x32...0x36).contains(scalars[at])
      guard scalars[at] == 0x78 || isCount && range.count > 2 else { return false }
    }
    // Apart from its digit: `it's` and `I'm` are words with an apostrophe, hence longer.
    return true
  }

  /// `36b`, `75dd`.
  private func isCupSize(_ ahead: Int) -> Bool {
    guard kind(ahead) == .code else { return false }
    let range = tokens[start + ahead].scalars
    guard (3...4).contains(range.count) else { return false }
    for (offset, at) in range.enumerated() {
      guard (offset < 2 ? 0x30...0x39 : 0x61...0x6A).contains(scalars[at]) else { return false }
    }
    return true
  }

  /// `w32` and `l34`.
  private func isWaistOrLength(_ ahead: Int, _ letter: UInt32) -> Bool {
    guard kind(ahead) == .code else { return false }
    let range = tokens[start + ahead].scalars
    guard range.count == 3, scalars[range.lowerBound] == letter else { return false }
    return digits(ahead) == 2
  }
}

/// Words by the hash of their scalars, so that a token is compared without making a string of it.
private struct Words: ExpressibleByArrayLiteral, Sendable {
  static let seed: UInt64 = 1

  let hashes: [UInt64]

  init(arrayLiteral words: String...) {
    hashes = words.map { $0.unicodeScalars.reduce(Self.seed) { GramReader.mix($0, $1.value) } }
  }
}
