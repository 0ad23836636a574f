import Bytes
import Testing
import Text

/// Defends how messages are cut and folded: in English, in Chinese, and in both at once.
@Suite struct TokenizerTests {
  /// Tokens by `|`, each as it is read.
  @Test(arguments: [
    // English
    ("Where is my order?", "where|is|my|order|?"),
    ("don't   you ship to the U.S.", "don't|you|ship|to|the|u|.|s|."),
    ("it’s the café’s DRESS", "it's|the|cafe's|dress"),
    ("T-Shirt, blue/green", "t|-|shirt|,|blue|/|green"),
    ("sent.where is it", "sent|.|where|is|it"),
    ("snake_case stays", "snake_case|stays"),
    ("ÀÉÎÖÜ Ångström Łódź", "aeiou|angstrom|łodz"),
    // Sizes
    ("36B please", "36b|please"), ("W32 L34", "w32|l34"), ("size M/L or 5XL", "size|m|/|l|or|5xl"),
    ("XL码", "xl|码"), ("38码的", "38|码|的"), ("EU 42.5", "eu|42.5"),
    // Prices
    ("under 50", "under|50"), ("¥199", "¥|199"), ("￥１９９", "¥|199"), ("50元以下", "50|元|以|下"),
    ("$20, 1,299.00 or €9", "$|20|,|1,299.00|or|€|9"), ("99.", "99|."),
    // Dates and order numbers
    ("2026-08-14", "2026|-|08|-|14"), ("5月3日", "5|月|3|日"),
    ("#A10234 and 113542617735902", "#|a10234|and|113542617735902"),
    // Chinese
    ("有没有黑色连衣裙？", "有|没|有|黑|色|连|衣|裙|?"),
    ("請問這件連衣裙還有貨嗎", "请|问|这|件|连|衣|裙|还|有|货|吗"),
    ("我要退貨，謝謝。", "我|要|退|货|,|谢|谢|."),
    ("「尺碼」偏小", "\"|尺|码|\"|偏|小"),
    // Both, and neither
    ("我想买一件navy dress要M码", "我|想|买|一|件|navy|dress|要|m|码"),
    ("iPhone壳", "iphone|壳"), ("ＤＲＥＳＳ　Ｍ", "dress|m"), ("スカートはどこ", "スカート|は|ど|こ"),
    ("치마 있어요", "치마|있어요"), ("платье Ёлка", "платье|ёлка"),
    ("", ""), ("  \t\n ", ""), ("...", ".|.|."),
  ])
  func `a message is cut into what is read as one`(message: String, expected: String) {
    #expect(cut(message) == expected)
  }

  @Test(arguments: [
    ("love it 😍😍", "love|it|😍|😍"), ("👩‍👩‍👧 👍🏽!", "👩👩👧|👍|!"), ("🇨🇳🇫🇷", "🇨🇳|🇫🇷"),
    ("dress👗红", "dress|👗|红"), ("❤️", "❤"),
  ])
  func `an emoji with all that belongs to it is one token`(message: String, expected: String) {
    #expect(cut(message) == expected)
  }

  @Test(arguments: [
    "can\u{200B}cel", "can\u{AD}cel", "\u{202E}cancel\u{202C}", "\u{2066}cancel\u{2069}",
    "can\u{200F}cel", "\u{FEFF}cancel", "can\u{0}cel", "cancel\u{7}", "can\u{E0041}cel",
    "can\u{61C}cel",
  ])
  func `controls, marks of direction and what has no width vanish`(message: String) {
    #expect(cut(message) == "cancel")
  }

  @Test func `combining marks belong to the letter before them`() {
    #expect(cut("cafe\u{301} x") == "cafe|x")
    let text = read("cafe\u{301} x")
    #expect(text.tokens[0].bytes == 0..<6)
  }

