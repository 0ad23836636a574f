import Snapshots

/// Whose likeness predicts: of users who rated alike, or of items that were rated alike.
///
/// A *subject* is one of these, its *object* the other half of a rating: users are subjects and items
/// objects, or the other way round.
package enum RatingSide: String, Sendable, CaseIterable {
  case users = "user"
  case items = "item"
}

/// What ratings are taken as deviations from, when subjects are compared and when one is predicted.
package enum RatingCentre: UInt8, Sendable, CaseIterable {
  /// The mean of the subject's ratings.
  case mean = 0
  /// The ``RatingBaseline`` of user and item.
  case baseline = 1
}

/// Subjects that rated, or were rated, alike, and ratings made of theirs.
///
/// With c the ``RatingCentre`` and I(u, v) what both u and v have ratings of, n of them:
///
///     Σ = Σ over i in I(u, v)
///     pearson(u, v) = Σ (r(u,i) − c(u,i))·(r(v,i) − c(v,i)) / (√Σ (r(u,i) − c(u,i))² · √Σ (r(v,i) − c(v,i))²)
///     similarity(u, v) = pearson(u, v) · n / (n + shrinkage),   n ≥ minimum support
///     w = similarity · |similarity|^(power − 1)
///     r̂(u, i) = c(u, i) + Σ over v of w(u, v)·(r(v, i) − c(v, i)) / (damping + Σ over v of |w(u, v)|)
///
/// where v are the `limit` neighbours of largest |similarity| among those with a rating of i. With the
/// mean as centre, no damping and power 1 it is the weighted deviation from the mean of Resnick et al.,
/// *GroupLens*, CSCW 1994; with the baseline it is Koren, *Factor in the neighbors*, TKDD 2010, equation
/// 3, and shrinkage its equation 2. The damping draws a rating that little speaks for to its centre:
/// Bell, Koren, *Improved neighborhood-based collaborative filtering*, KDD Cup 2007.
///
/// Of every subject only the neighbours of largest |similarity| are kept, so that nothing of the size
/// subjects × subjects is ever made.
package struct RatingNeighbours: Sendable {
  /// Shape: subjects × subjects; a row holds a subject's neighbours, the largest |similarity| first,
  /// without the subject itself. Values in −1...1, after shrinkage.
  let similarities: SparseMatrix
  /// One per entry of `similarities`: what both have ratings of, at least 1.
  let common: Column<UInt32>
  /// One per subject: the mean of its ratings, that of all where it has none.
  let means: Column<Float>
  let side: RatingSide
  let centre: RatingCentre
  /// How many neighbours a rating is made of, at least 1.
  var limit: Int
  /// ≥ 0.
  var damping: Float
  /// 1 or 2.
  var power: Int

  /// The same neighbours, asked in another manner; see ``RatingNeighbourSettings``.
  func with(limit: Int, damping: Float, power: Int) -> RatingNeighbours {
    var copy = self
    copy.limit = limit
    copy.damping = damping
    copy.power = power
    return copy
  }

  /// Predicts a subject's rating of an object; the centre alone when no neighbour has one.
  ///
  /// O(kept neighbours · log(ratings of the object)); allocates nothing once `prediction` has grown.
  ///
  /// - Parameters:
  ///   - table: the ratings by object, ascending by subject in each row
  ///   - prediction: gets the rating, before it is cut to the range, and the neighbours it is made of,
  ///     the largest |similarity| first
  func predict(
    _ subject: Int, _ object: Int, ratings table: SparseMatrix, baseline: RatingBaseline,
    into prediction: inout RatingPrediction
  ) {
    prediction.neighbours.removeAll(keepingCapacity: true)
    let (subjects, values) = table.row(object)
    let start = Int(similarities.indptr[subject])
    let (others, likenesses) = similarities.row(subject)
    var sum: Float = 0
    var weights: Float = 0
    var position = 0
    while position < others.count, prediction.neighbours.count < limit {
      let other = others[position]
      let similarity = likenesses[position]
      position += 1
      guard let found = subjects.position(of: other) else { continue }
      let value = values[found]
      let weight = power == 1 ? similarity : similarity * similarity.magnitude
      sum += weight * (value - center(Int(other), object, baseline))
      weights += weight.magnitude
      prediction.neighbours.append(
        RatingNeighbour(
          index: Int32(truncatingIfNeeded: other), similarity: similarity, rating: value,
          common: common[start + position - 1]))
    }
    prediction.rating = center(subject, object, baseline)
    if weights > 0 { prediction.rating += sum / (damping + weights) }
  }

  private func center(_ subject: Int, _ object: Int, _ baseline: RatingBaseline) -> Float {
    switch (centre, side) {
    case (.mean, _): means[subject]
    case (.baseline, .users): baseline.value(subject, object)
    case (.baseline, .items): baseline.value(object, subject)
    }
  }
}

extension Column<UInt32> {
  /// Where `element` is in an ascending column; nil when it is not there. O(log count).
  func position(of element: UInt32) -> Int? {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle] < element { lower = middle + 1 } else { upper = middle }
    }
    return lower < count && self[lower] == element ? lower : nil
  }
}
