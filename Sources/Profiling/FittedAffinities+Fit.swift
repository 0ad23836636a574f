import RealModule

/// What shoppers chose, in the form that affinities are counted from.
package struct ChoiceLog: Sendable {
  package let userCount: Int
  package let users: [UInt32]
  package let items: [UInt32]
  /// What each choice counts: its share of its visit, less the older it is.
  package let weights: [Float]

  /// The choices of a visit count 1 together, since what is looked at in one visit was looked for once;
  /// and half after every half-life. O(events).
  ///
  /// - Parameters:
  ///   - timestamps: ascending, in seconds; `nil`: nothing is known of times, every choice counts 1
  ///   - gap: seconds after which a visit is over
  ///   - halfLife: in seconds
  package init(
    userCount: Int, users: [UInt32], items: [UInt32], timestamps: [Int64]?, asOf: Int64, gap: Int64,
    halfLife: Double
  ) {
    self.userCount = userCount
    self.users = users
    self.items = items
    guard let timestamps else {
      weights = [Float](repeating: 1, count: users.count)
      return
    }
    // The number of each event's visit, and how many choices each visit has.
    var visits = [Int](repeating: 0, count: users.count)
    var sizes: [Int] = []
    var open = [Int](repeating: -1, count: userCount)
    var newest = [Int64](repeating: 0, count: userCount)
    for event in users.indices {
      let user = Int(users[event])
      if open[user] < 0 || timestamps[event] - newest[user] > gap {
        open[user] = sizes.count
        sizes.append(0)
      }
      visits[event] = open[user]
      sizes[open[user]] += 1
      newest[user] = timestamps[event]
    }
    weights = users.indices.map { event in
      let age = Double(asOf - timestamps[event])
      return Float(Double.exp2(-age / halfLife)) / Float(sizes[visits[event]])
    }
  }
}

extension FittedAffinities {
  /// K: choices like everybody's that a shopper begins with.
  package static let strength: Float = 5
  /// Of an attribute, a shopper's strongest that are kept, as many as an answer shows unless it is asked
  /// for more; and how strong they have to be. Both bound what a shopper takes of a snapshot: an
  /// entry takes ten bytes, and .3 is a value chosen 2.1 · p times, hardly more than by chance.
  package static let entryLimit = 5
  package static let weightMin: Float = 0.3

  /// affinity(u, v) = n(u, v) / (n(u, v) + K · p(v)). O(events · values of an item).
  ///
  /// - Parameters:
  ///   - itemValues: per item, indices of `values`
  ///   - minimum: affinities below it are not kept
  package init(
    _ log: ChoiceLog, attribute: String, values: [String], itemValues: [[UInt16]],
    minimum: Float = weightMin
  ) {
    // A value's share of all choices, as if it had been chosen once more.
    var counts = [Double](repeating: 1, count: values.count)
    var perUser = [[(value: UInt16, weight: Float)]](repeating: [], count: log.userCount)
    for event in log.users.indices {
      let weight = log.weights[event]
      guard weight > 0 else { continue }
      for value in itemValues[Int(log.items[event])] {
        counts[Int(value)] += Double(weight)
        let user = Int(log.users[event])
        if let place = perUser[user].firstIndex(where: { $0.value == value }) {
          perUser[user][place].weight += weight
        } else {
          perUser[user].append((value, weight))
        }
      }
    }
    let total = counts.reduce(0, +)
    let shares = counts.map { Float($0 / total) }
    let priors = shares.map { Self.strength * $0 }
    let rows = perUser.map { row in
      row.map { (value: $0.value, weight: $0.weight / ($0.weight + priors[Int($0.value)])) }
        .filter { $0.weight >= minimum }
        .sorted { ($1.weight, $0.value) < ($0.weight, $1.value) }
        .prefix(Self.entryLimit)
    }
    self.init(
      attribute: attribute, values: values, rows: rows.map(Array.init), shares: shares,
      strength: Self.strength)
  }
}