  @Test func `every token knows the bytes of the message that it is read from`() {
    let message = "  Ｄｒｅｓｓ：¥199，黑色 36B👍🏽\u{202E}!"
    let bytes = Array(message.utf8)
    let parts = read(message).tokens.map { String(decoding: bytes[$0.bytes], as: UTF8.self) }
    #expect(parts == ["Ｄｒｅｓｓ", "：", "¥", "199", "，", "黑", "色", "36B", "👍🏽", "!"])
  }

  @Test func `tokens are in order, do not overlap, and lie in message and text`() {
    // Scalars of every kind, in an order that a seed makes.
    let alphabet: [UInt32] = [
      0x20, 0x41, 0x7A, 0x35, 0x27, 0x2E, 0x2C, 0x5F, 0x24, 0x301, 0x200B, 0x202E, 0x4E2D, 0x9F8D,
      0x30A2, 0xFF21, 0x1F600, 0x1F3FD, 0x200D, 0x1F1E8, 0xAC00, 0x0, 0xE0041, 0x10FFFF,
    ]
    var state: UInt64 = 42
    for _ in 0..<2000 {
      var message = String.UnicodeScalarView()
      for _ in 0..<Int(state % 23) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let index = Int((state >> 33) % UInt64(alphabet.count))
        if let scalar = Unicode.Scalar(alphabet[index]) { message.append(scalar) }
      }
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let bytes = Array(String(message).utf8)
      var text = TokenizedText()
      text.read(bytes.rawSpan)
      var (byte, scalar) = (0, 0)
      for token in text.tokens {
        #expect(token.bytes.lowerBound >= byte && !token.bytes.isEmpty)
        #expect(token.scalars.lowerBound >= scalar && !token.scalars.isEmpty)
        (byte, scalar) = (token.bytes.upperBound, token.scalars.upperBound)
      }
      #expect(byte <= bytes.count && scalar == text.scalars.count)
    }
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "a|b"), ([0x61, 0xED, 0xA0, 0x80, 0x62], "a|b"), ([0xC0, 0xAF], ""),
      ([0x61, 0xE4, 0xB8], "a"), ([0xF5, 0x80, 0x80, 0x80, 0x61], "a"), ([0xE4, 0xB8, 0x61], "a"),
    ] as [([UInt8], String)])
  func `bytes that are no UTF-8, surrogates among them, are read as a space`(
    bytes: [UInt8], expected: String
  ) {
    var text = TokenizedText()
    text.read(bytes.rawSpan)
    #expect(joined(text) == expected)
  }

  @Test func `a message of a megabyte is cut, and says so`() {
    let text = read(String(repeating: "dress ", count: 200_000))
    #expect(text.isCut)
    #expect(text.scalars.count <= TokenizedText.scalarLimit + 1)
    #expect(!read("dress").isCut)
  }

  @Test func `white space of any length and kind is one space, and none at the ends`() {
    let text = read("\n a\u{3000}\u{A0} b \r\n")
    #expect(text.scalars == [0x61, 0x20, 0x62])
    #expect(text.tokens.map(\.followsSpace) == [true, true])
  }

  @Test(arguments: [
    ("where is my order", Language.english), ("我的订单在哪里", .chinese),
    ("我想买Nordhaven Supply的dress", .chinese), ("the 旗袍 dress please", .english),
    ("36B", nil), ("👍", nil), ("", nil),
  ])
  func `the language is that of most words`(message: String, expected: Language?) {
    #expect(read(message).language == expected)
  }

  private func read(_ message: String) -> TokenizedText {
    var text = TokenizedText()
    text.read(Array(message.utf8).rawSpan)
    return text
  }

  private func cut(_ message: String) -> String { joined(read(message)) }

  private func joined(_ text: TokenizedText) -> String {
    text.tokens.map { token in
      var word = String.UnicodeScalarView()
      for at in token.scalars {
        if let scalar = Unicode.Scalar(text.scalars[at]) { word.append(scalar) }
      }
      return String(word)
    }.joined(separator: "|")
  }
}
