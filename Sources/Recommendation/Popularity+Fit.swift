import RealModule
package import Snapshots

/// A fitted ``Popularity``, before it is packed.
package struct FittedPopularity: Sendable {
  package let scores: [Float]
  package let shoppers: [UInt32]
  package let order: [UInt32]

  package func pack(into writer: inout TensorWriter) {
    writer.add("popularity.scores", scores)
    writer.add("popularity.shoppers", shoppers)
    writer.add("popularity.order", order)
  }
}

extension Popularity {
  /// - Parameter halfLife: in the units of the timestamps, above 0; infinity counts users.
  package static func fit(
    _ interactions: Interactions, halfLife: Double = .infinity
  ) -> FittedPopularity {
    precondition(halfLife > 0, "half-life is \(halfLife)")
    let newest = interactions.timestamps.max() ?? 0
    // Double: a Float stops counting at 2^24 users.
    var sums = [Double](repeating: 0, count: interactions.itemCount)
    var shoppers = [UInt32](repeating: 0, count: interactions.itemCount)
    for (item, timestamp) in zip(interactions.items, interactions.timestamps) {
      sums[Int(item)] += Double.exp2(-Double(newest - timestamp) / halfLife)
      shoppers[Int(item)] += 1
    }
    let scores = sums.map { Float($0) }
    let order = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    return FittedPopularity(scores: scores, shoppers: shoppers, order: order.map(UInt32.init))
  }
}
