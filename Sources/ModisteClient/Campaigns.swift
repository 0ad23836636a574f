import Bytes
import Wire

/// Asks what a past campaign brought about.
public struct MeasureCampaignRequest: Equatable, Sendable {
  /// As in campaigns.csv; at most 256 bytes.
  public var campaignID: String

  public init(campaignID: String) { self.campaignID = campaignID }

  func encoded() -> [UInt8] {
    encodedBody { $0.appendMeasureCampaignRequest(campaign: campaignID) }
  }
}

/// Those whom a campaign treated, or those whom it held back.
public struct CampaignArm: Equatable, Sendable {
  public var shoppers: UInt32
  public var conversions: UInt32
  public var conversion: Double
  /// `nil`: campaigns.csv has no revenues.
  public var revenuePerShopper: Double?

  init(_ fields: CampaignArmFields) {
    shoppers = fields.shoppers
    conversions = fields.conversions
    conversion = fields.conversion
    revenuePerShopper = fields.revenuePerShopper.isNaN ? nil : fields.revenuePerShopper
  }
}

/// A number with its 95 % interval.
public struct CampaignEstimate: Equatable, Sendable {
  public var value: Double
  public var low: Double
  public var high: Double

  /// `nil` of what is not known.
  init?(_ fields: IntervalFields) {
    guard !fields.value.isNaN else { return nil }
    value = fields.value
    low = fields.low
    high = fields.high
  }
}

public struct QiniPoint: Equatable, Sendable {
  /// Of the treated shoppers, those with the largest estimated uplift, 0...1.
  public var share: Double
  /// Of them, beyond what as many untreated ones converted.
  public var incrementalConversions: Double
}

public struct MeasureCampaignResponse: Equatable, Sendable {
  public var treated: CampaignArm
  public var control: CampaignArm
  /// Treated less control, per shopper.
  public var conversionUplift: CampaignEstimate?
  /// Of all treated shoppers together; `nil`: campaigns.csv has no revenues.
  public var incrementalRevenue: CampaignEstimate?
  /// Of all treated shoppers together.
  public var incrementalConversions: CampaignEstimate?
  /// When it began, in seconds since 1970.
  public var begin: Int64
  /// Treated shoppers who were shown something of it, what was shown, and clicked.
  public var shownShoppers: UInt32
  public var impressions: UInt32
  public var clicks: UInt32
  /// Conversions gained per treated shopper by targeting by uplift rather than at random; `nil`: too few
  /// shoppers to estimate.
  public var qini: CampaignEstimate?
  public var qiniCurve: [QiniPoint]
  public var generation: String

  init(_ view: MeasureCampaignResponseView, generation: String) {
    let fields = view.fields
    treated = CampaignArm(fields.treated)
    control = CampaignArm(fields.control)
    conversionUplift = CampaignEstimate(fields.conversionUplift)
    incrementalRevenue = CampaignEstimate(fields.incrementalRevenue)
    incrementalConversions = CampaignEstimate(fields.incrementalConversions)
    begin = fields.begin
    shownShoppers = fields.shownShoppers
    impressions = fields.impressions
    clicks = fields.clicks
    qini = CampaignEstimate(fields.qini)
    qiniCurve = fields.curve.map {
      QiniPoint(share: $0.share, incrementalConversions: $0.incrementalConversions)
    }
    self.generation = generation
  }
}

extension ModisteClient {
  /// What a past campaign brought about: conversions and revenue of those it treated, beside those it held back.
  /// One that the snapshot does not know is `notFound`.
  public func measureCampaign(
    _ request: MeasureCampaignRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> MeasureCampaignResponse {
    let reply = try await call(.measureCampaign, request.encoded(), timeout)
    return try reply.decode(MeasureCampaignResponseView.self) {
      MeasureCampaignResponse($0, generation: reply.generation)
    }
  }
}
