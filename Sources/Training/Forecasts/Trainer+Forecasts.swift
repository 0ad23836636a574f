package import Datasets
import Forecasting
import Recommendation

extension Trainer {
  /// Fits forecasts of sales.csv, or of the purchases where there is none; `nil` when there is neither.
  ///
  /// - Throws: `DatasetError` for periods that are none; see ``SalesPanel``.
  package func trainForecasts(of dataset: Dataset) throws(DatasetError) -> TrainedForecasts? {
    let sales = try SalesPanel(of: dataset)
    guard !sales.series.isEmpty else { return nil }
    let progress = progress
    return TrainedForecasts(of: sales, items: dataset, threads: options.threads) { share in
      progress(FitProgress(model: "forecasts", done: Int(100 * share), total: 100))
    }
  }
}

extension SalesPanel {
  /// What there is to forecast in a dataset.
  package init(of dataset: Dataset) throws(DatasetError) {
    try self.init(dataset.sales, dataset, dataset.settings)
  }

  /// Of a directory with sales.csv, whatever else is in it.
  package init(reading directory: String, maxBadRows: Int) throws(DatasetError) {
    let files = try DatasetFiles(in: directory)
    let settings = try DatasetSettings(in: directory)
    var badRows = BadRows(limit: maxBadRows)
    let table = try SalesTable.reading(files, settings, badRows: &badRows)
    guard let table else {
      throw DatasetError(
        file: "\(directory)/sales.csv", problem: "the file is missing",
        accepted: "forecasts need sales.csv, or purchases in events.csv")
    }
    try self.init(table, nil, settings)
  }
}
