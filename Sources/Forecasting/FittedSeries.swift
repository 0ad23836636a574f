/// One series, fitted: the models it is combined from, with their states.
///
///     var series = FittedSeries(fitting: values, in: panel)
///     series.observe(12)
///     series.forecast(by: panel, into: &output)
package struct FittedSeries: Sendable {
  package let kind: SeriesClass
  package internal(set) var marks: SeriesMarks
  /// The mean size of a step from one value to the next, without the season; the unit of errors.
  package internal(set) var scale: Double
  /// What forecasts are kept between: the history's range and twice as much on either side.
  package internal(set) var range: ClosedRange<Double>
  package internal(set) var last: Double
  var members: [Member]
  /// Of each member, in the mean.
  var weights: [Double]
  let medianShare: Double

  /// Fits the members of the combination of the series' class. Missing values are NaN.
  ///
  /// Series that no model can follow (fewer than 4 values, constant) go on as their last value, or
  /// season, and are marked.
  package init(fitting raw: [Double], in panel: PanelModel) {
    self.init(PreparedSeries(raw, season: panel.season), in: panel, combination: nil)
  }

  /// - Parameter combination: other than the panel's own, to try members with.
  init(_ prepared: PreparedSeries, in panel: PanelModel, combination: Combination?) {
    let values = prepared.values
    let adjusted = AdjustedSeries(values, season: shortSeason(panel.season))
    let kind = SeriesClass(values, season: panel.season)
    let chosen = combination ?? panel.combination(of: kind)
    self.kind = kind
    marks = prepared.marks
    last = values.last ?? 0
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let room = 2 * max(high - low, 0.1 * max(low.magnitude, high.magnitude))
    range = low - room...high + room
    scale = Self.scale(adjusted, season: panel.season)
    members = []
    weights = []
    medianShare = chosen.medianShare
    guard values.count >= 4, !marks.contains(.constant) else {
      if !values.isEmpty {
        members = [
          .seasonalNaive(
            SeasonalNaive(
              values: values, season: values.count >= 2 * panel.season ? panel.season : 1))
        ]
        weights = [1]
      }
      return
    }
    for share in chosen.weights {
      if let member = Member.fit(share.member, values, adjusted: adjusted, panel: panel) {
        members.append(member)
        weights.append(share.weight)
      }
    }
    if members.isEmpty {
      members = [.seasonalNaive(SeasonalNaive(values: values, season: 1))]
      weights = [1]
    }
  }

  /// Moves every member on by one observation; a missing one (not finite) moves them on by the forecast.
  package mutating func observe(_ raw: Double, panel: PanelModel) {
    var value = raw
    if !value.isFinite {
      value = forecast(horizon: 1, by: panel)[0]
      marks.insert(.bridged)
    }
    if members.isEmpty { members = [.seasonalNaive(SeasonalNaive(values: [value], season: 1))] }
    if weights.isEmpty { weights = [1] }
    for index in members.indices { members[index].observe(value) }
    marks.subtract([.empty])
    if value != last { marks.subtract([.constant, .allZero]) }
    if value < 0 { marks.insert(.negative) }
    last = value
    let room = 2 * max(scale, 0.1 * value.magnitude)
    if !range.contains(value) {
      range = min(range.lowerBound, value - room)...max(range.upperBound, value + room)
    }
  }

  /// The expected value of each step ahead. O(steps · members), and the windows of pooled regressions.
  package func forecast(by panel: PanelModel, into output: inout MutableSpan<Double>) {
    forecast(by: panel, into: &output) { _, _, _ in }
  }

  /// - Parameter tell: of each member that has a forecast, its weight, and the mean of its forecasts
  func forecast(
    by panel: PanelModel, into output: inout MutableSpan<Double>,
    _ tell: (Member, _ weight: Double, _ mean: Double) -> Void
  ) {
    let most = max(members.count, 1)
    let size = most * (output.count + 1)
    unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { memory in
      unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: most) { weights in
        unsafe memory.initialize(repeating: 0)
        unsafe weights.initialize(repeating: 0)
        // Safe: every element has been set, and no span leaves the closure.
        var rows = unsafe memory.mutableSpan
        var used = unsafe weights.mutableSpan
        combine(by: panel, &rows, &used, into: &output, tell)
      }
    }
  }

  /// - Parameters:
  ///   - rows: room for a row of forecasts for each member, and behind them for one step's of all
  ///   - used: for the weights of those that have forecasts
  private func combine(
    by panel: PanelModel, _ rows: inout MutableSpan<Double>, _ used: inout MutableSpan<Double>,
    into output: inout MutableSpan<Double>,
    _ tell: (Member, _ weight: Double, _ mean: Double) -> Void
  ) {
    let steps = output.count
    let column = used.count * steps
    var taken = 0
    for (member, weight) in zip(members, weights) {
      var part = rows._mutatingExtracting(taken * steps..<(taken + 1) * steps)
      guard member.forecast(by: panel, into: &part) else { continue }
      var (isFinite, sum) = (true, 0.0)
      for step in 0..<steps {
        if !part[step].isFinite { isFinite = false }
        sum += part[step]
      }
      guard isFinite else { continue }
      used[taken] = weight
      taken += 1
      tell(member, weight, sum / Double(max(steps, 1)))
    }
    guard taken > 0 else {
      for step in 0..<steps { output[step] = last }
      return
    }
    for step in 0..<steps {
      for index in 0..<taken {
        rows[column + index] = min(
          max(rows[index * steps + step], range.lowerBound), range.upperBound)
      }
      var values = rows._mutatingExtracting(column..<column + taken)
      let value = Combination.combine(
        &values, used.span, count: taken, medianShare: medianShare)
      output[step] = panel.isNonnegative ? max(value, 0) : value
    }
  }

  package func forecast(horizon: Int, by panel: PanelModel) -> [Double] {
    var output = [Double](repeating: 0, count: horizon)
    var span = output.mutableSpan
    forecast(by: panel, into: &span)
    return output
  }

  /// The quantile at `level` of a step ahead, from that step's forecast; rises with the level.
  ///
  /// - Parameter step: 0-based.
  /// - Precondition: level in 0…1, exclusive.
  package func quantile(_ level: Double, of forecast: Double, step: Int, by panel: PanelModel)
    -> Double
  {
    precondition(level > 0 && level < 1, "a quantile's level is \(level)")
    let value = forecast + scale * panel.spread(of: kind).offset(level: level, step: step)
    return panel.isNonnegative ? max(value, 0) : value
  }

  /// The mean size of a step over the newest three seasons, or 36 values.
  private static func scale(_ adjusted: AdjustedSeries, season: Int) -> Double {
    let values = adjusted.values
    guard values.count > 1 else { return 0 }
    let count = min(values.count - 1, max(36, min(3 * season, 104)))
    let begin = values.count - count
    return (begin..<values.count).reduce(0) { $0 + (values[$1] - values[$1 - 1]).magnitude }
      / Double(count)
  }
}
