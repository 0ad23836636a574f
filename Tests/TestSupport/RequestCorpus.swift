import Bytes
import Wire

/// A request as bytes, and the method that it is for.
package struct CorpusRequest: Sendable {
  package let name: String
  package let method: UInt16
  package var body: [UInt8]
}

/// Requests to begin from when bodies are changed at random: one of each method that shops call, one with
/// every field, and those that are refused, since a small change of them may be what nobody thought of.
///
/// - Parameters:
///   - user: known to the server
///   - items: known to the server, at least eight
package func requestCorpus(
  user: String = "shopper", items: [String] = (0..<8).map { "item \($0)" }
) -> [CorpusRequest] {
  func recommend(_ name: String, _ write: (inout ByteBuffer) -> Void) -> CorpusRequest {
    CorpusRequest(name: name, method: 0x0101, body: encoded(write))
  }
  func plain(_ buffer: inout ByteBuffer, limit: Int = 20, filter: String = "") {
    buffer.appendRecommendRequest(user: user, limit: limit, filter: filter)
  }
  var corpus = [
    recommend("recommend") {
      $0.appendRecommendRequest(
        user: user, recent: [items[0], items[1], "连衣裙"], limit: 300, filter: "price <= 80",
        excluded: [items[2], "three"], includesSeen: true, model: 2)
    },
    recommend("everything set") { appendEverything(user, items, to: &$0) },
    recommend("limit 0") { plain(&$0, limit: 0) },
    recommend("limit 501") { plain(&$0, limit: 501) },
    recommend("a filter cut short") { plain(&$0, filter: "price <= 80 and (brand = ") },
    recommend("an attribute that is not there") { plain(&$0, filter: "colr = red") },
    recommend("10,000 recent items") {
      $0.appendRecommendRequest(
        user: user, recent: [String](repeating: items[0], count: 10_000), limit: 20)
    },
    recommend("a boost of NaN") {
      plain(&$0)
      $0.appendBoost(filter: "price < 50", factor: .nan)
    },
    recommend("caps that contradict one another") {
      plain(&$0)
      $0.appendCap(attribute: "brand", limit: 1)
      $0.appendCap(attribute: "brand", limit: 2)
    },
    recommend("a cap of 0") {
      plain(&$0)
      $0.appendCap(attribute: "brand", limit: 0)
    },
    recommend("weights that are no numbers") {
      plain(&$0)
      $0.appendRecommendWeights(
        diversity: .nan, pricePreference: .infinity, exploration: -0.0, seed: .max,
        explains: true, language: "fr")
    },
    CorpusRequest(
      name: "similar items", method: 0x0102,
      body: encoded {
        $0.appendSimilarItemsRequest(
          item: items[0], limit: 20, filter: "price > 10", excluded: [items[1]])
      }),
    CorpusRequest(
      name: "rerank", method: 0x0105,
      body: encoded { buffer in
        buffer.appendRerankRequest(candidates: items + [items[0], "nothing"]) {
          appendEverything(user, items, to: &$0)
        }
      }),
    CorpusRequest(
      name: "recommend batch", method: 0x0107,
      body: encoded { buffer in
        buffer.appendRecommendBatchRequest(users: [user, "", "nobody", "顾客"]) {
          appendEverything(user, items, to: &$0)
        }
      }),
    CorpusRequest(
      name: "select audience", method: 0x0203,
      body: encoded {
        $0.appendSelectAudienceRequest(
          expression: "rfm.recency <= 30d and not segment(\"churned\")", pageSize: 10, limit: 50,
          rankedBy: "rfm.monetary", pageToken: "10.1.2")
      }),
    CorpusRequest(
      name: "size audience", method: 0x0204,
      body: encoded {
        $0.appendSizeAudienceRequest(expression: "affinity(category, dress) > 60%", epsilon: 1)
      }),
    CorpusRequest(
      name: "look-alikes", method: 0x0205,
      body: encoded {
        $0.appendLookAlikesRequest(users: [user, "nobody"], limit: 10, expression: "has gender")
      }),
    CorpusRequest(
      name: "describe audience", method: 0x0206,
      body: encoded { $0.appendDescribeAudienceRequest(expression: "(", limit: 5, epsilon: -1) }),
    CorpusRequest(
      name: "measure campaign", method: 0x0207,
      body: encoded { $0.appendMeasureCampaignRequest(campaign: "春季 24") }),
  ]
  corpus += profileCorpus(user, items)
  for model in 0...4 {
    corpus.append(
      CorpusRequest(
        name: "predict rating by \(model)", method: 0x0106,
        body: encoded {
          $0.appendPredictRatingRequest(
            user: user, item: items[0], model: model, neighbours: 25 * model)
        }))
  }
  return corpus
}

