package import Datasets
import Forecasting
import Recommendation

extension Trainer {
  /// Fits forecasts of sales.csv, or of the purchases where there is none; `nil` when there is neither.
  ///
  /// - Throws: `DatasetError` for what sales.csv or calendar.csv cannot be.
  package func trainForecasts(of dataset: Dataset) throws -> TrainedForecasts? {
    let sales = try SalesPanel(of: dataset, maxBadRows: dataset.badRows.limit)
    guard !sales.series.isEmpty else { return nil }
    var badRows = BadRows(limit: dataset.badRows.limit)
    let calendar = try CalendarTable(dataset.files, dataset.settings, badRows: &badRows)
    let progress = progress
    return TrainedForecasts(
      of: sales, items: dataset, calendar: calendar, threads: options.threads
    ) { share in
      progress(FitProgress(model: "forecasts", done: Int(100 * share), total: 100))
    }
  }
}

extension SalesPanel {
  /// What there is to forecast in a dataset.
  package init(of dataset: Dataset, maxBadRows: Int) throws(DatasetError) {
    var badRows = BadRows(limit: maxBadRows)
    let table = try SalesTable.reading(dataset.files, dataset.settings, badRows: &badRows)
    try self.init(table, dataset, dataset.settings)
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
