package import Snapshots

/// Forecasts of all series, before they are packed; the layout is that of ``Forecasts``.
package struct FittedForecasts: Sendable {
  package let frequency: Frequency
  package let panel: PanelModel
  package var seasons = GroupSeasons.none
  /// How wrong they, and other factors, are for counts: ``FactorError``.
  package var countFactorVariance = 0.0
  /// Leaves first, then totals.
  package var series: [Series] = []
  /// How many of the series are sums of others.
  package var totalCount = 0
  /// Of each series, expected units of the periods to come, when they are not what its model says: reconciled,
  /// so that totals are the sums of their leaves as they are packed.
  package var reconciled: [[Double]]?
  /// Of categories, as ``Series/category`` numbers them, and of all behind the last.
  package var effects: [DemandEffects] = []
  package var categories: [String] = []
  /// Ids of the items whose launches are known, one per curve.
  package var launched: [String] = []
  package var launches: LaunchCurves
  /// Of each category with sizes: names, and the share of each.
  package var sizes: [(category: String, names: [String], shares: [Double])] = []

  package struct Series: Sendable {
    package let id: String
    package let lastPeriod: Int
    package let model: ForecastModel
    package let notes: ForecastNotes
    /// NaN: unknown.
    package let usualPrice: Float
    /// Below `categories.count`; as many: none.
    package let category: Int
    /// Whose season multiplies what the model expects.
    package let seasonGroup: Int?

    package init(
      id: String, lastPeriod: Int, model: ForecastModel, notes: ForecastNotes, usualPrice: Float,
      category: Int, seasonGroup: Int? = nil
    ) {
      self.id = id
      self.lastPeriod = lastPeriod
      self.model = model
      self.notes = notes
      self.usualPrice = usualPrice
      self.category = category
      self.seasonGroup = seasonGroup
    }
  }

  package init(frequency: Frequency, panel: PanelModel) {
    self.frequency = frequency
    self.panel = panel
    launches = LaunchCurves(weekCount: panel.horizon)
  }

  package func pack(into writer: inout TensorWriter) {
    writer.add("forecast.frequency", [UInt8(Frequency.allCases.firstIndex(of: frequency) ?? 0)])
    var packed: [Float] = []
    panel.pack(into: &packed)
    writer.add("forecast.panel", packed)
    packSeries(into: &writer)
    writer.add(
      "forecast.seasons", seasons.factors, shape: [seasons.count, seasons.season])
    writer.add("forecast.seasons.first_event", [Int64(seasons.firstEventPeriod)])
    writer.add("forecast.seasons.events", seasons.eventFactors)
    writer.add("forecast.count_factor_variance", [countFactorVariance])
    writer.add("forecast.categories", identifiers: categories)
    writer.add(
      "forecast.effects", effects.flatMap(\.coefficients),
      shape: [effects.count, Forecasts.effectCount])
    writer.add(
      "forecast.effects.variances", effects.flatMap(\.variances),
      shape: [effects.count, Forecasts.effectCount])
    writer.add("forecast.launches", identifiers: launched)
    writer.add("forecast.launches.levels", launches.levels)
    writer.add(
      "forecast.launches.shapes", launches.shapes, shape: [launches.count, launches.weekCount])
    writer.add("forecast.sizes.categories", identifiers: sizes.map(\.category))
    writer.add("forecast.sizes.names", strings: sizes.flatMap(\.names))
    var starts: [Int64] = [0]
    for size in sizes { starts.append((starts.last ?? 0) + Int64(size.names.count)) }
    writer.add("forecast.sizes.indptr", starts)
    writer.add("forecast.sizes.shares", sizes.flatMap(\.shares))
  }

  /// What a series' own model expects of the periods to come.
  package func expected(_ one: Series) -> [Double] {
    one.model.means(horizon: panel.horizon, by: panel).enumerated().map { step, mean in
      mean * seasons.factor(one.seasonGroup, period: one.lastPeriod + 1 + step)
    }
  }

  private func packSeries(into writer: inout TensorWriter) {
    var means: [Float] = []
    var states: [Float] = []
    var starts: [Int64] = [0]
    var members = MemberTables()
    means.reserveCapacity(series.count * panel.horizon)
    for (place, one) in series.enumerated() {
      one.model.pack(into: &states)
      starts.append(Int64(states.count))
      means += (reconciled?[place] ?? expected(one)).map { Float($0) }
      let steps = 1...panel.horizon
      members.add(
        one.model.forecastWithMembers(horizon: panel.horizon, by: panel).members,
        factor: steps.reduce(0) {
          $0 + seasons.factor(one.seasonGroup, period: one.lastPeriod + $1)
        } / Double(panel.horizon))
    }
    let totals = series.count - totalCount..<series.count
    writer.add(
      "forecast.total_means",
      totals.flatMap { reconciled?[$0] ?? expected(series[$0]) },
      shape: [totalCount, panel.horizon])
    members.pack(into: &writer)
    writer.add("forecast.series", identifiers: series.map(\.id))
    writer.add("forecast.last_periods", series.map { Int64($0.lastPeriod) })
    writer.add("forecast.kinds", series.map { $0.model.kind.rawValue })
    writer.add("forecast.notes", series.map { $0.notes.rawValue })
    writer.add("forecast.usual_prices", series.map(\.usualPrice))
    writer.add("forecast.series_categories", series.map { UInt16($0.category) })
    writer.add(
      "forecast.season_groups",
      series.map { $0.seasonGroup.map { UInt16($0) } ?? Forecasts.noSeasonGroup })
    writer.add("forecast.means", means, shape: [series.count, panel.horizon])
    writer.add("forecast.states.indptr", starts)
    writer.add("forecast.states", states)
  }
}

