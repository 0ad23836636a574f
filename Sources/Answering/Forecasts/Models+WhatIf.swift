import Bytes
import Forecasting
import Snapshots

/// What a forecast is asked for under other prices, promotions and events. Each of them none, one for all
/// periods, or one for each.
package struct Scenario: Sendable {
  /// Above 0; none: the usual price.
  package var prices: [Double] = []
  /// 0...1 of each period.
  package var promotions: [Double] = []
  /// 0...1 of each period.
  package var events: [Double] = []

  package init() {}

  package mutating func reset() {
    prices.removeAll(keepingCapacity: true)
    promotions.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
  }
}

package struct WhatIfAnswer: Sendable {
  package var usual = ForecastAnswer()
  package var changed = ForecastAnswer()
  /// changed / usual, one per period.
  package var factors: [Double] = []
  /// 0: unknown.
  package var usualPrice = 0.0
  package var elasticity = 0.0
  package var elasticityLow = 0.0
  package var elasticityHigh = 0.0
  /// Units times price over the horizon; 0 where no price is known.
  package var usualRevenue = 0.0
  package var changedRevenue = 0.0

  package init() {}
}

extension Models {
  /// A forecast, and the same under a scenario.
  ///
  /// Demand is multiplied by exp(b · (x − x usual)); see ``DemandEffects``. At the usual price, without
  /// promotion or event, nothing changes.
  ///
  /// - Throws: as ``forecast(_:into:)``; `invalidArgument` too for a scenario that is none, or prices more
  ///   than tenfold away from the usual one; `unavailable` where no effect was learned or the series has
  ///   no usual price and the scenario names one.
  package func whatIf(
    _ question: borrowing ForecastQuery, _ scenario: borrowing Scenario,
    into answer: inout WhatIfAnswer
  ) throws(AnswerError) {
    try forecast(question, into: &answer.usual)
    let forecasts = try requireForecasts()
    try check(scenario, horizon: question.horizon)
    guard let index = forecasts.series.index(of: question.series.bytes),
      let effects = forecasts.effects(index)
    else {
      throw .unavailable(
        "this snapshot has not learned what prices do; train on sales.csv with prices or promotions"
      )
    }
    let price = forecasts.usualPrice(index)
    guard scenario.prices.isEmpty || price > 0 else {
      throw .unavailable(
        "series_id '\(question.series.string)' has no usual price; a dataset with prices gives it one"
      )
    }
    answer.usualPrice = price > 0 ? price : 0
    let deviation = effects.variances[0].squareRoot()
    answer.elasticity = effects.coefficients[0]
    answer.elasticityLow = effects.coefficients[0] - 1.96 * deviation
    answer.elasticityHigh = effects.coefficients[0] + 1.96 * deviation
    answer.changed = answer.usual
    answer.factors.removeAll(keepingCapacity: true)
    (answer.usualRevenue, answer.changedRevenue) = (0, 0)
    let levels = question.quantiles.count
    for step in 0..<question.horizon {
      let newPrice = scenario.prices.at(step) ?? answer.usualPrice
      let factor: Double
      do throws(DemandError) {
        let relative =
          scenario.prices.isEmpty
          ? 0 : try DemandEffects.priceFeature(newPrice, reference: price)
        factor = try effects.factor(
          from: [0, 0, 0],
          to: [relative, scenario.promotions.at(step) ?? 0, scenario.events.at(step) ?? 0])
      } catch {
        throw .invalidArgument("period \(step): \(error)")
      }
      answer.factors.append(factor)
      answer.changed.means[step] *= factor
      let isWhole = answer.usual.notes.contains(.counts)
      for place in step * levels..<(step + 1) * levels {
        let value = answer.changed.quantiles[place] * factor
        answer.changed.quantiles[place] = isWhole ? value.rounded() : value
      }
      answer.usualRevenue += answer.usual.means[step] * answer.usualPrice
      answer.changedRevenue += answer.changed.means[step] * newPrice
    }
  }

  private func check(_ scenario: Scenario, horizon: Int) throws(AnswerError) {
    try AnswerLimits.check(
      "prices", scenario.prices, horizon: horizon, accepted: "a finite number above 0"
    ) { $0 > 0 && $0.isFinite }
    try AnswerLimits.check(
      "promotions", scenario.promotions, horizon: horizon, accepted: "0...1"
    ) { (0...1).contains($0) }
    try AnswerLimits.check("events", scenario.events, horizon: horizon, accepted: "0...1") {
      (0...1).contains($0)
    }
  }
}

extension [Double] {
  /// Of one for all periods, or one for each.
  fileprivate func at(_ step: Int) -> Double? { isEmpty ? nil : count == 1 ? self[0] : self[step] }
}
