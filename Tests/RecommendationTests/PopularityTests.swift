import Recommendation
import Testing

/// Popularity counts users, and with a half-life the newer choices more.
@Suite struct PopularityTests {
  let interactions = Interactions(
    userCount: 4, itemCount: 4, users: [0, 0, 1, 2, 3, 3], items: [1, 1, 1, 1, 2, 0],
    timestamps: [0, 1, 2, 3, 100, 100])

  @Test func `a user counts once for an item, however often it was chosen`() {
    let fitted = Popularity.fit(interactions)
    #expect(fitted.scores == [1, 3, 1, 0])
    #expect(fitted.shoppers == [1, 3, 1, 0])
  }

  @Test func `of equally popular items the lower index comes first, and none is missing`() {
    #expect(Popularity.fit(interactions).order == [1, 0, 2, 3])
  }

  @Test func `a choice one half-life older counts half`() {
    let fitted = Popularity.fit(interactions, halfLife: 10)
    #expect(fitted.order == [0, 2, 1, 3])
    #expect(abs(fitted.scores[1] - 3 * 0.001) < 0.001)
  }
}
