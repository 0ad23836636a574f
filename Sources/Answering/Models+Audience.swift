package import Bytes
import Catalogue
package import Expressions
package import Profiling
import Snapshots

/// The shoppers for whom an expression holds.
package struct Audience: Sendable {
  package let expression: AudienceExpression
  package let shoppers: ShopperSet
  package let count: Int
}

/// Seeds of look-alikes, and those that the snapshot does not know.
package struct LookAlikes: Sendable {
  package let ranked: RankedShoppers
  package let unknownUsers: [String]
}

extension Models {
  /// - Throws: `unavailable` when the snapshot has no profiles, `invalidArgument` with the column of
  ///   what is wrong.
  package func audience(
    _ expression: ByteView, scratch: AnsweringScratch
  ) throws(AnswerError) -> Audience {
    try AnswerLimits.check(audienceText: expression, field: "expression")
    let profiles = try requireProfiles()
    if let known = scratch.audiences.audience(expression, of: serial) { return known }
    let parsed: AudienceExpression
    do throws(FilterError) {
      var parser = try AudienceParser(expression, over: profiles)
      parsed = try parser.parse()
    } catch {
      throw .invalidArgument("expression column \(error.column): \(error.problem)")
    }
    let shoppers = scratch.audiences.evaluator.evaluate(parsed, over: profiles, among: everybody)
    let audience = Audience(expression: parsed, shoppers: shoppers, count: shoppers.count)
    scratch.audiences.remember(audience, as: expression)
    return audience
  }

  /// All whom an audience may hold: whoever was not erased.
  package var everybody: ShopperSet {
    ShopperSet(everyoneOf: catalogue.users.count, without: shoppers.erasedBits)
  }

  /// The id of a shopper; it lives as long as these models.
  package func userID(_ index: Int32) -> ByteView { catalogue.users[Int(index)] }

  /// What an audience is ranked by.
  package func audienceScore(_ rankedBy: ByteView) throws(AnswerError) -> AudienceScore {
    try AnswerLimits.check(audienceText: rankedBy, field: "ranked_by")
    let profiles = try requireProfiles()
    do throws(FilterError) {
      var parser = try AudienceParser(rankedBy, over: profiles)
      return try parser.parseScore()
    } catch {
      throw .invalidArgument("ranked_by column \(error.column): \(error.problem)")
    }
  }

  package func rank(
    _ audience: Audience, by score: AudienceScore, limit: Int
  ) throws(AnswerError) -> RankedShoppers {
    try requireProfiles().rank(audience.shoppers, by: score, limit: limit)
  }

  /// The shoppers of an audience most like the seeds.
  ///
  /// - Throws: `notFound` when no seed is known.
  package func lookAlikes(
    of seeds: [ByteView], among audience: Audience, limit: Int
  ) throws(AnswerError) -> LookAlikes {
    try AnswerLimits.check(seedCount: seeds.count)
    try AnswerLimits.check(lookAlikeLimit: limit)
    for (position, seed) in seeds.enumerated() {
      try AnswerLimits.check(batchUser: seed, at: position)
    }
    let profiles = try requireProfiles()
    var known: Set<Int32> = []
    var unknown: Set<String> = []
    var unknownUsers: [String] = []
    for seed in seeds {
      if let user = shoppers.index(of: seed) {
        known.insert(Int32(user))
      } else if unknown.insert(seed.string).inserted {
        unknownUsers.append(seed.string)
      }
    }
    guard !known.isEmpty else {
      throw .notFound("none of the \(seeds.count) user_ids is known to this snapshot")
    }
    return LookAlikes(
      ranked: profiles.lookAlikes(of: known.sorted(), among: audience.shoppers, limit: limit),
      unknownUsers: unknownUsers)
  }

  /// What sets an audience apart from everybody, most telling first.
  package func differences(
    of audience: Audience, least: Int, limit: Int
  ) throws(AnswerError) -> [AudienceDifference] {
    try AnswerLimits.check(differenceLimit: limit)
    return try requireProfiles().differences(
      of: audience.shoppers, among: everybody, chosenBy: audience.expression, least: least,
      limit: limit == 0 ? AnswerLimits.differencesUsual : limit)
  }

  /// Everybody, cut by each tag that the audience was not chosen by.
  package func breakdowns(of audience: Audience) throws(AnswerError) -> [AudienceBreakdown] {
    try requireProfiles().breakdowns(
      of: audience.shoppers, among: everybody, chosenBy: audience.expression)
  }

  private func requireProfiles() throws(AnswerError) -> Profiles {
    guard let profiles else {
      throw .unavailable(
        "this snapshot has no profiles; train with profiles to ask for audiences")
    }
    return profiles
  }
}
