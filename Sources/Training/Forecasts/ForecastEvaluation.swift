import Answering
import Bytes
package import Datasets
import Forecasting
import Learning
package import Snapshots

/// How well a dataset's newest periods are foretold by what came before them, through the code that is
/// served: models are fitted to the rest, packed, opened, and asked.
package struct ForecastEvaluation: Sendable {
  package let horizon: Int
  package let season: Int
  /// Series that are long enough to be judged.
  package let seriesCount: Int
  package let intermittentCount: Int
  package let rows: [Row]

  /// Means over the series; nil where no series has it.
  package struct Row: Sendable, Equatable {
    package let name: String
    package let symmetricMAPE: Double
    package let scaledError: Double?
    package let squaredScaledError: Double?
    package let bias: Double
    /// Of quantiles, over `levels`; nil for models without.
    package let pinballLoss: Double?
    /// Of the 80 % and the 95 % interval.
    package let coverage80: Double?
    package let coverage95: Double?
  }

  package static let levels = [0.025, 0.1, 0.5, 0.9, 0.975]

  /// - Throws: `DatasetError` when no series has more than `horizon` periods, which says how many they have.
  package init(
    of sales: SalesPanel, items: Dataset?, horizon: Int, threads: Int,
    progress: @Sendable (Double) -> Void = { _ in }
  ) throws {
    let judged = sales.series.filter { $0.values.count > horizon + 1 }
    guard !judged.isEmpty else {
      let longest = sales.series.map(\.values.count).max() ?? 0
      throw DatasetError(
        file: "sales.csv", problem: "has no series of more than \(horizon + 1) periods",
        accepted: "--split last:H with H below \(longest - 1) is accepted")
    }
    let earlier = sales.keeping(judged).with(horizon: horizon).dropLast(horizon)
    let trained = TrainedForecasts(
      of: earlier, items: items, threads: threads, progress: progress)
    var writer = TensorWriter()
    trained.fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: Models.forecastName)
    let forecasts = try Forecasts(opening: file)
    self.horizon = horizon
    season = sales.scoringSeason
    seriesCount = judged.count
    intermittentCount = trained.fitted.series.count { $0.model.kind == .counts }

    var served = Tally()
    var naive = Tally()
    var answer = ForecastAnswer()
    for (one, known) in zip(judged, earlier.series) {
      let history = PreparedSeries(known.values, season: sales.season).values
      let actual = Array(one.values.suffix(horizon))
      // What nobody knows cannot be foretold wrongly.
      guard actual.allSatisfy({ !$0.isNaN }), !history.isEmpty else { continue }
      try forecasts.ask(one.id, horizon: horizon, into: &answer)
      served.add(actual, answer.means, history, self.season, quantiles: answer.quantiles)
      let season = history.count >= self.season ? self.season : 1
      let repeated = (0..<horizon).map { history[history.count - season + $0 % season] }
      naive.add(actual, repeated, history, self.season, quantiles: [])
    }
    withExtendedLifetime(file) {}
    rows = [served.row("modiste"), naive.row(season > 1 ? "seasonal naive" : "naive")]
  }

  package var json: JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return [
      "horizon": .integer(horizon),
      "season": .integer(season),
      "series": .integer(seriesCount),
      "intermittent": .integer(intermittentCount),
      "models": .array(
        rows.map { row in
          [
            "name": .string(row.name),
            "sMAPE": .number(row.symmetricMAPE),
            "MASE": number(row.scaledError),
            "RMSSE": number(row.squaredScaledError),
            "bias": .number(row.bias),
            "pinball": number(row.pinballLoss),
            "coverage80": number(row.coverage80),
            "coverage95": number(row.coverage95),
          ]
        }),
    ]
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
      question.quantiles = ForecastEvaluation.levels
      try self.answer(question, into: &answer)
    }
  }
}

/// Sums over series.
private struct Tally {
  private var count = 0
  private var symmetric = 0.0
  private var scaled: [Double] = []
  private var squared: [Double] = []
  private var bias = 0.0
  private var pinball = 0.0
  private var inside80 = 0.0
  private var inside95 = 0.0
  private var intervals = 0

  mutating func add(
    _ actual: [Double], _ forecast: [Double], _ history: [Double], _ season: Int,
    quantiles: [Double]
  ) {
    count += 1
    symmetric += ForecastMetrics.symmetricMAPE(actual, forecast)
    if let scale = ForecastMetrics.absoluteScale(history, season: season) {
      scaled.append(meanAbsoluteError(actual, forecast) / scale)
    }
    if let scale = ForecastMetrics.squaredScale(history) {
      let squares = zip(actual, forecast).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      squared.append((squares / Double(actual.count) / scale).squareRoot())
    }
    bias += ForecastMetrics.bias(actual, forecast)
    let levels = ForecastEvaluation.levels
    guard quantiles.count == actual.count * levels.count else { return }
    intervals += 1
    func column(_ level: Int) -> [Double] {
      actual.indices.map { quantiles[$0 * levels.count + level] }
    }
    for (index, level) in levels.enumerated() {
      let loss = ForecastMetrics.pinballLoss(
        actual, quantile: column(index), level: level)
      pinball += loss / Double(levels.count)
    }
    inside95 += ForecastMetrics.coverage(actual, lower: column(0), upper: column(4))
    inside80 += ForecastMetrics.coverage(actual, lower: column(1), upper: column(3))
  }

  private func meanAbsoluteError(_ actual: [Double], _ forecast: [Double]) -> Double {
    zip(actual, forecast).reduce(0) { $0 + ($1.0 - $1.1).magnitude } / Double(actual.count)
  }

  func row(_ name: String) -> ForecastEvaluation.Row {
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    func share(_ sum: Double) -> Double? { intervals == 0 ? nil : sum / Double(intervals) }
    return ForecastEvaluation.Row(
      name: name, symmetricMAPE: symmetric / Double(max(count, 1)), scaledError: mean(scaled),
      squaredScaledError: mean(squared), bias: bias / Double(max(count, 1)),
      pinballLoss: share(pinball), coverage80: share(inside80), coverage95: share(inside95))
  }
}
