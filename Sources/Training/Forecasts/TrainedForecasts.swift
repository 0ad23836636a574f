import Answering
package import Datasets
package import Forecasting
import Learning
import RealModule
package import Snapshots

/// Forecasts of all series of a dataset, and what the manifest says of them.
package struct TrainedForecasts: Sendable {
  package let fitted: FittedForecasts
  package let hierarchy: SalesHierarchy
  /// What was left out, and why, in sentences.
  package let remarks: [String]

  /// - Parameter items: their categories, sizes of purchases, and the calendar; `nil`: sales are all there is
  package init(
    of sales: SalesPanel, items: Dataset?, threads: Int,
    progress: @Sendable (Double) -> Void = { _ in }
  ) {
    var remarks: [String] = []
    let isIntermittent = sales.series.map(\.isIntermittent)
    let categories = Categories(of: items)
    let choice = SeasonChoice(
      sales, groupings: categories.groupings(of: sales), isIntermittent,
      sales.eventCalendar(items?.calendar), threads: threads)
    progress(0.1)
    // A season that is taken out need not be looked for again.
    let season = choice.smoothDepth > 0 ? 1 : sales.season
    let (seasons, groups) = choice.seasons()
    let levels = sales.series.indices.map { sales.series[$0].divided(by: seasons, groups[$0]) }
    let smooth = levels.indices.filter { !isIntermittent[$0] }
    var fit = PanelFit(season: season, horizon: sales.horizon)
    fit.isNonnegative = true
    let panel = fit.learn(
      from: smooth.map { levels[$0].unconstrained(season: season) }, threads: threads,
      asOf: choice.smoothDepth == 0
        ? nil
        : { back in
          let (seasons, groups) = choice.seasons(back: back)
          return smooth.map {
            sales.series[$0].divided(by: seasons, groups[$0]).unconstrained(season: season)
          }
        })
    progress(0.5)
    var models = parallelMap(count: levels.count, threads: threads) { index -> ForecastModel in
      isIntermittent[index]
        ? .counts(CountForecaster(levels[index]))
        : .combined(FittedSeries(fitting: levels[index].unconstrained(season: season), in: panel))
    }
    models.lift(models.indices, levels)
    progress(0.9)
    var fitted = FittedForecasts(frequency: sales.frequency, panel: panel)
    fitted.seasons = seasons
    fitted.countFactorVariance = sales.factorVariance(choice, isIntermittent)
    fitted.categories = categories.names
    for (index, (one, model)) in zip(sales.series, models).enumerated() {
      fitted.series.append(
        FittedForecasts.Series(
          id: one.id, lastPeriod: one.lastPeriod, model: model, notes: one.notes(of: model),
          usualPrice: one.usualPrice, category: categories.category(of: one.id),
          seasonGroup: groups[index]))
    }
    hierarchy = SalesHierarchy(of: sales) { categories.name(of: $0) }
    remarks += hierarchy.remarks
    fitted.addTotals(
      hierarchy, sales, choice, noCategory: categories.names.count, threads: threads, &remarks)
    fitted.addEffects(sales, categories, items?.calendar, &remarks)
    fitted.addLaunches(sales, &remarks)
    if let items { fitted.addSizes(items) }
    self.fitted = fitted
    self.remarks = remarks
    progress(1)
  }

  /// Of the series that are no totals.
  package var intermittentCount: Int {
    fitted.series.dropLast(fitted.totalCount).count { $0.model.kind == .counts }
  }

  /// For the manifest.
  package var description: JSON {
    let all = fitted.effects.last
    return [
      "series": .integer(fitted.series.count - fitted.totalCount),
      "totals": .integer(fitted.totalCount),
      "intermittent": .integer(intermittentCount),
      "frequency": .string(fitted.frequency.rawValue),
      "season": .integer(max(fitted.panel.season, fitted.seasons.season)),
      "season_groups": .integer(fitted.seasons.count),
      "horizon": .integer(fitted.panel.horizon),
      "launches": .integer(fitted.launches.count),
      "elasticity": all.map { .number($0.coefficients[0]) } ?? .null,
      "promotion": all.map { .number($0.coefficients[1]) } ?? .null,
      "event": all.map { .number($0.coefficients[2]) } ?? .null,
      "remarks": .array(remarks.map { .string($0) }),
    ]
  }

  /// Among a manifest's models.
  package static let manifestName = "forecast"

  /// Writes forecast.safetensors.
  package func write(to directory: String) throws {
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    try writer.write(to: "\(directory)/\(Models.forecastName)")
  }
}

