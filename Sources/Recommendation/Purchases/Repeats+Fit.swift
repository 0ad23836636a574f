import RealModule
package import Snapshots

/// Fitted ``Repeats``, before they are packed.
package struct FittedRepeats: Sendable, Equatable {
  package var indptr: [Int64] = [0]
  /// One per user and item bought, ascending for each user; so are the columns below.
  package var items: [UInt32] = []
  package var propensities: [Float] = []
  package var counts: [UInt32] = []
  package var last: [Int64] = []
  /// In days; 0: not known.
  package var intervals: [Float] = []
  package var end: Int64 = 0
  /// Of everyone and everything.
  package internal(set) var usual = RepeatFigures()

  package func pack(into writer: inout TensorWriter) {
    writer.add("repeats", sparse: (indptr, items, propensities))
    writer.add("repeats.counts", counts)
    writer.add("repeats.last", last)
    writer.add("repeats.intervals", intervals)
    writer.add("repeats.end", [end])
  }
}

/// How often, and after how long, something is bought again.
package struct RepeatFigures: Sendable, Equatable {
  /// Of a shopper's baskets after the first with the item, the share that have it.
  package var rate = 0.0
  /// exp of the mean logarithm, in days; `nil` where nothing was bought again.
  package var intervalDays: Double?
}

package struct RepeatSettings: Sendable, Equatable {
  /// How many baskets the item's rate counts for in a shopper's propensity.
  package var propensityPrior = 10.0
  /// How many baskets the category's rate counts for in an item's, and everyone's in a category's.
  package var ratePrior = 20.0
  /// How many intervals the item's counts for in a shopper's.
  package var intervalPrior = 2.0
  /// How many intervals the category's counts for in an item's, and everyone's in a category's.
  package var itemIntervalPrior = 10.0

  package init() {}
}

extension Repeats {
  /// O(items of all baskets · log baskets of a user).
  ///
  ///     rate(i)     = (Σ again(u, i) + prior · rate(category)) / (Σ since(u, i) + prior)
  ///     ln interval = (Σ ln own intervals + prior · ln interval(i)) / (number of own + prior)
  ///
  /// and an item's interval is drawn towards its category's in the same manner, a category's towards
  /// everyone's. An interval is the time between two baskets with the item that follow one another.
  /// What was sent back counts as bought.
  ///
  /// - Parameters:
  ///   - log: of purchases, timestamps in seconds
  ///   - groups: the category of each item; `nil` for an item without
  package static func fit(
    _ log: BasketLog, groups: [UInt32?]? = nil, settings: RepeatSettings = RepeatSettings()
  ) -> FittedRepeats {
    precondition(groups.map { $0.count == log.itemCount } ?? true, "groups are not one per item")
    var entries: [Entry] = []
    var fitted = FittedRepeats()
    for user in 0..<log.userCount {
      entries += log.entries(of: user)
      fitted.indptr.append(Int64(entries.count))
    }
    let figures = ItemFigures(entries, log.itemCount, groups, settings)
    fitted.usual = figures.everyone.figures
    fitted.end = log.times.max() ?? 0
    for entry in entries {
      let item = Int(entry.item)
      fitted.items.append(entry.item)
      fitted.counts.append(UInt32(entry.sums.again) + 1)
      fitted.last.append(entry.last)
      let propensity =
        (entry.sums.again + settings.propensityPrior * figures.rates[item])
        / (entry.sums.since + settings.propensityPrior)
      fitted.propensities.append(Float(propensity))
      let interval = figures.logIntervals[item].map { mean in
        Double.exp(
          (entry.sums.logIntervals + settings.intervalPrior * mean)
            / (entry.sums.again + settings.intervalPrior))
      }
      fitted.intervals.append(Float(interval ?? 0))
    }
    return fitted
  }
}

/// What is added up, of an item of one user or of many.
private struct RepeatSums {
  /// Baskets with the item after the first; as many as there are intervals.
  var again = 0.0
  /// All baskets after the first with the item.
  var since = 0.0
  /// Σ ln days.
  var logIntervals = 0.0

  mutating func add(_ other: RepeatSums) {
    again += other.again
    since += other.since
    logIntervals += other.logIntervals
  }

  var figures: RepeatFigures {
    // Half a repeat is taken for granted, or data without any would rank by nothing.
    RepeatFigures(
      rate: (again + 0.5) / (since + 1), intervalDays: logInterval.map { Double.exp($0) })
  }

  var logInterval: Double? { again > 0 ? logIntervals / again : nil }

  func rate(towards other: Double, _ prior: Double) -> Double {
    (again + prior * other) / (since + prior)
  }

  func logInterval(towards other: Double?, _ prior: Double) -> Double? {
    other.map { (logIntervals + prior * $0) / (again + prior) }
  }
}

private struct Entry {
  let item: UInt32
  var last: Int64
  var sums = RepeatSums()
}

/// Rates and intervals of items, drawn towards their categories'.
private struct ItemFigures {
  private(set) var everyone = RepeatSums()
  private(set) var rates: [Double] = []
  /// `nil` where nothing at all was bought again.
  private(set) var logIntervals: [Double?] = []

  init(
    _ entries: [Entry], _ itemCount: Int, _ groups: [UInt32?]?, _ settings: RepeatSettings
  ) {
    var items = [RepeatSums](repeating: RepeatSums(), count: itemCount)
    var categories: [UInt32: RepeatSums] = [:]
    // By item, then by category, so that sums do not depend on the order of the shoppers' names.
    for entry in entries { items[Int(entry.item)].add(entry.sums) }
    for (item, sums) in items.enumerated() {
      everyone.add(sums)
      if let group = groups?[item] { categories[group, default: RepeatSums()].add(sums) }
    }
    let usual = everyone.figures.rate
    for (item, sums) in items.enumerated() {
      let category = groups?[item].flatMap { categories[$0] } ?? RepeatSums()
      rates.append(
        sums.rate(towards: category.rate(towards: usual, settings.ratePrior), settings.ratePrior))
      logIntervals.append(
        sums.logInterval(
          towards: category.logInterval(towards: everyone.logInterval, settings.itemIntervalPrior),
          settings.itemIntervalPrior))
    }
  }
}

extension BasketLog {
  /// What a user bought, by item.
  fileprivate func entries(of user: Int) -> [Entry] {
    let baskets = baskets(of: user)
    var bought: [(item: UInt32, basket: Int)] = []
    for basket in baskets {
      for item in items(of: basket) { bought.append((item, basket)) }
    }
    bought.sort { $0 < $1 }
    var entries: [Entry] = []
    for (item, basket) in bought {
      let time = times[basket]
      guard let newest = entries.indices.last, entries[newest].item == item else {
        var entry = Entry(item: item, last: time)
        entry.sums.since = Double(baskets.upperBound - basket - 1)
        entries.append(entry)
        continue
      }
      let days = (Double(time) - Double(entries[newest].last)) / Repeats.secondsPerDay
      entries[newest].sums.again += 1
      entries[newest].sums.logIntervals += Double.log(max(days, Double(Repeats.daysLeast)))
      entries[newest].last = time
    }
    return entries
  }
}
