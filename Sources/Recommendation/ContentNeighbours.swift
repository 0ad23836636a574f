import Kernels
import Learning
import RealModule

/// What is said of items, as the fit sees it: attribute values and words of titles, each a number.
package struct ItemContent: Sendable {
  /// One per item: the numbers of its values, ascending, each once.
  package let values: [[UInt32]]
  package let valueCount: Int
  /// Made elsewhere, one per item; `nil`: there are none.
  package var vectors: ItemVectors?

  package init(values: [[UInt32]], valueCount: Int, vectors: ItemVectors? = nil) {
    self.values = values
    self.valueCount = valueCount
    self.vectors = vectors
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
/// in automatic text retrieval*, 1988. Where items have vectors from elsewhere too, their cosine is added
/// as far as it is above 0, and the sum is halved.
package enum ContentNeighbours {
  /// O(Σ over values of (items with it)² + items² · width of the vectors), in parallel; values that more than `shareMax` of the items
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
    let scale: Float = content.vectors == nil ? 1 : 0.5
    let transposed = content.vectors?.transposed ?? []
    let parts = parallelMap(
      count: blocks.count, threads: threads,
      state: {
        var sum = SparseAccumulator()
        sum.prepare(count: itemCount)
        return (sum, [Float]())
      }
    ) { state, block in
      var rows = SparseRows()
      var best = TopK()
      content.vectors?.multiply(blocks[block], by: transposed, into: &state.1)
      for (place, item) in blocks[block].enumerated() {
        if !state.1.isEmpty {
          // Of the vectors the nearest alone: all items would be candidates otherwise.
          best.reset(k: 4 * neighbourCount)
          let cosines = place * itemCount..<(place + 1) * itemCount
          for (other, cosine) in state.1[cosines].enumerated()
          where cosine > 0 && other != item && best.accepts(cosine, Int32(other)) {
            best.insert(cosine, Int32(other))
          }
          for position in 0..<best.count {
            let (cosine, other) = best[position]
            state.0.add([UInt32(other)].span, [cosine].span, times: scale)
          }
        }
        for value in content.values[item] where idf[Int(value)] > 0 && norms[item] > 0 {
          let (others, shares) = (holders[Int(value)], weights[Int(value)])
          state.0.add(others.span, shares.span, times: scale * idf[Int(value)] / norms[item])
        }
        best.reset(k: neighbourCount)
        state.0.moveBest(to: &best) { $0 != item }
        rows.append(sorting: &best)
      }
      return rows
    }
    return FittedItemNeighbours(
      source: .content, rows: SparseRows(joining: parts), halfLife: halfLife)
  }
}
