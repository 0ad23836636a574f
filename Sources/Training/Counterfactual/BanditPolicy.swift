package import Datasets

/// A way to choose what to show, as far as a log can say how it would have fared.
package enum BanditPolicy: Sendable {
  /// The one that made the log: what it earned is known, and every estimate must find it.
  case logged
  /// Each candidate alike.
  case uniform
  /// In proportion to one more than an item's clicks in the older half.
  case popular
  /// Per placement and position, always the item that did best in the older half.
  case best
  /// As often as another log shows an item at a position: the policy of that log.
  case like(ImpressionTable, name: String)

  package var name: String {
    switch self {
    case .logged: "logged"
    case .uniform: "uniform"
    case .popular: "popular"
    case .best: "best"
    case .like(_, let name): "like \(name)"
    }
  }

  /// Whether it was made of clicks of the older half, so that only the newer may judge it.
  var isLearned: Bool {
    switch self {
    case .popular, .best: true
    case .logged, .uniform, .like: false
    }
  }

  /// In words, for the table.
  package var meaning: String {
    switch self {
    case .logged: "what made the log"
    case .uniform: "each candidate alike"
    case .popular: "by clicks in the older half"
    case .best: "the best item of each position in the older half"
    case .like(_, let name): "as often as the log of \(name) shows an item at a position"
    }
  }
}

/// A policy's probabilities over the items of a log, per placement and position.
///
/// Only where every row of a placement was chosen from the same items can a policy over items be told
/// apart from one that was made to fit: `isFixed`.
struct PolicyTable {
  struct Slot: Hashable {
    let placement: UInt32
    let position: Int
  }

  /// One per item of the log, adding up to 1 over the slot's items.
  private var probabilities: [Slot: [Double]] = [:]

  func probability(of item: UInt32, in slot: Slot) -> Double {
    probabilities[slot]?[Int(item)] ?? 0
  }

  /// Σ over items of probability · `value(item)`.
  func expectation(in slot: Slot, _ value: (UInt32) -> Double) -> Double {
    var sum = 0.0
    for (item, probability) in (probabilities[slot] ?? []).enumerated() where probability > 0 {
      sum += probability * value(UInt32(item))
    }
    return sum
  }

  /// - Parameters:
  ///   - scores: one per item, for a slot; at least 0
  ///   - items: those of each placement
  init(_ slots: Set<Slot>, items: [UInt32: Set<UInt32>], count: Int, scores: (Slot) -> [Double]) {
    for slot in slots {
      let allowed = items[slot.placement] ?? []
      let scores = scores(slot)
      let total = allowed.reduce(0) { $0 + scores[Int($1)] }
      guard total > 0 else { continue }
      var row = [Double](repeating: 0, count: count)
      for item in allowed { row[Int(item)] = scores[Int(item)] / total }
      probabilities[slot] = row
    }
  }
}
