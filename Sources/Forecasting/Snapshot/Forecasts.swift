package import Bytes
package import Snapshots

/// What is forecast of every series.
///
/// A forecast file holds, for N series and H periods:
///
///     forecast.frequency            U8, 1: place in Frequency.allCases
///     forecast.panel                F32: PanelModel.pack
///     forecast.series               identifiers
///     forecast.last_periods         I64, N
///     forecast.kinds                U8, N: ForecastModel.Kind
///     forecast.notes                U8, N: ForecastNotes
///     forecast.usual_prices         F32, N: NaN where unknown
///     forecast.series_categories    U16, N: below the number of categories, or that: none
///     forecast.total_means          F64, T × H: of the last T series, which are sums of others; their rows above are not
///                                   read, since a sum's digits do not fit
///     forecast.seasons              F32, groups × periods of a season: GroupSeasons
///     forecast.seasons.first_event  I64, 1;  .events F32, groups × periods of the calendar
///     forecast.season_groups        U16, N: below the number of groups, or 65,535: no season but the model's own
///     forecast.count_factor_variance  F64, 1: of what levels of counts are multiplied with, relative: FactorError
///     forecast.means                F32, N × H: expected units of the periods to come, seasons included
///     forecast.states.indptr, forecast.states     I64, N + 1; F32: ForecastModel.pack of each
///     forecast.members.*            PackedMembers
///     forecast.categories           identifiers, C
///     forecast.effects, .variances  F64, (C + 1) × 3: price, promotion, event; the last of all categories; or no row
///     forecast.launches             identifiers: items, M;  .levels F64, M;  .shapes F32, M × H
///     forecast.sizes.categories     identifiers;  .names strings;  .indptr I64;  .shares F64
///
/// Everything is checked when it is opened, every state by unpacking it once.
package struct Forecasts: Sendable {
  package static let effectCount = 3
  static let noSeasonGroup = UInt16.max

  package let series: IdentifierTable
  package let frequency: Frequency
  package let panel: PanelModel
  package let launches: LaunchCurves
  /// Items, one per launch.
  package let launched: IdentifierTable
  package let categories: IdentifierTable
  package let seasons: GroupSeasons
  package let countFactorVariance: Double
  private let members: PackedMembers
  /// By class of series.
  let spreads: [ErrorSpread]
  private let effects: [DemandEffects]
  private let lastPeriods: Column<Int64>
  private let kinds: Column<UInt8>
  private let notes: Column<UInt8>
  private let usualPrices: Column<Float>
  private let seriesCategories: Column<UInt16>
  private let seasonGroups: Column<UInt16>
  private let means: Matrix<Float>
  private let totalMeans: Matrix<Double>
  private let stateStarts: Column<Int64>
  private let states: Column<Float>
  private let sizeCategories: IdentifierTable
  private let sizeNames: StringColumn
  private let sizeStarts: Column<Int64>
  private let sizeShares: Column<Double>

  package var horizon: Int { panel.horizon }

  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("forecast.series")
  }

  /// O(bytes of the file).
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    let code = Int(try file.column("forecast.frequency", as: UInt8.self, count: 1)[0])
    guard code < Frequency.allCases.count else {
      throw file.error(
        "forecast.frequency", "is \(code); 0...\(Frequency.allCases.count - 1) is accepted")
    }
    frequency = Frequency.allCases[code]
    let packed = try file.column("forecast.panel", as: Float.self)
    let panel = try file.unpacked("forecast.panel") { () throws(PackedSeriesError) in
      try PanelModel(packed: (0..<packed.count).map { packed[$0] })
    }
    self.panel = panel
    series = try file.identifiers("forecast.series")
    let count = series.count
    lastPeriods = try file.column("forecast.last_periods", count: count)
    kinds = try file.column("forecast.kinds", count: count)
    notes = try file.column("forecast.notes", count: count)
    usualPrices = try file.column("forecast.usual_prices", count: count)
    seriesCategories = try file.column("forecast.series_categories", count: count)
    seasonGroups = try file.column("forecast.season_groups", count: count)
    seasons = try file.seasons()
    let variance = "forecast.count_factor_variance"
    countFactorVariance = try file.column(variance, as: Double.self, count: 1)[0]
    guard countFactorVariance >= 0, countFactorVariance.isFinite else {
      throw file.error(variance, "is \(countFactorVariance); 0 and above is accepted")
    }
    members = try PackedMembers(opening: file, count: count)
    spreads = SeriesClass.allCases.map { panel.spread(of: $0) }
    means = try file.matrix("forecast.means", rows: count, columns: panel.horizon)
    totalMeans = try file.matrix("forecast.total_means", columns: panel.horizon)
    stateStarts = try file.column("forecast.states.indptr", count: count + 1)
    states = try file.column("forecast.states")
    categories = try file.identifiers("forecast.categories")
    effects = try file.effects(categories: categories.count)
    launched = try file.identifiers("forecast.launches")
    launches = try file.launches(count: launched.count, weeks: panel.horizon)
    sizeCategories = try file.identifiers("forecast.sizes.categories")
    sizeNames = try file.strings("forecast.sizes.names")
    sizeStarts = try file.column("forecast.sizes.indptr", count: sizeCategories.count + 1)
    sizeShares = try file.column("forecast.sizes.shares", count: sizeNames.count)
    try checkSeries(file)
    try file.checkStarts(sizeStarts, "forecast.sizes.indptr", end: sizeNames.count)
  }

  private func checkSeries(_ file: borrowing TensorFile) throws(SnapshotError) {
    try file.checkStarts(stateStarts, "forecast.states.indptr", end: states.count)
    for index in 0..<means.elements.count {
      guard means.elements[index].isFinite else {
        throw file.error(
          "forecast.means", "contains a value at \(index) that is not finite")
      }
    }
    guard totalMeans.rows <= series.count else {
      throw file.error(
        "forecast.total_means",
        "has \(totalMeans.rows) rows; at most \(series.count), the number of series, are accepted")
    }
    for index in 0..<totalMeans.elements.count {
      guard totalMeans.elements[index].isFinite else {
        throw file.error(
          "forecast.total_means", "contains a value at \(index) that is not finite")
      }
    }
    for index in 0..<series.count {
      guard ForecastModel.Kind(rawValue: kinds[index]) != nil else {
        throw file.error(
          "forecast.kinds", "contains \(kinds[index]) at \(index); 0 and 1 are accepted")
      }
      guard Int(seriesCategories[index]) <= categories.count else {
        throw file.error(
          "forecast.series_categories",
          "contains \(seriesCategories[index]) at \(index); 0...\(categories.count) is accepted")
      }
      guard seasonGroups[index] == Self.noSeasonGroup || Int(seasonGroups[index]) < seasons.count
      else {
        throw file.error(
          "forecast.season_groups",
          "contains \(seasonGroups[index]) at \(index); 0..<\(seasons.count) and "
            + "\(Self.noSeasonGroup) are accepted")
      }
      guard lastPeriods[index].magnitude < 1 << 40 else {
        throw file.error("forecast.last_periods", "contains \(lastPeriods[index]) at \(index)")
      }
      _ = try file.unpacked("forecast.states") { () throws(PackedSeriesError) in
        try model(index)
      }
    }
  }

  /// The model of a series, to be moved on. Allocates.
  package func model(_ index: Int) throws(PackedSeriesError) -> ForecastModel {
    let range = Int(stateStarts[index])..<max(Int(stateStarts[index]), Int(stateStarts[index + 1]))
    return try ForecastModel(
      kind: ForecastModel.Kind(rawValue: kinds[index]) ?? .combined,
      packed: range.map { states[$0] }, in: panel)
  }

  package func kind(_ index: Int) -> ForecastModel.Kind {
    ForecastModel.Kind(rawValue: kinds[index]) ?? .combined
  }

  /// Of the series' states, the one at `place`.
  func state(_ index: Int, _ place: Int) -> Double {
    Double(states[Int(stateStarts[index]) + place])
  }

  package func lastPeriod(_ index: Int) -> Int { Int(lastPeriods[index]) }
  package func notes(_ index: Int) -> ForecastNotes { ForecastNotes(rawValue: notes[index]) }
  /// Expected units of a period to come, 0-based.
  package func mean(_ index: Int, _ step: Int) -> Double {
    let total = index - (series.count - totalMeans.rows)
    if total >= 0 { return totalMeans.elements[total * panel.horizon + step] }
    return Double(means.elements[index * panel.horizon + step])
  }

  /// The models that are combined, largest weight first: the mean is that of a period, over all periods that
  /// the snapshot forecasts.
  package func forEachMember(
    of index: Int, _ body: (String, _ weight: Double, _ mean: Double) -> Void
  ) {
    members.forEach(of: index, body)
  }

  /// What the season multiplies a series' level with.
  package func seasonFactor(_ index: Int, period: Int) -> Double {
    seasons.factor(
      seasonGroups[index] == Self.noSeasonGroup ? nil : Int(seasonGroups[index]), period: period)
  }

  /// NaN: unknown.
  package func usualPrice(_ index: Int) -> Double { Double(usualPrices[index]) }

  /// What price, promotions and events multiply a series' demand with; `nil` when it was not learned.
  package func effects(_ index: Int) -> DemandEffects? {
    effects.isEmpty ? nil : effects[min(Int(seriesCategories[index]), effects.count - 1)]
  }

  /// How a style's units are spread over sizes in a category; none where it is not known.
  package func sizes(of category: ByteView) -> [(name: ByteView, share: Double)] {
    guard let index = sizeCategories.index(of: category.bytes) else { return [] }
    let range = Int(sizeStarts[index])..<max(Int(sizeStarts[index]), Int(sizeStarts[index + 1]))
    return range.map { (sizeNames[$0], sizeShares[$0]) }
  }
}

