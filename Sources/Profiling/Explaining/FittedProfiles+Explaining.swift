import Learning

extension FittedProfiles {
  /// Adds the tags that models are made of and no family of tags has, and says of every derived tag what it is
  /// made of.
  ///
  /// - Parameter found: what ``addPurchases(_:settings:currency:)`` gave
  package mutating func addVisits(_ history: ShopperHistory) {
    let quarter = asOf - Int64(90 * secondsPerDay)
    func add(_ name: String, _ unit: String, _ method: String, _ number: (Int) -> Double) {
      self.add(
        TagDefinition(
          name: name, evidence: .choices, unit: unit, source: "visits", method: method,
          halfConfidence: 1),
        .numbers((0..<userCount).map { Float(number($0)) }))
    }
    let asOf = asOf
    add("visit.recency", "days", "Days since the last visit.") {
      history.visits.recency(of: $0, at: asOf)
    }
    add(
      "visit.per_year", "visits",
      "Visits of the last year, or as many as there would have been when the log is shorter."
    ) { history.visits.perYear(of: $0, at: asOf) }
    add("visit.count_90d", "visits", "Visits of the last 90 days.") {
      Double(history.visits.count(of: $0, after: quarter, until: asOf))
    }
  }

  /// How shoppers answer prices. - Returns: `nil` when offers cannot be compared.
  package mutating func addPriceResponse(
    _ history: ShopperHistory, _ remarks: inout [String]
  ) -> PriceResponse? {
    guard
      let response = PriceResponse(
        userCount: userCount, choices: history.choices, until: asOf)
    else {
      remarks.append(
        "no category has \(PriceResponse.leastOffer) choices with different prices in a week: price.* is left out"
      )
      return nil
    }
    func add(_ name: String, _ method: String, _ number: (Int) -> Double) {
      self.add(
        TagDefinition(
          name: name, evidence: .choices, source: "price response", method: method,
          halfConfidence: Float(response.halfConfidence)),
        .numbers((0..<userCount).map { Float(number($0)) }))
    }
    add(
      "price.discount_response",
      "What a discount of 10 % adds to the ln odds of choosing an item, beyond what it adds for everybody, against "
        + "what the category offered in the week; held towards 0."
    ) { response.discount[$0] / 10 }
    add(
      "price.level_response",
      "What the dearest item of a category has over the cheapest in ln odds of being chosen, beyond what it has "
        + "for everybody; held towards 0."
    ) { response.level[$0] }
    add(
      "price.sensitivity",
      "Share of shoppers who answer discounts less, as far as choices tell: .5 of somebody of whom nothing is known."
    ) { response.sensitivity(of: $0) }
    explanations["price.sensitivity"] = .inputs([
      "price.discount_response", "price.level_response",
    ])
    return response
  }

  /// What the tags of purchases are made of; those that are not there say nothing.
  package mutating func explainPurchases(_ found: PurchaseTags) {
    let rhythm = ["rfm.recency", "rfm.frequency", "rfm.tenure"]
    let inputs: [(String, [String])] = [
      ("rfm.r", ["rfm.recency"]), ("rfm.f", ["rfm.frequency"]), ("rfm.m", ["rfm.monetary"]),
      ("segment", ["rfm.r", "rfm.f"]),
      ("lifecycle", ["rfm.frequency", "rfm.recency", "rfm.lateness"]),
      ("rfm.lateness", ["rfm.recency", "spend.cadence_days"]),
      ("next.purchases_90d", rhythm), ("next.alive", rhythm),
      ("next.spend", ["rfm.frequency", "spend.basket_mean"]),
    ]
    let names = Set(tags.map(\.definition.name))
    for (name, made) in inputs where names.contains(name) {
      explanations[name] = .inputs(made.filter { names.contains($0) })
    }
    guard let churn = found.churn else { return }
    explanations["churn.risk"] = .linear(
      LinearExplanation(
        lead: "ln odds of no purchase", base: churn.model.intercept,
        terms: ChurnRisk.features.indices.map { index in
          LinearExplanation.Term(
            tag: ChurnRisk.features[index].tag, scale: ChurnRisk.features[index].scale,
            slope: churn.model.weights[index] / churn.model.deviations[index],
            centre: churn.model.means[index])
        }))
  }
}
