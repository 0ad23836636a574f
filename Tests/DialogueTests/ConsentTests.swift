import Bytes
import Dialogue
import Testing
import Text

/// Defends what counts as a yes to an offer: a no is never taken for one.
@Suite struct ConsentTests {
  @Test(arguments: [
    ("yes", Consent.given), ("Yes please!", .given), ("ok, do that", .given), ("sure", .given),
    ("好的", .given),
    ("可以，麻烦了", .given), ("是的", .given), ("没问题", .given), ("no", .refused), ("no thanks", .refused),
    ("please don't", .refused), ("不用了", .refused), ("好的不用了", .refused), ("算了", .refused),
    ("yes, go ahead", .given), ("please do", .given), ("要的，麻烦您了", .given), ("好的，办理吧", .given),
    ("行，那就这么办吧", .given), ("好的，那就麻烦您帮我办一下吧", nil), ("那", nil),
    ("没错", .given), ("不行", .refused), ("对不起不要", .refused),
    ("ok forget it", nil), ("go back", nil), ("please wait", nil), ("没有", nil), ("可是太晚了", nil),
    ("要多久", nil), ("好贵", nil), ("谢谢", nil),
    ("what does that cost", nil), ("yes but first tell me how long that takes", nil), ("", nil),
    ("?!", nil),
  ])
  func `a short message says yes, no, or something else`(message: String, consent: Consent?) {
    var text = TokenizedText()
    text.read(Array(message.utf8).rawSpan)
    #expect(Consent.read(text) == consent)
  }
}
