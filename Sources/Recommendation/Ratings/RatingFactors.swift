import Kernels
import Snapshots

/// Users and items as vectors whose product says how a rating differs from the biases of both.
///
///     r̂(u, i) = μ + b(u) + b(i) + p(u)·q(i)
///
/// Koren, Bell, Volinsky, *Matrix factorization techniques for recommender systems*, Computer 2009,
/// equation 4; fitted as Lim, Teh, *Variational Bayesian approach to movie rating prediction*, KDD Cup
/// 2007, so that nothing of the regularisation needs to be guessed.
package struct RatingFactors: Sendable {
  /// μ, in the units of the ratings.
  let mean: Float
  /// Shape: users × (1 + factors): b(u), then p(u). Zeros for a user without ratings.
  let users: Matrix<Float>
  /// Shape: items × (1 + factors): b(i), then q(i). Zeros for an item without ratings.
  let items: Matrix<Float>

  /// Before it is cut to the range. O(factors).
  func rating(_ user: Int, _ item: Int) -> Float {
    let x = users.row(user)
    let y = items.row(item)
    let factors = 1..<x.count
    return mean + x[0] + y[0] + dot(x.span.extracting(factors), y.span.extracting(factors))
  }

  /// The user's items whose factors are most like those of `item`: its own ratings are what the
  /// user's factors were made of.
  ///
  ///     similarity(i, j) = q(i)·q(j) / (‖q(i)‖·‖q(j)‖)
  ///
  /// O(items of the user · factors); allocates nothing once `neighbours` has grown.
  ///
  /// - Parameters:
  ///   - rated: what the user rated, and how
  ///   - neighbours: overwritten; at most `limit`, the largest |similarity| first
  func explain(
    _ item: Int, _ rated: (indices: Column<UInt32>, values: Column<Float>), limit: Int,
    into neighbours: inout [RatingNeighbour]
  ) {
    neighbours.removeAll(keepingCapacity: true)
    let own = items.row(item)
    let factors = 1..<own.count
    let ownSquare = dot(own.span.extracting(factors), own.span.extracting(factors))
    for position in 0..<rated.indices.count where rated.indices[position] != UInt32(item) {
      let other = items.row(Int(rated.indices[position]))
      let square = dot(other.span.extracting(factors), other.span.extracting(factors))
      let scale = ownSquare.squareRoot() * square.squareRoot()
      guard scale > 0 else { continue }
      let product = dot(own.span.extracting(factors), other.span.extracting(factors))
      let similarity = min(1, max(-1, product / scale))
      if neighbours.count >= limit {
        guard let last = neighbours.last, similarity.magnitude > last.similarity.magnitude
        else { continue }
        neighbours.removeLast()
      }
      var place = neighbours.count
      while place > 0, neighbours[place - 1].similarity.magnitude < similarity.magnitude {
        place -= 1
      }
      neighbours.insert(
        RatingNeighbour(
          index: Int32(truncatingIfNeeded: rated.indices[position]), similarity: similarity,
          rating: rated.values[position], common: 0), at: place)
    }
  }
}