/// Which category the item of a series is of, and for which season it was made.
private struct Categories {
  private(set) var names: [String] = []
  private var ofItem: [String: Int] = [:]
  private var seasonOfItem: [String: String] = [:]

  init(of items: Dataset?) {
    if let items, case .texts(let texts) = items.items.attribute("season")?.values {
      for (id, text) in zip(items.items.ids, texts) { seasonOfItem[id] = text }
    }
    guard let items, case .texts(let texts) = items.items.attribute("category")?.values else {
      return
    }
    names = Set(texts).subtracting([""]).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    for (id, text) in zip(items.items.ids, texts) { ofItem[id] = places[text] }
  }

  /// `names.count`: none.
  func category(of series: String) -> Int {
    ofItem[series] ?? ofItem[String(series.prefix { $0 != "@" })] ?? names.count
  }

  func name(of series: String) -> String? {
    let place = category(of: series)
    return place < names.count ? names[place] : nil
  }

  /// All series, those of a category, those of a category and a season to wear it in.
  func groupings(of sales: SalesPanel) -> [[Int]] {
    var groupings = [sales.series.map { _ in 0 }]
    guard !names.isEmpty else { return groupings }
    groupings.append(sales.series.map { category(of: $0.id) })
    guard !seasonOfItem.isEmpty else { return groupings }
    var numbers: [String: Int] = [:]
    groupings.append(
      sales.series.map { one in
        let season =
          seasonOfItem[one.id] ?? seasonOfItem[String(one.id.prefix { $0 != "@" })] ?? ""
        let next = numbers.count
        let key = "\(category(of: one.id)) \(season)"
        return numbers[key]
          ?? {
            numbers[key] = next; return next
          }()
      })
    return groupings
  }
}

extension SeasonChoice {
  fileprivate init(
    _ sales: SalesPanel, groupings: [[Int]], _ isIntermittent: [Bool],
    _ calendar: EventCalendar, threads: Int
  ) {
    self.init(
      sales.series.indices.map { place in
        let one = sales.series[place]
        return Series(
          values: one.values, wasSoldOut: one.isStockedOut, firstPeriod: one.firstPeriod,
          isCounts: isIntermittent[place])
      }, groupings: groupings, season: sales.season, horizon: sales.horizon,
      calendar: calendar, threads: threads)
  }
}

extension CountForecaster {
  init(_ series: SalesPanel.Series) {
    self.init()
    for period in series.values.indices {
      let value = series.values[period]
      if value.isNaN {
        observe(mean)
      } else if series.isStockedOut[period] {
        observe(atLeast: value)
      } else {
        observe(value)
      }
    }
  }
}

extension SalesPanel {
  /// How wrong the seasons of counts were over the newest periods, as many as are forecast, as they were known
  /// before these.
  fileprivate func factorVariance(_ choice: SeasonChoice, _ isIntermittent: [Bool]) -> Double {
    guard isIntermittent.contains(true) else { return 0 }
    let (seasons, groups) = choice.seasons(back: horizon)
    var error = FactorError()
    for (place, one) in series.enumerated() where isIntermittent[place] {
      error.add(
        one.values, wasSoldOut: one.isStockedOut,
        factors: one.values.indices.map {
          seasons.factor(groups[place], period: one.firstPeriod + $0)
        },
        newest: horizon)
    }
    return error.variance
  }
}

extension [ForecastModel] {
  /// Counts that go on are expected to add up to what is sold of all of them.
  ///
  /// - Parameter levels: without seasons, of each model
  mutating func lift(_ range: Range<Int>, _ levels: [SalesPanel.Series]) {
    let last = levels[range].map(\.lastPeriod).max()
    var sum = CountSum()
    for place in range where levels[place].lastPeriod == last {
      guard case .counts(let counts) = self[place] else { continue }
      let sales = levels[place].unconstrained(season: 1)
      sum.add(sales.map { $0.isNaN ? counts.mean : $0 }, mean: counts.mean)
    }
    let lift = sum.lift
    for place in range {
      if case .counts(let counts) = self[place] { self[place] = .counts(counts.lifted(by: lift)) }
    }
  }
}

