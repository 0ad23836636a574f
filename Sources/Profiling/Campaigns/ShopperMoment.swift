import RealModule

/// What was known of every shopper at a time, as numbers that tags say, for models that are to be read.
package struct ShopperMoment: Sendable {
  /// A number of a shopper, by the name of the tag that says it.
  package struct Feature: Sendable, Equatable {
    package let tag: String
    /// As a weighted sum takes it.
    package let scale: FeatureScale

    package init(_ tag: String, _ scale: FeatureScale) {
      self.tag = tag
      self.scale = scale
    }
  }

  /// What an uplift is made of: how much somebody buys and comes, and how they answer prices. Money is not among
  /// them, so that whoever may not see sums may see why.
  package static let features = [
    Feature("rfm.recency", .logarithmOfOneMore), Feature("rfm.frequency", .logarithmOfOneMore),
    Feature("visit.recency", .logarithmOfOneMore), Feature("visit.per_year", .logarithmOfOneMore),
    Feature("visit.count_90d", .logarithmOfOneMore), Feature("price.discount_response", .asIs),
    Feature("price.level_response", .asIs),
  ]

  /// Shape: users × ``features``, in the units of the tags; NaN: not known.
  private let values: [Double]

  /// O(events).
  ///
  /// - Parameter time: seconds since 1970; what came later does not count
  package init(_ history: ShopperHistory, at time: Int64) {
    let shoppers = history.purchases.until(time).shoppers
    let response = PriceResponse(
      userCount: shoppers.count, choices: history.choices, until: time)
    var values: [Double] = []
    values.reserveCapacity(shoppers.count * Self.features.count)
    let quarter = time - Int64(90 * secondsPerDay)
    for (user, shopper) in shoppers.enumerated() {
      values += [
        shopper.recency(time), Double(shopper.visits), history.visits.recency(of: user, at: time),
        history.visits.perYear(of: user, at: time),
        Double(history.visits.count(of: user, after: quarter, until: time)),
        response.map { $0.discount[user] / 10 } ?? .nan, response.map { $0.level[user] } ?? .nan,
      ]
    }
    self.values = values
  }

  /// As a weighted sum takes them.
  package func row(_ user: Int) -> [Double] {
    Self.features.indices.map { feature in
      Self.features[feature].scale.value(values[user * Self.features.count + feature])
    }
  }
}

/// What a moment is computed from.
package struct ShopperHistory: Sendable {
  package let purchases: PurchaseLog
  package let visits: VisitLog
  package let choices: [PriceResponse.Choice]

  package init(
    purchases: PurchaseLog, visits: VisitLog, choices: [PriceResponse.Choice]
  ) {
    self.purchases = purchases
    self.visits = visits
    self.choices = choices
  }
}

/// In which form a weighted sum takes a number.
package enum FeatureScale: UInt8, CaseIterable, Sendable {
  case asIs = 0
  /// ln(1 + x), of x above -1.
  case logarithmOfOneMore = 1
  /// ln x.
  case logarithm = 2

  package func value(_ number: Double) -> Double {
    switch self {
    case .asIs: number
    case .logarithmOfOneMore: Double.log(onePlus: max(number, -1))
    case .logarithm: Double.log(max(number, 0))
    }
  }
}
