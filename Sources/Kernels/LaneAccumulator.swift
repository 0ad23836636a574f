/// Dense sums of sparse rows in seven lanes, which remember where they are not 0: what several models
/// say of the same items, side by side.
///
///     lanes.add(indices, values, to: 2, times: 0.5)        for each row of each model
///     for position in 0..<lanes.touchedCount { … lanes.touched(position), lanes.touchedSums(position) … }
///     lanes.clear()
///
/// The sums of what was touched lie together, in the order in which it was: an index is looked up in a
/// table of four bytes each, which a cache holds where it does not hold the lanes of every index, and
/// whoever goes through all of them reads memory from one end to the other.
///
/// It allocates only in `prepare`, and there only when the count changes.
@usableFromInline package struct LaneAccumulator: Sendable {
  /// The eighth is 0.
  package static let laneCount = 7

  /// Per index, where its sums lie; 0: it was not touched.
  @usableFromInline var slots: [UInt32] = []
  // Invariant: 0 at slot 0, which is nobody's, and behind the touched.
  @usableFromInline var sums: [SIMD8<Float>] = []
  // Invariant: of slots 1...touchedCount the index, all distinct. One longer than needed, for the write
  // that does not count.
  @usableFromInline var indices: [UInt32] = []
  @usableFromInline package internal(set) var touchedCount = 0

  package init() {}

  /// - Precondition: all sums are 0.
  package mutating func prepare(count: Int) {
    if slots.count != count {
      slots = [UInt32](repeating: 0, count: count)
      sums = [SIMD8<Float>](repeating: .zero, count: count + 1)
      indices = [UInt32](repeating: 0, count: count + 2)
    }
    touchedCount = 0
  }

  /// The sums of indices[e] in a lane += scale · values[e]. An index out of range counts for the last, so
  /// that a damaged file gives a wrong sum at worst.
  ///
  /// - Precondition: `prepare` was given a count above 0; there is a value for each index.
  package mutating func add(
    _ indices: Span<UInt32>, _ values: Span<Float>, to lane: Int, times scale: Float
  ) {
    precondition(values.count >= indices.count, "\(values.count) values, \(indices.count) indices")
    precondition(lane < Self.laneCount, "lane is \(lane)")
    var one = SIMD8<Float>.zero
    one[lane] = scale
    touchedCount = scatter(
      indices, values, one, into: &sums, at: &slots, touching: &self.indices, from: touchedCount)
  }

  /// The sum of an index in a lane += value.
  package mutating func add(_ value: Float, at index: Int, to lane: Int) {
    sums[slot(of: index)][lane] += value
  }

  /// Makes indices some of those touched; one out of range stands for the last.
  package mutating func touch(_ indices: Span<UInt32>) {
    touchedCount = mark(indices, at: &slots, touching: &self.indices, from: touchedCount)
  }

  /// The index's slot, which it has from now on.
  private mutating func slot(of index: Int) -> Int {
    if slots[index] == 0 {
      touchedCount += 1
      slots[index] = UInt32(touchedCount)
      indices[touchedCount] = UInt32(index)
    }
    return Int(slots[index])
  }

  @inlinable
  package func touched(_ position: Int) -> Int { Int(indices[position + 1]) }

  /// The lanes of what was touched at a position.
  @inlinable
  package func touchedSums(_ position: Int) -> SIMD8<Float> { sums[position + 1] }

  @inlinable
  package func isTouched(_ index: Int) -> Bool { slots[index] != 0 }

  /// The lanes of an index.
  @inlinable
  package subscript(index: Int) -> SIMD8<Float> { sums[Int(slots[index])] }

  /// Sets all sums to 0. O(touched).
  package mutating func clear() {
    wipe(indices, touchedCount, slots: &slots, sums: &sums)
    touchedCount = 0
  }
}

private func wipe(
  _ indices: [UInt32], _ count: Int, slots: inout [UInt32], sums: inout [SIMD8<Float>]
) {
  let indices = indices.span
  var slots = slots.mutableSpan
  var sums = sums.mutableSpan
  for slot in 0..<count {
    slots[Int(indices[slot + 1])] = 0
    sums[slot + 1] = .zero
  }
}

private func mark(
  _ indices: Span<UInt32>, at slots: inout [UInt32], touching touched: inout [UInt32],
  from start: Int
) -> Int {
  var slots = slots.mutableSpan
  var touched = touched.mutableSpan
  let last = UInt32(slots.count - 1)
  var count = start
  for entry in indices.indices {
    // Written always and counted only when new, as below.
    let index = min(indices[entry], last)
    let known = slots[Int(index)]
    touched[count + 1] = index
    slots[Int(index)] = known == 0 ? UInt32(truncatingIfNeeded: count + 1) : known
    count += known == 0 ? 1 : 0
  }
  return count
}

private func scatter(
  _ indices: Span<UInt32>, _ values: Span<Float>, _ one: SIMD8<Float>,
  into sums: inout [SIMD8<Float>], at slots: inout [UInt32], touching touched: inout [UInt32],
  from start: Int
) -> Int {
  var sums = sums.mutableSpan
  var slots = slots.mutableSpan
  var touched = touched.mutableSpan
  let last = UInt32(slots.count - 1)
  var count = start
  for entry in indices.indices {
    // Safe: there are as many values as indices, the index is not above the last, and a slot is none but
    // what was counted here: at most one per index.
    let index = min(unsafe indices[unchecked: entry], last)
    let value = unsafe values[unchecked: entry]
    let known = unsafe slots[unchecked: Int(index)]
    // Written always and counted only when new: a branch would be mispredicted half the time.
    unsafe touched[unchecked: count + 1] = index
    let slot = known == 0 ? UInt32(truncatingIfNeeded: count + 1) : known
    count += known == 0 ? 1 : 0
    unsafe slots[unchecked: Int(index)] = slot
    let sum = unsafe sums[unchecked: Int(slot)]
    unsafe sums[unchecked: Int(slot)] = sum + one * value
  }
  return count
}
