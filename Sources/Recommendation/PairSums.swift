import Kernels
import Learning

/// Sums over pairs of items that one user chose: the rows of a sparse item × item matrix
///
///     sum(i, j) = Σ over users that chose i at place a and j at place b of weight(a, b, length)
///
/// where places count a user's items from the oldest, from 0.
struct PairSums: Sendable {
  struct Row: Sendable {
    /// Ascending.
    var columns: [UInt32] = []
    var values: [Float] = []

    /// O(log columns).
    func value(at column: UInt32) -> Float? {
      var (low, high) = (0, columns.count)
      while low < high {
        let middle = (low + high) / 2
        if columns[middle] < column { low = middle + 1 } else { high = middle }
      }
      return low < columns.count && columns[low] == column ? values[low] : nil
    }
  }

  /// One per item.
  let rows: [Row]

  /// O(Σ over users of n(u)²). The same for every number of threads.
  ///
  /// - Parameters:
  ///   - historyLimit: of a user only the newest items count, so that one who chose thousands
  ///     does not cost millions
  ///   - weight: of places a and b of a user with so many items; 0 for none, never below
  init(
    _ interactions: Interactions, historyLimit: Int, threads: Int,
    weight: @Sendable (_ a: Int, _ b: Int, _ length: Int) -> Float
  ) {
    let itemCount = interactions.itemCount
    // The place of each entry, by item.
    let byItem = interactions.transposed(
      values: (0..<interactions.userCount).flatMap { user in
        (0..<interactions.entries(of: user).count).map(Float.init)
      })
    let blocks = blocks(of: itemCount, size: 64)
    let parts = parallelMap(
      count: blocks.count, threads: threads, state: { DenseRow(count: itemCount) }
    ) { row, block in
      blocks[block].map { item in
        for entry in byItem.indptr[item]..<byItem.indptr[item + 1] {
          let entries = interactions.entries(of: Int(byItem.users[entry]))
          let own = Int(byItem.values[entry]) - max(0, entries.count - historyLimit)
          guard own >= 0 else { continue }
          let kept = entries.suffix(historyLimit)
          for (place, other) in kept.enumerated() {
            row.add(weight(own, place, kept.count), to: interactions.items[other])
          }
        }
        return row.take()
      }
    }
    rows = parts.flatMap(\.self)
  }
}

/// A sum of sparse rows that remembers where it is not 0.
private struct DenseRow {
  private var sums: [Float]
  private var touched: [UInt32] = []

  init(count: Int) { sums = [Float](repeating: 0, count: count) }

  @inline(__always)
  mutating func add(_ value: Float, to index: UInt32) {
    guard value > 0 else { return }
    if sums[Int(index)] == 0 { touched.append(index) }
    sums[Int(index)] += value
  }

  mutating func take() -> PairSums.Row {
    touched.sort()
    let values = touched.map { sums[Int($0)] }
    for index in touched { sums[Int(index)] = 0 }
    defer { touched.removeAll(keepingCapacity: true) }
    return PairSums.Row(columns: touched, values: values)
  }
}
