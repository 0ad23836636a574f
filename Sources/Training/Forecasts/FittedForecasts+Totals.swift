import Forecasting
import Learning

extension FittedForecasts {
  /// Fits the series of totals, which come after those that they are sums of, and reconciles all.
  mutating func addTotals(
    _ hierarchy: SalesHierarchy, _ sales: SalesPanel, _ choice: SeasonChoice, noCategory: Int,
    threads: Int, _ remarks: inout [String]
  ) {
    guard !hierarchy.totals.isEmpty else { return }
    let leaves = series
    let (panel, seasons) = (panel, seasons)
    let demand = parallelMap(count: leaves.count, threads: threads) { place in
      sales.series[place].demand(seasons, leaves[place].seasonGroup, season: panel.season)
    }
    var errors = LevelErrors()
    for (place, one) in sales.series.enumerated() where hierarchy.isActive[place] {
      errors.add(nil, errors: one.smoothedErrors(seasons, leaves[place].seasonGroup))
    }
    let totals = hierarchy.totals.map { hierarchy.history(of: $0, sales) { demand[$0] } }
    let groups = hierarchy.totals.map { total in
      choice.group(ofTotal: total.level == .category || total.level == .item, total.leaves[0])
    }
    let levels = totals.indices.map { totals[$0].divided(by: seasons, groups[$0]) }
    var models = parallelMap(count: totals.count, threads: threads) { place in
      ForecastModel(fitting: levels[place], panel)
    }
    // A level's series add up to what its series sold.
    for level in SalesHierarchy.Level.allCases {
      models.lift(hierarchy.places(of: level), levels)
    }
    for (place, one) in totals.enumerated() {
      let level = hierarchy.totals[place].level
      errors.add(level, errors: one.smoothedErrors(seasons, groups[place]))
      let isOfOne = level == .category || level == .item
      series.append(
        Series(
          id: one.id, lastPeriod: one.lastPeriod, model: models[place],
          notes: one.notes(of: models[place]), usualPrice: .nan,
          category: isOfOne ? leaves[hierarchy.totals[place].leaves[0]].category : noCategory,
          seasonGroup: groups[place]))
    }
    totalCount = totals.count
    do throws(DemandError) {
      try reconcile(hierarchy, errors)
    } catch {
      remarks.append("totals were not reconciled: \(error)")
    }
  }
}

extension ForecastModel {
  /// Of a series without its group's season.
  fileprivate init(fitting level: SalesPanel.Series, _ panel: PanelModel) {
    self =
      level.isIntermittent
      ? .counts(CountForecaster(level))
      : .combined(FittedSeries(fitting: level.values, in: panel))
  }
}
