import Answering
import Learning
import Profiling
import Wire

extension Method {
  /// Profile.MeasureCampaign: what a past campaign brought about.
  ///
  /// Not for analysts: conversions and revenues are exact, and what noise would have to hide in a sum of money
  /// has no bound.
  package static let measureCampaign = Method(0x0207, "Profile.MeasureCampaign") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(MeasureCampaignRequestView.self, from: body)
    let models = try generation.requireModels()
    let figures: CampaignFigures
    do throws(AnswerError) {
      figures = try models.campaign(request.campaignID)
    } catch {
      throw RPCError(error)
    }
    // The arms are audiences: few shoppers are not told of. What converted is told of as their share.
    let released = try context.release([figures.treated.shoppers, figures.control.shoppers])
    output.appendMeasureCampaignResponse(
      CampaignAnswerFields(
        treated: CampaignArmFields(figures.treated, shoppers: released.values[0]),
        control: CampaignArmFields(figures.control, shoppers: released.values[1]),
        conversionUplift: IntervalFields(figures.conversionUplift),
        incrementalRevenue: IntervalFields(figures.incrementalRevenue),
        incrementalConversions: IntervalFields(figures.incrementalConversions),
        begin: figures.date, shownShoppers: UInt32(clamping: figures.shownShoppers),
        impressions: UInt32(clamping: figures.impressions),
        clicks: UInt32(clamping: figures.clicks),
        qini: figures.targeting.map { IntervalFields($0.coefficient) }
          ?? IntervalFields(value: .nan, low: .nan, high: .nan),
        curve: figures.targeting?.points ?? []))
    try models.checkUndamaged()
  }
}

extension CampaignFigures.Targeting {
  fileprivate var points: [(share: Double, incrementalConversions: Double)] {
    incremental.enumerated().map { step, gain in
      (Double(step) / Double(max(1, incremental.count - 1)), gain)
    }
  }
}

extension CampaignArmFields {
  fileprivate init(_ arm: CampaignFigures.Arm, shoppers: Int64) {
    self.init(
      shoppers: UInt32(clamping: shoppers), conversions: UInt32(clamping: arm.conversions),
      conversion: arm.conversion.value, revenuePerShopper: arm.revenue.value)
  }
}

extension IntervalFields {
  fileprivate init(_ estimate: Estimate) {
    self.init(value: estimate.value, low: estimate.low, high: estimate.high)
  }
}