/// What a forecast is to be read with; in the order of the bits.
package struct ForecastNotes: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Too few periods to learn from.
  package static let short = ForecastNotes(rawValue: 1)
  package static let constant = ForecastNotes(rawValue: 2)
  package static let allZero = ForecastNotes(rawValue: 4)
  /// Periods were missing, and were bridged.
  package static let bridged = ForecastNotes(rawValue: 8)
  /// Periods without stock were taken for less than was asked for.
  package static let stockOuts = ForecastNotes(rawValue: 16)
  /// Sold in whole units, and often none.
  package static let counts = ForecastNotes(rawValue: 32)
  /// The question's own observations changed it.
  package static let recent = ForecastNotes(rawValue: 64)

  package init(_ marks: SeriesMarks) {
    self = []
    if marks.contains(.short) || marks.contains(.empty) { insert(.short) }
    if marks.contains(.constant) { insert(.constant) }
    if marks.contains(.allZero) || marks.contains(.empty) { insert(.allZero) }
    if marks.contains(.bridged) { insert(.bridged) }
  }
}

/// The model of one series.
package enum ForecastModel: Sendable {
  /// Classical models, combined.
  case combined(FittedSeries)
  /// Whole units, often none.
  case counts(CountForecaster)

  package enum Kind: UInt8, Sendable, CaseIterable {
    case combined = 0
    case counts = 1
  }

  package var kind: Kind {
    switch self {
    case .combined: .combined
    case .counts: .counts
    }
  }

  /// One period more. What was sold out may have been asked for more.
  ///
  /// - Parameter factor: the season's in this period
  package mutating func observe(
    _ sales: Double, isStockedOut: Bool, factor: Double = 1, by panel: PanelModel
  ) {
    let value = sales / factor
    switch self {
    case .combined(var model):
      // Of what was sold out, the forecast is the better guess where it is higher.
      let expected = isStockedOut ? model.forecast(horizon: 1, by: panel)[0] : -.infinity
      model.observe(value.isNaN ? .nan : max(value, expected), panel: panel)
      self = .combined(model)
    case .counts(var model):
      if value.isNaN {
        model.observe(model.mean)
      } else if isStockedOut {
        model.observe(atLeast: value)
      } else {
        model.observe(value)
      }
      self = .counts(model)
    }
  }

  package func means(horizon: Int, by panel: PanelModel) -> [Double] {
    switch self {
    case .combined(let model): model.forecast(horizon: horizon, by: panel)
    case .counts(let model): [Double](repeating: model.mean, count: horizon)
    }
  }

  package func pack(into output: inout [Float]) {
    switch self {
    case .combined(let model): model.pack(into: &output)
    case .counts(let model):
      var numbers: [Double] = []
      model.pack(into: &numbers)
      output += numbers.map { Float($0) }
    }
  }

  package init(kind: Kind, packed: [Float], in panel: PanelModel) throws(PackedSeriesError) {
    switch kind {
    case .combined: self = .combined(try FittedSeries(packed: packed, in: panel))
    case .counts:
      let numbers = packed.map(Double.init)
      do throws(DemandError) {
        self = .counts(try CountForecaster(packed: numbers.span))
      } catch {
        throw .unknown(field: "count model", value: packed.first ?? .nan)
      }
    }
  }
}
