import Learning

extension FittedProfiles {
  /// Campaigns that get a tag, the newest; more would make files grow.
  package static let upliftLimit = 8

  /// `uplift.CAMPAIGN` of the newest campaigns, and the figures of all.
  ///
  /// - Parameter campaigns: in order of their dates; ids are different
  /// - Returns: how firmly the campaigns' models hold together; `nil` without any
  package mutating func addCampaigns(
    _ campaigns: [PastCampaign], _ history: ShopperHistory, _ remarks: inout [String]
  ) -> Double? {
    let known = campaigns.filter { $0.date <= asOf }
    if known.count < campaigns.count {
      remarks.append(
        "\(campaigns.count - known.count) campaigns began after the data ended: they are left out")
    }
    self.campaigns = known.map { CampaignFigures($0) }
    var examples: [(campaign: Int, examples: UpliftExamples)] = []
    for (index, campaign) in known.enumerated() {
      // Until the second before: what the campaign brought about says nothing of whom it will move.
      let found = UpliftExamples(campaign, ShopperMoment(history, at: campaign.date - 1))
      if found.isEnough {
        examples.append((index, found))
      } else {
        remarks.append(
          "campaign \(campaign.name) has an arm with fewer than \(UpliftExamples.leastShoppers) known shoppers, or "
            + "\(UpliftExamples.leastConversions) conversions: its uplift is left out")
      }
    }
    guard !examples.isEmpty else { return nil }
    let fit = UpliftFit(examples.map(\.examples))
    for (place, entry) in examples.enumerated() {
      let curve = QiniCurve(
        scores: fit.heldOut[place], isTreated: entry.examples.isTreated,
        hasConverted: entry.examples.hasConverted, resamples: 400, seed: 1)
      self.campaigns[entry.campaign].targeting = curve.map {
        .init(coefficient: $0.coefficient, incremental: $0.incremental)
      }
    }
    let now = ShopperMoment(history, at: asOf)
    for (place, entry) in examples.enumerated().suffix(Self.upliftLimit) {
      let model = fit.models[place]
      let name = "uplift.\(known[entry.campaign].name)"
      add(
        TagDefinition(
          name: name, evidence: .choices, source: "uplift",
          method:
            "By how much a campaign as this one raises the probability of converting: a logistic regression with "
            + "interactions of treatment and profile, learned from whom it reached and whom it held back.",
          halfConfidence: 10),
        .numbers((0..<userCount).map { Float(model.uplift(now.row($0))) }))
      explanations[name] = .linear(model.explanation)
    }
    let left = examples.count - min(examples.count, Self.upliftLimit)
    if left > 0 {
      remarks.append(
        "uplift.* is of the \(Self.upliftLimit) newest campaigns: of \(left) older ones it is left out"
      )
    }
    return fit.ridge
  }
}

extension UpliftModel {
  /// Why a treatment is thought to move somebody: the terms of what it does to the ln odds.
  package var explanation: LinearExplanation {
    LinearExplanation(
      lead: "what treating adds to the ln odds of converting", base: treatment,
      terms: zip(ShopperMoment.features, zip(interactions, zip(means, deviations))).map {
        feature, numbers in
        LinearExplanation.Term(
          tag: feature.tag, scale: feature.scale, slope: numbers.0 / numbers.1.1,
          centre: numbers.1.0)
      })
  }
}
