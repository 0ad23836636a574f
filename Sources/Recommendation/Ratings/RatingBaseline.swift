import Snapshots

/// What a rating would be if tastes did not differ: the mean of all, corrected by how generous the
/// user is and how well liked the item.
///
///     b(u, i) = μ + b(u) + b(i)
///
/// Koren, *Factor in the neighbors: scalable and accurate collaborative filtering*, TKDD 2010,
/// equation 1. Who or what has no rating has 0 for its part.
package struct RatingBaseline: Sendable {
  /// μ, in the units of the ratings.
  let mean: Float
  /// b(u), one per user.
  let userBiases: Column<Float>
  /// b(i), one per item.
  let itemBiases: Column<Float>

  /// - Parameters:
  ///   - user: `nil`: unknown, its part is left out
  ///   - item: `nil`: unknown, its part is left out
  func value(_ user: Int?, _ item: Int?) -> Float {
    mean + ((user.map { userBiases[$0] } ?? 0) + (item.map { itemBiases[$0] } ?? 0))
  }
}
