/// Series that are sums of others: which leaves (SKUs, or SKUs of a shop) each total is the sum of.
///
/// Any number of groupings may cross (category, brand, shop): a total is a set of leaves. Nodes are
/// numbered totals first, then leaves, as rows of the summing matrix, which is kept sparse.
package struct Hierarchy: Sendable, Equatable {
  package let leafCount: Int
  /// Leaves of total `n` are `leaves[starts[n]..<starts[n + 1]]`.
  let starts: [Int]
  let leaves: [UInt32]

  /// - Parameter totals: the leaves that each is the sum of
  /// - Throws: DemandError when there is no leaf, a total has none, or has one twice or one that is not
  ///   there.
  package init(leafCount: Int, totals: [[Int]]) throws(DemandError) {
    guard leafCount > 0 else { throw .noObservations }
    var starts = [0]
    var leaves: [UInt32] = []
    for total in totals {
      guard !total.isEmpty else {
        throw .unequalCounts(name: "a total's leaves", count: 0, expected: 1)
      }
      let members = Set(total)
      guard members.count == total.count else {
        throw .unequalCounts(
          name: "a total's leaves", count: total.count, expected: members.count)
      }
      for leaf in total {
        guard leaf >= 0, leaf < leafCount else {
          throw .invalidArgument(
            name: "leaf", value: Double(leaf), accepted: "in 0..<\(leafCount)")
        }
        leaves.append(UInt32(leaf))
      }
      starts.append(leaves.count)
    }
    self.leafCount = leafCount
    self.starts = starts
    self.leaves = leaves
  }

  package var totalCount: Int { starts.count - 1 }
  package var nodeCount: Int { totalCount + leafCount }

  /// Leaves of a node, itself if it is one.
  package func leafCount(of node: Int) -> Int {
    node < totalCount ? starts[node + 1] - starts[node] : 1
  }

  /// Totals made the sums of their leaves. `values` has one element a node.
  package func sum(_ values: inout [Double]) {
    precondition(values.count == nodeCount, "\(values.count) values of \(nodeCount) nodes")
    for total in 0..<totalCount {
      var sum = 0.0
      for index in starts[total]..<starts[total + 1] {
        sum += values[totalCount + Int(leaves[index])]
      }
      values[total] = sum
    }
  }

  /// C·x, how far each total is above the sum of its leaves: C = (I, −A).
  func gaps(_ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: totalCount)
    var target = result.mutableSpan
    let values = x.span
    for total in 0..<totalCount {
      var gap = values[total]
      for index in starts[total]..<starts[total + 1] {
        gap -= values[totalCount + Int(leaves[index])]
      }
      target[total] = gap
    }
    return result
  }

  /// Cᵀ·y.
  func spread(_ y: [Double]) -> [Double] {
    var result = y + [Double](repeating: 0, count: leafCount)
    var target = result.mutableSpan
    for total in 0..<totalCount {
      for index in starts[total]..<starts[total + 1] {
        target[totalCount + Int(leaves[index])] -= y[total]
      }
    }
    return result
  }
}
