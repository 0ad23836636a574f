import Bytes
package import Forecasting

extension Models {
  /// What to order now of a series, from its forecast over as many periods as the snapshot has.
  ///
  /// - Parameters:
  ///   - question: its series and observations
  ///   - answer: working memory
  /// - Throws: as ``forecast(_:into:)``; `invalidArgument` too for terms that cannot be.
  package func plan(
    _ question: inout ForecastQuery, _ terms: StockTerms, into answer: inout ForecastAnswer
  ) throws(AnswerError) -> ReplenishmentPlan {
    let forecasts = try requireForecasts()
    guard let periodDays = forecasts.frequency.days else {
      throw .unavailable(
        "the snapshot's periods are ordinals, and lead times are days; sales with dates are accepted"
      )
    }
    question.horizon = forecasts.horizon
    question.quantiles.removeAll(keepingCapacity: true)
    question.wantsMembers = false
    try forecast(question, into: &answer)
    do throws(DemandError) {
      let outlook = try DemandOutlook(
        means: answer.means.span, variances: answer.variances.span, periodDays: periodDays,
        errorCorrelation: answer.errorCorrelation, factorVariance: answer.factorVariance)
      return try ReplenishmentPlan(outlook: outlook, terms: terms)
    } catch {
      throw .invalidArgument("\(error)")
    }
  }
}
