/// What shoppers put into which baskets: what ``Baskets`` and ``Repeats`` are fitted to.
///
/// A basket is what one shopper chose in one go: consecutive events at most `gap` apart. An item is in
/// a basket once, however often it was chosen there. A shopper's baskets lie together, the oldest first.
package struct BasketLog: Sendable, Equatable {
  /// What one basket is.
  package enum Unit: String, Sendable {
    /// What a shopper chose in one go.
    case visit
    /// All that a shopper chose.
    case shopper
  }

  package let unit: Unit
  package let userCount: Int
  package let itemCount: Int
  /// Count: userCount + 1. The baskets of user u are `indptr[u]..<indptr[u + 1]`.
  package let indptr: [Int]
  /// One per basket: when its newest event was.
  package let times: [Int64]
  /// Count: baskets + 1. The items of basket b are `items[bounds[b]..<bounds[b + 1]]`, ascending.
  package let bounds: [Int]
  package let items: [UInt32]

  /// In seconds. A visit to a shop is over after half an hour without an event, as web analytics has
  /// it: Catledge, Pitkow, *Characterizing browsing strategies in the World-Wide Web*, 1995, found
  /// 25.5 minutes.
  package static let gapUsual: Int64 = 30 * 60

  /// Cuts a log of events, in any order, into baskets. O(events · log(events of a user)).
  ///
  /// - Parameters:
  ///   - timestamps: one per event
  ///   - gap: in the units of the timestamps, 0 and above; `nil`: all that a user chose is one basket,
  ///     for a log whose timestamps say nothing but the order
  /// - Precondition: the columns have equal counts; indices are in range.
  package init(
    userCount: Int, itemCount: Int, users: [UInt32], items: [UInt32], timestamps: [Int64],
    gap: Int64? = gapUsual
  ) {
    precondition(items.count == users.count, "\(items.count) items for \(users.count) users")
    precondition(timestamps.count == users.count, "times are not one per event")
    let (starts, order) = countingSort(users, below: userCount)
    var log = (indptr: [0], times: [Int64](), bounds: [0], items: [UInt32]())
    var basket: [UInt32] = []
    func close(at time: Int64) {
      guard !basket.isEmpty else { return }
      basket.sort()
      for (place, item) in basket.enumerated() where place == 0 || basket[place - 1] != item {
        log.items.append(item)
      }
      log.bounds.append(log.items.count)
      log.times.append(time)
      basket.removeAll(keepingCapacity: true)
    }
    for user in 0..<userCount {
      let row = order[starts[user]..<starts[user + 1]]
        .sorted { (timestamps[$0], $0) < (timestamps[$1], $1) }
      var newest: Int64 = 0
      for event in row {
        // Unsigned: the distance of two times may be more than a signed number holds.
        let distance = UInt64(bitPattern: timestamps[event] &- newest)
        if let gap, distance > UInt64(gap) { close(at: newest) }
        basket.append(items[event])
        newest = timestamps[event]
      }
      close(at: newest)
      log.indptr.append(log.times.count)
    }
    unit = gap == nil ? .shopper : .visit
    self.userCount = userCount
    self.itemCount = itemCount
    indptr = log.indptr
    times = log.times
    bounds = log.bounds
    self.items = log.items
  }

  package var basketCount: Int { times.count }

  /// Whether any basket has two items.
  package var hasPairs: Bool { items.count > basketCount }

  /// The baskets of a user, oldest first.
  package func baskets(of user: Int) -> Range<Int> { indptr[user]..<indptr[user + 1] }

  /// The items of a basket, ascending, each once.
  package func items(of basket: Int) -> ArraySlice<UInt32> {
    items[bounds[basket]..<bounds[basket + 1]]
  }
}
