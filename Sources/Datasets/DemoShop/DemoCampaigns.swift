import RealModule

/// Marketing to half of the shoppers, drawn at random, and what became of both halves.
///
/// A campaign multiplies the sessions of those it reaches for ``windowDays`` days by 1 + effect;
/// the effect differs between shoppers and is below zero for some. Purchases follow from sessions
/// as always, so that outcomes agree with the events.
struct DemoCampaigns {
  static let windowDays = 14
  static let treatedShare = 0.5

  struct Campaign {
    let name: [UInt8]
    let firstDay: Int
    /// Whoever had joined before the first day; the arrays below are parallel.
    let users: [Int]
    let isTreated: [Bool]
    /// Relative change of the session rate if treated.
    let effect: [Double]
    /// Sessions in the window if not treated.
    let sessionsExpected: [Double]
  }

  private(set) var campaigns: [Campaign] = []
  private var random: SeededGenerator
  private let userCount: Int
  /// Per user, of the campaign under way: its factor on sessions (1 when not treated), what was
  /// bought.
  private(set) var sessionFactor: [Double]
  private(set) var isReached: [Bool]
  private var revenue: [Double]
  private var hasBought: [Bool]
  private(set) var csv = CSVWriter(header: [
    "campaign_id", "user_id", "treated", "outcome", "revenue", "date",
  ])

  init(userCount: Int, seed: UInt64) {
    self.userCount = userCount
    random = SeededGenerator(seed: seed, stream: 4)
    sessionFactor = Array(repeating: 1, count: userCount)
    isReached = Array(repeating: false, count: userCount)
    revenue = Array(repeating: 0, count: userCount)
    hasBought = isReached
  }

  /// A campaign begins on day 40 and every 80 days after, if its window fits.
  mutating func beginDay(_ day: Int, shoppers: DemoShoppers, calendar: DemoCalendar) {
    if day % 80 == 40 + Self.windowDays { endCampaign() }
    guard day % 80 == 40, day + Self.windowDays < calendar.dayCount else { return }
    let users = (0..<shoppers.count).filter { shoppers.joinedDay[$0] < day }
    // A coupon speaks to those who look for discounts, a newsletter to those who come seldom.
    let couponWeight = random.uniform(in: 0.3...1)
    let treated = users.map { _ in random.chance(Self.treatedShare) }
    let meanRate = DemoBehaviour.sessionsPerYear / 365.25
    let traffic = (day..<day + Self.windowDays).reduce(0) { $0 + calendar.traffic[$1] }
    let effects = users.map { user in
      let love = shoppers.discountLove[user] - DemoBehaviour.discount
      let activity = Double.log(shoppers.sessionRate[user] / meanRate)
      return (0.9 + couponWeight * love - 0.8 * activity).clamped(to: -0.6...4)
    }
    for (index, user) in users.enumerated() {
      isReached[user] = treated[index]
      sessionFactor[user] = treated[index] ? 1 + effects[index] : 1
      revenue[user] = 0
      hasBought[user] = false
    }
    campaigns.append(
      Campaign(
        name: Array("C\(campaigns.count + 1)".utf8), firstDay: day, users: users,
        isTreated: treated, effect: effects,
        sessionsExpected: users.map { shoppers.sessionRate[$0] * traffic }))
  }

  mutating func record(user: Int, revenue amount: Double) {
    revenue[user] += amount
    hasBought[user] = true
  }

  /// The campaign that reached the user and is under way.
  func current(for user: Int) -> Campaign? { isReached[user] ? campaigns.last : nil }

  private mutating func endCampaign() {
    guard let campaign = campaigns.last else { return }
    let date = DemoCalendar.text(campaign.firstDay)
    for (index, user) in campaign.users.enumerated() {
      csv.field(plain: campaign.name)
      csv.field(plain: DemoShoppers.id(user))
      csv.field(campaign.isTreated[index] ? 1 : 0)
      csv.field(hasBought[user] ? 1 : 0)
      csv.field(decimal: revenue[user], places: 2)
      csv.field(plain: date)
      csv.endRow()
      isReached[user] = false
      sessionFactor[user] = 1
    }
  }

  /// Columns: campaign_id, user_id, effect, uplift.
  ///
  /// uplift = exp(−λ) − exp(−λ·(1 + effect)), λ = sessions expected · conversion: purchases are
  /// taken to come as a Poisson process.
  func truth(conversion: Double) -> CSVWriter {
    var csv = CSVWriter(header: ["campaign_id", "user_id", "effect", "uplift"])
    for campaign in campaigns {
      for (index, user) in campaign.users.enumerated() {
        let mean = campaign.sessionsExpected[index] * conversion
        let effect = campaign.effect[index]
        csv.field(plain: campaign.name)
        csv.field(plain: DemoShoppers.id(user))
        csv.field(decimal: effect, places: 4)
        csv.field(decimal: Double.exp(-mean) - Double.exp(-mean * (1 + effect)), places: 5)
        csv.endRow()
      }
    }
    return csv
  }
}
