import Kernels
import Learning

/// EASE^R: every item as a weighted sum of the others that were chosen by the same users.
///
/// Steck, *Embarrassingly shallow autoencoders for sparse data*, WWW 2019. Of the weights those above 0
/// are kept, the largest of each row: on validation data the negative ones made no difference, and
/// what is left is a sum of reasons.
package enum Ease {
  /// How the weights are solved for.
  package enum Method: String, CaseIterable, Sendable {
    /// The closed form, over all items at once: O(items³) time, 4 · items² bytes.
    /// At most ``exactItemCountMax`` items.
    case exact
    /// Item by item over the items that most often occur with it; see ``LocalRidge``.
    case local
  }

  /// More would take more than 1.6 GB and, on two cores, some minutes.
  package static let exactItemCountMax = 20_000

  /// - Parameters:
  ///   - lambda: in users; the larger, the more an item is foretold by many others
  ///   - candidateCount: of an item, with ``Method/local``
  ///   - neighbourCount: weights that an item keeps
  package static func fit(
    _ interactions: Interactions, method: Method = .local, lambda: Float = 100,
    candidateCount: Int = 200, neighbourCount: Int = 100, halfLife: Float = 2,
    historyLimit: Int = 200, threads: Int = 1
  ) -> FittedItemNeighbours {
    let gram = PairSums(interactions, historyLimit: historyLimit, threads: threads) { _, _, _ in 1 }
    let rows =
      switch method {
      case .exact:
        closedForm(gram, lambda: lambda, neighbourCount: neighbourCount, threads: threads)
      case .local:
        LocalRidge(
          lambda: lambda, candidateCount: candidateCount, neighbourCount: neighbourCount
        ).fit(gram: gram, targets: gram, threads: threads)
      }
    return FittedItemNeighbours(
      source: .ease, rows: rows, together: counts(of: rows, in: gram), halfLife: halfLife)
  }

  /// With P = (XᵀX + λI)⁻¹
  ///
  ///     w(i, j) = −P(i, j) / P(j, j),   w(j, j) = 0                                  (equation 8)
  ///
  /// The same for every number of threads.
  private static func closedForm(
    _ gram: PairSums, lambda: Float, neighbourCount: Int, threads: Int
  ) -> SparseRows {
    let itemCount = gram.rows.count
    precondition(itemCount <= exactItemCountMax, "\(itemCount) items")
    guard itemCount > 0 else { return SparseRows() }
    let matrix = SymmetricMatrix(count: itemCount)
    for (item, row) in gram.rows.enumerated() {
      matrix.set(item, row.columns, row.values, addingToDiagonal: lambda)
    }
    let isInverted = matrix.invert { count, body in
      _ = parallelMap(count: count, threads: threads) { body($0) }
    }
    precondition(isInverted, "XᵀX + \(lambda)·I is not positive definite")
    let blocks = blocks(of: itemCount, size: 64)
    let parts = parallelMap(count: blocks.count, threads: threads, state: { TopK() }) {
      best, block in
      var rows = SparseRows()
      for item in blocks[block] {
        best.reset(k: neighbourCount)
        matrix.offerRatios(of: item, to: &best)
        rows.append(sorting: &best)
      }
      return rows
    }
    return SparseRows(joining: parts)
  }

  /// Entry by entry, how many users chose both.
  private static func counts(of rows: SparseRows, in gram: PairSums) -> [UInt32] {
    var counts: [UInt32] = []
    counts.reserveCapacity(rows.indices.count)
    for row in gram.rows.indices {
      for entry in Int(rows.indptr[row])..<Int(rows.indptr[row + 1]) {
        counts.append(UInt32(gram.rows[row].value(at: rows.indices[entry]) ?? 0))
      }
    }
    return counts
  }
}
