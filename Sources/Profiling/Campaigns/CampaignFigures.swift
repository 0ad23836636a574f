package import Learning

/// What a campaign brought about, told in figures.
package struct CampaignFigures: Sendable, Equatable {
  package struct Arm: Sendable, Equatable {
    package let shoppers: Int
    package let conversions: Int
    /// Per shopper, with its 95 % interval; NaN where revenues are not known.
    package let revenue: Estimate

    package init(shoppers: Int, conversions: Int, revenue: Estimate) {
      self.shoppers = shoppers
      self.conversions = conversions
      self.revenue = revenue
    }

    /// Wilson's interval.
    package var conversion: Estimate { .proportion(conversions, of: shoppers) }
  }

  /// Of targeting by estimated uplift; see ``QiniCurve``.
  package struct Targeting: Sendable, Equatable {
    package let coefficient: Estimate
    /// ``QiniCurve/pointCount`` numbers.
    package let incremental: [Double]

    package init(coefficient: Estimate, incremental: [Double]) {
      self.coefficient = coefficient
      self.incremental = incremental
    }
  }

  package let name: String
  /// When it began, in seconds since 1970.
  package let date: Int64
  package let treated: Arm
  package let control: Arm
  package let shownShoppers: Int
  package let impressions: Int
  package let clicks: Int
  /// `nil`: too few shoppers to estimate uplifts.
  package var targeting: Targeting?

  package init(
    name: String, date: Int64, treated: Arm, control: Arm, shownShoppers: Int = 0,
    impressions: Int = 0, clicks: Int = 0, targeting: Targeting? = nil
  ) {
    self.name = name
    self.date = date
    self.treated = treated
    self.control = control
    self.shownShoppers = shownShoppers
    self.impressions = impressions
    self.clicks = clicks
    self.targeting = targeting
  }

  /// Conversion of the treated less that of the control: Newcombe 1998, method 10.
  package var conversionUplift: Estimate { treated.conversion.minus(control.conversion) }

  /// Of all treated shoppers together.
  package var incrementalConversions: Estimate {
    conversionUplift.scaled(by: Double(treated.shoppers))
  }

  /// Of all treated shoppers together: the arms' bootstrap intervals, combined as Zou and Donner do.
  package var incrementalRevenue: Estimate {
    treated.revenue.minus(control.revenue).scaled(by: Double(treated.shoppers))
  }
}

extension CampaignFigures {
  /// Draws × shoppers of a bootstrap at most, as long as 200 draws are left.
  private static let workLimit = 50_000_000

  /// All but the targeting. O(1,000 · shoppers).
  package init(_ campaign: PastCampaign, seed: UInt64 = 1) {
    let knowsRevenues = !campaign.revenues.contains(where: \.isNaN)
    func arm(_ isTreated: Bool) -> Arm {
      let members = campaign.users.indices.filter { campaign.isTreated[$0] == isTreated }
      var revenue = Estimate(value: .nan, low: .nan, high: .nan)
      if knowsRevenues, !members.isEmpty {
        let draws = min(1000, max(200, Self.workLimit / members.count))
        revenue = Bootstrap(seed: seed, resamples: draws).means(
          of: members.map { campaign.revenues[$0] }, columns: 1, threads: 1
        ).estimate(0)
      }
      return Arm(
        shoppers: members.count, conversions: members.count { campaign.hasConverted[$0] },
        revenue: revenue)
    }
    self.init(
      name: campaign.name, date: campaign.date, treated: arm(true), control: arm(false),
      shownShoppers: campaign.shownShoppers, impressions: campaign.impressions,
      clicks: campaign.clicks)
  }
}
