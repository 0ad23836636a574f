import Expressions
import Profiling
import TestSupport
import Testing

@Suite struct AudienceBreakdownTests {
  private let shoppers: MadeUpShoppers

  init() throws {
    var random = SplitMix(seed: 3)
    shoppers = try MadeUpShoppers(count: 700, using: &random)
  }

  private func breakdowns(_ text: String) throws -> [AudienceBreakdown] {
    shoppers.profiles.breakdowns(
      of: try shoppers.audience(text), among: ShopperSet(everyoneOf: shoppers.count),
      chosenBy: try shoppers.expression(text))
  }

  @Test func `cells count each shopper of whom a tag is known once`() throws {
    let audience = try shoppers.audience("gender = a")
    let breakdowns = try breakdowns("gender = a")
    let segment = try #require(breakdowns.first { $0.tag == "segment" })
    let known = try #require(shoppers.categories["segment"])
    for (index, value) in segment.values.enumerated() {
      let users = known.indices.filter { known[$0] == value }
      #expect(segment.inside[index] == users.count { audience.contains($0) })
      #expect(segment.outside[index] == users.count { !audience.contains($0) })
    }
    let recency = try #require(breakdowns.first { $0.tag == "rfm.recency" })
    let numbers = try #require(shoppers.numbers["rfm.recency"])
    #expect((recency.inside + recency.outside).reduce(0, +) == numbers.count { !$0.isNaN })
    let below = try #require(recency.values.firstIndex(of: "...0"))
    #expect(recency.inside[below] + recency.outside[below] == numbers.count { $0 < 0 })
  }

  @Test func `an attribute counts whoever is drawn to it once, at what draws most`() throws {
    let drawn = try #require(try breakdowns("").first { $0.tag == "affinity(category)" })
    #expect(
      (drawn.inside + drawn.outside).reduce(0, +)
        == shoppers.affinities.count { ($0.values.max() ?? 0) >= 0.5 })
  }

  @Test func `which cells there are does not follow from who is in the audience`() throws {
    // Nobody is in the second.
    let some = try breakdowns("gender = a")
    let none = try breakdowns("gender = a and gender = b")
    #expect(some.map(\.tag) == none.map(\.tag))
    #expect(some.map(\.values) == none.map(\.values))
    #expect(!some.contains { $0.tag == "gender" })
  }

  @Test func `differences within the noise are not told, and negative counts are none`() throws {
    var breakdown = try #require(try breakdowns("gender = a").first { $0.tag == "segment" })
    breakdown.inside = [90, 5, -7]
    breakdown.outside = [310, -3, 590]
    func told(noise: Int) -> [String] {
      [breakdown].differences(size: 100, all: 1000, least: 1, noise: noise, limit: 10).map(\.value)
    }
    // 90 where 40 were expected; 5 of 5 are too few to be no noise of ten.
    #expect(told(noise: 0).sorted() == ["a", "b"])
    #expect(told(noise: 10) == ["a"])
    #expect(told(noise: 50) == [])
    let a = try #require(
      [breakdown].differences(size: 100, all: 1000, least: 1, noise: 0, limit: 10)
        .first { $0.value == "a" })
    #expect(a.countInside == 90 && a.countOfAll == 400)
  }
}
