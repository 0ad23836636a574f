import Learning

/// Learns from many series at once: pooled regressions and networks, how to combine models for each class of series, and
/// how wide errors are, all from forecast origins inside the histories.
///
///     let panel = PanelFit(season: 12, horizon: 18).learn(from: histories, threads: 2)
///     let series = PanelFit.fit(histories, in: panel, threads: 2)
package struct PanelFit: Sendable {
  package var season: Int
  package var horizon: Int
  package var isNonnegative = false
  /// More series than these are learned from a sample of them.
  package var sampleLimit = 2_000
  /// Origins, each a horizon further back.
  package var originCount = 2

  package init(season: Int, horizon: Int) {
    self.season = season
    self.horizon = horizon
  }

  /// Fits every series in the panel.
  package static func fit(
    _ histories: [[Double]], in panel: PanelModel, threads: Int
  ) -> [FittedSeries] {
    parallelMap(count: histories.count, threads: threads) {
      FittedSeries(fitting: histories[$0], in: panel)
    }
  }

  /// What the series share. About (1 + originCount) times the cost of fitting every series, and of training
  /// networks.
  ///
  /// - Parameter earlier: whole histories as they would be given `back` periods before their ends, where that
  ///   is another thing: taken out of them is a season that was learned from what came before then
  package func learn(
    from histories: [[Double]], threads: Int, asOf earlier: ((_ back: Int) -> [[Double]])? = nil
  ) -> PanelModel {
    let prepared = prepare(histories, threads: threads)
    var panel = PanelModel(season: season, horizon: horizon, isNonnegative: isNonnegative)
    panel.regressions = regressions(prepared, threads: threads)
    panel.network = network(prepared, threads: threads)
    let places = sample(prepared.count)
    let trials = (1...max(originCount, 1)).map { origin in
      let back = origin * horizon
      let known = earlier.map { prepare($0(back), threads: threads) } ?? prepared
      return trial(known, places, back: back, threads: threads)
    }
    for kind in SeriesClass.allCases {
      let own = trials.map { $0.filter { $0.kind == kind } }
      // A class of few series is combined as all are.
      let used = (own.first?.count ?? 0) >= 50 ? own : trials
      guard
        let choice = CombinationChoice(used).best(
          threads: threads)
      else { continue }
      panel.combinations[kind] = choice
      let sizes = used.joined().map { $0.sizes(choice, isNonnegative: isNonnegative) }
      panel.spreads[kind] = ErrorSpread(observed: sizes, horizon: horizon)
    }
    return panel
  }

  private func prepare(_ histories: [[Double]], threads: Int) -> [[Double]] {
    parallelMap(count: histories.count, threads: threads) {
      PreparedSeries(histories[$0], season: season).values
    }
  }

  private func sample(_ count: Int) -> [Int] {
    guard count > sampleLimit else { return Array(0..<count) }
    return (0..<sampleLimit).map { $0 * count / sampleLimit }
  }

  private func regressions(_ histories: [[Double]], threads: Int) -> [PooledRegression] {
    let isLong = season > 24
    let isAdjusted = season > 1 && !isLong
    // Two seasons and one more, also where they are taken out: chosen against one, one and a half, two and a
    // half and three of them on M3 monthly without its last 18 months; of its last 18 it makes no difference.
    let length = season > 1 ? 2 * season + 1 : 13
    let series =
      isAdjusted
      ? parallelMap(count: histories.count, threads: threads) {
        AdjustedSeries(histories[$0], season: season).values
      } : histories
    let units: [PooledRegression.Unit] = isAdjusted ? [.logarithm] : [.logarithm, .deviation]
    return units.compactMap {
      PooledRegression.fit(
        series, unit: $0, windowLength: length, horizon: horizon, isAdjusted: isAdjusted,
        lambda: isAdjusted ? 1e-3 : 1e-4, threads: threads)
    }
  }

  private func network(_ histories: [[Double]], threads: Int) -> PooledNetwork? {
    PooledNetwork.fit(histories, season: season, horizon: horizon, threads: threads)
  }

  /// Every member's forecasts from an origin `back` values before the end.
  private func trial(
    _ histories: [[Double]], _ places: [Int], back: Int, threads: Int
  ) -> [Trial] {
    let least = max(2 * shortSeason(season) + 3, 8)
    let usable = places.filter { histories[$0].count - back >= least }
    let short = histories.map { Array($0.dropLast(back)) }
    var panel = PanelModel(season: season, horizon: horizon)
    let known = short.filter { !$0.isEmpty }
    panel.regressions = regressions(known, threads: threads)
    panel.network = network(known, threads: threads)
    let learned = panel
    return parallelMap(count: usable.count, threads: threads) { index -> Trial? in
      let history = histories[usable[index]]
      let known = short[usable[index]]
      let fitted = FittedSeries(
        PreparedSeries(known, season: season), in: learned,
        combination: Combination(weights: [.init(.seasonalNaive, 1)], medianShare: 0))
      guard !fitted.marks.contains(.constant), fitted.scale > 0 else { return nil }
      let adjusted = AdjustedSeries(known, season: shortSeason(season))
      let forecasts = MemberKind.allCases.map { kind -> [Double] in
        guard CombinationChoice.members.contains(kind) else { return [] }
        var output = [Double](repeating: 0, count: horizon)
        var span = output.mutableSpan
        guard let member = Member.fit(kind, known, adjusted: adjusted, panel: learned),
          member.forecast(by: learned, into: &span)
        else { return [] }
        guard output.allSatisfy(\.isFinite) else { return [] }
        return output.map { min(max($0, fitted.range.lowerBound), fitted.range.upperBound) }
      }
      let origin = history.count - back
      return Trial(
        kind: fitted.kind, scale: fitted.scale,
        unit: seasonalNaiveError(known, season: shortSeason(season)),
        actual: Array(history[origin..<origin + horizon]), forecasts: forecasts)
    }.compactMap(\.self)
  }
}

