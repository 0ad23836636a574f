/// A dense sum of sparse rows that remembers where it is not 0, so that clearing it costs what was
/// added and not its length.
///
///     sum.add(indices, values, times: 0.5)        for each row
///     sum.moveBest(to: &best) { isWanted($0) }    best holds the largest, sum is 0 again
///
/// It allocates only in `prepare`, and there only when the count changes.
@usableFromInline package struct SparseAccumulator: Sendable {
  @usableFromInline var sums: [Float] = []
  // Invariant: the first `touchedCount` are distinct, and hold every index that was added to. One
  // longer than `sums`, for the write that does not count.
  private var touchedIndices: [UInt32] = []
  package private(set) var touchedCount = 0

  package init() {}

  /// - Precondition: all sums are 0.
  package mutating func prepare(count: Int) {
    if sums.count != count {
      sums = [Float](repeating: 0, count: count)
      touchedIndices = [UInt32](repeating: 0, count: count + 1)
    }
    touchedCount = 0
  }

  /// sum[indices[e]] += scale · values[e].
  ///
  /// Products that are not above 0 are skipped: one that is 0 would let its index be touched twice.
  /// An index out of range counts for the last, so that a damaged file gives a wrong sum at worst.
  ///
  /// - Precondition: `prepare` was given a count above 0; there is a value for each index.
  package mutating func add(_ indices: Span<UInt32>, _ values: Span<Float>, times scale: Float) {
    precondition(values.count >= indices.count, "\(values.count) values, \(indices.count) indices")
    touchedCount = scatter(
      indices, values, scale, into: &sums, touching: &touchedIndices, from: touchedCount)
  }

  /// Offers every sum to `best`, and clears all. `isWanted` is asked only of indices whose sum is
  /// good enough at the time, so it may be expensive.
  package mutating func moveBest(to best: inout TopK, where isWanted: (Int) -> Bool) {
    for position in 0..<touchedCount {
      let index = touchedIndices[position]
      let sum = sums[Int(index)]
      sums[Int(index)] = 0
      let candidate = Int32(truncatingIfNeeded: index)
      if best.accepts(sum, candidate), isWanted(Int(index)) { best.insert(sum, candidate) }
    }
    touchedCount = 0
  }

  /// One of the touched indices and its sum, which is 0 from now on. Call `endTaking` after the last.
  package mutating func take(_ position: Int) -> (index: Int, sum: Float) {
    let index = Int(touchedIndices[position])
    defer { sums[index] = 0 }
    return (index, sums[index])
  }

  /// - Precondition: all sums were taken.
  package mutating func endTaking() { touchedCount = 0 }

  /// Visits the entries of a row at whose index there is a value other than 0, with that value.
  /// An index out of range counts for the last.
  @inlinable
  package func visit(
    _ indices: Span<UInt32>, _ values: Span<Float>, _ body: (_ sum: Float, _ value: Float) -> Void
  ) {
    let sums = sums.span
    let last = UInt32(sums.count - 1)
    for entry in indices.indices {
      let sum = sums[Int(min(indices[entry], last))]
      if sum != 0 { body(sum, values[entry]) }
    }
  }

  @inlinable
  package subscript(index: Int) -> Float {
    get { sums[index] }
    set { sums[index] = newValue }
  }
}

private func scatter(
  _ indices: Span<UInt32>, _ values: Span<Float>, _ scale: Float, into sums: inout [Float],
  touching touched: inout [UInt32], from start: Int
) -> Int {
  var sums = sums.mutableSpan
  var touched = touched.mutableSpan
  let last = UInt32(sums.count - 1)
  var count = start
  for entry in indices.indices {
    // Safe: there are as many values as indices.
    let product = unsafe values[unchecked: entry] * scale
    guard product > 0 else { continue }
    let index = min(unsafe indices[unchecked: entry], last)  // Safe: the loop's own range.
    // Safe: not above the last.
    let sum = unsafe sums[unchecked: Int(index)]
    // Written always and counted only when new: a branch would be mispredicted half the time.
    touched[count] = index
    count += sum == 0 ? 1 : 0
    unsafe sums[unchecked: Int(index)] = sum + product  // Safe: as above.
  }
  return count
}
