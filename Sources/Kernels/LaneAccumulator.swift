/// Dense sums of sparse rows in seven lanes, which remember where they are not 0: what several models
/// say of the same items, side by side, so that one cache line holds all that is known of an item.
///
///     lanes.add(indices, values, to: 2, times: 0.5)        for each row of each model
///     for position in 0..<lanes.touchedCount { … lanes[lanes.touched(position)] … }
///     lanes.clear()
///
/// It allocates only in `prepare`, and there only when the count changes.
@usableFromInline package struct LaneAccumulator: Sendable {
  /// The eighth says that an index was touched.
  package static let laneCount = 7
  @usableFromInline static let mark = 7

  @usableFromInline var sums: [SIMD8<Float>] = []
  // Invariant: the first `touchedCount` are distinct, and hold every index that was added to. One
  // longer than `sums`, for the write that does not count.
  @usableFromInline var touchedIndices: [UInt32] = []
  @usableFromInline package internal(set) var touchedCount = 0

  package init() {}

  /// - Precondition: all sums are 0.
  package mutating func prepare(count: Int) {
    if sums.count != count {
      sums = [SIMD8<Float>](repeating: .zero, count: count)
      touchedIndices = [UInt32](repeating: 0, count: count + 1)
    }
    touchedCount = 0
  }

  /// sum[indices[e]][lane] += scale · values[e]. An index out of range counts for the last, so that
  /// a damaged file gives a wrong sum at worst.
  ///
  /// - Precondition: `prepare` was given a count above 0; there is a value for each index.
  package mutating func add(
    _ indices: Span<UInt32>, _ values: Span<Float>, to lane: Int, times scale: Float
  ) {
    precondition(values.count >= indices.count, "\(values.count) values, \(indices.count) indices")
    precondition(lane < Self.laneCount, "lane is \(lane)")
    var one = SIMD8<Float>.zero
    one[lane] = scale
    var mark = SIMD8<Float>.zero
    mark[Self.mark] = 1
    touchedCount = scatter(
      indices, values, one, mark, into: &sums, touching: &touchedIndices, from: touchedCount)
  }

  /// sum[index][lane] += value.
  package mutating func add(_ value: Float, at index: Int, to lane: Int) {
    touch(index)
    sums[index][lane] += value
  }

  /// Makes an index one of those touched.
  @inlinable
  package mutating func touch(_ index: Int) {
    if sums[index][Self.mark] == 0 {
      touchedIndices[touchedCount] = UInt32(index)
      touchedCount += 1
      sums[index][Self.mark] = 1
    }
  }

  @inlinable
  package func touched(_ position: Int) -> Int { Int(touchedIndices[position]) }

  @inlinable
  package func isTouched(_ index: Int) -> Bool { sums[index][Self.mark] != 0 }

  /// The lanes of an index; the eighth is not 0 when it was touched.
  @inlinable
  package subscript(index: Int) -> SIMD8<Float> { sums[index] }

  /// Sets all sums to 0. O(touched).
  package mutating func clear() {
    for position in 0..<touchedCount { sums[Int(touchedIndices[position])] = .zero }
    touchedCount = 0
  }
}

private func scatter(
  _ indices: Span<UInt32>, _ values: Span<Float>, _ one: SIMD8<Float>, _ mark: SIMD8<Float>,
  into sums: inout [SIMD8<Float>], touching touched: inout [UInt32], from start: Int
) -> Int {
  var sums = sums.mutableSpan
  var touched = touched.mutableSpan
  let last = UInt32(sums.count - 1)
  var count = start
  for entry in indices.indices {
    // Safe: there are as many values as indices, and the index is not above the last.
    let index = min(unsafe indices[unchecked: entry], last)
    let value = unsafe values[unchecked: entry]
    let sum = unsafe sums[unchecked: Int(index)]
    // Written always and counted only when new: a branch would be mispredicted half the time.
    touched[count] = index
    count += sum[7] == 0 ? 1 : 0
    unsafe sums[unchecked: Int(index)] = sum + one * value + mark
  }
  return count
}
