import Kernels
import Learning

/// Item-to-item weights by one ridge regression per item over the items that occur with it.
///
///     w(·, j) = argmin ‖T·e(j) − S·w‖² + λ‖w‖²,   w(i, j) = 0 unless i is among the
///               `candidateCount` items with the largest sums (SᵀT)(i, j),   w(j, j) = 0
///
/// S and T say what was known and what was chosen; only the sums SᵀS and SᵀT are needed. With
/// S = T = the users' choices this is EASE (Steck, *Embarrassingly shallow autoencoders for sparse
/// data*, WWW 2019, equation 8) with each column restricted to its candidates, as Ning and Karypis
/// restrict theirs in *SLIM: sparse linear methods for top-N recommender systems*, ICDM 2011, section
/// IV.B (fsSLIM). The closed form inverts one matrix of items × items, O(items³); this solves one
/// small system an item, O(items · candidates³), in parallel, and never holds a dense matrix.
struct LocalRidge: Sendable {
  var lambda: Float
  var candidateCount: Int
  /// Weights that an item keeps, the largest.
  var neighbourCount: Int

  /// The same for every number of threads.
  ///
  /// - Parameters:
  ///   - gram: SᵀS
  ///   - targets: TᵀS: the row of an item has what the item is foretold by
  func fit(gram: PairSums, targets: PairSums, threads: Int) -> SparseRows {
    let itemCount = gram.rows.count
    let blocks = blocks(of: itemCount, size: 32)
    let columns = parallelMap(
      count: blocks.count, threads: threads, state: { Regression(itemCount: itemCount) }
    ) { regression, block in
      blocks[block].map { item in
        regression.weights(
          of: item, gram: gram, targets: targets.rows[item], lambda: lambda,
          candidateCount: candidateCount)
      }
    }.flatMap(\.self)
    return SparseRows(transposing: columns, keeping: neighbourCount)
  }
}

/// One item's regression, and the memory for it.
private struct Regression {
  private var solver = RidgeSolver()
  private var best = TopK()
  /// Where an item stands among the candidates; -1: it is none.
  private var place: [Int32]
  private var vector: [Float] = []

  init(itemCount: Int) { place = [Int32](repeating: -1, count: itemCount) }

  /// The weights of item's candidates.
  mutating func weights(
    of item: Int, gram: PairSums, targets: PairSums.Row, lambda: Float, candidateCount: Int
  ) -> PairSums.Row {
    best.reset(k: candidateCount)
    for (column, value) in zip(targets.columns, targets.values)
    where column != item && best.accepts(value, Int32(column)) {
      best.insert(value, Int32(column))
    }
    best.sort()
    var candidates: [UInt32] = []
    vector.removeAll(keepingCapacity: true)
    for position in 0..<best.count {
      candidates.append(UInt32(best[position].index))
      vector.append(best[position].score)
    }
    for (position, candidate) in candidates.enumerated() {
      place[Int(candidate)] = Int32(position)
    }
    let isSolved = solver.solve(lambda: lambda, &vector) { [place] matrix in
      for (position, candidate) in candidates.enumerated() {
        gram.rows[Int(candidate)].copy(
          candidates, place: place, from: position, into: &matrix)
      }
    }
    for candidate in candidates { place[Int(candidate)] = -1 }
    return isSolved ? PairSums.Row(columns: candidates, values: vector) : PairSums.Row()
  }
}

extension PairSums.Row {
  /// Writes the row's values at candidates from `position` on into row `position` of a matrix of
  /// candidates × candidates. A short row is walked, a long one searched.
  fileprivate func copy(
    _ candidates: [UInt32], place: [Int32], from position: Int,
    into matrix: inout MutableSpan<Float>
  ) {
    let start = position * candidates.count
    if columns.count <= candidates.count * 16 {
      for entry in columns.indices {
        let other = Int(place[Int(columns[entry])])
        if other >= position { matrix[start + other] = values[entry] }
      }
    } else {
      for other in position..<candidates.count {
        if let value = value(at: candidates[other]) { matrix[start + other] = value }
      }
    }
  }
}
