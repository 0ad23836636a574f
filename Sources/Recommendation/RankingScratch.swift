import Kernels

/// The working memory of rankings: one per thread, used for one call at a time. It grows to the
/// number of items on first use and allocates nothing afterwards.
package final class RankingScratch {
  var space = RankingSpace()

  package init() {}
}

/// What a ranking writes while it is computed.
///
/// Invariant between calls: `sums` and `marks` are 0 everywhere. Each call undoes its own writes by
/// walking over what it touched, since clearing 100,000 items would take longer than the call.
struct RankingSpace {
  /// One per item: its score so far; afterwards, 1 + its position in the answer.
  var sums = SparseAccumulator()
  /// One per item: `Mark` bits.
  var marks: [UInt8] = []
  /// Items of the user, newest first, with what each counts.
  var sources: [Source] = []
  /// Per item of the answer, its largest contributions.
  var causes: [Causes] = []
  var best = TopK()
  /// Whom is ranked for, when by factors.
  var factors: [Float] = []
  var equations = NormalEquations()
  var search = FactorSearchSpace()

  mutating func prepare(itemCount: Int) {
    sums.prepare(count: itemCount)
    if marks.count != itemCount { marks = [UInt8](repeating: 0, count: itemCount) }
    sources.removeAll(keepingCapacity: true)
    causes.removeAll(keepingCapacity: true)
  }
}

enum Mark {
  /// The item is not to be answered.
  static let blocked: UInt8 = 1
  /// The item is among `sources`.
  static let isSource: UInt8 = 2
}

struct Source {
  var item: Int32
  var weight: Float
}

/// The largest contributions to one answered item, largest first, and how many there are in all.
struct Causes {
  static let limit = 3

  private(set) var first = Source(item: -1, weight: 0)
  private(set) var second = Source(item: -1, weight: 0)
  private(set) var third = Source(item: -1, weight: 0)
  private(set) var count = 0

  /// Of equal contributions the one added earlier, hence of the newer item, comes first.
  mutating func add(_ item: Int32, contribution: Float) {
    count += 1
    guard contribution > third.weight else { return }
    third = Source(item: item, weight: contribution)
    if third.weight > second.weight { swap(&second, &third) }
    if second.weight > first.weight { swap(&first, &second) }
  }

  subscript(position: Int) -> Source {
    switch position {
    case 0: first
    case 1: second
    default: third
    }
  }
}
