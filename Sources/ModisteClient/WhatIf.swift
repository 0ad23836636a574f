import Bytes
import Wire

/// Asks how many of an item would sell at other prices, promotions or events.
public struct WhatIfRequest: Equatable, Sendable {
  public var question: GetForecastRequest
  /// Above 0; one for all periods, or one per period; empty: as usual.
  public var prices: [Double]
  /// 0...1, the share of each period that is promoted; likewise.
  public var promotions: [Double]
  /// 0...1, the share of each period that is an event of the shop's calendar; likewise.
  public var events: [Double]

  public init(
    question: GetForecastRequest, prices: [Double] = [], promotions: [Double] = [],
    events: [Double] = []
  ) {
    self.question = question
    self.prices = prices
    self.promotions = promotions
    self.events = events
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendWhatIfRequest(prices: prices, promotions: promotions, events: events) {
        question.write(into: &$0)
      }
    }
  }
}

public struct WhatIfResponse: Equatable, Sendable {
  /// Without the changes.
  public var usual: GetForecastResponse
  public var changed: GetForecastResponse
  /// `changed` / `usual`, one per period.
  public var factors: [Double]
  /// The price that counts as usual; `nil`: unknown.
  public var usualPrice: Double?
  /// Percent that demand changes by for each percent of price, with its 95 % interval.
  public var elasticity: Double
  public var elasticityLow: Double
  public var elasticityHigh: Double
  /// Units times price over the horizon; 0 where no price is known.
  public var usualRevenue: Double
  public var changedRevenue: Double
  public var generation: String

  init(_ view: WhatIfResponseView, generation: String) {
    usual =
      view.usual.map { GetForecastResponse($0, generation: generation) }
      ?? GetForecastResponse(generation: generation)
    changed =
      view.changed.map { GetForecastResponse($0, generation: generation) }
      ?? GetForecastResponse(generation: generation)
    factors = view.factors
    let fields = view.fields
    usualPrice = fields.usualPrice == 0 ? nil : fields.usualPrice
    elasticity = fields.elasticity
    elasticityLow = fields.elasticityLow
    elasticityHigh = fields.elasticityHigh
    usualRevenue = fields.usualRevenue
    changedRevenue = fields.changedRevenue
    self.generation = generation
  }
}

extension ModisteClient {
  /// How many would sell at other prices, promotions and events.
  ///
  ///     let question = GetForecastRequest(seriesID: "A1@S1", horizon: 14)
  ///     let answer = try await shop.whatIf(WhatIfRequest(question: question, prices: [39.90]))
  public func whatIf(
    _ request: WhatIfRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> WhatIfResponse {
    let reply = try await call(.whatIf, request.encoded(), timeout)
    return try reply.decode(WhatIfResponseView.self) {
      WhatIfResponse($0, generation: reply.generation)
    }
  }
}
