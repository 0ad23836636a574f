/// What would have been sold, had there been enough.
///
/// A period marked as sold out gives a lower bound of its demand, not the demand. Expectation and
/// maximisation, for demand whose distribution is the same in all periods:
///
///     E:  y_t ← E[D | D ≥ y_t]  of sold-out periods, with D of the present mean and variance
///     M:  mean and variance ← those of the completed periods, with Var[D | D ≥ y_t] added
///
/// until the mean moves by less than a thousandth. Dempster, Laird, Rubin 1977; for sales, Talluri, van
/// Ryzin, *The theory and practice of revenue management*, 2004, section 9.4.1; of the normal distribution
/// it is the Tobit model's likelihood. Here of ``CountDistribution``, since sales are counts.
package struct Unconstraining: Sendable, Equatable {
  /// Demand of each period: sales as they are, or what is to be expected where stock ran out.
  package let demand: [Double]
  package let mean: Double
  package let variance: Double
  /// Whether all periods were sold out: then nothing bounds demand from above, and sales are given back.
  package let isUnbounded: Bool

  private static let iterationLimit = 200

  /// O(iterations · periods · units).
  ///
  /// - Parameter wasSoldOut: one per period
  /// - Throws: DemandError when there are no sales, one is no number of units, or counts differ.
  package init(sales: [Double], wasSoldOut: [Bool]) throws(DemandError) {
    try DemandError.check(sales)
    guard wasSoldOut.count == sales.count else {
      throw .unequalCounts(
        name: "wasSoldOut", count: wasSoldOut.count, expected: sales.count)
    }
    let count = Double(sales.count)
    var mean = sales.reduce(0, +) / count
    var variance = sales.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    isUnbounded = !wasSoldOut.contains(false)
    var demand = sales
    if wasSoldOut.contains(true), !isUnbounded {
      for _ in 0..<Self.iterationLimit {
        let distribution = CountDistribution(mean: mean, variance: variance)
        var spread = 0.0
        for index in sales.indices where wasSoldOut[index] {
          demand[index] = max(sales[index], distribution.mean(atLeast: sales[index]))
          spread += distribution.variance(atLeast: sales[index])
        }
        let next = demand.reduce(0, +) / count
        variance = (demand.reduce(0) { $0 + ($1 - next) * ($1 - next) } + spread) / count
        let hasSettled = (next - mean).magnitude <= 1e-3 * max(mean, 1e-9)
        mean = next
        if hasSettled { break }
      }
    }
    self.demand = demand
    self.mean = mean
    self.variance = variance
  }
}
