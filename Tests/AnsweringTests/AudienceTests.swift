import Answering
import Testing

/// What an audience needs of a snapshot.
@Suite struct AudienceTests {
  @Test func `a snapshot without profiles has no audiences, and says what to train`() throws {
    let shop = try SmallShop()
    let scratch = AnsweringScratch()
    let expected = AnswerError.unavailable(
      "this snapshot has no profiles; train with profiles to ask for audiences")
    #expect(throws: expected) { try shop.models.audience(shop.view(""), scratch: scratch) }
    #expect(throws: expected) { try shop.models.audienceScore(shop.view("rfm.monetary")) }
  }
}
