import Bytes
import Dialogue
import Snapshots
import Testing
import Text

/// Defends what is taken for a slot by how it is written, and how marks are read.
@Suite struct SlotTests {
  @Test(arguments: [
    ("¥199", "price:¥199"), ("$20", "price:$20"), ("20$", "price:20$"), ("50元", "price:50元"),
    ("20块钱", "price:20块钱"), ("1,299.00 euros", "price:1,299.00 euros"),
    ("￥１９９", "price:￥１９９"), ("199 RMB", "price:199 RMB"), ("50", nil),
    ("XL", "size:XL"), ("3xl", "size:3xl"), ("XL码", "size:XL码"), ("38码", "size:38码"),
    ("36B", "size:36B"), ("W32 L34", "size:W32 L34"), ("W32", "size:W32"),
    ("size 40", "size:size 40"),
    ("EU 42.5", nil), ("EU 42", "size:EU 42"), ("xm", nil), ("small", nil),
    ("A10234", "order:A10234"), ("#A10234", "order:#A10234"), ("#37777", "order:#37777"),
    ("113542617735902", "order:113542617735902"), ("12345", nil), ("iphone12", nil),
    ("2026-08-14", "date:2026-08-14"), ("14/8/2026", "date:14/8/2026"), ("5月3日", "date:5月3日"),
    ("3 May", "date:3 May"), ("Sunday", "date:Sunday"), ("星期天", "date:星期天"),
    ("the weekend", "date:the weekend"), ("月底到", "date:月底"), ("下周", "date:下周"),
    ("Dec 24", "date:Dec 24"), ("12月", "date:12月"), ("May", nil),
    ("3件", "quantity:3"), ("两双", "quantity:两"), ("two pairs", "quantity:two"), ("two", nil),
  ])
  func `how something is written says what it may be`(message: String, expected: String?) {
    let bytes = Array(message.utf8)
    var text = TokenizedText()
    text.read(bytes.rawSpan)
    let match = SlotPattern.match(text, at: 0)
    let found = match.map { match in
      let lower = text.tokens[match.tokens.lowerBound].bytes.lowerBound
      let upper = text.tokens[match.tokens.upperBound - 1].bytes.upperBound
      return "\(match.pattern.slot):\(String(decoding: bytes[lower..<upper], as: UTF8.self))"
    }
    #expect(found == expected)
  }

  @Test func `marks become slots where they lie in the text without marks`() {
    let message = MarkedMessage(parsing: "hi, a [red](color) [连衣裙](category) [not] a (slot)")
    #expect(message.text == "hi, a red 连衣裙 [not] a (slot)")
    #expect(
      message.slots == [
        .init(name: "color", bytes: 6..<9), .init(name: "category", bytes: 10..<19),
      ])
    #expect(message.template == "a {color} {category} [not] a (slot)")
  }

  @Test(arguments: ["", "[", "[a", "[a](", "[a](b", "[](b)", "[a]()", "a](b)"])
  func `what is no whole mark stays text`(text: String) {
    let message = MarkedMessage(parsing: text)
    #expect(message.text == text && message.slots.isEmpty)
  }

  @Test(arguments: [
    ("t-shirt", "t-shirt"), ("T SHIRTS", "t-shirt"), ("tshirt", "t-shirt"), ("scarves", "scarf"),
    ("dresses", "dress"), ("連衣裙", "dress"), ("navy blue", "navy"), ("NAVY", "navy"),
    ("dressing", nil), ("shirt", nil), ("连衣", nil), ("navy, blue", "navy"),
  ])
  func `a phrase is known whatever its case, number, hyphens and script`(
    message: String, value: String?
  ) throws {
    try SmallTalk.withUnderstanding { understanding in
      var text = TokenizedText()
      text.read(Array(message.utf8).rawSpan)
      let gazetteer = understanding.slots.gazetteer
      let match = gazetteer.match(text, at: 0)
      #expect(match.map { gazetteer.names[$0.value].string } == value)
    }
  }

  @Test func `the longest phrase counts`() throws {
    try SmallTalk.withUnderstanding { understanding in
      var text = TokenizedText()
      text.read(Array("navy blue dress".utf8).rawSpan)
      #expect(understanding.slots.gazetteer.match(text, at: 0)?.tokens == 0..<2)
    }
  }

  @Test func `values that training never saw are found by what stands around them`() throws {
    try SmallTalk.withUnderstanding { understanding in
      var reading = Reading()
      for (message, name, value) in [
        ("show me a crimson dress", "color", "crimson"),
        ("has order Q7X99 been sent", "order", "Q7X99"),
      ] {
        let bytes = Array(message.utf8)
        understanding.read(bytes.rawSpan, into: &reading)
        let found = reading.slots.map {
          "\(understanding.slots.names[$0.slot].string) "
            + String(decoding: bytes[$0.bytes], as: UTF8.self)
        }
        #expect(found.contains("\(name) \(value)"), "\(found)")
      }
    }
  }
}