extension TensorFile {
  fileprivate func unpacked<Value>(
    _ tensor: String, _ body: () throws(PackedSeriesError) -> Value
  ) throws(SnapshotError) -> Value {
    do { return try body() } catch { throw self.error(tensor, "\(error)") }
  }

  func checkStarts(
    _ starts: Column<Int64>, _ name: String, end: Int
  ) throws(SnapshotError) {
    guard starts[0] == 0, starts[starts.count - 1] == end,
      (1..<starts.count).allSatisfy({ starts[$0 - 1] <= starts[$0] })
    else {
      throw error(name, "does not rise from 0 to \(end)")
    }
  }

  fileprivate func seasons() throws(SnapshotError) -> GroupSeasons {
    let name = "forecast.seasons"
    let matrix = try matrix(name, as: Float.self)
    guard (1...4_000).contains(matrix.columns) else {
      throw error(name, "has \(matrix.columns) columns; 1...4000 are accepted")
    }
    let elements = matrix.elements
    for index in 0..<elements.count {
      guard elements[index] > 0, elements[index].isFinite else {
        throw error(name, "contains \(elements[index]) at \(index), which is no factor")
      }
    }
    let first = try column("\(name).first_event", as: Int64.self, count: 1)[0]
    let events = try column("\(name).events", as: Float.self)
    guard first.magnitude < 1 << 40,
      matrix.rows == 0 ? events.count == 0 : events.count.isMultiple(of: matrix.rows)
    else {
      throw error(
        "\(name).events", "has \(events.count) values from \(first) on of \(matrix.rows) groups")
    }
    for index in 0..<events.count {
      guard events[index] > 0, events[index].isFinite else {
        throw error("\(name).events", "contains \(events[index]) at \(index), which is no factor")
      }
    }
    return GroupSeasons(
      season: matrix.columns, factors: (0..<elements.count).map { elements[$0] },
      firstEventPeriod: Int(first), eventFactors: (0..<events.count).map { events[$0] })
  }

