/// What reading slots needs; kept from one message to the next.
package struct SlotScratch: Sendable {
  package var hints = Hints()
  /// Of each token: its hash, and that of how it is written.
  var words: [UInt64] = []
  var shapes: [UInt64] = []
  /// Of each token: whether its own word is not to be looked at.
  var hidden: [Bool] = []
  /// Of each token: whether what gazetteer and patterns say of it is not to be looked at either.
  var isUnknown: [Bool] = []
  /// Of each token: whether it is written like none of those that training had.
  var isOdd: [Bool] = []
  /// Shape: tokens × columns.
  var scores: [Float] = []
  /// Best tag before each; shape: tokens × tags.
  var previous: [UInt8] = []
  var best: [Float] = []
  var next: [Float] = []
  var tags: [Int] = []

  package init() {}
}

extension SlotScratch {
  /// Sets `tags` to the chain with the highest sum: Viterbi's algorithm.
  ///
  /// - Parameter transitions: shape: tags × tags, from a tag to the next
  mutating func decode(tagCount tags: Int, columns: Int, _ transitions: Span<Float>) {
    let count = words.count
    previous.removeAll(keepingCapacity: true)
    best.removeAll(keepingCapacity: true)
    for tag in 0..<tags {
      best.append(Self.begins(tag) ? scores[tag] : -.infinity)
      previous.append(0)
    }
    for position in 1..<max(count, 1) {
      next.removeAll(keepingCapacity: true)
      for tag in 0..<tags {
        // What goes on comes from the tag that begins it, or from itself; what begins, from all.
        let range = Self.begins(tag) ? 0..<tags : tag - 1..<tag + 1
        var highest = -Float.infinity
        var from = range.lowerBound
        for before in range {
          let score = best[before] + transitions[before * tags + tag]
          if score > highest { (highest, from) = (score, before) }
        }
        next.append(highest + scores[position * columns + tag])
        previous.append(UInt8(truncatingIfNeeded: from))
      }
      swap(&best, &next)
    }
    var tag = 0
    for candidate in 0..<tags where best[candidate] > best[tag] { tag = candidate }
    self.tags.removeAll(keepingCapacity: true)
    for _ in 0..<count { self.tags.append(0) }
    for position in (0..<count).reversed() {
      self.tags[position] = tag
      tag = Int(previous[position * tags + tag])
    }
  }

  /// Whether a tag may follow any.
  static func begins(_ tag: Int) -> Bool { tag == 0 || tag & 1 == 1 }
}
