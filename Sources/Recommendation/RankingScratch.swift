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
  /// What the sources of a hybrid say.
  var lanes = LaneAccumulator()
  /// Whether whatever has lanes was counted as a candidate.
  var areTouchedCandidates = false
  /// Of the lanes, what may be answered; and the best of them before affinity and demographics.
  /// The first `openCount`; what lies behind them is of earlier calls.
  var open: [OpenCandidate] = []
  var openCount = 0
  var seeds = TopK()
  /// One per item: `Mark` bits.
  var marks: [UInt8] = []
  /// A bit per item: whether it is answered, while answers are explained; 0 otherwise.
  var answered: [UInt64] = []
  /// What was read ahead, so that it is.
  var fetched: UInt32 = 0
  /// Of a row being looked through, the entries that are answered: the first `hitCount`.
  var hits: [UInt32] = []
  var hitCount = 0
  /// Items with `Mark.isCounted` or `Mark.isAsked`, to undo it.
  var counted: [Int32] = []
  /// Items of the user, newest first, with what each counts.
  var sources: [Source] = []
  /// Per item of the answer, its largest contributions.
  var causes: [Causes] = []
  /// Of the answered item being explained, what contributed besides the user's items.
  var otherReasons: [RankingReason] = []
  /// What the user's past says of values, and the groups that the user is in.
  var affinity = AffinityEvidence()
  var demographics: [DemographicGroup] = []
  var best = TopK()
  /// Whom is ranked for, when by factors.
  var factors: [Float] = []
  var equations = NormalEquations()
  var search = FactorSearchSpace()

  mutating func prepare(itemCount: Int) {
    sums.prepare(count: itemCount)
    lanes.prepare(count: itemCount)
    if marks.count != itemCount { marks = [UInt8](repeating: 0, count: itemCount) }
    let words = (itemCount + 63) / 64
    if answered.count != words { answered = [UInt64](repeating: 0, count: words) }
    areTouchedCandidates = false
    openCount = 0
    sources.removeAll(keepingCapacity: true)
    causes.removeAll(keepingCapacity: true)
  }

  /// Finds the entries of a row whose items are answered, for `hits`. Nearly none is: a bit is sooner looked
  /// up than a place, and counted sooner than jumped at.
  mutating func findAnswered(among row: Span<UInt32>) {
    if hits.count <= row.count { hits = [UInt32](repeating: 0, count: 2 * row.count + 1) }
    hitCount = collect(row, answered, last: UInt32(marks.count - 1), into: &hits)
  }

  /// Of what was ranked by lanes, the best, sets the sums to 0.
  mutating func forgetRanked() {
    for position in 0..<best.count { sums[Int(best[position].index)] = 0 }
  }

  /// Makes room for so many open candidates.
  mutating func prepareOpen(count: Int) {
    openCount = 0
    if open.count < count {
      open = [OpenCandidate](repeating: OpenCandidate(item: 0, score: 0), count: count)
    }
  }
}

enum Mark {
  /// The question excludes the item.
  static let excluded: UInt8 = 1
  /// The item is among `sources`.
  static let isSource: UInt8 = 2
  /// The user chose the item, and is not to be answered with it again.
  static let seen: UInt8 = 4
  static let soldOut: UInt8 = 8
  /// No size in stock fits.
  static let unfitting: UInt8 = 16
  /// It is among the candidates that rules removed.
  static let isCounted: UInt8 = 32
  /// A size in stock fits, whatever the item's attribute says.
  static let fits: UInt8 = 64
  /// It is among the query's own candidates.
  static let isAsked: UInt8 = 128
  /// Any of these: not to be answered.
  static let blocked: UInt8 = excluded | seen | soldOut | unfitting
}

struct Source {
  var item: Int32
  var weight: Float
}

/// An item of the user's that speaks for an answered item, and by which source.
struct Cause {
  var item: Int32 = -1
  var contribution: Float = 0
  var source = ItemSource.neighbours
  /// Users who chose both, where the source knows; else 0.
  var together: UInt32 = 0
}

/// The largest contributions to one answered item, largest first, and how many there are in all.
struct Causes {
  static let limit = 3

  private(set) var first = Cause()
  private(set) var second = Cause()
  private(set) var third = Cause()
  private(set) var count = 0

  /// Of equal contributions the one added earlier, hence of the newer item, comes first.
  mutating func add(_ cause: Cause) {
    count += 1
    guard cause.contribution > third.contribution else { return }
    third = cause
    if third.contribution > second.contribution { swap(&second, &third) }
    if second.contribution > first.contribution { swap(&first, &second) }
  }

  subscript(position: Int) -> Cause {
    switch position {
    case 0: first
    case 1: second
    default: third
    }
  }
}

/// - Returns: how many entries of a row have their bit set; they lie in `hits` from the first on.
private func collect(
  _ row: Span<UInt32>, _ answered: [UInt64], last: UInt32, into hits: inout [UInt32]
) -> Int {
  let answered = answered.span
  var hits = hits.mutableSpan
  var count = 0
  for entry in row.indices {
    // Safe: the item is not above the last, of which there is a bit; there is more room than entries.
    let item = min(unsafe row[unchecked: entry], last)
    unsafe hits[unchecked: count] = UInt32(truncatingIfNeeded: entry)
    count += Int(unsafe answered[unchecked: Int(item >> 6)] >> UInt64(item & 63) & 1)
  }
  return count
}
