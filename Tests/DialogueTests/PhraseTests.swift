import Dialogue
import Testing
import Text

/// Defends what the bot says in its own words.
@Suite struct PhraseTests {
  @Test func `every phrase says something in both languages, of the same things`() {
    for phrase in Phrase.allCases {
      for language in Language.allCases {
        let isSomething =
          !phrase.words(in: language).joined().isEmpty || !phrase.places(in: language).isEmpty
        #expect(isSomething, "\(phrase) in \(language.code)")
      }
      #expect(
        Set(phrase.places(in: .english)) == Set(phrase.places(in: .chinese)), "\(phrase)")
    }
  }

  @Test func `a phrase has no number of its own`() {
    for phrase in Phrase.allCases {
      for language in Language.allCases {
        let hasDigit = phrase.words(in: language).joined().contains { $0.isNumber }
        #expect(!hasDigit, "\(phrase) in \(language.code)")
      }
    }
  }

  @Test func `what is quoted lies where its citation says`() {
    let part = ReplyPart(
      .orderSentUntil, .chinese,
      [
        "order": Quote("A10234", .shopper, of: "", field: "order"),
        "date": Quote("2026-08-14", .tool, of: "1-order_status", field: "date"),
      ])
    #expect(part.text == "订单A10234已发货，预计2026-08-14送达。")
    let bytes = Array(part.text.utf8)
    let quoted = part.citations.map { String(decoding: bytes[$0.bytes], as: UTF8.self) }
    #expect(quoted == ["A10234", "2026-08-14"])
    #expect(part.citations.map(\.kind) == [.shopper, .tool])
  }
}
