/// The average size of a demand over the average time between two, both smoothed when a demand comes:
///
///     mean = bias · size / interval
///
/// Croston, *Forecasting and stock control for intermittent demands*, Operational Research Quarterly
/// 1972. The ratio is too large by about weight / 2; `syntetosBoylan` takes this off: Syntetos, Boylan,
/// *The accuracy of intermittent demand estimates*, International Journal of Forecasting 2005, equation
/// 5. As statsforecast's `CrostonClassic` and `CrostonSBA`: both begin at the first demand, and the
/// first interval counts from the series' beginning.
package struct Croston: IntermittentModel {
  package static let packedCount = 5

  /// Smoothing weight of both averages, in 0...1.
  package let weight: Double
  /// What the ratio is multiplied with: 1, or 1 − weight / 2.
  package let bias: Double
  /// Units of a demand, and periods from one to the next; 0 before the first.
  private var size = 0.0
  private var interval = 0.0
  private var periodsSinceDemand = 0.0

  package init(weight: Double = 0.1, isUnbiased: Bool = false) {
    precondition(0 < weight && weight <= 1, "weight is \(weight)")
    self.weight = weight
    bias = isUnbiased ? 1 - weight / 2 : 1
  }

  package static func fit(_ sales: [Double]) throws(DemandError) -> Croston {
    try DemandError.check(sales)
    return Croston().following(sales)
  }

  package static func syntetosBoylan(_ sales: [Double]) throws(DemandError) -> Croston {
    try DemandError.check(sales)
    return Croston(isUnbiased: true).following(sales)
  }

  private func following(_ sales: [Double]) -> Croston {
    var model = self
    for value in sales { model.observe(value) }
    return model
  }

  package mutating func observe(_ value: Double) {
    periodsSinceDemand += 1
    guard value > 0 else { return }
    if interval == 0 {
      (size, interval) = (value, periodsSinceDemand)
    } else {
      size += weight * (value - size)
      interval += weight * (periodsSinceDemand - interval)
    }
    periodsSinceDemand = 0
  }

  package var mean: Double { interval == 0 ? 0 : bias * size / interval }

  package func pack(into output: inout [Double]) {
    output += [weight, bias, size, interval, periodsSinceDemand]
  }

  package init(packed: Span<Double>) throws(DemandError) {
    guard packed.count == Self.packedCount, packed[0] > 0, packed[0] <= 1, packed[1] > 0,
      packed[1] <= 1, packed[2] >= 0, packed[3] >= 0, packed[4] >= 0, packed[2].isFinite,
      packed[3].isFinite, packed[4].isFinite
    else { throw .invalidPackedModel(name: "Croston", count: packed.count) }
    (weight, bias) = (packed[0], packed[1])
    (size, interval, periodsSinceDemand) = (packed[2], packed[3], packed[4])
  }
}