/// What the members said of one series at one origin, and what came.
struct Trial: Sendable {
  let kind: SeriesClass
  let scale: Double
  /// Of the scaled error.
  let unit: Double
  let actual: [Double]
  /// By kind of member; empty where there is none.
  let forecasts: [[Double]]

  /// The combination's forecast; nil when none of its members has one.
  func combined(_ combination: Combination) -> [Double]? {
    var rows: [[Double]] = []
    var weights: [Double] = []
    for share in combination.weights {
      let row = forecasts[Int(share.member.rawValue)]
      if !row.isEmpty {
        rows.append(row)
        weights.append(share.weight)
      }
    }
    guard !rows.isEmpty else { return nil }
    var column = [Double](repeating: 0, count: rows.count)
    return actual.indices.map { step in
      for index in rows.indices { column[index] = rows[index][step] }
      var span = column.mutableSpan
      return Combination.combine(
        &span, weights.span, count: rows.count, medianShare: combination.medianShare)
    }
  }

  func sizes(_ combination: Combination, isNonnegative: Bool) -> [Double] {
    let forecast = combined(combination) ?? []
    return actual.indices.map { step in
      guard step < forecast.count else { return .nan }
      let value = isNonnegative ? max(forecast[step], 0) : forecast[step]
      return (actual[step] - value).magnitude / scale
    }
  }

  /// Symmetric percentage error and scaled error of the combination.
  func errors(_ combination: Combination) -> (Double, Double) {
    guard let forecast = combined(combination) else { return (0, 0) }
    let isPositive = actual.allSatisfy { $0 >= 0 }
    let kept = isPositive ? forecast.map { max($0, 0) } : forecast
    var sum = 0.0
    for step in actual.indices { sum += (kept[step] - actual[step]).magnitude }
    return (
      symmetricPercentageError(kept, actual),
      unit > 0 ? sum / Double(actual.count) / unit : 0
    )
  }
}
