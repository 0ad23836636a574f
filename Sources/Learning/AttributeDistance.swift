/// How different items are by their attributes, and lists by their items.
///
/// An attribute gives each item a set of values: of a text one, of a list several, none when it is
/// missing. Of two items
///
///     distance(i, j) = 1 − mean over attributes a of |a(i) ∩ a(j)| / |a(i) ∪ a(j)|
///
/// (Jaccard's coefficient) over the attributes that at least one of the two has; 0 when neither has
/// any. The diversity of a list is the mean distance of its pairs: Ziegler et al., *Improving
/// recommendation lists through topic diversification*, WWW 2005, equation 3.
package struct AttributeDistance: Sendable {
  /// Per attribute, per item ascending codes: those of item i are `codes[indptr[i]..<indptr[i + 1]]`.
  private var attributes: [(indptr: [Int], codes: [UInt32])] = []

  package init() {}

  package var isEmpty: Bool { attributes.isEmpty }

  /// Adds an attribute.
  ///
  /// - Parameter values: per item its values, none when it is missing.
  package mutating func add(_ values: [[UInt32]]) {
    var indptr = [0]
    var codes: [UInt32] = []
    for value in values {
      codes += Set(value).sorted()
      indptr.append(codes.count)
    }
    attributes.append((indptr, codes))
  }

  /// In 0...1. O(values of both).
  package func distance(_ first: Int32, _ second: Int32) -> Double {
    var similarity = 0.0
    var compared = 0
    for (indptr, codes) in attributes {
      let left = codes[indptr[Int(first)]..<indptr[Int(first) + 1]]
      let right = codes[indptr[Int(second)]..<indptr[Int(second) + 1]]
      guard !left.isEmpty || !right.isEmpty else { continue }
      compared += 1
      let shared = left.count { right.contains($0) }
      similarity += Double(shared) / Double(left.count + right.count - shared)
    }
    return compared == 0 ? 0 : 1 - similarity / Double(compared)
  }

  /// The diversity of the first k of a list, for each of `cutoffs`; 0 for fewer than two items.
  /// O(k² · attributes).
  package func diversity(of list: [Int32], cutoffs: [Int]) -> [Double] {
    let length = min(list.count, cutoffs.max() ?? 0)
    var sum = 0.0
    // One per length of the list, from 0.
    var sums = [0.0]
    for position in 0..<length {
      for other in 0..<position { sum += distance(list[other], list[position]) }
      sums.append(sum)
    }
    return cutoffs.map { cutoff in
      let count = min(cutoff, length)
      return count < 2 ? 0 : sums[count] / Double(count * (count - 1) / 2)
    }
  }
}
