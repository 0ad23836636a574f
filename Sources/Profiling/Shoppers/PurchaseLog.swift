/// What shoppers bought and sent back, and in which visits.
package struct PurchaseLog: Sendable {
  /// One purchase or return of an item.
  package struct Line: Sendable {
    package var user: UInt32
    /// Seconds since 1970.
    package var time: Int64
    package var isReturn: Bool
    package var pieces: Double
    /// Of a piece; NaN: unknown.
    package var price: Double
    /// What the item usually costs; NaN: unknown.
    package var usualPrice: Double
    /// The price's rank within the category, 0...1; NaN: unknown.
    package var priceLevel: Double

    package init(
      user: UInt32, time: Int64, isReturn: Bool = false, pieces: Double = 1, price: Double = .nan,
      usualPrice: Double = .nan, priceLevel: Double = .nan
    ) {
      self.user = user
      self.time = time
      self.isReturn = isReturn
      self.pieces = pieces
      self.price = price
      self.usualPrice = usualPrice
      self.priceLevel = priceLevel
    }

    /// 0 where the price is unknown.
    package var amount: Double { price.isNaN ? 0 : price * pieces }
  }

  package let userCount: Int
  /// By time.
  package let lines: [Line]
  /// Seconds: purchases at most so far apart are one visit.
  package let gap: Int64
  /// Whether any purchase has a price.
  package let hasPrices: Bool
  /// Count: userCount + 1. The purchase visits of user u are `starts[u]..<starts[u + 1]`, oldest first.
  package let starts: [Int]
  /// One per visit: when its newest purchase was.
  package let times: [Int64]

  /// O(n log n) where lines are not in order of time.
  package init(userCount: Int, lines: [Line], gap: Int64) {
    self.userCount = userCount
    self.gap = gap
    let isSorted = zip(lines, lines.dropFirst()).allSatisfy { $0.time <= $1.time }
    let ordered = isSorted ? lines : lines.sorted { $0.time < $1.time }
    self.lines = ordered
    hasPrices = ordered.contains { !$0.isReturn && !$0.price.isNaN }
    var counts = [Int](repeating: 0, count: userCount + 1)
    var newest = [Int64?](repeating: nil, count: userCount)
    for line in ordered where !line.isReturn {
      let user = Int(line.user)
      if newest[user].map({ line.time - $0 > gap }) ?? true { counts[user + 1] += 1 }
      newest[user] = line.time
    }
    for user in 0..<userCount { counts[user + 1] += counts[user] }
    starts = counts
    var times = [Int64](repeating: 0, count: counts[userCount])
    var next = counts
    newest = newest.map { _ in nil }
    for line in ordered where !line.isReturn {
      let user = Int(line.user)
      if newest[user].map({ line.time - $0 > gap }) ?? true { next[user] += 1 }
      times[next[user] - 1] = line.time
      newest[user] = line.time
    }
    self.times = times
  }

  /// What was known at that second.
  package func until(_ time: Int64) -> PurchaseLog {
    PurchaseLog(userCount: userCount, lines: lines.filter { $0.time <= time }, gap: gap)
  }

  /// Visits of a user after one time, up to another.
  package func visitCount(of user: Int, after: Int64, until: Int64) -> Int {
    times[starts[user]..<starts[user + 1]].count { $0 > after && $0 <= until }
  }
}
