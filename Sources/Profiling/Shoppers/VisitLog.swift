/// When shoppers came: choices (views, carts, purchases, ratings) at most a gap apart are one visit.
package struct VisitLog: Sendable {
  /// Count: userCount + 1. The visits of user u are `starts[u]..<starts[u + 1]`, oldest first.
  private let starts: [Int]
  /// One per visit: when it began.
  private let times: [Int64]
  /// When the first choice of all was; `nil` without any.
  package let first: Int64?

  /// O(choices).
  ///
  /// - Parameters:
  ///   - choices: in order of time
  ///   - gap: seconds
  package init(userCount: Int, choices: [(user: UInt32, time: Int64)], gap: Int64) {
    var newest = [Int64?](repeating: nil, count: userCount)
    var visits: [(user: UInt32, time: Int64)] = []
    for choice in choices {
      let user = Int(choice.user)
      if newest[user].map({ choice.time - $0 > gap }) ?? true { visits.append(choice) }
      newest[user] = choice.time
    }
    var starts = [Int](repeating: 0, count: userCount + 1)
    for visit in visits { starts[Int(visit.user) + 1] += 1 }
    for user in 0..<userCount { starts[user + 1] += starts[user] }
    var next = starts
    var times = [Int64](repeating: 0, count: visits.count)
    for visit in visits {
      times[next[Int(visit.user)]] = visit.time
      next[Int(visit.user)] += 1
    }
    self.starts = starts
    self.times = times
    first = choices.first?.time
  }

  /// Visits after one time, up to another.
  package func count(of user: Int, after: Int64, until: Int64) -> Int {
    times[starts[user]..<starts[user + 1]].count { $0 > after && $0 <= until }
  }

  /// Days from the newest visit until a time; NaN without any.
  package func recency(of user: Int, at time: Int64) -> Double {
    guard let last = times[starts[user]..<starts[user + 1]].last(where: { $0 <= time }) else {
      return .nan
    }
    return Double(time - last) / secondsPerDay
  }

  /// Visits a year, over the year before a time, or since the log began.
  package func perYear(of user: Int, at time: Int64) -> Double {
    let year = 365 * secondsPerDay
    let span = min(year, max(secondsPerDay, Double(time - (first ?? time))))
    return Double(count(of: user, after: time - Int64(year), until: time)) * year / span
  }
}
