import Learning

/// The seasons of a catalogue's groups, and what the calendar's events do to them: what forecasts without a season
/// are multiplied with.
///
/// A series of three years has seen each week of the year three times, mostly in single units; the series of
/// its category have seen it hundreds of times. Whether any of this is better than no season, and how small
/// the groups should be, is decided by ``SeasonChoice``.
package struct GroupSeasons: Sendable, Equatable {
  /// Periods of a season; 1 when there is no group.
  package let season: Int
  /// Shape: groups × season, row-major; the mean of a row is 1.
  package let factors: [Float]
  /// The first period of a calendar, and of each group what its events multiply each period with. Shape:
  /// groups × periods of the calendar.
  package let firstEventPeriod: Int
  package let eventFactors: [Float]
  private let eventPeriodCount: Int

  package static let none = GroupSeasons(season: 1, factors: [])
  /// No season, of a group or of its own.
  private static let least: Float = 0.01

  /// - Precondition: whole numbers of rows, as many of events as of seasons.
  package init(
    season: Int, factors: [Float], firstEventPeriod: Int = 0, eventFactors: [Float] = []
  ) {
    precondition(season >= 1 && factors.count.isMultiple(of: season), "no rows of \(season)")
    let count = factors.count / season
    precondition(
      count == 0 ? eventFactors.isEmpty : eventFactors.count.isMultiple(of: count),
      "\(eventFactors.count) factors of events of \(count) groups")
    self.season = season
    self.factors = factors.map { max($0, Self.least) }
    self.firstEventPeriod = firstEventPeriod
    self.eventFactors = eventFactors.map { max($0, Self.least) }
    eventPeriodCount = count == 0 ? 0 : eventFactors.count / count
  }

  package var count: Int { factors.count / season }

  /// What a period's level is multiplied with; 1 without a group.
  ///
  /// - Parameter period: of the series' frequency, so that all series have the same weeks of the year
  @inline(__always)
  package func factor(_ group: Int?, period: Int) -> Double {
    guard let group, group < count else { return 1 }
    let factor = Double(factors[group * season + period.phase(season)])
    let place = period - firstEventPeriod
    guard place >= 0, place < eventPeriodCount else { return factor }
    return factor * Double(eventFactors[group * eventPeriodCount + place])
  }
}

