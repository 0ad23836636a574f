/// Which users chose which items: what every fit of this target learns from.
///
/// A pair of user and item is one entry, however often it happened: its weight is the sum of its
/// events' weights, its time that of the newest. Entries lie by user (compressed sparse rows), the
/// oldest first.
package struct Interactions: Sendable {
  package let userCount: Int
  package let itemCount: Int
  /// Count: userCount + 1. The entries of user u are `indptr[u]..<indptr[u + 1]`.
  package let indptr: [Int]
  /// Below `itemCount`, no item twice in one row.
  package let items: [UInt32]
  /// Above 0; the number of events unless the caller said otherwise.
  package let weights: [Float]
  /// Seconds or ordinals; larger is newer.
  package let timestamps: [Int64]

  /// Merges a log of events, in any order; of events with equal timestamps the later in the log is
  /// newer. O(events · log(events of a user)).
  ///
  /// - Parameters:
  ///   - weights: one per event, above 0; `nil`: 1 each
  ///   - timestamps: one per event; `nil`: the log is in order of time
  /// - Precondition: the columns have equal counts; indices are in range.
  package init(
    userCount: Int, itemCount: Int, users: [UInt32], items: [UInt32], weights: [Float]? = nil,
    timestamps: [Int64]? = nil
  ) {
    let count = users.count
    precondition(items.count == count, "\(items.count) items for \(count) users")
    precondition(weights.map { $0.count == count } ?? true, "weights are not one per event")
    precondition(timestamps.map { $0.count == count } ?? true, "times are not one per event")

    let (bounds, order) = countingSort(users, below: userCount)
    var indptr = [0]
    indptr.reserveCapacity(userCount + 1)
    var merged = (items: [UInt32](), weights: [Float](), timestamps: [Int64]())
    // Where an item's entry lies in `merged`, if it is at or after the row's beginning.
    var entryOfItem = [Int](repeating: -1, count: itemCount)
    var row: [Int] = []
    for user in 0..<userCount {
      row.replaceSubrange(0..<row.count, with: order[bounds[user]..<bounds[user + 1]])
      if let timestamps { row.sort { (timestamps[$0], $0) < (timestamps[$1], $1) } }
      // Newest first, so that the first event met of an item fixes its place.
      let start = merged.items.count
      for event in row.reversed() {
        let item = Int(items[event])
        let weight = weights?[event] ?? 1
        if entryOfItem[item] >= start {
          merged.weights[entryOfItem[item]] += weight
        } else {
          entryOfItem[item] = merged.items.count
          merged.items.append(items[event])
          merged.weights.append(weight)
          merged.timestamps.append(timestamps?[event] ?? Int64(event))
        }
      }
      merged.items[start...].reverse()
      merged.weights[start...].reverse()
      merged.timestamps[start...].reverse()
      indptr.append(merged.items.count)
    }
    self.userCount = userCount
    self.itemCount = itemCount
    self.indptr = indptr
    self.items = merged.items
    self.weights = merged.weights
    self.timestamps = merged.timestamps
  }

  private init(_ other: Interactions, weights: [Float]) {
    userCount = other.userCount
    itemCount = other.itemCount
    indptr = other.indptr
    items = other.items
    timestamps = other.timestamps
    self.weights = weights
  }

  package var entryCount: Int { items.count }

  /// The same pairs with weight 1 each: that it happened counts, not how often.
  package var binary: Interactions {
    Interactions(self, weights: [Float](repeating: 1, count: entryCount))
  }

  /// The entries of a user, oldest first.
  package func entries(of user: Int) -> Range<Int> { indptr[user]..<indptr[user + 1] }

  /// The same entries by item: which users chose it, in order of user, with `values[entry]` each.
  ///
  /// - Parameter values: one per entry of `self`
  package func transposed(values: [Float]) -> (indptr: [Int], users: [UInt32], values: [Float]) {
    precondition(values.count == entryCount, "values are not one per entry")
    let (bounds, order) = countingSort(items, below: itemCount)
    var userOfEntry = [UInt32](repeating: 0, count: entryCount)
    for user in 0..<userCount {
      for entry in entries(of: user) { userOfEntry[entry] = UInt32(user) }
    }
    return (bounds, order.map { userOfEntry[$0] }, order.map { values[$0] })
  }
}

/// Positions of `keys` ordered by key, equal keys in their order, and where each key's begin.
func countingSort(
  _ keys: [UInt32], below keyCount: Int
) -> (bounds: [Int], order: [Int]) {
  var bounds = [Int](repeating: 0, count: keyCount + 1)
  for key in keys { bounds[Int(key) + 1] += 1 }
  for key in 0..<keyCount { bounds[key + 1] += bounds[key] }
  var next = bounds
  var order = [Int](repeating: 0, count: keys.count)
  for (position, key) in keys.enumerated() {
    order[next[Int(key)]] = position
    next[Int(key)] += 1
  }
  return (bounds, order)
}
