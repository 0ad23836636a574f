import Expressions
import Profiling
import Snapshots
import TestSupport
import Testing

/// Look-alikes and descriptions find the group that a made-up shop hides.
@Suite struct LookAlikesTests {
  private let shop: HiddenGroup

  init() throws { shop = try HiddenGroup() }

  @Test func `of the hundred likest, most belong to the group of the seeds`() throws {
    let (profiles, isOfGroup) = (shop.profiles, shop.isOfGroup)
    let seeds = (0..<40).map { Int32($0 * 10) }
    let everybody = ShopperSet(everyoneOf: profiles.userCount)
    let found = profiles.lookAlikes(of: seeds, among: everybody, limit: 100)
    #expect(found.users.count == 100)
    #expect(found.scores == found.scores.sorted(by: >))
    #expect(found.scores.allSatisfy { 0...1 ~= $0 })
    #expect(Set(found.users).isDisjoint(with: seeds))
    // One in ten by chance.
    #expect(found.users.count { isOfGroup[Int($0)] } >= 70)
    let again = profiles.lookAlikes(of: seeds, among: everybody, limit: 100)
    #expect(again.users == found.users)
  }

  @Test func `look-alikes come from the audience, down to none`() throws {
    let profiles = shop.profiles
    var candidates = ShopperSet(words: [UInt64](repeating: 0, count: 63), userCount: 4_000)
    candidates.words[1] = 0b111
    let found = profiles.lookAlikes(of: [0, 65], among: candidates, limit: 10)
    #expect(Set(found.users) == [64, 66])
    let everybody = (0..<4_000).map { Int32($0) }
    #expect(
      profiles.lookAlikes(
        of: everybody, among: ShopperSet(everyoneOf: 4_000), limit: 10
      ).users.isEmpty)
  }

  @Test func `what is described is what sets the group apart, and not what it was chosen by`()
    throws
  {
    let (profiles, isOfGroup) = (shop.profiles, shop.isOfGroup)
    let everybody = ShopperSet(everyoneOf: profiles.userCount)
    var group = everybody
    for user in isOfGroup.indices where !isOfGroup[user] { group.remove(user) }
    let told = profiles.differences(
      of: group, among: everybody, chosenBy: .everybody, least: 10, limit: 100)
    #expect(
      Set(told.map(\.tag)) == ["spend.total", "segment", "affinity(category)"])
    #expect(told.map(\.surprise) == told.map(\.surprise).sorted(by: >))
    let loyal = try #require(told.first { $0.tag == "segment" && $0.value == "loyal" })
    let codes = profiles.tags.compactMap { tag -> Profiling.Tag.Categories? in
      if case .categories(let categories) = tag.values { categories } else { nil }
    }[0].codes
    #expect(loyal.countOfAll == (0..<4_000).count { codes[$0] == 0 })
    #expect(loyal.countInside == (0..<4_000).count { codes[$0] == 0 && isOfGroup[$0] })

    let segment = try #require(profiles.audienceTagNames.firstIndex(of: "segment"))
    let byOthers = profiles.differences(
      of: group, among: everybody, chosenBy: .test(.category(tag: segment, codes: [0])), least: 10,
      limit: 100)
    #expect(byOthers.allSatisfy { $0.tag != "segment" })
    #expect(
      profiles.differences(
        of: group, among: everybody, chosenBy: .everybody, least: 10, limit: 1
      ).count == 1)
  }

  @Test func `nothing is told of everybody, nor what fewer than the least have`() throws {
    let (profiles, isOfGroup) = (shop.profiles, shop.isOfGroup)
    let everybody = ShopperSet(everyoneOf: profiles.userCount)
    #expect(
      profiles.differences(
        of: everybody, among: everybody, chosenBy: .everybody, least: 1, limit: 100
      ).isEmpty)
    var group = everybody
    for user in isOfGroup.indices where !isOfGroup[user] { group.remove(user) }
    let told = profiles.differences(
      of: group, among: everybody, chosenBy: .everybody, least: 200, limit: 100)
    #expect(told.allSatisfy { $0.countInside >= 200 })
  }
}

/// Of 4,000 shoppers every tenth belongs to a group that spends more, is mostly of one segment, and
/// is drawn to dresses; each sign alone is weak.
private final class HiddenGroup: Sendable {
  let profiles: Profiles
  let isOfGroup: [Bool]
  /// Keeps the profiles readable.
  private let file: TensorFile

  init() throws {
    var random = SplitMix(seed: 11)
    let count = 4_000
    let isOfGroup = (0..<count).map { $0 % 10 == 0 }
    func noise() -> Float { Float.random(in: -1...1, using: &random) }
    func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
    var fitted = FittedProfiles(userCount: count, asOf: 0)
    fitted.add(
      TagDefinition(name: "spend.total", evidence: .purchases, source: "test", method: "Made up."),
      .numbers(isOfGroup.map { 100 + 40 * (noise() + noise()) + ($0 ? 50 : 0) }))
    fitted.add(
      TagDefinition(name: "luck", evidence: .purchases, source: "test", method: "Made up."),
      .numbers(isOfGroup.map { _ in noise() }))
    fitted.add(
      TagDefinition(name: "segment", evidence: .purchases, source: "test", method: "Made up."),
      .categories(isOfGroup.map { chance($0 ? 0.7 : 0.2) ? 0 : 1 }, values: ["loyal", "new"]))
    fitted.affinities = [
      FittedAffinities(
        attribute: "category", values: ["dress", "shoe"],
        rows: isOfGroup.map { isOfGroup in
          var row: [(value: UInt16, weight: Float)] = []
          if chance(isOfGroup ? 0.8 : 0.3) { row.append((0, isOfGroup ? 0.75 : 0.5)) }
          if chance(0.5) { row.append((1, 0.5)) }
          return row
        })
    ]
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "profile.safetensors")
    let profiles = try Profiles(opening: file, users: count)
    self.profiles = profiles
    self.isOfGroup = isOfGroup
    self.file = file
  }
}
