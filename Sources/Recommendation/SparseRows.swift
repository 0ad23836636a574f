import Kernels
import Snapshots

/// A fitted sparse matrix of items × items by rows, before it is packed; each row the largest
/// values first.
package struct SparseRows: Sendable, Equatable {
  package private(set) var indptr: [Int64] = [0]
  package private(set) var indices: [UInt32] = []
  package private(set) var values: [Float] = []

  package init() {}

  package init(indptr: [Int64], indices: [UInt32], values: [Float]) {
    self.indptr = indptr
    self.indices = indices
    self.values = values
  }

  init(joining parts: [SparseRows]) {
    for part in parts {
      let start = Int64(indices.count)
      indptr += part.indptr.dropFirst().map { $0 + start }
      indices += part.indices
      values += part.values
    }
  }

  /// Keeps of each row the largest values above 0.
  ///
  /// - Parameter columns: one per item: the rows where the column has values, and these
  init(transposing columns: [PairSums.Row], keeping count: Int) {
    let itemCount = columns.count
    var bounds = [Int](repeating: 0, count: itemCount + 1)
    for column in columns {
      for (row, value) in zip(column.columns, column.values) where value > 0 {
        bounds[Int(row) + 1] += 1
      }
    }
    for row in 0..<itemCount { bounds[row + 1] += bounds[row] }
    var next = bounds
    var entries = [(index: UInt32, value: Float)](repeating: (0, 0), count: bounds[itemCount])
    for (index, column) in columns.enumerated() {
      for (row, value) in zip(column.columns, column.values) where value > 0 {
        entries[next[Int(row)]] = (UInt32(index), value)
        next[Int(row)] += 1
      }
    }
    var best = TopK()
    for row in 0..<itemCount {
      best.reset(k: count)
      for entry in entries[bounds[row]..<bounds[row + 1]]
      where best.accepts(entry.value, Int32(entry.index)) {
        best.insert(entry.value, Int32(entry.index))
      }
      append(sorting: &best)
    }
  }

  /// Appends a row of what was collected.
  mutating func append(sorting best: inout TopK) {
    best.sort()
    for position in 0..<best.count {
      indices.append(UInt32(best[position].index))
      values.append(best[position].score)
    }
    indptr.append(Int64(indices.count))
  }

  func pack(_ name: String, into writer: inout TensorWriter) {
    writer.add(name, sparse: (indptr, indices, values))
  }
}
