import Answering
import Bytes
package import Datasets
import Forecasting
package import Snapshots

/// How well a dataset's newest periods are foretold by what came before them, through the code that is
/// served: at each origin models are fitted to what lies before it, packed, opened, and asked.
///
/// Origins are a horizon apart, the newest first; every series that is long enough is judged at each of them,
/// and means are over all of these judgements.
package struct ForecastEvaluation: Sendable {
  package let horizon: Int
  /// Of the naive errors that MASE is measured in.
  package let season: Int
  /// Series that were judged at the newest origin.
  package let seriesCount: Int
  package let intermittentCount: Int
  /// Of all origins: what is served first, then the baselines.
  package let rows: [ForecastScore]
  /// Of each origin, the newest first.
  package let origins: [[ForecastScore]]
  /// From the largest totals to the series themselves; empty where nothing is summed.
  package let levels: [LevelScore]
  /// Of the newest origin, what was foretold worst by what is served, the worst first.
  package let worst: [ForecastPicture]

  package static let quantileLevels = [0.025, 0.1, 0.5, 0.9, 0.975]
  package static let worstCount = 12

  /// - Parameter origins: at least 1
  /// - Throws: `DatasetError` when no series has more than `horizon · origins` periods, which says how many
  ///   they have.
  package init(
    of sales: SalesPanel, items: Dataset?, horizon: Int, origins: Int = 1, threads: Int,
    progress: @Sendable (Double) -> Void = { _ in }
  ) throws {
    precondition(horizon >= 1 && origins >= 1, "\(origins) origins, \(horizon) periods apart")
    let longest = sales.series.map(\.values.count).max() ?? 0
    guard longest > horizon * origins + 1 else {
      let most = "--split last:H with H below \(max(longest - 1, 0) / origins)"
      throw DatasetError(
        file: "sales.csv", problem: "has no series of more than \(horizon * origins + 1) periods",
        accepted: origins == 1 ? "\(most) is accepted" : "\(most) or fewer --origins is accepted")
    }
    self.horizon = horizon
    season = sales.scoringSeason
    var all = ForecastTallies()
    var each: [[ForecastScore]] = []
    var newest = (series: 0, intermittent: 0)
    var worst: [ForecastPicture] = []
    var levels = LevelTally()
    for origin in 0..<origins {
      let known = sales.with(horizon: horizon).dropLast(origin * horizon)
      let judged = known.series.filter { $0.values.count > horizon + 1 }
      let earlier = known.keeping(judged).dropLast(horizon)
      let trained = TrainedForecasts(of: earlier, items: items, threads: threads) {
        progress((Double(origin) + $0) / Double(origins))
      }
      levels.add(trained, earlier, known.keeping(judged))
      if origin == 0 { newest = (judged.count, trained.intermittentCount) }
      var writer = TensorWriter()
      trained.fitted.pack(into: &writer)
      let file = try TensorFile(bytes: writer.encoded(), name: Models.forecastName)
      let forecasts = try Forecasts(opening: file)
      var tallies = ForecastTallies()
      var answer = ForecastAnswer()
      for (one, past) in zip(judged, earlier.series) {
        guard let question = ForecastCase(one, past, season: season) else { continue }
        try forecasts.ask(one.id, horizon: horizon, into: &answer)
        let served = PointForecast(means: answer.means, quantiles: answer.quantiles)
        let baselines = question.baselines()
        tallies.add(question, served, baselines)
        all.add(question, served, baselines)
        if origin == 0 {
          worst.keep(
            ForecastPicture(
              question, served, repeated: baselines.last?.means ?? [],
              begin: sales.frequency.date(ofPeriod: answer.firstPeriod),
              isIntermittent: answer.notes.contains(.counts)), limit: Self.worstCount)
        }
      }
      withExtendedLifetime(file) {}
      each.append(tallies.scores)
    }
    (seriesCount, intermittentCount) = newest
    rows = all.scores
    self.levels = levels.scores
    self.origins = each
    self.worst = worst
  }

  package var json: JSON {
    [
      "horizon": .integer(horizon),
      "season": .integer(season),
      "series": .integer(seriesCount),
      "intermittent": .integer(intermittentCount),
      "models": .array(rows.map(\.json)),
      "origins": .array(origins.map { .array($0.map(\.json)) }),
      "levels": .array(levels.map(\.json)),
      "worst": .array(worst.map { ["series_id": .string($0.id), "RMSSE": .number($0.error)] }),
    ]
  }
}

extension [ForecastPicture] {
  /// Among the `limit` worst, the worst first.
  fileprivate mutating func keep(_ picture: ForecastPicture, limit: Int) {
    guard picture.error.isFinite, count < limit || picture.error > last?.error ?? 0 else { return }
    let place = firstIndex { $0.error < picture.error } ?? count
    insert(picture, at: place)
    if count > limit { removeLast() }
  }
}

extension Forecasts {
  fileprivate func ask(
    _ series: String, horizon: Int, into answer: inout ForecastAnswer
  ) throws {
    var id = series
    try id.withUTF8 { utf8 in
      guard let start = utf8.baseAddress else { return }
      var question = ForecastQuery()
      // Safe: the question does not outlive the call that lends the bytes.
      question.series = unsafe ByteView(start: start, count: utf8.count)
      question.horizon = horizon
      question.quantiles = ForecastEvaluation.quantileLevels
      try self.answer(question, into: &answer)
    }
  }
}
