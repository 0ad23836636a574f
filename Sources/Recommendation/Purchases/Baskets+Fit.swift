import Kernels
import RealModule
package import Snapshots

/// Fitted ``Baskets``, before they are packed.
package struct FittedBaskets: Sendable, Equatable {
  package let partners: SparseRows
  /// One per entry of the partners.
  package let together: [UInt32]
  package let itemCounts: [UInt32]
  package let count: Int
  /// What was counted.
  package let unit: BasketLog.Unit

  package func pack(into writer: inout TensorWriter) {
    partners.pack("baskets.partners", into: &writer)
    writer.add("baskets.together", together)
    writer.add("baskets.item_counts", itemCounts)
    writer.add("baskets.count", [Int64(count)])
  }
}

package struct BasketSettings: Sendable, Equatable {
  /// Partners that an item keeps.
  package var partnerCount = 64
  /// Of a larger basket a sample of so many items counts: a reseller's order of a thousand would cost
  /// as much as ten thousand usual baskets, and says little of each pair.
  package var sizeMax = 100
  /// How many baskets of prior there are, as many as chance would have it: chosen by what goes missing
  /// from online-retail's validation baskets (BENCHMARKS.md).
  package var shrinkage = 20.0

  package init() {}
}

extension Baskets {
  /// Counts all pairs of items in a basket. O(Σ over baskets of min(size, sizeMax)²); the same for every
  /// number of threads and every order of the shoppers.
  package static func fit(
    _ log: BasketLog, settings: BasketSettings = BasketSettings(), threads: Int = 1
  ) -> FittedBaskets {
    precondition(settings.shrinkage > 0, "shrinkage is \(settings.shrinkage)")
    var baskets: [UInt32] = []
    var items: [UInt32] = []
    var itemCounts = [UInt32](repeating: 0, count: log.itemCount)
    for basket in 0..<log.basketCount {
      for item in log.sample(of: basket, atMost: settings.sizeMax) {
        baskets.append(UInt32(basket))
        items.append(item)
        itemCounts[Int(item)] += 1
      }
    }
    // A basket is to the sums what a user is elsewhere.
    let sums = PairSums(
      Interactions(
        userCount: log.basketCount, itemCount: log.itemCount, users: baskets, items: items),
      historyLimit: .max, threads: threads
    ) { a, b, _ in a == b ? 0 : 1 }

    var rows = SparseRows()
    var together: [UInt32] = []
    var best = TopK()
    for (item, row) in sums.rows.enumerated() {
      best.reset(k: settings.partnerCount)
      for (column, both) in zip(row.columns, row.values) {
        let expected =
          Double(itemCounts[item]) * Double(itemCounts[Int(column)]) / Double(log.basketCount)
        let value = Float(
          Double.log((Double(both) + settings.shrinkage) / (expected + settings.shrinkage)))
        if value > 0, best.accepts(value, Int32(column)) { best.insert(value, Int32(column)) }
      }
      let start = rows.indices.count
      rows.append(sorting: &best)
      for partner in rows.indices[start...] { together.append(UInt32(row.value(at: partner) ?? 0)) }
    }
    return FittedBaskets(
      partners: rows, together: together, itemCounts: itemCounts, count: log.basketCount,
      unit: log.unit)
  }
}

extension BasketLog {
  /// The items of a basket, or so many of them: those whose hash with the basket's time is smallest. So
  /// no item is always left out, and nothing depends on who comes first in the log.
  fileprivate func sample(of basket: Int, atMost count: Int) -> [UInt32] {
    let all = items(of: basket)
    guard all.count > count else { return Array(all) }
    let seed = mixed(UInt64(bitPattern: times[basket]))
    let kept = all.map { (mixed(seed &+ UInt64($0)), $0) }.sorted { $0 < $1 }.prefix(count)
    return kept.map(\.1)
  }
}

/// The output of SplitMix64: Steele, Lea, Flood, *Fast splittable pseudorandom number generators*,
/// OOPSLA 2014.
private func mixed(_ value: UInt64) -> UInt64 {
  var mixed = value &+ 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}
