import Snapshots

/// A fitted ``RatingBaseline``, before it is packed.
package struct FittedRatingBaseline: Sendable {
  package let mean: Float
  /// One per user; 0 without ratings.
  package let userBiases: [Float]
  /// One per item; 0 without ratings.
  package let itemBiases: [Float]

  package func value(_ user: Int, _ item: Int) -> Float {
    // In this order, so that users and items may change places without another rounding.
    mean + (userBiases[user] + itemBiases[item])
  }

  /// What is left of each rating, in their order.
  package func residuals(of ratings: Ratings) -> [Float] {
    zip(ratings.userOfEntry, zip(ratings.items, ratings.values)).map { user, rating in
      rating.1 - value(Int(user), Int(rating.0))
    }
  }

  func pack(into writer: inout TensorWriter) {
    writer.add("ratings.mean", [mean])
    writer.add("ratings.user_biases", userBiases)
    writer.add("ratings.item_biases", itemBiases)
  }
}

extension RatingBaseline {
  /// Minimises, by turns in the biases of items and of users,
  ///
  ///     Σ (r(u, i) − μ − b(u) − b(i))²  +  λ(u) · Σ b(u)²  +  λ(i) · Σ b(i)²
  ///
  /// with μ the mean of all ratings. Koren 2010 (see ``RatingBaseline``), section 2.1. O(rounds · ratings).
  ///
  /// - Parameters:
  ///   - userDamping: λ(u), ≥ 0: as if everybody had given so many ratings without bias
  ///   - itemDamping: λ(i), ≥ 0: the same of items
  package static func fit(
    _ ratings: Ratings, userDamping: Double, itemDamping: Double, rounds: Int = 15
  ) -> FittedRatingBaseline {
    let users = ratings.userOfEntry
    let mean = ratings.values.reduce(0) { $0 + Double($1) } / Double(max(1, ratings.count))
    var userBiases = [Double](repeating: 0, count: ratings.userCount)
    var itemBiases = [Double](repeating: 0, count: ratings.itemCount)
    var userCounts = userBiases
    var itemCounts = itemBiases
    for entry in 0..<ratings.count {
      userCounts[Int(users[entry])] += 1
      itemCounts[Int(ratings.items[entry])] += 1
    }
    for _ in 0..<rounds {
      var sums = [Double](repeating: 0, count: ratings.itemCount)
      for entry in 0..<ratings.count {
        sums[Int(ratings.items[entry])] +=
          Double(ratings.values[entry]) - mean - userBiases[Int(users[entry])]
      }
      for item in sums.indices where itemCounts[item] > 0 {
        itemBiases[item] = sums[item] / (itemDamping + itemCounts[item])
      }
      sums = [Double](repeating: 0, count: ratings.userCount)
      for entry in 0..<ratings.count {
        sums[Int(users[entry])] +=
          Double(ratings.values[entry]) - mean - itemBiases[Int(ratings.items[entry])]
      }
      for user in sums.indices where userCounts[user] > 0 {
        userBiases[user] = sums[user] / (userDamping + userCounts[user])
      }
    }
    return FittedRatingBaseline(
      mean: Float(mean), userBiases: userBiases.map(Float.init),
      itemBiases: itemBiases.map(Float.init))
  }
}
