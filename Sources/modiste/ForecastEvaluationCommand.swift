import ArgumentParser
import Datasets
import Learning
import Platform
import Snapshots
import Training

extension EvaluateCommand {
  /// `modiste evaluate DATASET --only forecast [--split last:H]`.
  func evaluateForecasts() throws {
    let horizon = try split.map(parseLast)
    let files = try DatasetFiles(in: dataset)
    let data = files.path(of: .events) == nil ? nil : try fit.dataset(dataset)
    let sales =
      try data.map { try SalesPanel(of: $0) }
      ?? SalesPanel(reading: dataset, maxBadRows: fit.maxBadRows)
    let progress = Progress()
    let evaluation = try ForecastEvaluation(
      of: sales, items: data, horizon: horizon ?? sales.horizon,
      threads: fit.options().threads
    ) { progress.show("forecasts", $0) }
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
    func text(_ value: Double?, _ places: Int) -> String { value.map { $0.fixed(places) } ?? "–" }
    return
      ([
        "\(seriesCount.grouped) series, \(intermittentCount.grouped) of them intermittent; the last "
          + "\(horizon) periods of each, season \(season)", "",
      ]
      + aligned(
        [
          [
            "model", "sMAPE", "MASE", "RMSSE", "pinball", "in 80 %", "in 95 %", "bias",
          ]
        ]
          + rows.map { row in
            [
              row.name, row.symmetricMAPE.fixed(3), text(row.scaledError, 3),
              text(row.squaredScaledError, 3), text(row.pinballLoss, 3),
              text(row.coverage80, 3), text(row.coverage95, 3), row.bias.fixed(3),
            ]
          })).joined(separator: "\n")
  }
}
