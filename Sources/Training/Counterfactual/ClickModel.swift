import Datasets

/// How probable a click is, from the older half of a log: the model that the doubly robust estimate
/// leans on. It need not be right, for its errors are weighed by what was seen.
///
///     q(item, position) = rate(item) · rate(position) / rate
///     rate(item) = (clicks(item) + m·rate) / (shown(item) + m)
///
/// that is, an item's rate drawn to the mean as by m = 200 more impressions, since at a click in two
/// hundred an item's own rate says little before that; positions likewise. Per placement; without a
/// fixed set of candidates the item is left out, as no mean over candidates could be taken.
struct ClickModel {
  private static let weight = 200.0

  fileprivate struct Tally {
    var shown = 0.0
    var clicks = 0.0

    func rate(towards mean: Double) -> Double {
      (clicks + ClickModel.weight * mean) / (shown + ClickModel.weight)
    }
  }

  private var all: [UInt32: Tally] = [:]
  private var items: [UInt64: Tally] = [:]
  private var positions: [PolicyTable.Slot: Tally] = [:]
  /// Of an item at a position.
  private var cells: [PolicyTable.Slot: [UInt32: Tally]] = [:]
  private let usesItems: Bool

  init(_ log: ImpressionTable, rows: Range<Int>, usesItems: Bool) {
    self.usesItems = usesItems
    for row in rows {
      let clicks = log.isClicked[row] ? 1.0 : 0
      let item = Self.key(log.placements[row], log.items[row])
      all[log.placements[row], default: Tally()].count(clicks)
      items[item, default: Tally()].count(clicks)
      positions[log.slot(row), default: Tally()].count(clicks)
      cells[log.slot(row), default: [:]][log.items[row], default: Tally()].count(clicks)
    }
  }

  /// In 0...1.
  func predict(_ item: UInt32, in slot: PolicyTable.Slot) -> Double {
    guard let all = all[slot.placement], all.clicks > 0 else { return 0 }
    let mean = all.clicks / all.shown
    let position = (positions[slot] ?? Tally()).rate(towards: mean)
    guard usesItems else { return position }
    let own = (items[Self.key(slot.placement, item)] ?? Tally()).rate(towards: mean)
    return min(1, own * position / mean)
  }

  /// The item's own rate at this position, drawn to what is predicted: for choosing the best.
  func rate(_ item: UInt32, in slot: PolicyTable.Slot) -> Double {
    (cells[slot]?[item] ?? Tally()).rate(towards: predict(item, in: slot))
  }

  private static func key(_ placement: UInt32, _ item: UInt32) -> UInt64 {
    UInt64(placement) << 32 | UInt64(item)
  }
}

extension ClickModel.Tally {
  fileprivate mutating func count(_ clicks: Double) {
    shown += 1
    self.clicks += clicks
  }
}

extension ImpressionTable {
  func slot(_ row: Int) -> PolicyTable.Slot {
    PolicyTable.Slot(placement: placements[row], position: positions[row])
  }
}
