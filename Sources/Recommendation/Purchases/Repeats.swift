import RealModule
package import Snapshots

/// What a shopper buys again, and when.
///
///     score(u, i)      = propensity(u, i) · due(days since / interval(u, i))
///     propensity(u, i) = (again(u, i) + κ · rate(i)) / (since(u, i) + κ)
///     due(x)           = exp(-ln²(x) / (2 · width²)), 1 where no interval is known
///
/// Of the shopper's `since` baskets after the first with i, `again` had it too: the propensity is the
/// posterior mean of the share of such baskets, under a beta prior with the item's mean (the
/// beta-binomial of customer-based analysis: Chatfield, Goodhardt, *The beta-binomial model for consumer
/// purchasing behaviour*, Applied Statistics 1970). The due factor is the log-normal law of repeat
/// intervals up to a factor, as in the aggregate time distribution of Bhagat et al., *Buy It Again:
/// modeling repeat purchase recommendations*, KDD 2018; much wider than the data's law, since a shop is
/// visited when something else is due.
///
///     tensor                 shape                  meaning
///     repeats.…              sparse, users × items  what who bought, ascending; values: propensity
///     repeats.counts         U32, entries           baskets in which it was
///     repeats.last           I64, entries           when the newest of them was; seconds since 1970
///     repeats.intervals      F32, entries           days; 0: not known
///     repeats.end            I64, 1                 the newest basket of the training data
package struct Repeats: Sendable {
  /// Shape: users × items.
  let propensities: SparseMatrix
  let counts: Column<UInt32>
  let last: Column<Int64>
  let intervals: Column<Float>
  /// When the training data ended, in seconds since 1970.
  package let end: Int64

  /// In units of the logarithm. Chosen with the other constants by what online-retail's shoppers bought
  /// next in its validation part; BENCHMARKS.md has the figures.
  static let dueWidth: Float = 2
  /// A purchase a moment ago is as one an hour ago: the law says nothing of shorter times.
  static let daysLeast: Float = 1 / 24

  /// Whether a snapshot has them: only where purchases have times.
  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("repeats.indptr")
  }

  /// - Throws: when a tensor is absent, misshapen or out of range. O(entries).
  package init(
    opening file: borrowing TensorFile, users: Int, items: Int
  ) throws(SnapshotError) {
    let propensities = try file.sparse("repeats", rows: users, columns: items)
    let entries = propensities.entryCount
    counts = try file.column("repeats.counts", count: entries)
    last = try file.column("repeats.last", count: entries)
    intervals = try file.finite("repeats.intervals", count: entries)
    end = try file.column("repeats.end", as: Int64.self, count: 1)[0]
    self.propensities = propensities
    for user in 0..<users {
      let row = propensities.row(user).indices
      for entry in 0..<row.count where entry > 0 && row[entry - 1] >= row[entry] {
        throw file.error(
          "repeats.indices",
          "has \(row[entry]) after \(row[entry - 1]) in row \(user); indices that rise are accepted"
        )
      }
    }
    for entry in 0..<entries {
      let propensity = propensities.values[entry]
      guard (0...1).contains(propensity) else {
        throw file.error("repeats.values", "has \(propensity) at \(entry); 0...1 is accepted")
      }
      guard counts[entry] >= 1 else {
        throw file.error("repeats.counts", "is 0 at \(entry); at least 1 is accepted")
      }
      guard last[entry] <= end else {
        throw file.error(
          "repeats.last",
          "has \(last[entry]) at \(entry); at most \(end), as repeats.end says, is accepted")
      }
      guard intervals[entry] >= 0 else {
        throw file.error(
          "repeats.intervals", "has \(intervals[entry]) at \(entry); 0 and above is accepted")
      }
    }
  }

  /// How much an item is due, in 0...1; 1 at the interval.
  static func due(days: Float, interval: Float) -> Float {
    guard interval > 0 else { return 1 }
    let x = Float.log(max(days, daysLeast) / interval) / dueWidth
    return Float.exp(-x * x / 2)
  }
}

/// Something that a shopper bought, and may buy again.
package struct RepeatedItem: Sendable, Equatable {
  package var item: Int32
  /// Larger is better: the probability that the shopper buys it next, up to a factor.
  package var score: Float
  /// Baskets of the shopper's with it.
  package var purchases: UInt32
  /// Since the last of them.
  package var daysSince: Float
  /// The shopper's usual interval for it; 0: nobody ever bought anything again.
  package var intervalDays: Float
}