private func profileCorpus(_ user: String, _ items: [String]) -> [CorpusRequest] {
  let recent = items.enumerated().map { (item: $1, kind: UInt8($0 % 5), ageSeconds: UInt32(90)) }
  return [
    CorpusRequest(
      name: "profile", method: 0x0201,
      body: encoded {
        $0.appendGetProfileRequest(
          user: user, recent: recent, tags: ["rfm", "segment", "affinity.category"],
          affinityLimit: 20, omitsMethods: true)
      }),
    CorpusRequest(
      name: "a tag that is not there", method: 0x0201,
      body: encoded { $0.appendGetProfileRequest(user: user, tags: ["rmf"]) }),
    CorpusRequest(
      name: "profiles", method: 0x0202,
      body: encoded { buffer in
        buffer.appendBatchGetProfilesRequest(users: [user, "", "nobody", "顾客"]) {
          $0.appendGetProfileRequest(user: user, recent: recent, tags: ["affinity"])
        }
      }),
  ]
}

/// The same of the methods of Forecast.
///
/// - Parameter series: known to the server
package func forecastCorpus(
  series: String = "A1@S1", dates: [String] = ["2026-11-16", "2026-11-23"]
) -> [CorpusRequest] {
  func question(_ buffer: inout ByteBuffer, horizon: UInt32 = 3) {
    buffer.appendGetForecastRequest(
      series: series, horizon: horizon, quantiles: [0.1, 0.5, 0.9], omitsMembers: true
    ) { buffer in
      for (number, date) in dates.enumerated() {
        buffer.appendObservation(
          date: date, quantity: 2.5 * Double(number), isStockedOut: number == 1)
      }
    }
  }
  return [
    CorpusRequest(name: "forecast", method: 0x0301, body: encoded { question(&$0) }),
    CorpusRequest(
      name: "a horizon of 0", method: 0x0301, body: encoded { question(&$0, horizon: 0) }),
    CorpusRequest(
      name: "levels that are none", method: 0x0301,
      body: encoded {
        $0.appendGetForecastRequest(
          series: series, horizon: 2, quantiles: [.nan, 0, 1, .infinity, 0.5, 0.5])
      }),
    CorpusRequest(
      name: "batch forecast", method: 0x0302,
      body: encoded { buffer in
        buffer.appendBatchForecastRequest(series: [series, "", "nothing", "连衣裙"]) {
          question(&$0)
        }
      }),
    CorpusRequest(
      name: "what if", method: 0x0303,
      body: encoded { buffer in
        buffer.appendWhatIfRequest(prices: [39.9], promotions: [0, 1, 0.5], events: [0, 0, 1]) {
          question(&$0)
        }
      }),
    CorpusRequest(
      name: "replenishment", method: 0x0304,
      body: encoded { buffer in
        buffer.appendReplenishmentSeries(series)
        for date in dates { buffer.appendObservation(date: date, quantity: 4, field: 2) }
        buffer.appendReplenishmentTerms(
          leadTimeDays: 14, leadTimeDeviationDays: 2, reviewDays: 7, coverDays: 7,
          cycleService: 0.95, onHand: 12, onOrder: 6, packSize: 6, minimumOrder: 12)
      }),
    CorpusRequest(
      name: "new item", method: 0x0305,
      body: encoded {
        $0.appendNewItemForecastRequest(
          attributes: [("category", "dress"), ("color", "红")], horizon: 4, quantiles: [0.5],
          earlySales: [3, 0, 1])
      }),
  ]
}

