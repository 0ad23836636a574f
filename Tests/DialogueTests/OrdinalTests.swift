import Bytes
import Dialogue
import Testing
import Text

/// Defends which of the products shown "the second one" is.
@Suite struct OrdinalTests {
  @Test(arguments: [
    ("the first one", 0), ("what about the 2nd?", 1), ("Third please", 2), ("第一件", 0), ("我要第二个", 1),
    ("第3款有货吗", 2), ("the red one", nil), ("二", nil), ("", nil), ("第", nil),
  ])
  func `a message names one by its place, or none`(message: String, place: Int?) {
    var text = TokenizedText()
    text.read(Array(message.utf8).rawSpan)
    #expect(Ordinal.read(text) == place)
  }
}
