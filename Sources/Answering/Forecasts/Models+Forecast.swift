import Bytes
import Forecasting
import Snapshots

extension Models {
  /// The periods to come of one series.
  ///
  /// Without `recent` it is read from the snapshot; with it, the series' model is unpacked and moved on.
  ///
  /// - Parameter answer: overwritten
  /// - Throws: `invalidArgument` for a question beyond ``AnswerLimits``, a date that is none, or not after
  ///   the one before it; `notFound` for a series that the snapshot does not know; `unavailable` when it has
  ///   no forecasts.
  package func forecast(
    _ question: borrowing ForecastQuery, into answer: inout ForecastAnswer
  ) throws(AnswerError) {
    try requireForecasts().answer(question, into: &answer)
  }

  func requireForecasts() throws(AnswerError) -> Forecasts {
    guard let forecasts else {
      throw .unavailable(
        "this snapshot has no forecasts; train on a dataset with sales.csv, or purchases with times"
      )
    }
    return forecasts
  }
}

extension Forecasts {
  /// See ``Models/forecast(_:into:)``; evaluation asks this.
  package func answer(
    _ question: borrowing ForecastQuery, into answer: inout ForecastAnswer
  ) throws(AnswerError) {
    answer.reset()
    try AnswerLimits.check(series: question.series)
    try AnswerLimits.check(horizon: question.horizon, of: horizon)
    try AnswerLimits.check(quantiles: question.quantiles)
    guard let index = series.index(of: question.series.bytes) else {
      throw .notFound("series_id '\(question.series.string)' is not in this snapshot")
    }
    answer.notes = notes(index)
    answer.firstPeriod = lastPeriod(index) + 1
    guard question.recent.isEmpty else {
      return try self.answer(question, movedOn: index, into: &answer)
    }
    for step in 0..<question.horizon { answer.means.append(mean(index, step)) }
    guard let errors = spread(index) else { throw damaged("its class is unknown") }
    answer.add(errors, levels: question.quantiles, of: index, in: self)
    guard question.wantsMembers else { return }
    forEachMember(of: index) { name, weight, mean in
      answer.members.append(ForecastAnswer.Member(name: name, weight: weight, mean: mean))
    }
  }

  /// The series' model is unpacked and moved on by the question's observations.
  private func answer(
    _ question: borrowing ForecastQuery, movedOn index: Int, into answer: inout ForecastAnswer
  ) throws(AnswerError) {
    var model = try unpack(index)
    try model.observe(question.recent, of: self, series: index, into: &answer)
    let (means, members) =
      question.wantsMembers
      ? model.forecastWithMembers(horizon: question.horizon, by: panel)
      : (model.means(horizon: question.horizon, by: panel), [])
    answer.means += means
    for step in answer.means.indices {
      answer.means[step] *= seasonFactor(index, period: answer.firstPeriod + step)
    }
    answer.add(panel.spread(of: model), levels: question.quantiles, of: index, in: self)
    let factor = seasonFactor(index, over: answer)
    for member in members {
      answer.members.append(
        ForecastAnswer.Member(
          name: member.name, weight: member.weight, mean: member.mean * factor))
    }
  }

  /// The mean of the season's factors over the answer's periods.
  private func seasonFactor(_ index: Int, over answer: borrowing ForecastAnswer) -> Double {
    let count = answer.means.count
    return (0..<count).reduce(0) { $0 + seasonFactor(index, period: answer.firstPeriod + $1) }
      / Double(max(count, 1))
  }

  private func damaged(_ why: String) -> AnswerError {
    .unavailable("the snapshot's series is damaged: \(why)")
  }

  private func unpack(_ index: Int) throws(AnswerError) -> ForecastModel {
    // It was unpacked when the file was checked: only damage since then makes it fail.
    do { return try model(index) } catch { throw damaged("\(error)") }
  }
}

extension ForecastModel {
  /// Moves on by a question's observations; periods that are left out are bridged.
  fileprivate mutating func observe(
    _ recent: [ForecastQuery.Observation], of forecasts: Forecasts, series index: Int,
    into answer: inout ForecastAnswer
  ) throws(AnswerError) {
    guard recent.count <= AnswerLimits.recentMax else {
      throw .invalidArgument(
        "recent has \(recent.count) observations; at most \(AnswerLimits.recentMax) are accepted")
    }
    let frequency = forecasts.frequency
    let snapshotEnd = answer.firstPeriod - 1
    for (position, observation) in recent.enumerated() {
      let field = "recent[\(position)]"
      guard let period = frequency.period(of: observation.date) else {
        let accepted = frequency == .step ? "a whole number" : "a date as 2026-03-01"
        throw .invalidArgument(
          "\(field).date is '\(observation.date.string)'; \(accepted) is accepted")
      }
      guard period >= answer.firstPeriod else {
        let last = frequency.date(ofPeriod: answer.firstPeriod - 1)
        throw .invalidArgument(
          "\(field).date '\(observation.date.string)' lies in a \(frequency.rawValue) that is known, up "
            + "to \(last); later ones, each once and ascending, are accepted")
      }
      guard period - snapshotEnd <= AnswerLimits.periodsBridgedMax else {
        throw .invalidArgument(
          "\(field).date '\(observation.date.string)' is \(period - snapshotEnd) periods after the "
            + "snapshot's last; at most \(AnswerLimits.periodsBridgedMax) are accepted")
      }
      guard observation.quantity >= 0, observation.quantity.isFinite else {
        throw .invalidArgument(
          "\(field).quantity is \(observation.quantity); 0 and above is accepted")
      }
      for _ in answer.firstPeriod..<period {
        observe(.nan, isStockedOut: false, by: forecasts.panel)
        answer.notes.insert(.bridged)
      }
      observe(
        observation.quantity, isStockedOut: observation.isStockedOut,
        factor: forecasts.seasonFactor(index, period: period), by: forecasts.panel)
      if observation.isStockedOut { answer.notes.insert(.stockOuts) }
      answer.firstPeriod = period + 1
    }
    answer.notes.insert(.recent)
  }
}

extension ForecastAnswer {
  /// What is known of errors: quantiles and variances about the means.
  fileprivate mutating func add(
    _ spread: ForecastSpread, levels: [Double], of index: Int, in forecasts: Forecasts
  ) {
    errorCorrelation = spread.errorCorrelation
    // Spreads of classical models are learned with their seasons.
    if case .counts = spread { factorVariance = forecasts.countFactorVariance }
    let width = levels.count
    for step in means.indices {
      let factor = forecasts.seasonFactor(index, period: firstPeriod + step)
      variances.append(spread.variance(of: means[step], step: step, factor: factor))
      if case .counts = spread, step > 0, means[step] == means[step - 1] {
        // Without a season every period is distributed alike.
        for place in (step - 1) * width..<step * width { quantiles.append(quantiles[place]) }
      } else {
        spread.appendQuantiles(
          levels, of: means[step], step: step, factor: factor, to: &quantiles)
      }
    }
  }
}
