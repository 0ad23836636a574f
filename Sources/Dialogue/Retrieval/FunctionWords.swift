import Bytes
import Text

/// Words that say nothing of what is looked for: articles, pronouns, what a question is made of.
///
/// They are typed by us, and few: a word that is not here only weighs a little too much.
struct FunctionWords: Sendable {
  static let shared = FunctionWords([english, chinese])
  /// Besides them what says nothing of a product, but may be what a passage is about: size, price, gift.
  static let ofProducts = FunctionWords([english, chinese, aboutProducts])

  private let hashes: Set<UInt64>

  func contains(_ scalars: Span<UInt32>, _ token: Token) -> Bool {
    hashes.contains(WordStem(scalars, token.scalars).mix(0, scalars))
  }

  private init(_ texts: [String]) {
    var hashes: Set<UInt64> = []
    var text = TokenizedText()
    for words in texts {
      text.read(Array(words.utf8).rawSpan)
      for token in text.tokens {
        hashes.insert(WordStem(text.scalars.span, token.scalars).mix(0, text.scalars.span))
      }
    }
    self.hashes = hashes
  }

  private static let english = """
    a about after again all also am an and any anything are aren't as at be been being but by can can't
    could couldn't did do does doesn't doing don't each either else every for from get give go got had has
    have having he hello help hey hi how i i'd i'll i'm i've if in into is isn't it it's its just
    kindly know let let's like make many may maybe me might more most much must my need needs of ok on one
    only or other our out over own perhaps please really shall she should so some someone something somebody
    still such tell than thank thanks that that's the their them then there these they thing this those to
    too u up us very want wanted wants was we well were what what's when where which who why will with
    would yes you your yours
    """

  private static let aboutProducts = """
    available buy check color colored coloring colour coloured cost costs find fit gift good interested
    item kind look looking love made nice offer order pair piece possible present price priced product
    range recommend same search see seek sell selling shade shop show size sized sort stock store style
    suggest suitable take tone try type wear wearing between
    """

  private static let chinese = "的了吗呢吧啊呀么我你您他她它们这那是有没在和与或也都就还很要想请给个件条双款种些什怎哪能可以会用"
}
