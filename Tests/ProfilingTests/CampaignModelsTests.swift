import Learning
import Profiling
import Testing

/// Defends: what is said of prices and campaigns is what made-up shoppers were made to do, and nothing is known
/// before it happened.
@Suite struct CampaignModelsTests {
  private static let day: Int64 = 86_400

  /// Shoppers who choose one of four offers; the first half love discounts, the second the opposite.
  private func choices(_ userCount: Int, each: Int) -> [PriceResponse.Choice] {
    var random = SeededRandom(seed: 8)
    var choices: [PriceResponse.Choice] = []
    for round in 0..<each {
      for user in 0..<userCount {
        let love = user < userCount / 2 ? 0.8 : 0.2
        choices.append(
          PriceResponse.Choice(
            user: UInt32(user), time: Int64(round) * Self.day, category: UInt32(round % 2),
            discount: random.uniform() < love ? 0.3 : 0, level: random.uniform()))
      }
    }
    return choices
  }

  @Test func `who loves discounts is told from who does not, and of strangers nothing is said`()
    throws
  {
    let known = choices(100, each: 30)
    let response = try #require(
      PriceResponse(userCount: 101, choices: known, until: 100 * Self.day))
    let lovers = (0..<50).map { response.sensitivity(of: $0) }
    let others = (50..<100).map { response.sensitivity(of: $0) }
    let (least, most) = (try #require(lovers.min()), try #require(others.max()))
    #expect(least > most)
    #expect(response.sensitivity(of: 100) == 0.5)
    #expect((lovers + others).allSatisfy { (0...1).contains($0) })
    // A choice between 0 and .3 with odds 4 : 1 is ln 4 / .3 = 4.6 beyond the even odds of all; held towards 0.
    #expect(abs(response.discount[0]) > 2 && response.discount[0] < 8)
    #expect(response.halfConfidence > 0 && response.halfConfidence.isFinite)
  }

