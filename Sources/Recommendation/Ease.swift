/// EASE^R: every item as a weighted sum of the others that were chosen by the same users.
///
/// Steck, *Embarrassingly shallow autoencoders for sparse data*, WWW 2019, solved item by item over
/// candidates; see ``LocalRidge``. Of the weights those above 0 are kept, the largest of each row:
/// on validation data the negative ones made no difference, and what is left is a sum of reasons.
package enum Ease {
  /// - Parameter lambda: in users; the larger, the more an item is foretold by many others
  package static func fit(
    _ interactions: Interactions, lambda: Float = 100, candidateCount: Int = 200,
    neighbourCount: Int = 100, halfLife: Float = 2, historyLimit: Int = 200, threads: Int = 1
  ) -> FittedItemNeighbours {
    let gram = PairSums(interactions, historyLimit: historyLimit, threads: threads) { _, _, _ in 1 }
    let ridge = LocalRidge(
      lambda: lambda, candidateCount: candidateCount, neighbourCount: neighbourCount)
    let rows = ridge.fit(gram: gram, targets: gram, threads: threads)
    return FittedItemNeighbours(
      source: .ease, rows: rows, together: counts(of: rows, in: gram), halfLife: halfLife)
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
