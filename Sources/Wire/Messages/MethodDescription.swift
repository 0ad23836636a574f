/// A method as its callers know it: its number, and what its messages are called.
package struct MethodDescription: Equatable, Sendable {
  /// Service in the high byte, method in the low.
  package let number: UInt16
  /// For example `Recommend.SimilarItems`.
  package let name: String
  /// Full names of the messages, for example `modiste.v1.PingRequest`.
  package let request: String
  package let response: String
  /// Whether a call may be sent again when its outcome is unknown.
  package let isRepeatable: Bool
  /// Whether it is answered in parts: then `response` is what each part is called.
  package let isStreamed: Bool

  init(
    _ number: UInt16, _ name: String, messages: String, response: String? = nil,
    isRepeatable: Bool = true, isStreamed: Bool = false
  ) {
    self.number = number
    self.name = name
    request = "modiste.v1.\(messages)Request"
    self.response = "modiste.v1.\(response ?? messages)\(isStreamed ? "Part" : "Response")"
    self.isRepeatable = isRepeatable
    self.isStreamed = isStreamed
  }

  package static let recommend = Self(0x0101, "Recommend.Recommend", messages: "Recommend")
  package static let similarItems = Self(0x0102, "Recommend.SimilarItems", messages: "SimilarItems")
  package static let boughtTogether = Self(
    0x0103, "Recommend.BoughtTogether", messages: "BoughtTogether")
  package static let buyAgain = Self(0x0104, "Recommend.BuyAgain", messages: "BuyAgain")
  package static let rerank = Self(
    0x0105, "Recommend.Rerank", messages: "Rerank", response: "Recommend")
  package static let predictRating = Self(
    0x0106, "Recommend.PredictRating", messages: "PredictRating")
  package static let recommendBatch = Self(
    0x0107, "Recommend.RecommendBatch", messages: "RecommendBatch", isStreamed: true)
  package static let getProfile = Self(0x0201, "Profile.GetProfile", messages: "GetProfile")
  package static let batchGetProfiles = Self(
    0x0202, "Profile.BatchGetProfiles", messages: "BatchGetProfiles", isStreamed: true)
  package static let selectAudience = Self(
    0x0203, "Profile.SelectAudience", messages: "SelectAudience", isStreamed: true)
  package static let sizeAudience = Self(
    0x0204, "Profile.SizeAudience", messages: "SizeAudience")
  package static let lookAlikes = Self(
    0x0205, "Profile.LookAlikes", messages: "LookAlikes", isStreamed: true)
  package static let describeAudience = Self(
    0x0206, "Profile.DescribeAudience", messages: "DescribeAudience")
  package static let measureCampaign = Self(
    0x0207, "Profile.MeasureCampaign", messages: "MeasureCampaign")
  package static let getForecast = Self(0x0301, "Forecast.GetForecast", messages: "GetForecast")
  package static let batchForecast = Self(
    0x0302, "Forecast.BatchForecast", messages: "BatchForecast", isStreamed: true)
  package static let whatIf = Self(0x0303, "Forecast.WhatIf", messages: "WhatIf")
  package static let planReplenishment = Self(
    0x0304, "Forecast.PlanReplenishment", messages: "PlanReplenishment")
  package static let newItemForecast = Self(
    0x0305, "Forecast.NewItemForecast", messages: "NewItemForecast")
  package static let answer = Self(0x0401, "ChatAnswer.Answer", messages: "Answer")
  package static let answerStream = Self(
    0x0402, "ChatAnswer.AnswerStream", messages: "Answer", response: "AnswerStream",
    isStreamed: true)
  package static let suggest = Self(0x0403, "ChatAnswer.Suggest", messages: "Suggest")
  package static let classify = Self(0x0404, "ChatAnswer.Classify", messages: "Classify")
  package static let search = Self(0x0405, "ChatAnswer.Search", messages: "Search")
  package static let ping = Self(0xFF01, "Admin.Ping", messages: "Ping")
  package static let status = Self(0xFF02, "Admin.Status", messages: "Status")
  package static let reload = Self(
    0xFF03, "Admin.Reload", messages: "Reload", isRepeatable: false)
  package static let listMethods = Self(0xFF04, "Admin.ListMethods", messages: "ListMethods")

  /// Every method of this version, as in PROTOCOL.md section 3.
  package static let all = [
    recommend, similarItems, boughtTogether, buyAgain, rerank, predictRating, recommendBatch,
    getProfile, batchGetProfiles, selectAudience, sizeAudience, lookAlikes, describeAudience,
    measureCampaign, getForecast, batchForecast, whatIf, planReplenishment, newItemForecast,
    answer, answerStream, suggest, classify, search, ping, status, reload, listMethods,
  ]

  package static func named(_ name: String) -> MethodDescription? {
    all.first { $0.name == name }
  }
}
