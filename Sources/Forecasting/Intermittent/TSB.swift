/// The probability of a demand, smoothed every period, times the size of one, smoothed when one comes,
/// so that what nobody buys any more fades:
///
///     mean = probability · size
///
/// Teunter, Syntetos, Babai, *Intermittent demand: linking forecasting to inventory obsolescence*,
/// European Journal of Operational Research 2011, equations 3 and 4. As statsforecast's `TSB`.
package struct TSB: IntermittentModel {
  package static let packedCount = 5

  /// Smoothing weights, each in 0...1; larger forgets faster.
  package let sizeWeight: Double
  package let probabilityWeight: Double
  private var size = 0.0
  private var probability = 0.0
  private var hasBegun = false

  package init(sizeWeight: Double = 0.1, probabilityWeight: Double = 0.1) {
    precondition(0 < sizeWeight && sizeWeight <= 1, "sizeWeight is \(sizeWeight)")
    precondition(
      0 < probabilityWeight && probabilityWeight <= 1, "probabilityWeight is \(probabilityWeight)")
    self.sizeWeight = sizeWeight
    self.probabilityWeight = probabilityWeight
  }

  package static func fit(_ sales: [Double]) throws(DemandError) -> TSB {
    try fit(sales, sizeWeight: 0.1, probabilityWeight: 0.1)
  }

  package static func fit(
    _ sales: [Double], sizeWeight: Double, probabilityWeight: Double
  ) throws(DemandError) -> TSB {
    try DemandError.check(sales)
    var model = TSB(sizeWeight: sizeWeight, probabilityWeight: probabilityWeight)
    for value in sales { model.observe(value) }
    return model
  }

  package mutating func observe(_ value: Double) {
    let demand: Double = value > 0 ? 1 : 0
    probability = hasBegun ? probability + probabilityWeight * (demand - probability) : demand
    hasBegun = true
    guard value > 0 else { return }
    size = size == 0 ? value : size + sizeWeight * (value - size)
  }

  package var mean: Double { probability * size }

  package func pack(into output: inout [Double]) {
    output += [sizeWeight, probabilityWeight, size, probability, hasBegun ? 1 : 0]
  }

  package init(packed: Span<Double>) throws(DemandError) {
    guard packed.count == Self.packedCount, packed[0] > 0, packed[0] <= 1, packed[1] > 0,
      packed[1] <= 1, packed[2] >= 0, packed[2].isFinite, packed[3] >= 0, packed[3] <= 1,
      packed[4] == 0 || packed[4] == 1
    else { throw .invalidPackedModel(name: "TSB", count: packed.count) }
    (sizeWeight, probabilityWeight) = (packed[0], packed[1])
    (size, probability, hasBegun) = (packed[2], packed[3], packed[4] == 1)
  }
}
