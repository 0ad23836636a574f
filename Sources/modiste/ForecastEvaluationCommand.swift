import ArgumentParser
import Datasets
import Learning
import Platform
import Snapshots
import Training

extension EvaluateCommand {
  /// `modiste evaluate DATASET --only forecast [--split last:H] [--origins N] [--report DIR]`.
  func evaluateForecasts() throws {
    let horizon = try split.map(parseLast)
    let files = try DatasetFiles(in: dataset)
    let data = files.path(of: .events) == nil ? nil : try fit.dataset(dataset)
    let sales =
      try data.map { try SalesPanel(of: $0) }
      ?? SalesPanel(reading: dataset, maxBadRows: fit.maxBadRows)
    let progress = Progress()
    let evaluation = try ForecastEvaluation(
      of: sales, items: data, horizon: horizon ?? sales.horizon, origins: origins ?? 1,
      threads: fit.options().threads
    ) { progress.show("forecasts", $0) }
    if let report {
      try write(
        ForecastReport(of: evaluation, dataset: lastComponent(of: dataset)).page, to: report)
    }
    print(json ? evaluation.json.pretty : evaluation.table)
  }

  private func parseLast(_ text: String) throws -> Int {
    guard text.hasPrefix("last:"), let count = Int(text.dropFirst(5)), (1...1000).contains(count)
    else {
      throw ValidationError(
        "--split is '\(text)', and forecasts are judged by each series' last periods; accepted: last:H "
          + "with H in 1...1000")
    }
    return count
  }
}

extension ForecastEvaluation {
  /// For a terminal.
  var table: String {
    func text(_ value: Double?, _ places: Int = 3) -> String {
      value.map { $0.fixed(places) } ?? "–"
    }
    func share(_ value: Double?) -> String { value.map { "\(($0 * 100).fixed(1)) %" } ?? "–" }
    let head = [
      "\(seriesCount.grouped) series, \(intermittentCount.grouped) of them intermittent; the last "
        + "\(horizon) periods of each"
        + (origins.count > 1 ? " at \(origins.count) origins" : "") + ", season \(season)", "",
    ]
    let errors = aligned(
      [["model", "sMAPE", "MASE", "RMSSE", "of demand", "WRMSSE", "OWA", "bias", "of sales"]]
        + rows.map { row in
          [
            row.name, row.symmetricMAPE.fixed(3), text(row.scaledError),
            text(row.squaredScaledError), text(row.demandError),
            text(row.weightedSquaredScaledError), text(row.overall),
            row.bias.fixed(3), share(row.relativeBias),
          ]
        })
    let quantiles = aligned(
      [
        [
          "model", "pinball", "scaled", "in 80 %", "in 95 %", "lost sales", "left over",
          "stock cost", "in stock",
        ]
      ]
        + rows.map { row in
          [
            row.name, text(row.pinballLoss), text(row.scaledPinballLoss), text(row.coverage80),
            text(row.coverage95), share(row.stock?.lost), share(row.stock?.left),
            text(row.stock?.cost), text(row.stock?.periodsInStock, 2),
          ]
        })
    let each =
      origins.count == 1
      ? []
      : aligned(
        [["RMSSE at origin"] + rows.map(\.name)]
          + origins.enumerated().map { back, scores in
            [back == 0 ? "newest" : "−\(back * horizon)"]
              + scores.map { text($0.squaredScaledError) }
          })
    let totals =
      levels.isEmpty
      ? []
      : aligned(
        [["RMSSE by level", "series", "as forecast", "reconciled"]]
          + levels.map { one in
            [one.level, one.seriesCount.grouped, text(one.asForecast), text(one.reconciled)]
          })
    return
      (head + errors + [""] + quantiles + (each.isEmpty ? [] : [""] + each)
      + (totals.isEmpty ? [] : [""] + totals))
      .joined(separator: "\n")
  }
}
