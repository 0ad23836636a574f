import Bytes
import Testing
import Text

/// Tokens are those of the reference. The expected ids were computed with Hugging Face's tokenizers
/// 0.22 (`WordPiece` of this vocabulary, `BertNormalizer()`, `BertPreTokenizer()`); benchmarks/encoder/run
/// compares 24,000 real utterances in both languages.
@Suite struct WordPieceTests {
  static let vocabulary =
    """
    [PAD] [UNK] [CLS] [SEP] do you have the navy dress in m under 50 ? un ##know ##n ##s , ' s 有 没 黑 色 连 \
    衣 裙 吗 xl 码 cafe re ##sum ##e $ . 36 ##b i l 가 \u{1112} ##\u{1161} ##\u{11AB} é ##, a o ##k
    """
    .split(separator: " ").map(String.init)

  static func tokenizer(
    _ tokens: [String] = vocabulary, rules: ScalarFolding.Rules = ScalarFolding.Rules()
  ) throws -> WordPiece {
    var bytes: [UInt8] = []
    var ends: [Int] = [0]
    for token in tokens {
      bytes += token.utf8
      ends.append(bytes.count)
    }
    // Safe: `bytes` stays where it is while the tokenizer copies it.
    return try unsafe bytes.withUnsafeBufferPointer { bytes in
      try WordPiece(count: tokens.count, rules: rules) { index in
        guard let start = bytes.baseAddress else { return ByteView() }
        return unsafe ByteView(start: start + ends[index], count: ends[index + 1] - ends[index])
      }
    }
  }

  func ids(
    _ text: some Sequence<UInt8>, _ tokenizer: WordPiece, limit: Int = 512
  ) -> [Int32] {
    var ids: [Int32] = []
    var scratch = WordPiece.Scratch()
    tokenizer.encode(Array(text).rawSpan, limit: limit, into: &ids, &scratch)
    return ids
  }

  @Test(arguments: [
    (
      "Do you have the NAVY dress in M, under $50?", [4, 5, 6, 7, 8, 9, 10, 11, 19, 12, 36, 13, 14]
    ),
    ("有没有黑色连衣裙吗？有没有", [22, 23, 22, 24, 25, 26, 27, 28, 29, 1, 22, 23, 22]),
    ("XL码 有?36B", [30, 31, 22, 14, 38, 39]),
    ("Unknowns unknown unknow un", [15, 16, 17, 18, 15, 16, 17, 15, 16, 15]),
    ("Café RÉSUMÉ résume", [32, 33, 34, 35, 33, 34, 35]),
    ("İ\tL\nM", [40, 41, 11]),
    ("a\u{0}b\u{200B}b a\u{A0}b\u{3000}m", [48, 39, 39, 48, 1, 11]),
    ("", []), ("   ", []),
    ("한", [43, 44, 45]),
    ("the,navy's", [7, 19, 8, 20, 21]),
    ("\u{20000}有\u{FFFD}a", [1, 22, 48]),
    ("ｍ m", [1, 11]),
    ("O\u{302}K e\u{301}", [49, 50, 1]),
  ])
  func `tokens are those of the reference, in English, Chinese and both`(
    text: String, expected: [Int32]
  ) throws {
    #expect(ids(text.utf8, try Self.tokenizer()) == [2] + expected + [3])
  }

  @Test func `a word of more than 100 characters is unknown`() throws {
    let tokenizer = try Self.tokenizer()
    let longest = "a" + String(repeating: "b", count: 99)
    #expect(ids(longest.utf8, tokenizer) == [2, 48] + [Int32](repeating: 39, count: 99) + [3])
    #expect(ids((longest + "b").utf8, tokenizer) == [2, 1, 3])
    #expect(ids([UInt8](repeating: 0x61, count: 1_000_000), tokenizer) == [2, 1, 3])
  }

  @Test func `marks between texts are words in a text`() throws {
    #expect(ids("[CLS] [SEP]".utf8, try Self.tokenizer()) == [2, 1, 1, 1, 1, 1, 1, 3])
  }

  @Test func `what is over the limit is left out at the end, pieces of a word too`() throws {
    let tokenizer = try Self.tokenizer()
    let whole = ids("you have unknowns , navy".utf8, tokenizer)
    #expect(whole == [2, 5, 6, 15, 16, 17, 18, 19, 8, 3])
    for limit in 2...20 {
      let cut = ids("you have unknowns , navy".utf8, tokenizer, limit: limit)
      #expect(cut == (limit < whole.count ? Array(whole[..<(limit - 1)]) + [3] : whole))
    }
  }

  @Test func `bytes that are not UTF-8 are left out`() throws {
    let tokenizer = try Self.tokenizer()
    let malformed: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0x80],
    ]
    for bytes in malformed {
      #expect(ids(Array("na".utf8) + bytes + Array("vy".utf8), tokenizer) == [2, 8, 3])
      #expect(ids(Array("navy ".utf8) + bytes.prefix(1), tokenizer) == [2, 8, 3])
    }
  }

  @Test func `a cased vocabulary keeps letters and accents`() throws {
    let rules = ScalarFolding.Rules(lowercases: false, stripsAccents: false, splitsChinese: false)
    let tokenizer = try Self.tokenizer(Self.vocabulary + ["Navy", "黑色"], rules: rules)
    #expect(ids("Navy navy é e\u{301} 黑色".utf8, tokenizer) == [2, 51, 8, 46, 1, 52, 3])
  }

  @Test func `a vocabulary without its marks, or with a token twice, is refused`() throws {
    #expect(throws: WordPieceError.missing("[SEP]")) { try Self.tokenizer(["[UNK]", "[CLS]"]) }
    #expect(throws: WordPieceError.repeated(id: 3, first: 1)) {
      try Self.tokenizer(["[UNK]", "a", "##a", "a"])
    }
    #expect(
      "\(WordPieceError.missing("[SEP]"))"
        == "has no token [SEP]; [UNK], [CLS] and [SEP] have to be there")
    #expect(
      "\(WordPieceError.repeated(id: 3, first: 1))"
        == "has the same token at 1 and 3; each once is accepted")
  }
}
