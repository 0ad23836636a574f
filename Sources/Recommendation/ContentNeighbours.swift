import Kernels
import Learning
import RealModule

/// What is said of items, as the fit sees it: attribute values and words of titles, each a number.
package struct ItemContent: Sendable {
  /// One per item: the numbers of its values, ascending, each once.
  package let values: [[UInt32]]
  package let valueCount: Int

  package init(values: [[UInt32]], valueCount: Int) {
    self.values = values
    self.valueCount = valueCount
  }

  /// The items that have each value, ascending.
  var holders: [[UInt32]] {
    var holders = [[UInt32]](repeating: [], count: valueCount)
    for (item, values) in values.enumerated() {
      for value in values { holders[Int(value)].append(UInt32(item)) }
    }
    return holders
  }
}

/// Items that are described alike: what an item has from its first minute.
///
///     w(i, j) = Σ over values that both have of idf² / (‖i‖ · ‖j‖),   idf = ln(items / items with it)
///
/// The cosine of vectors of inverse document frequencies: Salton, Buckley, *Term-weighting approaches
/// in automatic text retrieval*, 1988.
package enum ContentNeighbours {
  /// O(Σ over values of (items with it)²), in parallel; values that more than `shareMax` of the items
  /// have say little, cost most, and are left out.
  package static func fit(
    _ content: ItemContent, neighbourCount: Int = 50, shareMax: Double = 0.2, halfLife: Float = 4,
    threads: Int = 1
  ) -> FittedItemNeighbours {
    let itemCount = content.values.count
    let holders = content.holders
    let idf = holders.map { holders -> Float in
      let isTooCommon = Double(holders.count) > shareMax * Double(itemCount)
      return holders.count < 2 || isTooCommon
        ? 0 : Float.log(Float(itemCount) / Float(holders.count))
    }
    let norms = content.values.map { values in
      values.reduce(Float(0)) { $0 + idf[Int($1)] * idf[Int($1)] }.squareRoot()
    }
    let weights = holders.enumerated().map { value, holders in
      holders.map { norms[Int($0)] > 0 ? idf[value] / norms[Int($0)] : 0 }
    }
    let blocks = blocks(of: itemCount, size: 64)
    let parts = parallelMap(
      count: blocks.count, threads: threads,
      state: {
        var sum = SparseAccumulator()
        sum.prepare(count: itemCount)
        return sum
      }
    ) { sum, block in
      var rows = SparseRows()
      var best = TopK()
      for item in blocks[block] {
        for value in content.values[item] where idf[Int(value)] > 0 && norms[item] > 0 {
          let (others, shares) = (holders[Int(value)], weights[Int(value)])
          sum.add(others.span, shares.span, times: idf[Int(value)] / norms[item])
        }
        best.reset(k: neighbourCount)
        sum.moveBest(to: &best) { $0 != item }
        rows.append(sorting: &best)
      }
      return rows
    }
    return FittedItemNeighbours(
      source: .content, rows: SparseRows(joining: parts), halfLife: halfLife)
  }
}
