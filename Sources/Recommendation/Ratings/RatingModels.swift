package import Snapshots

/// The models of one snapshot that predict ratings, and the ratings that they were made of.
///
/// A value of columns: copying it costs nothing, and it lives no longer than its file. A prediction is a
/// function of user, item and models.
///
///     tensor                       shape                  meaning
///     ratings.by_user.…            sparse, users × items  who rated what, ascending in each row
///     ratings.by_item.…            sparse, items × users  the same by item
///     ratings.range                F32, 2                 the smallest and the largest rating
///     ratings.usual                U8, 1                  the model of the smallest validation error
///     ratings.mean, …_biases       F32                    ``RatingBaseline``
///     ratings.…_neighbours.…                              ``RatingNeighbours``, of users and of items
///     ratings.factors.…            F32                    ``RatingFactors``
package struct RatingModels: Sendable {
  package let userCount: Int
  package let itemCount: Int
  /// The model with the smallest error on the validation part.
  package let usual: RatingModel
  let byUser: SparseMatrix
  let byItem: SparseMatrix
  let least: Float
  let most: Float
  let baseline: RatingBaseline
  let userNeighbours: RatingNeighbours
  let itemNeighbours: RatingNeighbours
  let factors: RatingFactors

  /// Whether a snapshot has them: one whose training data had no ratings has not.
  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("ratings.by_user.indptr")
  }

  /// - Throws: when a tensor is absent, misshapen or out of range.
  package init(
    opening file: borrowing TensorFile, users: Int, items: Int
  ) throws(SnapshotError) {
    userCount = users
    itemCount = items
    let range = try file.finite("ratings.range", count: 2)
    (least, most) = (range[0], range[1])
    guard least <= most else {
      throw file.error(
        "ratings.range", "is \(least), \(most); the smallest rating, then the largest is accepted")
    }
    byUser = try file.ratings("ratings.by_user", rows: users, columns: items, in: least...most)
    byItem = try file.ratings("ratings.by_item", rows: items, columns: users, in: least...most)
    guard byUser.entryCount == byItem.entryCount else {
      throw file.error(
        "ratings.by_item.indices",
        "has \(byItem.entryCount) elements; \(byUser.entryCount), as by user, are accepted")
    }
    baseline = try RatingBaseline(opening: file, users: users, items: items)
    userNeighbours = try RatingNeighbours(opening: file, side: .users, subjects: users)
    itemNeighbours = try RatingNeighbours(opening: file, side: .items, subjects: items)
    factors = try RatingFactors(opening: file, users: users, items: items)
    let number = try file.column("ratings.usual", as: UInt8.self, count: 1)[0]
    guard let usual = RatingModel(rawValue: number) else {
      let accepted = RatingModel.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
      throw file.error("ratings.usual", "is \(number); \(accepted) are accepted")
    }
    self.usual = usual
  }

  /// Predicts how a user would rate an item.
  ///
  /// Of who or what is unknown, or has no ratings, the part is left out: then every model says what
  /// the baseline says, and nobody is a neighbour. Allocates nothing once `prediction` has grown.
  ///
  /// - Parameters:
  ///   - user: below `userCount`; `nil`: unknown
  ///   - item: below `itemCount`; `nil`: unknown
  ///   - model: `nil`: the usual one
  ///   - neighbourCount: how many neighbours to list
  ///   - prediction: overwritten
  package func predict(
    user: Int?, item: Int?, model: RatingModel? = nil, neighbourCount: Int = 0,
    into prediction: inout RatingPrediction
  ) {
    let user = user.flatMap { byUser.row($0).indices.count > 0 ? $0 : nil }
    let item = item.flatMap { byItem.row($0).indices.count > 0 ? $0 : nil }
    prediction.model = model ?? usual
    prediction.isUserKnown = user != nil
    prediction.isItemKnown = item != nil
    prediction.baseline = clamped(baseline.value(user, item))
    guard let user, let item else {
      prediction.neighbours.removeAll(keepingCapacity: true)
      prediction.rating = prediction.baseline
      return
    }
    switch prediction.model {
    case .userNeighbours:
      userNeighbours.predict(user, item, ratings: byItem, baseline: baseline, into: &prediction)
    case .itemNeighbours:
      itemNeighbours.predict(item, user, ratings: byUser, baseline: baseline, into: &prediction)
    case .factors:
      prediction.rating = factors.rating(user, item)
      factors.explain(
        item, byUser.row(user), limit: neighbourCount, into: &prediction.neighbours)
    }
    prediction.rating = clamped(prediction.rating)
    prediction.keep(neighbourCount)
  }

  /// What a user gives on average; of one without ratings, what all give.
  package func mean(of user: Int?) -> Float { baseline.value(user, nil) }

  private func clamped(_ rating: Float) -> Float { min(most, max(least, rating)) }
}

extension TensorFile {
  /// - Throws: as ``sparse(_:rows:columns:)``; when a row does not ascend, or a rating is out of range.
  func ratings(
    _ name: String, rows: Int, columns: Int, in range: ClosedRange<Float>
  ) throws(SnapshotError) -> SparseMatrix {
    let matrix = try sparse(name, rows: rows, columns: columns)
    for row in 0..<rows {
      let (indices, values) = matrix.row(row)
      for position in 0..<indices.count {
        guard position == 0 || indices[position - 1] < indices[position] else {
          throw error(
            "\(name).indices",
            "has \(indices[position]) after \(indices[position - 1]) in row \(row); "
              + "indices that rise are accepted")
        }
        guard range.contains(values[position]) else {
          throw error(
            "\(name).values",
            "has \(values[position]) in row \(row); "
              + "\(range.lowerBound)...\(range.upperBound), as ratings.range says, is accepted")
        }
      }
    }
    return matrix
  }
}