extension SalesPanel.Series {
  func notes(of model: ForecastModel) -> ForecastNotes {
    var notes: ForecastNotes = []
    switch model {
    case .combined(let series): notes = ForecastNotes(series.marks)
    case .counts:
      notes = .counts
      if values.count < 4 { notes.insert(.short) }
      if values.allSatisfy({ $0 == 0 || $0.isNaN }) { notes.insert(.allZero) }
      if values.contains(where: \.isNaN) { notes.insert(.bridged) }
    }
    if isStockedOut.contains(true) { notes.insert(.stockOuts) }
    return notes
  }
}

extension FittedForecasts {
  /// A series has to have so many periods to say what prices do.
  private static let periodsLeast = 8

  fileprivate mutating func addEffects(
    _ sales: SalesPanel, _ categories: Categories, _ calendar: CalendarTable?,
    _ remarks: inout [String]
  ) {
    let events = calendar.map { sales.eventShares($0) } ?? [:]
    var items = [[DemandEffects.Item]](repeating: [], count: categories.names.count + 1)
    for one in sales.series {
      let usual = one.usualPrice
      var units: [Double] = []
      var features: [Double] = []
      for period in one.values.indices where !one.values[period].isNaN && !one.isStockedOut[period]
      {
        let price = one.prices[period].isNaN ? usual : one.prices[period]
        let ratio = usual > 0 ? Double(price / usual) : 1
        guard ratio > 0.1, ratio < 10 else { continue }
        units.append(one.values[period])
        features += [
          Double.log(ratio), Double(one.promotions[period]), events[one.firstPeriod + period] ?? 0,
        ]
      }
      if units.count >= Self.periodsLeast {
        items[categories.category(of: one.id)].append(
          DemandEffects.Item(sales: units, features: features))
      }
    }
    // Without prices that move and promotions there is nothing to learn.
    let all = items.joined()
    guard
      all.contains(where: { item in
        stride(from: 0, to: item.features.count, by: 3).contains {
          item.features[$0] != 0 || item.features[$0 + 1] != 0
        }
      })
    else { return remarks.append("prices do not move and nothing is promoted: no effects") }
    do throws(DemandError) {
      let whole = try DemandEffects.fit(Array(all), featureCount: Forecasts.effectCount)
      var ofCategories: [DemandEffects] = []
      for items in items.dropLast() {
        // A category of no series is as all are; its uncertainty says so.
        ofCategories.append(
          items.isEmpty
            ? DemandEffects(
              coefficients: whole.coefficients, variances: whole.variances.map { $0 + 1 })
            : try DemandEffects.fit(items, featureCount: Forecasts.effectCount))
      }
      effects = ofCategories.isEmpty ? [whole] : DemandEffects.shrunk(ofCategories)
    } catch {
      remarks.append("effects of prices were not learned: \(error)")
    }
  }

  /// Series that begin after the panel does were launched then.
  fileprivate mutating func addLaunches(_ sales: SalesPanel, _ remarks: inout [String]) {
    let begin = sales.series.map(\.firstPeriod).min() ?? 0
    for one in sales.series where one.firstPeriod > begin + 4 {
      let units = one.values.prefix(sales.horizon).map { $0.isNaN ? 0 : $0 }
      if (try? launches.add(units)) ?? nil != nil { launched.append(one.id) }
    }
    if launches.count == 0 { remarks.append("no series begins after the others: no launches") }
  }

  fileprivate mutating func addSizes(_ items: Dataset) {
    guard case .texts(let categories) = items.items.attribute("category")?.values else { return }
    let events = items.events
    var units: [String: [Int: [String: Double]]] = [:]
    for event in 0..<events.count
    where events.kinds[event] == .purchase && events.items[event] != EventTable.noItem
      && events.sizes[event] != EventTable.noSize
    {
      let item = Int(events.items[event])
      let quantity = events.quantities[event]
      let name = events.sizeNames.string(Int(events.sizes[event]))
      units[categories[item], default: [:]][item, default: [:]][name, default: 0] +=
        quantity.isNaN ? 1 : Double(quantity)
    }
    for (category, styles) in units.sorted(by: { $0.key < $1.key }) where !category.isEmpty {
      let names = Set(styles.values.flatMap(\.keys)).sorted()
      let rows = styles.sorted { $0.key < $1.key }.map { style in
        names.map { style.value[$0] ?? 0 }
      }
      guard let curve = try? SizeCurve(styles: rows) else { continue }
      sizes.append((category, names, curve.shares))
    }
  }
}