/// Which series have a season in common, and whether that is worth having.
///
/// Groupings go from all series together to smaller and smaller groups, each a part of one before. At forecast
/// origins inside of the histories, seasons are learned from what came before, every series is forecast as
/// its smoothed level times its group's factors, and the grouping of the least error is taken, if it is better
/// than no season by a fiftieth: series of counts and the others choose apart.
package struct SeasonChoice: Sendable {
  package struct Series: Sendable {
    /// NaN where it is not known; 0 and above.
    package let values: [Double]
    package let wasSoldOut: [Bool]
    package let firstPeriod: Int
    package let isCounts: Bool

    package init(values: [Double], wasSoldOut: [Bool], firstPeriod: Int, isCounts: Bool) {
      self.values = values
      self.wasSoldOut = wasSoldOut
      self.firstPeriod = firstPeriod
      self.isCounts = isCounts
    }
  }

  private let series: [Series]
  /// Of each grouping, the group of each series.
  private let groupings: [[Int]]
  private let season: Int
  private let horizon: Int
  private let calendar: EventCalendar
  /// How many groupings count series, and the others, use: 0 is no season at all.
  package private(set) var countDepth = 0
  package private(set) var smoothDepth = 0

  private static let originsMax = 4
  /// More series than these are learned from, and judged by, a sample of them.
  private static let sampleMax = 20_000
  /// Of the error without a season, what one with it may have at most.
  private static let shareMax = 0.98

  /// - Parameter groupings: the largest groups first; numbered from 0 on
  package init(
    _ series: [Series], groupings: [[Int]], season: Int, horizon: Int,
    calendar: EventCalendar = .none, threads: Int
  ) {
    self.series = series
    self.groupings = groupings
    self.season = season
    self.horizon = horizon
    self.calendar = calendar
    guard season > 1 else { return }
    let longest = series.map(\.values.count).max() ?? 0
    let origins = (1...Self.originsMax).filter { longest - $0 * horizon >= season + horizon }
    guard !origins.isEmpty else { return }
    let unchosen = self
    let errors = parallelMap(count: origins.count, threads: threads) { place in
      unchosen.errors(back: origins[place] * horizon)
    }
    func best(_ isCounts: Bool) -> Int {
      let sums = (0...groupings.count).map { depth in
        errors.reduce(0) { $0 + (isCounts ? $1.counts[depth] : $1.smooth[depth]) }
      }
      let least = sums.indices.min { sums[$0] < sums[$1] } ?? 0
      return sums[least] < Self.shareMax * sums[0] ? least : 0
    }
    countDepth = best(true)
    // A season of a few periods is found in a series of its own.
    smoothDepth = season > 24 ? best(false) : 0
  }

  /// Seasons as they were known `back` periods before the end, and the group of each series in them; `nil`
  /// for those that have none.
  package func seasons(back: Int = 0) -> (seasons: GroupSeasons, groups: [Int?]) {
    let depth = max(countDepth, smoothDepth)
    guard depth > 0 else { return (.none, series.map { _ in nil }) }
    var starts = [0]
    for grouping in groupings { starts.append((starts.last ?? 0) + (grouping.max() ?? -1) + 1) }
    let groups = series.indices.map { place -> Int? in
      let depth = series[place].isCounts ? countDepth : smoothDepth
      return depth == 0 ? nil : starts[depth - 1] + groupings[depth - 1][place]
    }
    return (learned(depth: depth, back: back), groups)
  }

  /// Whose season a sum of series has: that of the largest group, or where the series are all of one group
  /// of the second grouping, of this.
  package func group(ofTotal isOfOneGroup: Bool, _ member: Int) -> Int? {
    let depth = smoothDepth > 0 ? smoothDepth : countDepth
    guard depth > 0 else { return nil }
    guard isOfOneGroup, depth > 1, groupings.count > 1 else { return 0 }
    return (groupings[0].max() ?? -1) + 1 + groupings[1][member]
  }

  /// Of the largest `depth` groupings, one after the other, as they were known `back` periods before the end.
  package func learned(depth: Int, back: Int) -> GroupSeasons {
    let found = learn(back: back, depth: depth).joined()
    return GroupSeasons(
      season: season, factors: found.flatMap { $0.factors.map { Float($0) } },
      firstEventPeriod: calendar.span.lowerBound,
      eventFactors: found.flatMap { one in
        calendar.span.map { Float(calendar.factor(one.effects, $0)) }
      })
  }

  private var sample: [Int] {
    let count = min(series.count, Self.sampleMax)
    return (0..<count).map { $0 * series.count / count }
  }

  private typealias Errors = (counts: [Double], smooth: [Double])

  /// Sums over series of their scaled errors, by depth.
  private func errors(back: Int) -> Errors {
    let levels = learn(back: back, depth: groupings.count)
    var errors: Errors = (
      [Double](repeating: 0, count: groupings.count + 1),
      [Double](repeating: 0, count: groupings.count + 1)
    )
    for place in sample {
      let one = series[place]
      let origin = one.values.count - back
      guard origin >= 8, let scale = one.squaredScale(before: origin) else { continue }
      for depth in 0...groupings.count {
        let shared = depth == 0 ? nil : levels[depth - 1][groupings[depth - 1][place]]
        let error = (one.squaredError(shared, origin: origin, horizon: horizon) / scale)
          .squareRoot()
        if one.isCounts { errors.counts[depth] += error } else { errors.smooth[depth] += error }
      }
    }
    return errors
  }

  /// Of each grouping, the season of each group.
  private func learn(back: Int, depth: Int) -> [[SharedSeason]] {
    let sample = sample
    let parts = sample.map { series[$0].parts(dropping: back, season: season) }
    var levels: [[SharedSeason]] = []
    for (level, grouping) in groupings.prefix(depth).enumerated() {
      var members = [[Int]](repeating: [], count: (grouping.max() ?? -1) + 1)
      for (number, place) in sample.enumerated() { members[grouping[place]].append(number) }
      levels.append(
        members.map { places in
          let parent =
            level == 0
            ? nil : places.first.map { levels[level - 1][groupings[level - 1][sample[$0]]] }
          let items = places.flatMap { parts[$0] }
          return
            (try? SharedSeason(
              items, season: season, parent: parent, calendar: calendar))
            ?? parent ?? SharedSeason(without: season)
        })
    }
    return levels
  }
}

extension SeasonChoice.Series {
  /// A season's length each, with a level of its own, so that growth and decay are not taken for a season.
  fileprivate func parts(dropping back: Int, season: Int) -> [SharedSeason.Item] {
    let end = values.count - back
    return stride(from: 0, to: max(0, end), by: season).map { begin in
      let range = begin..<min(begin + season, end)
      return SharedSeason.Item(
        sales: range.map { values[$0].isNaN ? 0 : values[$0] },
        wasSoldOut: range.map { wasSoldOut[$0] || values[$0].isNaN },
        firstPeriod: firstPeriod + begin)
    }
  }

  fileprivate func squaredScale(before origin: Int) -> Double? {
    var (sum, count, previous) = (0.0, 0.0, Double.nan)
    for period in 0..<origin where !values[period].isNaN {
      if !previous.isNaN, previous != 0 || sum > 0 || values[period] != 0 {
        sum += (values[period] - previous) * (values[period] - previous)
        count += 1
      }
      previous = values[period]
    }
    return sum > 0 ? sum / count : nil
  }

  /// Mean square of the errors of the smoothed level times the factors. Of what was sold out it is only known
  /// that no less was asked for.
  fileprivate func squaredError(_ shared: SharedSeason?, origin: Int, horizon: Int) -> Double {
    func factor(_ period: Int) -> Double {
      shared.map { max($0.factor(firstPeriod + period), 0.01) } ?? 1
    }
    var model = CountForecaster()
    for period in 0..<origin where !values[period].isNaN {
      let value = values[period] / factor(period)
      if wasSoldOut[period] { model.observe(atLeast: value) } else { model.observe(value) }
    }
    var (sum, count) = (0.0, 0.0)
    for period in origin..<min(origin + horizon, values.count) where !values[period].isNaN {
      let error = values[period] - model.mean * factor(period)
      count += 1
      if error > 0 || !wasSoldOut[period] { sum += error * error }
    }
    return count > 0 ? sum / count : 0
  }
}
