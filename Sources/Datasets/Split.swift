/// A dataset cut in two: what a model may learn from, and each user's held-out items.
///
///     let split = try dataset.split(.temporalShare(0.8))
///     let train = dataset.events.filtered { split.isTraining[$0] }
///     for index in split.users.indices { … split.heldOut(index) … }
package struct Split: Sendable {
  /// One flag per event of the dataset.
  package let isTraining: [Bool]
  /// Users with at least one held-out item, ascending.
  package let users: [UInt32]
  /// Users' items are `items[offsets[i]..<offsets[i + 1]]`, for the user `users[i]`.
  private let offsets: [Int]
  private let items: [UInt32]

  /// The different items that user number `index` of `users` chose in the held-out part, in the
  /// order of their first choice.
  package func heldOut(_ index: Int) -> ArraySlice<UInt32> {
    items[offsets[index]..<offsets[index + 1]]
  }

  package var trainingCount: Int { isTraining.count { $0 } }

  fileprivate init(isTraining: [Bool], heldOutItems: [UInt32: [UInt32]]) {
    self.isTraining = isTraining
    users = heldOutItems.keys.sorted()
    var offsets = [0]
    var items: [UInt32] = []
    for user in users {
      items += heldOutItems[user] ?? []
      offsets.append(items.count)
    }
    self.offsets = offsets
    self.items = items
  }

  /// Only the held-out items for which `isKept(user, item)` holds; users without one drop out.
  package func filtered(_ isKept: (UInt32, UInt32) -> Bool) -> Split {
    var kept: [UInt32: [UInt32]] = [:]
    for (index, user) in users.enumerated() {
      let items = heldOut(index).filter { isKept(user, $0) }
      if !items.isEmpty { kept[user] = items }
    }
    return Split(isTraining: isTraining, heldOutItems: kept)
  }
}

extension Dataset {
  /// Cuts the events in two. O(events).
  ///
  /// Held out are choices (views, carts, purchases, ratings, as far as `kinds` names them), never
  /// returns or searches. What comes after the cut is not trained on, whatever its kind. Events of
  /// the same time stand in the order of the file, and so the last of them in the file is the last.
  package func split(
    _ specification: SplitSpecification,
    kinds: [EventKind] = EventKind.allCases.filter(\.isChoice)
  ) throws(SplitError) -> Split {
    switch specification {
    case .leaveOneOut:
      return events.leavingOneOut(userCount: users.count, kinds: kinds)
    case .temporalShare(let share):
      guard settings.time == .timestamp else { throw .needsTimestamps }
      guard let first = events.timestamps.first, let last = events.timestamps.last else {
        throw .oneSideIsEmpty("train on")
      }
      let cut = Double(first) + share * Double(last - first)
      return try events.split(from: Int64(cut.rounded(.up)), kinds: kinds)
    case .folds: throw .isOfRatings
    case .temporalFrom(let instant):
      guard settings.time == .timestamp else { throw .needsTimestamps }
      return try events.split(from: instant, kinds: kinds)
    }
  }
}

extension EventTable {
  /// Users with fewer than two choices stay in training whole: one alone could not be foreseen
  /// from anything. After the held-out choice nothing of that user is trained on, a return of it
  /// for one.
  fileprivate func leavingOneOut(userCount: Int, kinds: [EventKind]) -> Split {
    let isWanted = mask(of: kinds)
    var choices = [Int](repeating: 0, count: userCount)
    var last = [Int](repeating: -1, count: userCount)
    for event in 0..<count
    where isWanted[Int(self.kinds[event].rawValue)] && items[event] != Self.noItem {
      choices[Int(users[event])] += 1
      last[Int(users[event])] = event
    }
    var isTraining = [Bool](repeating: true, count: count)
    for event in 0..<count {
      let user = Int(users[event])
      if choices[user] >= 2, event >= last[user] { isTraining[event] = false }
    }
    var heldOut: [UInt32: [UInt32]] = [:]
    for user in 0..<userCount where choices[user] >= 2 {
      heldOut[UInt32(user)] = [items[last[user]]]
    }
    return Split(isTraining: isTraining, heldOutItems: heldOut)
  }

  fileprivate func split(from cut: Int64, kinds: [EventKind]) throws(SplitError) -> Split {
    let isTraining = timestamps.map { $0 < cut }
    guard isTraining.first == true else { throw .oneSideIsEmpty("train on") }
    guard isTraining.last == false else { throw .oneSideIsEmpty("hold out") }
    let isWanted = mask(of: kinds)
    var heldOut: [UInt32: [UInt32]] = [:]
    var seen: Set<UInt64> = []
    for event in 0..<count
    where !isTraining[event] && isWanted[Int(self.kinds[event].rawValue)]
      && items[event] != Self.noItem
    {
      let pair = UInt64(users[event]) << 32 | UInt64(items[event])
      if seen.insert(pair).inserted { heldOut[users[event], default: []].append(items[event]) }
    }
    return Split(isTraining: isTraining, heldOutItems: heldOut)
  }

  /// Indexed by the kind's number.
  private func mask(of kinds: [EventKind]) -> [Bool] { EventKind.allCases.map(kinds.contains) }
}
