import Text

/// How what stands around some words is meant; a word may say several things, of which its place decides.
struct QuestionSigns: OptionSet, Sendable {
  let rawValue: UInt32

  /// `not`, `without`: what follows must not be.
  static let negation = QuestionSigns(rawValue: 1)
  /// Of what was said just before: `除外`.
  static let exclusion = QuestionSigns(rawValue: 2)
  /// `but`, `以外`: no longer negated.
  static let turn = QuestionSigns(rawValue: 4)
  /// `or`, `and`: what follows stands beside what was said.
  static let conjunction = QuestionSigns(rawValue: 8)
  /// `with`: a kind that follows is worn with it, or is part of it.
  static let company = QuestionSigns(rawValue: 16)
  // In front of an amount.
  static let atMost = QuestionSigns(rawValue: 32)
  static let atLeast = QuestionSigns(rawValue: 64)
  static let about = QuestionSigns(rawValue: 128)
  static let between = QuestionSigns(rawValue: 256)
  // Behind one.
  static let orLess = QuestionSigns(rawValue: 512)
  static let orMore = QuestionSigns(rawValue: 1024)
  static let orSo = QuestionSigns(rawValue: 2048)
  /// Between two amounts.
  static let range = QuestionSigns(rawValue: 4096)
  /// `price`: numbers are amounts.
  static let price = QuestionSigns(rawValue: 8192)
  static let cheaper = QuestionSigns(rawValue: 16384)
  static let dearer = QuestionSigns(rawValue: 32768)
  /// Nothing, though it looks like something: `not only`, `有没有`.
  static let nothing = QuestionSigns(rawValue: 65536)
}

/// The words, by their hashes.
struct QuestionWords: Sendable {
  struct Match: Sendable {
    let signs: QuestionSigns
    /// The token behind it.
    let end: Int
  }

  static let shared = QuestionWords()

  private let signs: [UInt64: QuestionSigns]
  private let longest: Int

  /// The longest that begins at a token.
  func match(_ text: borrowing TokenizedText, at start: Int) -> Match? {
    var found: Match?
    PhraseHash.read(text, at: start, longest: longest) { hash, end in
      if let signs = signs[hash] { found = Match(signs: signs, end: end) }
    }
    return found
  }

  private init() {
    var signs: [UInt64: QuestionSigns] = [:]
    var longest = 1
    var text = TokenizedText()
    for (sign, words) in Self.words {
      for word in words.split(whereSeparator: { ",\n".contains($0) }) {
        guard let (hash, tokens) = PhraseHash.hash(of: String(word), &text) else { continue }
        signs[hash, default: []].insert(sign)
        longest = max(longest, tokens)
      }
    }
    self.signs = signs
    self.longest = longest
  }

  private static let words: [(QuestionSigns, String)] = [
    (
      .negation,
      """
      not, no, non, none, never, without, except, except for, excluding, excl, anything but, all but, but not,
      everything but, anything except, other than, apart from, aside from, instead of, rather than, isn't,
      isnt, aren't, arent, don't want, dont want, do not want, don't like, dont like, do not like, don't need,
      not in, not a, no more, forget, forget about, scrap, skip, ditch, nothing, avoid, neither, nor, hate, don't show, don't show me,
      不要, 不是, 除了, 除, 不想要, 不喜欢, 不带, 不含, 没有, 非, 别要, 不需要, 不想, 别给我, 讨厌, 不买, 排除, 不用, 不看, 别看
      """
    ),
    (.exclusion, "除外, excluded"),
    (.turn, "but, however, though, 但, 但是, 不过, 以外, 之外, 外, 而是, 而要"),
    (.conjunction, "and, or, as well as, plus, either, 或, 或者, 还是, 和, 及, 与, 跟, 以及, 也可以, 都行"),
    (
      .company,
      "with, to go with, goes with, go with, matching, to match, to wear with, that matches, 搭配, 配, 搭"
    ),
    (
      .atMost,
      """
      under, below, less than, for less than, cheaper than, up to, upto, at most, no more than, not more than, max, maximum,
      can go to, stretch to, raise it to, as much as, as high as, at the most, within, not over, nothing over, not above, nothing above, no higher than, budget, budget of, lower than, beneath, not exceeding,
      低于, 不超过, 不要超过, 不能超过, 别超过, 不高于, 不要高于, 少于, 最多, 顶多, 至多, 小于, 不多于, 预算, 便宜过, 不大于,
      放宽到, 提高到, 加到, 调到, 控制在
      """
    ),
    (
      .atLeast,
      """
      over, above, more than, at least, from, starting at, minimum, min, no less than, not less than, not under, nothing under, nothing below,
      not below, higher than, upwards of, 高于, 超过, 大于, 至少, 不低于, 不少于, 多于
      """
    ),
    (.about, "around, about, roughly, approximately, approx, circa, 大约, 大概, 约, 差不多"),
    (.between, "between, 在"),
    (
      .orLess,
      "or less, or under, or below, or cheaper, and under, and below, max, tops, at most, at the most, at the very most, maximum, top, is my limit, is the limit, is my max, is my maximum, is my budget, 以下, 以内, 之内, 之下, 内, 封顶"
    ),
    (.orMore, "or more, or above, or over, and up, and above, and over, upwards, 以上, 之上, 起, 往上"),
    (.orSo, "or so, 左右, 上下"),
    (.range, "to, and, through, till, until, 到, 至, 和"),
    (.price, "price, priced, cost, costs, 价格, 价位, 价钱, 售价"),
    (
      .cheaper,
      """
      cheaper, less expensive, lower priced, more affordable, less money, for less, less pricey, not as expensive, not so expensive, lower price,
      costs less, cost less, less costly, 便宜点, 便宜一点, 便宜些, 更便宜, 再便宜, 便宜一些, 便宜的, 便宜, 平价, 实惠点, 实惠, 平替, 价格低一点, 价格低点
      """
    ),
    (.dearer, "more expensive, dearer, pricier, higher priced, 贵一点, 贵点, 更贵, 贵一些, 贵些"),
    (
      .nothing,
      """
      runs small, run small, runs big, run big, runs large, run large, true to size, too small, too big, too large,
      not only, no problem, no thanks, no thank you, why not, whether or not, not sure, no idea, no matter,
      有没有, 是不是, 要不要, 能不能, 可不可以, 有无, 好不好, 包邮, 包括, 表示, 不好意思, 不错, 不知道, 会不会, 行不行,
      都有, 衣柜, 包装, 颜色, 款式, 尺码, 风格, 样式, 没问题, 是否, 需不需要, 想不想, 适不适合, 裙摆, 包裹, 鞋码, 尺寸
      """
    ),
  ]
}