  fileprivate func effects(categories: Int) throws(SnapshotError) -> [DemandEffects] {
    let name = "forecast.effects"
    let width = Forecasts.effectCount
    let coefficients = try matrix(name, as: Double.self, columns: width)
    let variances = try matrix("\(name).variances", as: Double.self, columns: width)
    let rows = coefficients.elements.count / width
    guard rows == 0 || rows == categories + 1,
      variances.elements.count == coefficients.elements.count
    else {
      throw error(name, "has \(rows) rows; 0 or \(categories + 1) are accepted")
    }
    for index in 0..<coefficients.elements.count {
      guard coefficients.elements[index].isFinite, variances.elements[index] >= 0,
        variances.elements[index].isFinite
      else { throw error(name, "contains no number at \(index)") }
    }
    return (0..<rows).map { row in
      let places = row * width..<(row + 1) * width
      return DemandEffects(
        coefficients: places.map { coefficients.elements[$0] },
        variances: places.map { variances.elements[$0] })
    }
  }

  fileprivate func launches(count: Int, weeks: Int) throws(SnapshotError) -> LaunchCurves {
    let levels = try column("forecast.launches.levels", as: Double.self, count: count)
    let shapes = try matrix(
      "forecast.launches.shapes", as: Float.self, rows: count, columns: weeks
    ).elements
    var curves = LaunchCurves(weekCount: weeks)
    for index in 0..<count {
      let sales = (0..<weeks).map { levels[index] * Double(shapes[index * weeks + $0]) }
      do throws(DemandError) {
        guard try curves.add(sales) == index else {
          throw DemandError.noObservations
        }
      } catch {
        throw self.error("forecast.launches", "curve \(index) sold nothing, or no number of units")
      }
    }
    return curves
  }
}
