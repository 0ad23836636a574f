import Kernels
import RealModule
import Snapshots

/// What reading an intent needs and finds; kept from one message to the next.
package struct IntentScratch: Sendable {
  /// One per intent; they add up to 1.
  package internal(set) var probabilities: [Float] = []
  /// How likely it is that the shop's bot should answer, and whether that is enough; see ``ScopeGate``.
  package internal(set) var scope: Float = 1
  package internal(set) var isInScope = true

  var masked = MaskedText()
  var scores: [Float] = []
  // Invariant: `frequencies` is 0 but for the indices in `touched`.
  private var frequencies: [UInt8] = []
  private(set) var touched: [UInt32] = []
  var values: [Float] = []
  var counts = GramCounts()

  package init() {}

  mutating func prepare(gramCount: Int) {
    if frequencies.count != gramCount {
      frequencies = [UInt8](repeating: 0, count: gramCount)
      touched.removeAll(keepingCapacity: true)
    }
    counts = GramCounts()
  }

  @inline(__always)
  mutating func count(_ index: Int) {
    guard index >= 0, index < frequencies.count else { return }
    if frequencies[index] == 0 {
      touched.append(UInt32(truncatingIfNeeded: index))
      if values.count < touched.count { values.append(0) }
    }
    if frequencies[index] < 255 { frequencies[index] += 1 }
  }

  /// 1 + ln of how often it was counted.
  @inline(__always)
  func frequency(of index: Int) -> Float {
    let count = frequencies[index]
    return count == 1 ? 1 : 1 + Float.log(Float(count))
  }

  mutating func clear() {
    for index in touched { frequencies[Int(index)] = 0 }
    touched.removeAll(keepingCapacity: true)
  }

  /// The softmax of the first `count` scores.
  mutating func finish(count: Int, factor: Float) {
    probabilities.removeAll(keepingCapacity: true)
    var highest = -Float.infinity
    for column in 0..<count { highest = max(highest, scores[column]) }
    var sum: Float = 0
    for column in 0..<count {
      let value = Float.exp((scores[column] - highest) * factor)
      probabilities.append(value)
      sum += value
    }
    for column in 0..<count { probabilities[column] /= sum }
  }

  mutating func judge(_ inScope: Column<UInt8>, factor: Float, by gate: ScopeGate) {
    let evidence = ScopeEvidence(
      scores: scores, count: inScope.count, factor: factor, counts: counts
    ) { inScope[$0] != 0 }
    scope = gate.scope(evidence)
    isInScope = scope >= gate.threshold
  }
}
