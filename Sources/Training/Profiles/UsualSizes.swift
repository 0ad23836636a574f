import Datasets
import Profiling

/// Per category, the size that each shopper kept most often; of sizes kept equally often the newest.
///
/// A piece that was kept counts 1 for its size, one that went back takes that off again. One that was too
/// small or too large speaks against its size: it counts nothing for it, and a half for the next size up
/// or down that is bought in the category at least a fifth as often. A shopper whose sizes all came to
/// nothing has no usual size; one whose sizes are evenly many has one of which nobody is sure.
struct UsualSizes {
  /// Pieces, in categories with two sizes or more, by category.
  private(set) var pieces: [String: Int] = [:]
  /// By category and user, with how many more pieces speak for it than for all others, from 0 up.
  private(set) var sizes: [String: [UInt32: (size: UInt32, margin: Double)]] = [:]
  /// The size that is bought most often in a category.
  private(set) var commonest: [String: UInt32] = [:]

  static let neighbourWeight = 0.5

  /// - Parameter time: nothing later is looked at
  init(of dataset: Dataset, until time: Int64 = .max) {
    let events = dataset.events
    let names = events.sizeNames.strings.map { SizeName($0) }
    let texts = dataset.items.categories
    func category(_ event: Int) -> String {
      texts.map { $0[Int(events.items[event])] } ?? "all"
    }
    let chosen = (0..<events.count).filter {
      events.timestamps[$0] <= time && events.sizes[$0] != EventTable.noSize
        && events.items[$0] != EventTable.noItem
        && [.purchase, .return].contains(events.kinds[$0])
    }
    var bought: [String: [UInt32: Int]] = [:]
    for event in chosen where events.kinds[event] == .purchase {
      bought[category(event), default: [:]][events.sizes[event], default: 0] += 1
    }
    bought = bought.filter { $0.value.count > 1 }
    pieces = bought.mapValues { $0.values.reduce(0, +) }
    commonest = bought.compactMapValues { counts in
      counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
    // Per category and user: how much speaks for each size, and the number of its newest event.
    var kept: [String: [UInt32: [UInt32: (weight: Double, newest: Int)]]] = [:]
    func add(_ weight: Double, _ size: UInt32, _ event: Int) {
      kept[category(event), default: [:]][events.users[event], default: [:]][
        size, default: (0, 0)
      ].weight += weight
      kept[category(event)]?[events.users[event]]?[size]?.newest = event
    }
    for event in chosen {
      guard let counts = bought[category(event)] else { continue }
      let size = events.sizes[event]
      switch (events.kinds[event], events.fits[event]) {
      case (.return, let fit):
        add(-1, size, event)
        if let next = counts.next(to: size, fit, names) { add(Self.neighbourWeight, next, event) }
      case (_, nil), (_, .fit?): add(1, size, event)
      case (_, let fit?):
        if let next = counts.next(to: size, fit, names) { add(Self.neighbourWeight, next, event) }
      }
    }
    sizes = kept.mapValues { users in
      users.compactMapValues { sizes in
        let known = sizes.filter { $0.value.weight > 0 }
        guard
          let best = known.max(by: {
            ($0.value.weight, $0.value.newest) < ($1.value.weight, $1.value.newest)
          })
        else { return nil }
        let all = known.values.reduce(0) { $0 + $1.weight }
        return (best.key, max(0, 2 * best.value.weight - all))
      }
    }
  }
}

extension [UInt32: Int] {
  /// The next size up of one that was too small, down of one too large; `nil` where there is none, or
  /// the size is on no scale.
  fileprivate func next(to size: UInt32, _ fit: ReportedFit?, _ names: [SizeName?]) -> UInt32? {
    guard let fit, fit != .fit, let own = names[Int(size)], let count = self[size] else {
      return nil
    }
    let others = filter { other, bought in
      guard 5 * bought >= count, let name = names[Int(other)], name.scale == own.scale else {
        return false
      }
      return fit == .small ? name.value > own.value : name.value < own.value
    }
    func distance(_ other: UInt32) -> Double {
      names[Int(other)].map { ($0.value - own.value).magnitude } ?? .infinity
    }
    return others.keys.min { (distance($0), $0) < (distance($1), $1) }
  }
}
