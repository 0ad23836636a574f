/// The mean of what ``ADIDA`` says with blocks of 1, 2, … periods, up to the mean interval between
/// demands: Petropoulos, Kourentzes, *Forecast combinations for intermittent demand*, Journal of the
/// Operational Research Society 2015. As statsforecast's `IMAPA`.
///
/// Packed, it is 5 numbers a block size: `observe` is O(block sizes), which are few.
package struct IMAPA: IntermittentModel {
  private var levels: [AggregatedLevel]

  package static func fit(_ sales: [Double]) throws(DemandError) -> IMAPA {
    try DemandError.check(sales)
    let largest = max(1, meanInterval(of: sales) ?? 1)
    return IMAPA(levels: (1...largest).map { AggregatedLevel(sales, blockSize: $0) })
  }

  package mutating func observe(_ value: Double) {
    for index in levels.indices { levels[index].observe(value) }
  }

  package var mean: Double { levels.reduce(0) { $0 + $1.mean } / Double(levels.count) }

  package var packedCount: Int { levels.count * AggregatedLevel.packedCount }

  package func pack(into output: inout [Double]) {
    for level in levels { level.pack(into: &output) }
  }

  package init(packed: Span<Double>) throws(DemandError) {
    let size = AggregatedLevel.packedCount
    guard packed.count >= size, packed.count.isMultiple(of: size) else {
      throw .invalidPackedModel(name: "IMAPA", count: packed.count)
    }
    levels = []
    for block in 0..<packed.count / size {
      guard
        let level = AggregatedLevel(packed: packed.extracting(block * size..<(block + 1) * size)),
        level.blockSize == block + 1
      else { throw .invalidPackedModel(name: "IMAPA", count: packed.count) }
      levels.append(level)
    }
  }

  private init(levels: [AggregatedLevel]) { self.levels = levels }
}
