import Kernels
import Learning
package import Snapshots

/// Fitted ``ItemNeighbours``, before they are packed.
package struct FittedItemNeighbours: Sendable {
  /// Shape: items × items, each row the most similar first.
  package let indptr: [Int64]
  package let indices: [UInt32]
  package let values: [Float]
  /// In items; infinity: none.
  package var halfLife: Float

  package func pack(into writer: inout TensorWriter) {
    writer.add("item_neighbours", sparse: (indptr, indices, values))
    writer.add("item_neighbours.half_life", [halfLife])
  }
}

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
      var rows = Rows()
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
    var indptr: [Int64] = [0]
    indptr.reserveCapacity(itemCount + 1)
    for count in parts.lazy.flatMap(\.counts) { indptr.append(indptr[indptr.count - 1] + count) }
    return FittedItemNeighbours(
      indptr: indptr, indices: parts.flatMap(\.indices), values: parts.flatMap(\.values),
      halfLife: halfLife)
  }
}

/// Consecutive rows of the result.
private struct Rows: Sendable {
  var counts: [Int64] = []
  var indices: [UInt32] = []
  var values: [Float] = []
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
  mutating func moveBest(_ k: Int, except item: Int, to rows: inout Rows) {
    best.reset(k: k)
    sum.moveBest(to: &best) { $0 != item }
    best.sort()
    rows.counts.append(Int64(best.count))
    for position in 0..<best.count {
      rows.indices.append(UInt32(best[position].index))
      rows.values.append(best[position].score)
    }
  }
}
