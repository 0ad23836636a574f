import Answering
import Bytes
import Datasets
import Profiling
import Recommendation
import Wire

extension TrainedSnapshot {
  /// Questions that every part of the snapshot is needed to answer: for a stranger, for shoppers
  /// spread over the dataset, for each model, and for items spread over the catalogue.
  package var goldenRequests: [(method: UInt16, body: [UInt8])] {
    var requests: [(method: UInt16, body: [UInt8])] = []
    func ask(_ method: UInt16, _ write: (inout ByteBuffer) -> Void) {
      var buffer = ByteBuffer()
      write(&buffer)
      var body: [UInt8] = []
      body.append(buffer.span)
      requests.append((method, body))
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
      // Small arms are not told of.
      let told = profiles.fitted.campaigns.filter {
        min($0.treated.shoppers, $0.control.shoppers) >= UpliftExamples.leastShoppers
      }
      for campaign in told.spread(2) {
        ask(0x0207) { $0.appendMeasureCampaignRequest(campaign: campaign.name) }
      }
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
    return requests
  }
}

extension Array {
  /// At most `count` elements at even distances.
  fileprivate func spread(_ count: Int) -> [Element] {
    guard self.count > count else { return self }
    return (0..<count).map { self[$0 * self.count / count] }
  }
}
