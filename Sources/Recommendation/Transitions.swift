import Kernels
import RealModule

/// Which items follow an item: counted, not regressed.
///
///     w(i, j) = Σ over users that chose j at most `distanceMax` places after i of 1 / distance
///               divided by √(number of users who chose j)
///
/// The root keeps popular items, which follow everything, from the front. A first-order Markov chain
/// over skips, as the item transitions of Rendle et al., *Factorizing personalized Markov chains*, WWW
/// 2010, without the factorisation.
package enum Transitions {
  package static func fit(
    _ interactions: Interactions, distanceMax: Int = 3, neighbourCount: Int = 100,
    halfLife: Float = 2, historyLimit: Int = 200, threads: Int = 1
  ) -> FittedItemNeighbours {
    let sums = PairSums(interactions, historyLimit: historyLimit, threads: threads) { a, b, _ in
      a < b && b - a <= distanceMax ? 1 / Float(b - a) : 0
    }
    var shoppers = [Float](repeating: 0, count: interactions.itemCount)
    for item in interactions.items { shoppers[Int(item)] += 1 }
    var rows = SparseRows()
    var best = TopK()
    for row in sums.rows {
      best.reset(k: neighbourCount)
      for (column, value) in zip(row.columns, row.values) {
        let weight = value / shoppers[Int(column)].squareRoot()
        if best.accepts(weight, Int32(column)) { best.insert(weight, Int32(column)) }
      }
      rows.append(sorting: &best)
    }
    return FittedItemNeighbours(source: .transitions, rows: rows, halfLife: halfLife)
  }
}
