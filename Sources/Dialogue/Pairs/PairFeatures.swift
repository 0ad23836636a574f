import RealModule
package import Text

/// What two messages have in common, and what each has alone: as hashed features, by which a linear
/// model tells whether they ask for the same.
///
///     =g        an n-gram (1 or 2 characters, or a word) that both have
///     ±g        one that only one has
///     g|h       one that only the first has, with one that only the second has, in either order: what is
///               said in place of what
///     numbers   overlaps of n-grams, lengths, how much both begin and end alike
///
/// The hashed features together have length 1.
package struct PairFeatures: Sendable {
  /// Features by hash; the numbers come behind them.
  package static let hashBits = 18
  static let numberCount = 10
  package static var count: Int { 1 << hashBits + numberCount }

  /// How much the numbers weigh beside the hashed features.
  private static let numberShare: Float = 0.2

  private var left = Grams()
  private var right = Grams()
  package private(set) var indices: [UInt32] = []
  package private(set) var values: [Float] = []

  package init() {}

  /// Sets `indices` and `values`. O(n-grams of one alone · those of the other).
  package mutating func read(_ first: borrowing TokenizedText, _ second: borrowing TokenizedText) {
    left.read(first)
    right.read(second)
    indices.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    var shared = 0
    left.alone.removeAll(keepingCapacity: true)
    right.alone.removeAll(keepingCapacity: true)
    var (i, j) = (0, 0)
    while i < left.hashes.count || j < right.hashes.count {
      let a = i < left.hashes.count ? left.hashes[i] : .max
      let b = j < right.hashes.count ? right.hashes[j] : .max
      if a == b {
        append(a, kind: 1)
        shared += 1
        (i, j) = (i + 1, j + 1)
      } else if a < b {
        append(a, kind: 2)
        left.alone.append(a)
        i += 1
      } else {
        append(b, kind: 2)
        right.alone.append(b)
        j += 1
      }
    }
    for a in left.alone {
      for b in right.alone {
        let (low, high) = a < b ? (a, b) : (b, a)
        append(low &* 0x9E37_79B9_7F4A_7C15 ^ (high << 17 | high >> 47), kind: 3)
      }
    }
    let scale = 1 / Float(max(indices.count, 1)).squareRoot()
    for _ in indices { values.append(scale) }
    appendNumbers(first, second, shared: shared)
  }

  private mutating func append(_ hash: UInt64, kind: UInt64) {
    var mixed = (hash ^ kind &* 0xD134_2543_DE82_EF95) &* 0xC4CE_B9FE_1A85_EC53
    mixed ^= mixed >> 31
    indices.append(UInt32(truncatingIfNeeded: mixed >> (64 - UInt64(Self.hashBits))))
  }

  private mutating func appendNumbers(
    _ first: borrowing TokenizedText, _ second: borrowing TokenizedText, shared: Int
  ) {
    let (a, b) = (first.scalars.span, second.scalars.span)
    let (least, most) = (min(a.count, b.count), max(a.count, b.count))
    var begin = 0
    while begin < least, a[begin] == b[begin] { begin += 1 }
    var end = 0
    while end < least, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
    let total = left.hashes.count + right.hashes.count - shared
    let smaller = min(left.hashes.count, right.hashes.count)
    let aloneLeft = Float(left.alone.count)
    let aloneRight = Float(right.alone.count)
    let numbers: [10 of Float] = [
      Float(shared) / Float(max(total, 1)), Float(shared) / Float(max(smaller, 1)),
      Float(begin) / Float(max(least, 1)), Float(end) / Float(max(least, 1)),
      Float(least) / Float(max(most, 1)), Float.log(onePlus: Float(most)) / 4,
      Float.log(onePlus: min(aloneLeft, aloneRight)) / 4,
      Float.log(onePlus: max(aloneLeft, aloneRight)) / 4,
      Float.log(onePlus: Float(shared)) / 4, shared == total ? 1 : 0,
    ]
    for number in 0..<Self.numberCount {
      indices.append(UInt32(1 << Self.hashBits + number))
      values.append(numbers[number] * Self.numberShare)
    }
  }

  /// The distinct n-grams of a message, ascending.
  private struct Grams: Sendable {
    var hashes: [UInt64] = []
    var alone: [UInt64] = []

    /// What is looked at of a message: pairs are as many as the product of both.
    private static let limit = 64

    mutating func read(_ text: borrowing TokenizedText) {
      hashes.removeAll(keepingCapacity: true)
      let scalars = text.scalars.span
      var previous: UInt64?
      for token in text.tokens.prefix(Self.limit) where token.isSaid {
        var word: UInt64 = 1
        for at in token.scalars { word = GramReader.mix(word, scalars[at]) }
        hashes.append(word)
        if let previous { hashes.append(previous &* 31 &+ word) }
        previous = word
      }
      hashes.sort()
      var kept = 0
      for position in 0..<hashes.count
      where kept == 0 || hashes[position] != hashes[kept - 1] {
        hashes[kept] = hashes[position]
        kept += 1
      }
      hashes.removeSubrange(kept...)
    }
  }
}
