import Answering
import Bytes
import Datasets
import Forecasting
import Profiling
import Recommendation
import Wire

extension TrainedSnapshot {
  /// Questions that every part of the snapshot is needed to answer: for a stranger, for shoppers
  /// spread over the dataset, for each model, and for items spread over the catalogue.
  package var goldenRequests: [GoldenRequest] {
    var requests: [GoldenRequest] = []
    func ask(_ method: UInt16, _ write: (inout ByteBuffer) -> Void) {
      requests.append(request(method, write))
    }

    let limit = 20
    let users = userNames
    ask(0x0101) { $0.appendRecommendRequest(user: "", limit: limit) }
    for user in users.spread(8) {
      ask(0x0101) { $0.appendRecommendRequest(user: user, limit: limit) }
    }
    if fitted.hybrid != nil {
      for model in 4...8 {
        for user in users.spread(2) {
          ask(0x0101) { $0.appendRecommendRequest(user: user, limit: limit, model: model) }
        }
      }
    }
    ask(0x0105) {
      $0.appendRerankRequest(
        user: users.first ?? "", candidates: dataset.items.ids.spread(16))
    }
    if fitted.factors != nil {
      for user in users.spread(2) {
        ask(0x0101) { $0.appendRecommendRequest(user: user, limit: limit, model: 3) }
      }
    }
    for item in dataset.items.ids.spread(8) {
      ask(0x0102) { $0.appendSimilarItemsRequest(item: item, limit: limit) }
    }
    if let purchases {
      for item in dataset.items.ids.spread(4) {
        ask(0x0103) { $0.appendBoughtTogetherRequest(basket: [item], limit: limit) }
      }
      if purchases.repeats != nil {
        for user in users.spread(4) {
          ask(0x0104) { $0.appendBuyAgainRequest(user: user, limit: limit) }
        }
      }
    }
    if let profiles {
      for user in users.spread(4) + [""] {
        ask(0x0201) { $0.appendGetProfileRequest(user: user, tags: []) }
      }
      requests += profiles.goldenRequests
    }
    if let ratings = ratings?.fitted.ratings {
      // Pairs that have a rating: both sides are known. And a stranger.
      let userOfEntry = ratings.userOfEntry
      for entry in Array(0..<ratings.count).spread(4) {
        let user = users[Int(userOfEntry[entry])]
        let item = dataset.items.ids[Int(ratings.items[entry])]
        for model in 0...RatingModel.allCases.count {
          ask(0x0106) { $0.appendPredictRatingRequest(user: user, item: item, model: model) }
        }
        ask(0x0106) { $0.appendPredictRatingRequest(user: "", item: item) }
      }
    }
    requests += forecasts?.goldenRequests ?? []
    requests += chat?.goldenRequests ?? []
    return requests
  }
}

extension TrainedProfiles {
  /// What is asked of no shopper.
  package var goldenRequests: [GoldenRequest] {
    // Small arms are not told of.
    let told = fitted.campaigns.filter {
      min($0.treated.shoppers, $0.control.shoppers) >= UpliftExamples.leastShoppers
    }
    return told.spread(2).map { campaign in
      request(0x0207) { $0.appendMeasureCampaignRequest(campaign: campaign.name) }
    }
  }
}

extension TrainedForecasts {
  /// Of series spread over what is sold, and of their totals.
  package var goldenRequests: [GoldenRequest] {
    let horizon = UInt32(fitted.panel.horizon)
    let sold = fitted.series.dropLast(fitted.totalCount).map(\.id)
    let totals = fitted.series.suffix(fitted.totalCount).map(\.id)
    return (sold.spread(6) + totals.spread(2)).flatMap { series in
      let forecast = request(0x0301) {
        $0.appendGetForecastRequest(series: series, horizon: horizon, quantiles: [0.1, 0.5, 0.9])
      }
      // Periods that are ordinals have no days, which lead times are.
      guard fitted.frequency.days != nil else { return [forecast] }
      let plan = request(0x0304) {
        $0.appendReplenishmentSeries(series)
        $0.appendReplenishmentTerms(leadTimeDays: 1, cycleService: 0.95)
      }
      return [forecast, plan]
    }
  }
}

extension TrainedChat {
  /// What messages mean, and what is found for them. Answers hold a state that is sealed with the daemon's own key.
  package var goldenRequests: [GoldenRequest] {
    examples.flatMap { text in
      [
        request(0x0404) { $0.appendClassifyRequest(text: text) },
        request(0x0405) { $0.appendSearchRequest(text: text) },
      ]
    }
  }
}

/// A question of golden.bin: a method's number, and a message of it.
package typealias GoldenRequest = (method: UInt16, body: [UInt8])

private func request(_ method: UInt16, _ write: (inout ByteBuffer) -> Void) -> GoldenRequest {
  var buffer = ByteBuffer()
  write(&buffer)
  var body: [UInt8] = []
  body.append(buffer.span)
  return (method, body)
}

extension Array {
  /// At most `count` elements at even distances.
  func spread(_ count: Int) -> [Element] {
    guard self.count > count else { return self }
    return (0..<count).map { self[$0 * self.count / count] }
  }
}
