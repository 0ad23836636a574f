/// Demand in whole units, often none: its probability and its size smoothed apart, as in ``TSB``, with
/// the spread of sizes and of errors beside them, so that the whole distribution is known.
///
///     probability ← probability + p · ([y > 0] − probability)
///     size        ← size + s · (min(y, limit · size) − size),   when y > 0
///     mean        = probability · size
///
/// An order of a hundred times what is usual says little of the weeks that follow, therefore the limit.
/// What it takes from all series together is given back to all alike: see ``lifted(by:)``. Until a weight's
/// share of history is there, weights are those of plain means (1 / count). The settings are those of least
/// RMSSE, and of the spread's least pinball loss, on seven origins of online-retail before its last 13
/// weeks, among those whose sum over all items is within 5 % of what was sold, on average of the origins:
/// benchmarks/forecast-intermittent/choose.py.
package struct CountForecaster: IntermittentModel {
  package static let packedCount = 7

  private static let probabilityWeight = 0.35
  private static let sizeWeight = 0.2
  private static let sizeLimit = 3.0
  private static let errorWeight = 0.06

  private var probability = 0.0
  private var size = 0.0
  private var sizeVariance = 0.0
  /// Of what was expected one step ahead.
  private var squaredError = 0.0
  private var periodCount = 0.0
  private var demandCount = 0.0
  /// What is expected of the series by itself is multiplied with this.
  private var lift = 1.0

  package init() {}

  package static func fit(_ sales: [Double]) throws(DemandError) -> CountForecaster {
    try DemandError.check(sales)
    var model = CountForecaster()
    for value in sales { model.observe(value) }
    return model
  }

  package mutating func observe(_ value: Double) {
    if demandCount > 0 {
      let error = value - mean
      // `periodCount` errors are known after this one, the first value having been of no surprise.
      let gain = max(Self.errorWeight, 1 / max(1, periodCount))
      squaredError += gain * (error * error - squaredError)
    }
    periodCount += 1
    let demand: Double = value > 0 ? 1 : 0
    probability += max(Self.probabilityWeight, 1 / periodCount) * (demand - probability)
    if value > 0 { observeSize(value) }
  }

  private mutating func observeSize(_ value: Double) {
    demandCount += 1
    guard demandCount > 1 else { return size = value }
    let error = min(value, 2 * Self.sizeLimit * size) - size
    let gain = max(2 * Self.errorWeight, 1 / (demandCount - 1))
    sizeVariance += gain * (error * error - sizeVariance)
    size +=
      max(Self.sizeWeight, 1 / demandCount) * (min(value, Self.sizeLimit * size) - size)
  }

  /// A period in which everything was sold, so that more may have been asked for: the state moves on by
  /// what is to be expected then, given what is known of the item. See ``Unconstraining``.
  package mutating func observe(atLeast value: Double) {
    observe(demandCount > 0 ? max(value, distribution.mean(atLeast: value)) : value)
  }

  /// The same, expecting `lift` times as much as by itself: more often some, and more of it.
  ///
  /// - Parameter lift: of ``CountSum``
  package func lifted(by lift: Double) -> CountForecaster {
    precondition(lift > 0 && lift.isFinite, "a lift of \(lift)")
    var model = self
    model.lift = lift
    return model
  }

  package var mean: Double { lift * probability * size }

  /// Of the units of one period to come.
  package var distribution: HurdleDistribution {
    HurdleDistribution(
      probability: min(1, probability), size: size,
      // One demand says nothing of spread: as much as an exponential's.
      sizeVariance: demandCount > 1 ? sizeVariance : size * size
    ).times(lift)
  }

  /// How far a period's sales are from their mean, squared, on average.
  package var errorVariance: Double {
    periodCount > 1 ? max(squaredError, mean) : distribution.variance
  }

  /// Of the errors of two periods to come: see ``DemandOutlook``.
  package var errorCorrelation: Double { Self.sizeWeight / 2 }

  package func pack(into output: inout [Double]) {
    output += [probability, size, sizeVariance, squaredError, periodCount, demandCount, lift]
  }

  package init(packed: Span<Double>) throws(DemandError) {
    guard packed.count == Self.packedCount,
      packed.indices.allSatisfy({ packed[$0] >= 0 && packed[$0].isFinite }), packed[0] <= 1,
      packed[5] <= packed[4], packed[6] > 0
    else { throw .invalidPackedModel(name: "count", count: packed.count) }
    (probability, size, sizeVariance) = (packed[0], packed[1], packed[2])
    (squaredError, periodCount, demandCount, lift) = (packed[3], packed[4], packed[5], packed[6])
  }
}
