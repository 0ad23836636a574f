/// Training examples as sparse rows, each perhaps with a dense tail: n-grams, and what an encoder says.
package struct Examples: Sendable {
  /// Columns of the sparse part.
  package let featureCount: Int
  /// Columns of the dense part, behind the sparse ones.
  package let denseCount: Int
  package private(set) var starts: [Int] = [0]
  package private(set) var indices: [UInt32] = []
  package private(set) var values: [Float] = []
  /// Shape: examples × denseCount, row-major.
  package private(set) var dense: [Float] = []

  package var count: Int { starts.count - 1 }

  package init(featureCount: Int, denseCount: Int = 0) {
    self.featureCount = featureCount
    self.denseCount = denseCount
  }

  /// - Precondition: the indices are distinct and below `featureCount`; `dense` has `denseCount` values.
  package mutating func append(_ entries: [(index: UInt32, value: Float)], dense tail: [Float] = [])
  {
    precondition(tail.count == denseCount, "\(tail.count) dense values; \(denseCount) are accepted")
    for entry in entries {
      precondition(entry.index < featureCount, "feature \(entry.index) of \(featureCount)")
      indices.append(entry.index)
      values.append(entry.value)
    }
    starts.append(indices.count)
    dense += tail
  }
}
