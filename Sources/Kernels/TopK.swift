/// Keeps the best `k` of the (score, index) pairs that it is offered: higher scores first, and of
/// equal scores the lower index, so that an answer does not depend on the order of offers.
///
///     var best = TopK()
///     best.reset(k: 20)
///     for item in candidates where best.accepts(score(item), item) {
///       best.insert(score(item), item)
///     }
///     best.sort()            // best[0] is the best
///
/// A heap whose root is the worst of those kept: O(1) to refuse, O(log k) to keep. It allocates
/// only when `k` is larger than ever before.
@usableFromInline package struct TopK: Sendable {
  // Invariant: `scores[..<count]`, `indices[..<count]` are a heap, root the worst, until `sort`.
  @usableFromInline var scores: [Float] = []
  @usableFromInline var indices: [Int32] = []
  @usableFromInline var k = 0
  @usableFromInline package private(set) var count = 0

  package init() {}

  /// Forgets all pairs.
  package mutating func reset(k: Int) {
    precondition(k >= 0, "k is \(k)")
    self.k = k
    count = 0
    if scores.count < k {
      scores = [Float](repeating: 0, count: k)
      indices = [Int32](repeating: 0, count: k)
    }
  }

  /// How many pairs are kept at most.
  package var capacity: Int { k }

  /// Whether `insert` would keep the pair. False for NaN once `k` pairs are kept.
  @inlinable
  package func accepts(_ score: Float, _ index: Int32) -> Bool {
    if count < k { return true }
    guard k > 0 else { return false }
    return score > scores[0] || (score == scores[0] && index < indices[0])
  }

  /// The score below which nothing is accepted; -infinity until `k` pairs are kept.
  @inlinable
  package var leastScore: Float { count == k && k > 0 ? scores[0] : -.infinity }

  /// Adds a pair that `accepts` accepted, in place of the worst when `k` are kept.
  package mutating func insert(_ score: Float, _ index: Int32) {
    if count < k {
      count += 1
      siftUp(score, index, from: count - 1)
    } else {
      siftDown(score, index, from: 0)
    }
  }

  /// Orders the pairs, best first. Afterwards nothing may be inserted before the next `reset`.
  package mutating func sort() {
    var end = count
    while end > 1 {
      end -= 1
      let (score, index) = (scores[end], indices[end])
      scores[end] = scores[0]
      indices[end] = indices[0]
      siftDown(score, index, from: 0, end: end)
    }
  }

  package subscript(position: Int) -> (score: Float, index: Int32) {
    precondition(position < count, "position \(position) of \(count)")
    return (scores[position], indices[position])
  }

  /// Whether the first pair is worse than the second.
  @inline(__always)
  private func isWorse(
    _ score: Float, _ index: Int32, than other: Float, _ otherIndex: Int32
  ) -> Bool {
    score < other || (score == other && index > otherIndex)
  }

  private mutating func siftUp(_ score: Float, _ index: Int32, from start: Int) {
    var hole = start
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard isWorse(score, index, than: scores[parent], indices[parent]) else { break }
      scores[hole] = scores[parent]
      indices[hole] = indices[parent]
      hole = parent
    }
    scores[hole] = score
    indices[hole] = index
  }

  private mutating func siftDown(
    _ score: Float, _ index: Int32, from start: Int, end: Int? = nil
  ) {
    let end = end ?? count
    var hole = start
    while true {
      var child = 2 * hole + 1
      guard child < end else { break }
      if child + 1 < end,
        isWorse(scores[child + 1], indices[child + 1], than: scores[child], indices[child])
      {
        child += 1
      }
      guard isWorse(scores[child], indices[child], than: score, index) else { break }
      scores[hole] = scores[child]
      indices[hole] = indices[child]
      hole = child
    }
    scores[hole] = score
    indices[hole] = index
  }
}
