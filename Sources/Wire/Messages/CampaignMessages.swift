package import Bytes
import CMessages

@safe package struct MeasureCampaignRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__MeasureCampaignRequest()) {
    unsafe modiste__v1__measure_campaign_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__MeasureCampaignRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__MeasureCampaignRequest.self)
  }

  package var campaignID: ByteView { unsafe ByteView(cString: message.pointee.campaign_id) }
}

/// A number and the ends of its interval.
package struct IntervalFields: Equatable, Sendable {
  package var value: Double
  package var low: Double
  package var high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

package struct CampaignArmFields: Equatable, Sendable {
  package var shoppers: UInt32
  package var conversions: UInt32
  package var conversion: Double
  package var revenuePerShopper: Double

  package init(
    shoppers: UInt32, conversions: UInt32, conversion: Double, revenuePerShopper: Double
  ) {
    self.shoppers = shoppers
    self.conversions = conversions
    self.conversion = conversion
    self.revenuePerShopper = revenuePerShopper
  }
}

/// MeasureCampaignResponse, before it is written and after it was read.
package struct CampaignAnswerFields: Equatable, Sendable {
  package var treated: CampaignArmFields
  package var control: CampaignArmFields
  package var conversionUplift: IntervalFields
  package var incrementalRevenue: IntervalFields
  package var incrementalConversions: IntervalFields
  package var begin: Int64
  package var shownShoppers: UInt32
  package var impressions: UInt32
  package var clicks: UInt32
  package var qini: IntervalFields
  package var curve: [(share: Double, incrementalConversions: Double)]

  package init(
    treated: CampaignArmFields, control: CampaignArmFields, conversionUplift: IntervalFields,
    incrementalRevenue: IntervalFields, incrementalConversions: IntervalFields, begin: Int64,
    shownShoppers: UInt32, impressions: UInt32, clicks: UInt32, qini: IntervalFields,
    curve: [(share: Double, incrementalConversions: Double)]
  ) {
    self.treated = treated
    self.control = control
    self.conversionUplift = conversionUplift
    self.incrementalRevenue = incrementalRevenue
    self.incrementalConversions = incrementalConversions
    self.begin = begin
    self.shownShoppers = shownShoppers
    self.impressions = impressions
    self.clicks = clicks
    self.qini = qini
    self.curve = curve
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.treated == right.treated && left.control == right.control
      && left.conversionUplift == right.conversionUplift
      && left.incrementalRevenue == right.incrementalRevenue
      && left.incrementalConversions == right.incrementalConversions && left.begin == right.begin
      && left.shownShoppers == right.shownShoppers && left.impressions == right.impressions
      && left.clicks == right.clicks && left.qini == right.qini
      && left.curve.elementsEqual(right.curve) { $0 == $1 }
  }
}

extension ByteBuffer {
  package mutating func appendMeasureCampaignRequest(campaign: String) {
    append(campaign, field: 1)
  }

  package mutating func appendMeasureCampaignResponse(_ answer: CampaignAnswerFields) {
    append(answer.treated, field: 1)
    append(answer.control, field: 2)
    append(answer.conversionUplift, field: 3)
    append(answer.incrementalRevenue, field: 6)
    append(answer.incrementalConversions, field: 9)
    append(UInt64(bitPattern: answer.begin), field: 12)
    append(UInt64(answer.shownShoppers), field: 13)
    append(UInt64(answer.impressions), field: 14)
    append(UInt64(answer.clicks), field: 15)
    append(answer.qini, field: 16)
    for point in answer.curve {
      let begin = beginMessage(field: 19)
      append(point.share, field: 1)
      append(point.incrementalConversions, field: 2)
      endMessage(begin)
    }
  }

  private mutating func append(_ arm: CampaignArmFields, field: Int) {
    let begin = beginMessage(field: field)
    append(UInt64(arm.shoppers), field: 1)
    append(UInt64(arm.conversions), field: 2)
    append(arm.conversion, field: 3)
    append(arm.revenuePerShopper, field: 4)
    endMessage(begin)
  }

  /// Of three fields the first.
  private mutating func append(_ interval: IntervalFields, field: Int) {
    append(interval.value, field: field)
    append(interval.low, field: field + 1)
    append(interval.high, field: field + 2)
  }
}

@safe package struct MeasureCampaignResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__MeasureCampaignResponse()) {
    unsafe modiste__v1__measure_campaign_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__MeasureCampaignResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(
      to: Modiste__V1__MeasureCampaignResponse.self)
  }

  package var fields: CampaignAnswerFields {
    // Safe: the message outlives the view, and protobuf-c fills every element of a repeated field.
    unsafe CampaignAnswerFields(
      treated: CampaignArmFields(message.pointee.treated),
      control: CampaignArmFields(message.pointee.control),
      conversionUplift: IntervalFields(
        value: message.pointee.conversion_uplift, low: message.pointee.conversion_uplift_low,
        high: message.pointee.conversion_uplift_high),
      incrementalRevenue: IntervalFields(
        value: message.pointee.incremental_revenue, low: message.pointee.incremental_revenue_low,
        high: message.pointee.incremental_revenue_high),
      incrementalConversions: IntervalFields(
        value: message.pointee.incremental_conversions,
        low: message.pointee.incremental_conversions_low,
        high: message.pointee.incremental_conversions_high),
      begin: message.pointee.begin, shownShoppers: message.pointee.shown_shoppers,
      impressions: message.pointee.impressions, clicks: message.pointee.clicks,
      qini: IntervalFields(
        value: message.pointee.qini, low: message.pointee.qini_low,
        high: message.pointee.qini_high),
      curve: (0..<message.pointee.n_qini_curve).compactMap { index in
        unsafe message.pointee.qini_curve[index].map { point in
          unsafe (point.pointee.share, point.pointee.incremental_conversions)
        }
      })
  }
}

extension CampaignArmFields {
  fileprivate init(_ arm: UnsafeMutablePointer<Modiste__V1__CampaignArm>?) {
    // An arm that is not there has nobody.
    guard let arm = unsafe arm else {
      self.init(shoppers: 0, conversions: 0, conversion: 0, revenuePerShopper: 0)
      return
    }
    // Safe: protobuf-c filled it.
    unsafe self.init(
      shoppers: arm.pointee.shoppers, conversions: arm.pointee.conversions,
      conversion: arm.pointee.conversion, revenuePerShopper: arm.pointee.revenue_per_shopper)
  }
}
