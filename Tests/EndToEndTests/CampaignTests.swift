import Learning
import ModisteClient
import Profiling
import Serving
import TestSupport
import Testing
import Wire

/// Profile.MeasureCampaign, and explanations of Profile.GetProfile, over real sockets.
@Suite struct CampaignTests {
  private let served: ServedShop

  init() throws {
    var fitted = try MadeUpProfiles.fitted()
    let revenue = Estimate(value: 5, low: 4, high: 6)
    let unknown = Estimate(value: .nan, low: .nan, high: .nan)
    fitted.campaigns = [
      CampaignFigures(
        name: "spring", date: 1_690_000_000,
        treated: .init(shoppers: 80, conversions: 48, revenue: revenue),
        control: .init(
          shoppers: 70, conversions: 28, revenue: Estimate(value: 3, low: 2, high: 4)),
        shownShoppers: 40, impressions: 90, clicks: 9,
        targeting: .init(
          coefficient: Estimate(value: 0.02, low: -0.01, high: 0.05),
          incremental: (0..<QiniCurve.pointCount).map { Double($0) })),
      CampaignFigures(
        name: "tiny", date: 1_690_000_001,
        treated: .init(shoppers: 3, conversions: 1, revenue: unknown),
        control: .init(shoppers: 500, conversions: 5, revenue: unknown)),
    ]
    fitted.add(
      TagDefinition(name: "spend.total", evidence: .record, source: "test", method: "Made up."),
      .numbers((0..<fitted.userCount).map { Float($0) + 0.25 }))
    fitted.explanations["uplift.spring"] = .inputs(["row", "spend.total"])
    served = try ServedShop(profiles: fitted, roles: [.service, .agent, .analyst])
  }

  private func client() throws -> ModisteClient {
    try ModisteClient(
      address: "\(served.address)", options: ModisteClient.Options(timeout: .seconds(30)))
  }

  private func measure(_ campaign: String, as role: CallerRole = .service) throws -> Peer.Frame {
    try served.call(
      0x0207, encoded { $0.appendMeasureCampaignRequest(campaign: campaign) }, as: role)
  }

  @Test func `a campaign's figures are those of the snapshot, with the intervals of their methods`()
    async throws
  {
    let client = try client()
    defer { client.close() }
    let answer = try await client.measureCampaign(MeasureCampaignRequest(campaignID: "spring"))
    #expect(answer.treated.shoppers == 80 && answer.control.conversions == 28)
    #expect(answer.treated.conversion == 0.6 && answer.control.revenuePerShopper == 3)
    let uplift = try #require(answer.conversionUplift)
    let expected = Estimate.proportion(48, of: 80).minus(.proportion(28, of: 70))
    #expect(uplift.value == expected.value && uplift.low == expected.low)
    #expect(uplift.low > 0 && uplift.low < 0.2 && uplift.high > 0.2)
    #expect(answer.incrementalConversions?.value == 80 * expected.value)
    let revenue = try #require(answer.incrementalRevenue)
    // Two apart, each end one away: √2 around it, of 80 shoppers.
    #expect(revenue.value == 160)
    #expect(abs(revenue.low - 80 * (2 - 2.0.squareRoot())) < 1e-9)
    #expect(answer.begin == 1_690_000_000)
    #expect(answer.shownShoppers == 40 && answer.impressions == 90 && answer.clicks == 9)
    #expect(answer.qini?.value == 0.02)
    #expect(answer.qiniCurve.count == QiniCurve.pointCount)
    #expect(answer.qiniCurve[10].share == 0.5 && answer.qiniCurve[10].incrementalConversions == 10)
  }

  @Test func `an unknown campaign is not found, and those near it are named`() throws {
    let answer = try measure("sprang")
    #expect(answer.status == .notFound)
    #expect(
      answer.message == "campaign 'sprang' is not in this snapshot; nearest: spring")
    #expect(try measure("x").message.hasSuffix("there are: spring, tiny"))
    for id in ["", String(repeating: "a", count: 257)] {
      let refusal = try measure(id)
      #expect(refusal.status == .invalidArgument)
      #expect(
        refusal.message == "campaign_id is \(id.utf8.count) bytes; 1 to 256 are accepted")
    }
  }

  @Test func `few shoppers are not told of, and analysts are told of none`() throws {
    #expect(try measure("tiny").status == .permissionDenied)
    let refusal = try measure("spring", as: .analyst)
    #expect(refusal.status == .permissionDenied && refusal.body.isEmpty)
    #expect(try measure("spring", as: .agent).status == .ok)
  }

  private func explanations(_ explains: Bool, as role: CallerRole) throws -> [String: String] {
    let user = served.shop.dataset.users.ids[20]
    let body = encoded { $0.appendGetProfileRequest(user: user, explains: explains) }
    let answer = try served.call(0x0201, body, as: role)
    var found: [String: String] = [:]
    for tag in fields(of: answer.body) where tag.number == 1 {
      let parts = fields(of: tag.bytes)
      guard let name = parts.first(where: { $0.number == 1 }) else { continue }
      found[String(decoding: name.bytes, as: UTF8.self)] =
        parts.first { $0.number == 10 }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    }
    return found
  }

  @Test func `derived tags are explained to who asks, without what the role may not see`() throws {
    let whole = try explanations(true, as: .service)
    #expect(whole["uplift.spring"] == "row 20 days, spend.total 20.25")
    #expect(whole["row"]?.isEmpty == true)
    #expect(try explanations(true, as: .agent)["uplift.spring"] == "row 20 days")
    #expect(try explanations(false, as: .service).values.allSatisfy(\.isEmpty))
  }
}
