/// Who rated what, and how: what every fit of this folder learns from.
///
/// A pair of user and item is one rating, the last that was given. Ratings lie by user (compressed
/// sparse rows), in the order of the items, so that one of them is found by halving.
package struct Ratings: Sendable {
  package let userCount: Int
  package let itemCount: Int
  /// Count: userCount + 1. The ratings of user u are `indptr[u]..<indptr[u + 1]`.
  package let indptr: [Int]
  /// Below `itemCount`, ascending in each row.
  package let items: [UInt32]
  /// In the units of the shop; finite.
  package let values: [Float]
  /// Seconds or ordinals; larger is newer.
  package let timestamps: [Int64]

  /// Merges a log of ratings, in any order; of two of the same pair the newer stays, and of two of
  /// the same time the later in the log. O(n log n).
  ///
  /// - Parameter timestamps: one per rating; `nil`: the log is in order of time
  /// - Precondition: the columns have equal counts; indices are in range, values finite.
  package init(
    userCount: Int, itemCount: Int, users: [UInt32], items: [UInt32], values: [Float],
    timestamps: [Int64]? = nil
  ) {
    let count = users.count
    precondition(items.count == count, "\(items.count) items for \(count) users")
    precondition(values.count == count, "\(values.count) values for \(count) users")
    precondition(timestamps.map { $0.count == count } ?? true, "times are not one per rating")
    precondition(values.allSatisfy(\.isFinite), "a rating is not finite")
    func time(_ rating: Int) -> Int64 { timestamps?[rating] ?? Int64(rating) }
    let order = users.indices.sorted {
      (users[$0], items[$0], time($0), $0) < (users[$1], items[$1], time($1), $1)
    }
    var kept: [Int] = []
    kept.reserveCapacity(count)
    for rating in order {
      if let last = kept.last, users[last] == users[rating], items[last] == items[rating] {
        kept[kept.count - 1] = rating
      } else {
        kept.append(rating)
      }
    }
    var indptr = [Int](repeating: 0, count: userCount + 1)
    for rating in kept { indptr[Int(users[rating]) + 1] += 1 }
    for user in 0..<userCount { indptr[user + 1] += indptr[user] }
    self.userCount = userCount
    self.itemCount = itemCount
    self.indptr = indptr
    self.items = kept.map { items[$0] }
    self.values = kept.map { values[$0] }
    self.timestamps = kept.map(time)
  }

  package var count: Int { items.count }

  /// Where the ratings of a user lie.
  package func entries(of user: Int) -> Range<Int> { indptr[user]..<indptr[user + 1] }

  /// The smallest and the largest rating; nil when there is none.
  package var range: ClosedRange<Float>? {
    guard let least = values.min(), let most = values.max() else { return nil }
    return least...most
  }

  /// The same ratings with users in the place of items, and items in that of users.
  package var transposed: Ratings {
    Ratings(
      userCount: itemCount, itemCount: userCount, users: items, items: userOfEntry, values: values,
      timestamps: timestamps)
  }

  /// The user of each rating.
  package var userOfEntry: [UInt32] {
    var users: [UInt32] = []
    users.reserveCapacity(count)
    for user in 0..<userCount {
      users.append(contentsOf: repeatElement(UInt32(user), count: entries(of: user).count))
    }
    return users
  }

  /// The ratings whose position `isKept`.
  package func filtered(_ isKept: (Int) -> Bool) -> Ratings {
    let kept = (0..<count).filter(isKept)
    let users = userOfEntry
    return Ratings(
      userCount: userCount, itemCount: itemCount, users: kept.map { users[$0] },
      items: kept.map { items[$0] }, values: kept.map { values[$0] },
      timestamps: kept.map { timestamps[$0] })
  }

  /// A part from 0 to `count - 1` for each rating, by chance and as equal in size as can be.
  ///
  /// The same seed gives the same parts on every machine.
  package func folds(_ count: Int, seed: UInt64) -> [UInt8] {
    precondition((2...255).contains(count), "\(count) folds")
    var random = SplitMix64(state: seed)
    var order = Array(0..<self.count)
    // Fisher and Yates's shuffle, written out: that of the standard library may change.
    for place in order.indices.reversed() {
      order.swapAt(place, Int(random.next() % UInt64(place + 1)))
    }
    var folds = [UInt8](repeating: 0, count: self.count)
    for (position, rating) in order.enumerated() { folds[rating] = UInt8(position % count) }
    return folds
  }
}
