import Snapshots

/// The values of a filter's sets, one set after the other, each ascending.
struct FilterSets: Sendable {
  private var codes: [UInt32] = []
  private var numbers: [Double] = []

  /// - Returns: where the set lies; `nil` for an empty one, which holds nothing.
  mutating func add(_ values: [UInt32]) -> Range<Int32>? {
    guard !values.isEmpty else { return nil }
    codes += values.sorted()
    return Int32(codes.count - values.count)..<Int32(codes.count)
  }

  mutating func add(_ values: [Double]) -> Range<Int32>? {
    guard !values.isEmpty else { return nil }
    numbers += values.sorted()
    return Int32(numbers.count - values.count)..<Int32(numbers.count)
  }

  /// Whether the answer to `test` is yes for `row`.
  @inline(__always)
  func holds(_ test: FilterTest, _ row: Int) -> Bool {
    switch test {
    case .text(let column, let range):
      range.contains(column[row])
    case .textAmong(let column, let set):
      contains(codes, set, column[row])
    case .list(let indptr, let column, let range):
      any(indptr, column, row) { range.contains($0) }
    case .listAmong(let indptr, let column, let set):
      any(indptr, column, row) { contains(codes, set, $0) }
    case .number(let column, let lower, let upper):
      lower <= column[row] && column[row] <= upper
    case .numberAmong(let column, let set):
      contains(numbers, set, column[row])
    }
  }

  /// Whether a code of the row's list satisfies `condition`.
  @inline(__always)
  private func any(
    _ indptr: Column<Int64>, _ codes: Column<UInt32>, _ row: Int, _ condition: (UInt32) -> Bool
  ) -> Bool {
    // Cut to what exists: a file damaged after it was checked must not trap, nor loop for long.
    let end = min(Int(indptr[row + 1]), codes.count)
    var index = max(Int(indptr[row]), 0)
    while index < end {
      if condition(codes[index]) { return true }
      index += 1
    }
    return false
  }

  /// Binary search; NaN is found nowhere.
  private func contains<Value: Comparable>(
    _ values: [Value], _ set: Range<Int32>, _ value: Value
  ) -> Bool {
    var lower = Int(set.lowerBound)
    var upper = Int(set.upperBound)
    while lower < upper {
      let middle = (lower + upper) / 2
      if values[middle] < value { lower = middle + 1 } else { upper = middle }
    }
    return lower < Int(set.upperBound) && values[lower] == value
  }
}
