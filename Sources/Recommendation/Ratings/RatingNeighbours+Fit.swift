import Kernels
import Learning
import Snapshots

/// How ``RatingNeighbours`` are fitted and asked.
package struct RatingNeighbourSettings: Sendable, Equatable {
  package var centre = RatingCentre.baseline
  /// ≥ 0; by n / (n + shrinkage) a likeness counts that n common ratings speak for.
  package var shrinkage: Float = 0
  /// Neighbours have at least so many ratings in common; ≥ 1. Two of one rating are always alike, or
  /// always unlike.
  package var minimumSupport = 2
  /// How many neighbours a subject keeps.
  package var keptCount = 500
  /// How many of those a rating is made of.
  package var limit = 40
  /// ≥ 0, in units of similarity to the `power`.
  package var damping: Float = 0
  /// 1: as similar; 2: squared, so that the most similar speak louder.
  package var power = 1

  package init() {}
}

/// Fitted ``RatingNeighbours``, before they are packed.
package struct FittedRatingNeighbours: Sendable {
  package let side: RatingSide
  package let settings: RatingNeighbourSettings
  /// Shape: subjects × subjects, each row the largest |similarity| first.
  package let indptr: [Int64]
  package let indices: [UInt32]
  package let values: [Float]
  package let common: [UInt32]
  /// One per subject.
  package let means: [Float]
}

extension RatingNeighbours {
  /// Compares all pairs of subjects that have an object in common. O(Σ over objects of n(object)²);
  /// the same for every number of threads.
  ///
  /// - Parameter ratings: by user, whichever the side
  package static func fit(
    _ ratings: Ratings, side: RatingSide, baseline: FittedRatingBaseline,
    settings: RatingNeighbourSettings, threads: Int = 1
  ) -> FittedRatingNeighbours {
    precondition(settings.shrinkage >= 0 && settings.damping >= 0, "\(settings)")
    precondition(settings.minimumSupport >= 1 && settings.limit >= 1, "\(settings)")
    precondition((1...2).contains(settings.power), "power is \(settings.power)")
    let rows = side == .users ? ratings : ratings.transposed
    let columns = side == .users ? ratings.transposed : ratings
    let means = means(of: rows, otherwise: baseline.mean)
    let own: [Float]
    let others: [Float]
    switch settings.centre {
    case .baseline:
      own = (side == .users ? baseline : baseline.transposed).residuals(of: rows)
      others = (side == .users ? baseline.transposed : baseline).residuals(of: columns)
    case .mean:
      own = zip(rows.userOfEntry, rows.values).map { $1 - means[Int($0)] }
      others = zip(columns.items, columns.values).map { $1 - means[Int($0)] }
    }
    // Small, since the rows of those who rated most cost a thousand times the others'.
    let rowBlocks = blocks(of: rows.userCount, size: 64)
    let parts = parallelMap(
      count: rowBlocks.count, threads: threads, state: { Comparison(count: rows.userCount) }
    ) { comparison, block in
      var result = ComparedRows()
      for subject in rowBlocks[block] {
        for entry in rows.entries(of: subject) {
          comparison.add(
            own[entry], columns.entries(of: Int(rows.items[entry])), columns.items, others)
        }
        comparison.moveBest(except: subject, settings, to: &result)
      }
      return result
    }
    var indptr: [Int64] = [0]
    for count in parts.lazy.flatMap(\.counts) { indptr.append(indptr[indptr.count - 1] + count) }
    return FittedRatingNeighbours(
      side: side, settings: settings, indptr: indptr, indices: parts.flatMap(\.indices),
      values: parts.flatMap(\.values), common: parts.flatMap(\.common), means: means)
  }

  private static func means(of rows: Ratings, otherwise mean: Float) -> [Float] {
    (0..<rows.userCount).map { subject in
      let entries = rows.entries(of: subject)
      guard !entries.isEmpty else { return mean }
      let sum = rows.values[entries].reduce(0) { $0 + Double($1) }
      return Float(sum / Double(entries.count))
    }
  }
}

extension FittedRatingBaseline {
  /// The same with users in the place of items, and items in that of users.
  fileprivate var transposed: FittedRatingBaseline {
    FittedRatingBaseline(mean: mean, userBiases: itemBiases, itemBiases: userBiases)
  }
}

/// Consecutive rows of the result.
private struct ComparedRows: Sendable {
  var counts: [Int64] = []
  var indices: [UInt32] = []
  var values: [Float] = []
  var common: [UInt32] = []
}

/// The sums of one subject's row; between rows all of them are 0.
private struct Comparison {
  private struct Sums {
    var products: Double = 0
    var ownSquares: Double = 0
    var otherSquares: Double = 0
    var count: UInt32 = 0
  }

  private var sums: [Sums]
  /// Subjects whose count is not 0.
  private var touched: [UInt32] = []
  private var best = TopK()

  init(count: Int) { sums = [Sums](repeating: Sums(), count: count) }

  /// Counts one object of the subject's: everybody who has a rating of it too.
  ///
  /// - Parameter entries: where those of the object lie in `subjects` and `deviations`
  mutating func add(
    _ own: Float, _ entries: Range<Int>, _ subjects: [UInt32], _ deviations: [Float]
  ) {
    let own = Double(own)
    for entry in entries {
      let other = Int(subjects[entry])
      let deviation = Double(deviations[entry])
      if sums[other].count == 0 { touched.append(subjects[entry]) }
      sums[other].products += own * deviation
      sums[other].ownSquares += own * own
      sums[other].otherSquares += deviation * deviation
      sums[other].count += 1
    }
  }

  /// Appends the neighbours of `subject`, and begins the next row.
  mutating func moveBest(
    except subject: Int, _ settings: RatingNeighbourSettings, to rows: inout ComparedRows
  ) {
    best.reset(k: settings.keptCount)
    for other in touched where Int(other) != subject {
      let likeness = similarity(of: Int(other), settings)
      let candidate = Int32(truncatingIfNeeded: other)
      if likeness != 0, best.accepts(likeness.magnitude, candidate) {
        best.insert(likeness.magnitude, candidate)
      }
    }
    best.sort()
    rows.counts.append(Int64(best.count))
    for position in 0..<best.count {
      let other = Int(best[position].index)
      rows.indices.append(UInt32(other))
      rows.values.append(similarity(of: other, settings))
      rows.common.append(sums[other].count)
    }
    for other in touched { sums[Int(other)] = Sums() }
    touched.removeAll(keepingCapacity: true)
  }

  /// 0 where it is not defined: one of the two never deviates from its centre, or too little is common.
  private func similarity(of other: Int, _ settings: RatingNeighbourSettings) -> Float {
    let sum = sums[other]
    let squares = sum.ownSquares.squareRoot() * sum.otherSquares.squareRoot()
    // Below this, squares are the rounding errors of deviations that ought to be 0.
    guard Int(sum.count) >= settings.minimumSupport, squares > 1e-9 else { return 0 }
    let pearson = min(1, max(-1, sum.products / squares))
    return Float(pearson * Double(sum.count) / (Double(sum.count) + Double(settings.shrinkage)))
  }
}
