import Datasets
import Recommendation
import Snapshots

extension Dataset {
  /// What shoppers put into which baskets: purchases, and of a dataset without any what they chose,
  /// viewed or rated, in one go.
  func basketLog(gap: Int64?) -> BasketLog {
    let kinds = foreseenKinds
    var users: [UInt32] = []
    var items: [UInt32] = []
    var timestamps: [Int64] = []
    for event in 0..<events.count
    where kinds.contains(events.kinds[event]) && events.items[event] != EventTable.noItem {
      users.append(events.users[event])
      items.append(events.items[event])
      timestamps.append(events.timestamps[event])
    }
    return BasketLog(
      userCount: self.users.count, itemCount: self.items.count, users: users, items: items,
      timestamps: timestamps, gap: gap)
  }

  /// The category of each item, by number; `nil` when items have none.
  fileprivate var categories: [UInt32?]? {
    guard case .texts(let texts)? = items.attribute("category")?.values else { return nil }
    var numbers: [String: UInt32] = [:]
    return texts.map { text in
      guard !text.isEmpty else { return nil }
      let number = numbers[text] ?? UInt32(numbers.count)
      numbers[text] = number
      return number
    }
  }
}

extension Trainer {
  /// Repeats are fitted where the dataset has purchases and their times.
  ///
  /// Where timestamps only order a shopper's events no visits are known, and where every visit ended with
  /// one item nothing was bought together: there all of a shopper's items are one basket, since what the
  /// same shoppers bought is the closest to it. The manifest says which it was.
  func trainPurchases(of dataset: Dataset) -> FittedPurchases {
    let hasTimes = dataset.settings.time == .timestamp
    let visits = hasTimes ? dataset.basketLog(gap: BasketLog.gapUsual) : nil
    let baskets = visits.flatMap { $0.hasPairs ? $0 : nil } ?? dataset.basketLog(gap: nil)
    return PurchaseFit.fit(
      baskets, purchases: dataset.events.kinds.contains(.purchase) ? visits : nil,
      groups: dataset.categories, threads: options.threads, progress: progress)
  }
}

extension FittedPurchases {
  /// For the manifest: what the models were trained on.
  var description: JSON {
    [
      "basketOf": .string(baskets.unit.rawValue),
      "baskets": .integer(baskets.count),
      "pairs": .integer(baskets.together.count),
      "repeats": repeats.map { repeats in
        [
          "pairs": .integer(repeats.items.count),
          "rate": .number(repeats.usual.rate),
          "intervalDays": repeats.usual.intervalDays.map { .number($0) } ?? .null,
        ]
      } ?? .null,
    ]
  }
}
