import RealModule

/// How often each item was shown, over the lists of all users: what a shop's catalogue gets out of a
/// recommender.
package struct Exposure: Sendable, Equatable {
  /// One per item: the lists that it is in.
  package private(set) var counts: [Int]

  package init(itemCount: Int) { counts = Array(repeating: 0, count: itemCount) }

  /// Counts one list, in which an item is at most once.
  package mutating func add(_ list: some Sequence<Int32>) {
    for item in list { counts[Int(item)] += 1 }
  }

  /// The share of the catalogue that is in at least one list, 0...1: Herlocker et al., *Evaluating
  /// collaborative filtering recommender systems*, TOIS 2004, section 4.1.1.
  package var coverage: Double {
    counts.isEmpty ? 0 : Double(counts.count { $0 > 0 }) / Double(counts.count)
  }

  /// How unevenly places in lists are spread over the catalogue: 0 when every item has as many,
  /// (n − 1)/n when one has them all.
  ///
  ///     G = Σ_i (2i − n − 1)·x_i / (n·Σ_i x_i),  x_1 ≤ … ≤ x_n
  ///
  /// Gini, 1912, in the sorted form; for recommenders: Fleder, Hosanagar, *Blockbuster culture's next
  /// rise or fall*, Management Science 2009. O(n log n).
  package var gini: Double {
    let total = counts.reduce(0, +)
    guard total > 0 else { return 0 }
    let n = counts.count
    var sum = 0.0
    for (index, count) in counts.sorted().enumerated() {
      sum += Double(2 * (index + 1) - n - 1) * Double(count)
    }
    return sum / (Double(n) * Double(total))
  }

  /// What share of all places the most shown items have: a point for each of `shares`, each the
  /// share of the catalogue, in 0...1, counted from the most shown item.
  package func concentration(at shares: [Double]) -> [Double] {
    let total = Double(max(1, counts.reduce(0, +)))
    var sums = [0.0]
    for count in counts.sorted(by: >) { sums.append((sums.last ?? 0) + Double(count)) }
    return shares.map { share in
      // Between two items the line is straight, so that a curve of three items is no staircase.
      let place = (share * Double(counts.count)).clamped(to: 0...Double(counts.count))
      let below = Int(place)
      let above = min(below + 1, counts.count)
      let part = place - Double(below)
      return (sums[below] + part * (sums[above] - sums[below])) / total
    }
  }
}

/// How little is expected of an item: its self-information, in bits.
///
///     information(i) = −log2((shoppers(i) + 1) / (users + 1))
///
/// Zhou et al., *Solving the apparent diversity–accuracy dilemma of recommender systems*, PNAS 2010,
/// with one added to both counts, so that an item nobody chose has a finite value. The novelty of a
/// list is the mean over its items.
package struct SelfInformation: Sendable {
  /// One per item.
  private let bits: [Double]

  /// - Parameters:
  ///   - shoppers: one per item, how many users chose it in training
  ///   - users: how many there are
  package init(shoppers: [Int], users: Int) {
    bits = shoppers.map { -Double.log2((Double($0) + 1) / (Double(users) + 1)) }
  }

  /// 0 for an empty list.
  package func mean(of list: some Collection<Int32>) -> Double {
    list.isEmpty ? 0 : list.reduce(0) { $0 + bits[Int($1)] } / Double(list.count)
  }
}

extension Double {
  package func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
