import Bytes
import Dialogue
import Snapshots
import Testing
import Text

/// Where sentences are cut, seen through an index: it keeps what the cutter says.
@Suite struct SentenceTests {
  private func sentences(_ text: String) throws -> [String] {
    let passage = SmallKnowledge.passage("a", .english, "", text)
    return try SmallKnowledge.withIndex([passage]) { index in
      (0..<index.sentenceCount(of: 0)).map {
        let range = index.sentence($0, of: 0)
        return index.text(0).dropFirst(range.lowerBound).prefix(range.count).string
      }
    }
  }

  @Test(arguments: [
    ("One. Two! Three?", ["One.", "Two!", "Three?"]),
    ("  It costs 4.95 at 14.00.  Yes. ", ["It costs 4.95 at 14.00.", "Yes."]),
    ("Bring papers, e.g. a passport. Then go.", ["Bring papers, e.g. a passport.", "Then go."]),
    ("He said \"no.\" We did (too.) End", ["He said \"no.\"", "We did (too.)", "End"]),
    ("Really?! Yes... No", ["Really?!", "Yes...", "No"]),
    ("免费。真的！！吗？", ["免费。", "真的！！", "吗？"]),
    ("他说“免费。”然后走了。", ["他说“免费。”", "然后走了。"]),
    ("Line one\nline two\r\n\r\nline three", ["Line one", "line two", "line three"]),
    ("见www.shop.com。谢谢", ["见www.shop.com。", "谢谢"]),
    ("...", ["..."]), ("\u{3002}", ["\u{3002}"]),
  ])
  func `a sentence ends where readers end it`(text: String, expected: [String]) throws {
    #expect(try sentences(text) == expected)
  }

  @Test(arguments: ["a", "a ", "字", "é ", "😀"])
  func `what has no end is cut at whole characters, and nothing is lost`(unit: String) throws {
    let text = String(repeating: unit, count: 9_000 / unit.utf8.count)
    let found = try sentences(text)
    #expect(found.count >= 4 && found.allSatisfy { $0.utf8.count <= 2_000 })
    let kept = found.joined().utf8.count { $0 != 0x20 }
    #expect(kept == text.utf8.count { $0 != 0x20 })
  }
}
