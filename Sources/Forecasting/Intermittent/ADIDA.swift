/// The series in blocks as long as demands are apart, the blocks' sums smoothed, and shared out over the
/// block evenly: Nikolopoulos, Syntetos, Boylan, Petropoulos, Assimakopoulos, *An aggregate-disaggregate
/// intermittent demand approach (ADIDA) to forecasting*, Journal of the Operational Research Society
/// 2011. As statsforecast's `ADIDA`, the weight chosen by squared error.
package struct ADIDA: IntermittentModel {
  package static let packedCount = AggregatedLevel.packedCount

  private var level: AggregatedLevel

  package static func fit(_ sales: [Double]) throws(DemandError) -> ADIDA {
    try DemandError.check(sales)
    // Without demand any block has the level 0.
    return ADIDA(level: AggregatedLevel(sales, blockSize: meanInterval(of: sales) ?? 1))
  }

  package mutating func observe(_ value: Double) { level.observe(value) }

  package var mean: Double { level.mean }

  package func pack(into output: inout [Double]) { level.pack(into: &output) }

  package init(packed: Span<Double>) throws(DemandError) {
    guard let level = AggregatedLevel(packed: packed) else {
      throw .invalidPackedModel(name: "ADIDA", count: packed.count)
    }
    self.level = level
  }

  private init(level: AggregatedLevel) { self.level = level }
}
