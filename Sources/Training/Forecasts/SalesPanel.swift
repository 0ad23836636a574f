package import Datasets
package import Forecasting

/// Sales on a grid of periods: what forecasts are fitted to.
package struct SalesPanel: Sendable {
  package let frequency: Frequency
  /// Periods after which a pattern repeats; 1: none.
  package let season: Int
  /// Of the naive errors that MASE is measured in.
  package let scoringSeason: Int
  /// Periods to forecast.
  package private(set) var horizon: Int
  package private(set) var series: [Series]

  package struct Series: Sendable {
    package let id: String
    /// Empty: not known.
    package var country = ""
    package var firstPeriod: Int
    /// One per period from the first on; NaN where the file has none.
    package var values: [Double] = []
    package var isStockedOut: [Bool] = []
    /// NaN where it is not known.
    package var prices: [Float] = []
    package var promotions: [Float] = []

    package var lastPeriod: Int { firstPeriod + values.count - 1 }

    /// The series as it was `count` periods earlier.
    package func dropLast(_ count: Int) -> Series {
      var earlier = self
      earlier.values.removeLast(min(count, values.count))
      earlier.isStockedOut.removeLast(min(count, isStockedOut.count))
      earlier.prices.removeLast(min(count, prices.count))
      earlier.promotions.removeLast(min(count, promotions.count))
      return earlier
    }
  }

  /// Longer series are cut to their newest periods: ten years of days.
  package static let lengthMax = 3_653
  private static let usualHorizon: [Frequency: Int] = [
    .day: 28, .week: 13, .month: 12, .quarter: 8, .year: 4, .step: 12,
  ]

  /// Of sales.csv, and where there is none of the purchases in events.csv: of each item the units of each
  /// period from its first event on.
  ///
  /// - Throws: `DatasetError` for two rows of one series and period, an unknown frequency, and dates that
  ///   leave out most periods, which are those of another frequency.
  package init(
    _ table: SalesTable?, _ dataset: Dataset?, _ settings: DatasetSettings
  ) throws(DatasetError) {
    let times = table?.times ?? []
    frequency = try Self.frequency(settings, times)
    season = settings.forecast.season ?? frequency.usualSeason
    scoringSeason = settings.forecast.scoringSeason ?? season
    horizon = settings.forecast.horizon ?? Self.usualHorizon[frequency] ?? 12
    series = []
    if let table {
      try add(table)
    } else if let dataset {
      add(purchasesOf: dataset)
    }
  }

  private init(_ whole: SalesPanel, series: [Series]) {
    frequency = whole.frequency
    season = whole.season
    scoringSeason = whole.scoringSeason
    horizon = whole.horizon
    self.series = series
  }

  package func keeping(_ series: [Series]) -> SalesPanel { SalesPanel(self, series: series) }

  package func with(horizon: Int) -> SalesPanel {
    var copy = self
    copy.horizon = horizon
    return copy
  }

  /// The panel as it was `count` periods before each series' end.
  package func dropLast(_ count: Int) -> SalesPanel {
    SalesPanel(self, series: series.map { $0.dropLast(count) })
  }

  private static func frequency(
    _ settings: DatasetSettings, _ times: [Int64]
  ) throws(DatasetError) -> Frequency {
    if let name = settings.forecast.frequency {
      guard let frequency = Frequency(rawValue: name) else {
        throw DatasetError(
          file: DatasetFiles.settingsName, value: name, problem: "is no forecast.frequency",
          accepted: "accepted: \(Frequency.accepted)")
      }
      return frequency
    }
    // Ordinals are small; the first of seconds that a shop could mean is long after the first day.
    if let largest = times.max(), largest < 1_000_000 { return .step }
    return .week
  }

  private mutating func add(_ table: SalesTable) throws(DatasetError) {
    var missing = 0
    var total = 0
    for index in 0..<table.seriesCount {
      let rows = table.rows(of: index)
      guard let first = rows.first, let last = rows.last else { continue }
      let end = frequency.period(of: table.times[last])
      let begin = max(frequency.period(of: table.times[first]), end - Self.lengthMax + 1)
      var one = Series(
        id: table.seriesIDs[index], country: table.countries[index], firstPeriod: begin)
      var previous: Int?
      for row in rows {
        let period = frequency.period(of: table.times[row])
        guard period >= begin else { continue }
        if period == previous {
          throw DatasetError(
            file: table.file, line: Int(table.lines[row]), column: "date",
            value: frequency.date(ofPeriod: period),
            problem: "is a \(frequency.rawValue) that '\(one.id)' has already",
            accepted: "one row per series and \(frequency.rawValue) is accepted")
        }
        for _ in 0..<period - (previous ?? begin - 1) - 1 {
          one.append(.nan, false, .nan, 0)
          missing += 1
        }
        one.append(
          table.quantities[row], table.isStockedOut[row], table.prices[row],
          table.promotions[row])
        previous = period
      }
      total += one.values.count
      series.append(one)
    }
    guard 2 * missing <= total else {
      throw DatasetError(
        file: table.file, column: "date",
        problem: "leaves out \(missing) of \(total) periods of a \(frequency.rawValue)",
        accepted: "dataset.toml's forecast.frequency may be one of \(Frequency.accepted)")
    }
  }

  private mutating func add(purchasesOf dataset: Dataset) {
    let events = dataset.events
    guard dataset.settings.time == .timestamp, let last = events.timestamps.last else { return }
    // The last period is whole when the next would begin within a day.
    let end = frequency.period(of: last + 86_400) - 1
    var first = [Int](repeating: .max, count: dataset.items.count)
    for event in 0..<events.count where events.items[event] != EventTable.noItem {
      let item = Int(events.items[event])
      first[item] = min(first[item], frequency.period(of: events.timestamps[event]))
    }
    var places: [Int] = []
    for (item, id) in dataset.items.ids.enumerated() {
      places.append(series.count)
      guard first[item] <= end else { continue }
      let begin = max(first[item], end - Self.lengthMax + 1)
      var one = Series(id: id, firstPeriod: begin)
      for _ in begin...end { one.append(0, false, .nan, 0) }
      series.append(one)
    }
    for event in 0..<events.count
    where events.kinds[event] == .purchase && events.items[event] != EventTable.noItem {
      let item = Int(events.items[event])
      let period = frequency.period(of: events.timestamps[event])
      guard period <= end, first[item] <= end, period >= series[places[item]].firstPeriod
      else { continue }
      let quantity = events.quantities[event]
      series[places[item]].add(
        quantity.isNaN ? 1 : Double(quantity), price: events.prices[event], at: period)
    }
  }
}

extension SalesPanel.Series {
  fileprivate mutating func append(
    _ value: Double, _ isOut: Bool, _ price: Float, _ promotion: Float
  ) {
    values.append(value)
    isStockedOut.append(isOut)
    prices.append(price)
    promotions.append(promotion)
  }

  fileprivate mutating func add(_ quantity: Double, price: Float, at period: Int) {
    values[period - firstPeriod] += quantity
    if price > 0 { prices[period - firstPeriod] = price }
  }
}