  @Test func `later choices are not known, and one offer has to have several prices`() throws {
    let known = choices(40, each: 30)
    let early = known.filter { $0.time <= 9 * Self.day }
    let cut = try #require(
      PriceResponse(userCount: 40, choices: known, until: 9 * Self.day))
    let alone = try #require(
      PriceResponse(userCount: 40, choices: early, until: 99 * Self.day))
    #expect(cut.discount == alone.discount)
    let same = known.map { choice in
      var choice = choice
      choice.discount = 0
      choice.level = 0.5
      return choice
    }
    #expect(PriceResponse(userCount: 40, choices: same, until: 99 * Self.day) == nil)
    #expect(PriceResponse(userCount: 40, choices: [], until: 0) == nil)
  }

  @Test func `visits are counted with half an hour between them`() {
    let log = VisitLog(
      userCount: 2, choices: [(0, 0), (0, 1_800), (0, 3_700), (1, 5_000), (0, 200 * Self.day)],
      gap: 1_800)
    #expect(log.count(of: 0, after: -1, until: 10_000) == 2)
    #expect(log.recency(of: 0, at: 100 * Self.day) == Double(100 * Self.day - 3_700) / 86_400)
    #expect(log.recency(of: 1, at: 4_999).isNaN)
    #expect(log.perYear(of: 1, at: 365 * Self.day / 2) == 2)
    #expect(log.perYear(of: 0, at: 400 * Self.day) == 1)
  }

  /// Campaigns that move only those who come seldom: half of them came once a month, half once a year.
  private func shop(
    effect: Double, users: Int = 3000
  ) -> (campaigns: [PastCampaign], history: ShopperHistory) {
    var random = SeededRandom(seed: 6)
    var visits: [(user: UInt32, time: Int64)] = []
    for month in 0..<24 {
      for user in 0..<users where user % 2 == 0 || month % 12 == 0 {
        visits.append((UInt32(user), Int64(month * 30) * Self.day + Int64(user)))
      }
    }
    let campaigns = (0..<3).map { (index: Int) -> PastCampaign in
      let treated = (0..<users).map { _ in random.uniform() < 0.5 }
      let bought = (0..<users).map { user in
        let moved = treated[user] && user % 2 == 1 ? effect : 0
        return random.uniform() < 0.1 + moved
      }
      return PastCampaign(
        name: "c\(index)", date: Int64(700 + index) * Self.day, users: Array(0..<users),
        isTreated: treated, hasConverted: bought,
        revenues: bought.map { $0 ? 20 : 0 })
    }
    return (
      campaigns,
      ShopperHistory(
        purchases: PurchaseLog(userCount: users, lines: [], gap: 1_800),
        visits: VisitLog(userCount: users, choices: visits, gap: 1_800), choices: [])
    )
  }

  @Test
  func `who is moved ranks before who is not, also among shoppers that were not learned from`()
    throws
  {
    let (campaigns, history) = shop(effect: 0.25)
    let examples = campaigns.map {
      UpliftExamples($0, ShopperMoment(history, at: $0.date - 1))
    }
    let fit = UpliftFit(examples)
    let now = ShopperMoment(history, at: 710 * Self.day)
    #expect(fit.models.count == 3)
    for model in fit.models {
      #expect(abs(model.uplift(now.row(1)) - 0.25) < 0.08)
      #expect(abs(model.uplift(now.row(0))) < 0.05)
    }
    for (campaign, scores) in zip(examples, fit.heldOut) {
      let curve = try #require(
        QiniCurve(
          scores: scores, isTreated: campaign.isTreated, hasConverted: campaign.hasConverted,
          resamples: 200, seed: 1))
      #expect(curve.coefficient.low > 0)
    }
  }

  @Test func `where nobody is moved, targeting is no better than at random`() throws {
    let (campaigns, history) = shop(effect: 0)
    let examples = campaigns.map {
      UpliftExamples($0, ShopperMoment(history, at: $0.date - 1))
    }
    for (campaign, scores) in zip(examples, UpliftFit(examples).heldOut) {
      let curve = try #require(
        QiniCurve(
          scores: scores, isTreated: campaign.isTreated, hasConverted: campaign.hasConverted,
          resamples: 200, seed: 1))
      #expect(curve.coefficient.value.magnitude < 0.01)
    }
  }

  /// What a campaign made shoppers do must not tell whom it moves.
  @Test func `features are those before the campaign, whatever came after it`() {
    let (campaigns, history) = shop(effect: 0.25, users: 400)
    let date = campaigns[0].date
    var lines = [PurchaseLog.Line]()
    for user in 0..<400 {
      lines.append(PurchaseLog.Line(user: UInt32(user), time: date, price: 10, usualPrice: 20))
    }
    let later = ShopperHistory(
      purchases: PurchaseLog(userCount: 400, lines: lines, gap: 1_800), visits: history.visits,
      choices: (0..<400).map {
        PriceResponse.Choice(
          user: UInt32($0), time: date, category: 0, discount: Double($0 % 2), level: 1)
      })
    let (before, after) = (ShopperMoment(history, at: date - 1), ShopperMoment(later, at: date - 1))
    for user in 0..<400 {
      #expect(
        zip(before.row(user), after.row(user)).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
    }
    #expect(ShopperMoment(later, at: date).row(0)[1] > 0)
  }

  @Test func `campaigns become figures, tags and reasons, and small ones figures alone`() throws {
    var (campaigns, history) = shop(effect: 0.25)
    campaigns.append(
      PastCampaign(
        name: "tiny", date: 800 * Self.day, users: [0, 1, -1],
        isTreated: [true, false, true], hasConverted: [true, false, false],
        revenues: [5, .nan, 1]))
    campaigns.append(
      PastCampaign(
        name: "to come", date: 2000 * Self.day, users: [0], isTreated: [true],
        hasConverted: [false], revenues: [0]))
    var fitted = FittedProfiles(userCount: 3000, asOf: 900 * Self.day)
    var remarks: [String] = []
    fitted.addVisits(history)
    #expect(fitted.addCampaigns(campaigns, history, &remarks) != nil)
    #expect(fitted.campaigns.map(\.name) == ["c0", "c1", "c2", "tiny"])
    let first = fitted.campaigns[0]
    #expect(first.treated.shoppers + first.control.shoppers == 3000)
    #expect(first.conversionUplift.covers(0.125))
    #expect(first.incrementalRevenue.covers(20 * 0.125 * Double(first.treated.shoppers)))
    #expect(first.incrementalConversions.low > 0)
    #expect(try #require(first.targeting).coefficient.low > 0)
    let tiny = fitted.campaigns[3]
    #expect(tiny.treated.shoppers == 2 && tiny.treated.conversions == 1)
    #expect(tiny.treated.revenue.value.isNaN && tiny.targeting == nil)
    let names = fitted.tags.map(\.definition.name)
    #expect(names.filter { $0.hasPrefix("uplift.") } == ["uplift.c0", "uplift.c1", "uplift.c2"])
    #expect(remarks.contains { $0.hasPrefix("campaign tiny has an arm") })
    #expect(remarks.contains { $0.hasPrefix("1 campaigns began after") })
    guard case .linear(let reasons)? = fitted.explanations["uplift.c0"] else {
      Issue.record("uplift.c0 is not explained")
      return
    }
    // Who came lately is moved less.
    let lately = try #require(reasons.terms.first { $0.tag == "visit.per_year" })
    #expect(lately.slope < 0)
  }
}
