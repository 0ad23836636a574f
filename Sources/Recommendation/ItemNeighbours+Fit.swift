import Kernels
import Learning

extension ItemNeighbours {
  /// Compares all pairs of items that share a user. O(Σ over users of n(u)²) multiplications; the
  /// same for every number of threads.
  ///
  /// - Parameters:
  ///   - neighbourCount: how many neighbours an item keeps
  ///   - halfLife: in items, above 0; infinity: none
  package static func fit(
    _ interactions: Interactions, weighting: Weighting, neighbourCount: Int = 100,
    halfLife: Float = .infinity, threads: Int = 1
  ) -> FittedItemNeighbours {
    precondition(halfLife > 0, "half-life is \(halfLife)")
    let weights = weighting.weights(of: interactions)
    let byItem = interactions.transposed(values: weights)
    let itemCount = interactions.itemCount
    // Small, since the popular items' rows cost a thousand times the others'.
    let blocks = blocks(of: itemCount, size: 64)
    let parts = parallelMap(
      count: blocks.count, threads: threads, state: { RowProduct(itemCount: itemCount) }
    ) { product, block in
      var rows = SparseRows()
      for item in blocks[block] {
        let entries = byItem.indptr[item]..<byItem.indptr[item + 1]
        for entry in entries {
          let row = interactions.entries(of: Int(byItem.users[entry]))
          product.add(
            interactions.items.span.extracting(row), weights.span.extracting(row),
            times: byItem.values[entry])
        }
        product.moveBest(neighbourCount, except: item, to: &rows)
      }
      return rows
    }
    return FittedItemNeighbours(
      source: .neighbours, rows: SparseRows(joining: parts), halfLife: halfLife)
  }
}

/// One row of a sparse product.
private struct RowProduct {
  private var sum = SparseAccumulator()
  private var best = TopK()

  init(itemCount: Int) { sum.prepare(count: itemCount) }

  mutating func add(_ items: Span<UInt32>, _ values: Span<Float>, times scale: Float) {
    sum.add(items, values, times: scale)
  }

  /// Appends the best of the row and begins the next.
  mutating func moveBest(_ k: Int, except item: Int, to rows: inout SparseRows) {
    best.reset(k: k)
    sum.moveBest(to: &best) { $0 != item }
    rows.append(sorting: &best)
  }
}
