import Bytes
import Dialogue
import Testing
import Text

/// Defends which of the products shown "the second one" is.
@Suite struct OrdinalTests {
  @Test(arguments: [
    ("the first one", Ordinal.place(0)), ("what about the 2nd?", .place(1)),
    ("Third please", .place(2)),
    ("第一件", .place(0)), ("我要第二个", .place(1)), ("第3款有货吗", .place(2)),
    ("number two please", .place(1)), ("the price of no. 2", .place(1)),
    ("option 3", .place(2)), ("and the last one?", .last), ("最后一件呢", .last), ("last week", nil),
    ("is the cheapest still there", .cheapest), ("the least expensive one", .cheapest),
    ("最便宜的那件", .cheapest), ("the most expensive of them", .dearest), ("最贵的", .dearest),
    ("at most two", nil),
    ("the red one", nil), ("no, two of them", nil), ("二", nil), ("", nil), ("第", nil),
  ])
  func `a message names one by its place, or none`(message: String, place: Ordinal?) {
    var text = TokenizedText()
    text.read(Array(message.utf8).rawSpan)
    #expect(Ordinal.read(text) == place)
  }
}