/// The same of the methods of ChatAnswer.
package func chatCorpus(
  user: String = "U1", item: String = "A1", state: [UInt8] = [1, 0, 255, 10]
) -> [CorpusRequest] {
  func answer(_ buffer: inout ByteBuffer, text: String) {
    buffer.appendAnswerHead(text: text, state: state, user: user)
    buffer.appendTurn(.shopper, "hello")
    buffer.appendTurn(.bot, "What can I do for you?")
    buffer.appendTurn(.unspecified, "")
    buffer.appendToolResult(
      callID: "c1", tool: "order_status", outcome: .done,
      values: [("status", "sent"), ("date", "2026-11-23"), ("", "")])
    buffer.appendAnswerOptions(language: "en", itemID: item, limit: 3, resumes: true)
  }
  return [
    CorpusRequest(
      name: "answer", method: 0x0401,
      body: encoded { answer(&$0, text: "where is my order A10234? 我的订单到哪了") }),
    CorpusRequest(
      name: "answer to a tool", method: 0x0401, body: encoded { answer(&$0, text: "") }),
    CorpusRequest(
      name: "answer to much", method: 0x0401,
      body: encoded { answer(&$0, text: String(repeating: "红", count: 1_000)) }),
    CorpusRequest(
      name: "answer in parts", method: 0x0402,
      body: encoded { $0.appendAnswerHead(text: "do you have the navy dress in M under 50?") }),
    CorpusRequest(
      name: "suggest", method: 0x0403,
      body: encoded { $0.appendSuggestRequest(prefix: "how do I", language: "en", limit: 8) }),
    CorpusRequest(
      name: "classify", method: 0x0404,
      body: encoded { $0.appendClassifyRequest(text: "有没有黑色连衣裙？") }),
    CorpusRequest(
      name: "search", method: 0x0405,
      body: encoded {
        $0.appendSearchRequest(
          text: "black dress", language: "zh", limit: 10, omitsProducts: true,
          omitsPassages: true)
      }),
  ]
}

private func appendEverything(_ user: String, _ items: [String], to buffer: inout ByteBuffer) {
  buffer.append(user, field: 1)
  for (kind, item) in items.prefix(6).enumerated() {
    buffer.appendRecent(
      itemID: item, kind: UInt8(kind), ageSeconds: 60, value: Float(kind), query: "a red dress")
  }
  buffer.appendRecommendOptions(
    limit: 20, filter: "price <= 80 or brand in (a, b)", excludedItemIDs: [items[2]],
    includesSeen: true, omitsReasons: false, model: 4)
  buffer.appendElement(items[3], field: 9)
  buffer.appendState(itemID: items[4], isSoldOut: true, sizes: [])
  buffer.appendState(itemID: items[5], isSoldOut: false, sizes: ["S", "M"])
  for size in ["M", "38"] { buffer.appendElement(size, field: 11) }
  buffer.appendBoost(filter: "price < 50", factor: 2)
  buffer.appendBoost(filter: "category = dress", factor: 0.5)
  for item in items.suffix(2) { buffer.appendElement(item, field: 13) }
  buffer.append(0.25 as Float, field: 14)
  buffer.appendCap(attribute: "brand", limit: 2)
  buffer.appendCap(attribute: "category", limit: 5)
  buffer.appendRecommendWeights(
    diversity: 0.3, pricePreference: -0.5, exploration: 0.2, seed: 7, explains: true,
    language: "zh")
}

extension [UInt8] {
  /// A copy with one to three changes: a bit, a byte, one more, one less.
  package func mutated(_ random: inout SplitMix) -> [UInt8] {
    var body = self
    for _ in 0..<Int.random(in: 1...3, using: &random) where !body.isEmpty {
      let position = Int.random(in: body.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: body[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: body[position] = .random(in: 0 ... .max, using: &random)
      case 2: body.insert(.random(in: 0 ... .max, using: &random), at: position)
      default: body.remove(at: position)
      }
    }
    return body
  }
}

/// SplitMix64; the same seed gives the same bodies.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
