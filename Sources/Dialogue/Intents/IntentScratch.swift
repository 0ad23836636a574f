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
  // Invariant: `isTouched` is false but for the indices in `touched`.
  private var isTouched: [Bool] = []
  private(set) var touched: [UInt32] = []
  var values: [Float] = []
  /// Whether training had a word of the message.
  var knowsWord = false

  package init() {}

  mutating func prepare(gramCount: Int) {
    if isTouched.count != gramCount {
      isTouched = [Bool](repeating: false, count: gramCount)
      touched.removeAll(keepingCapacity: true)
    }
    knowsWord = false
  }

  @inline(__always)
  mutating func touch(_ index: Int) {
    guard index >= 0, index < isTouched.count, !isTouched[index] else { return }
    isTouched[index] = true
    touched.append(UInt32(truncatingIfNeeded: index))
    if values.count < touched.count { values.append(0) }
  }

  mutating func clear() {
    for index in touched { isTouched[Int(index)] = false }
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
      scores: scores, count: inScope.count, factor: factor, knowsWord: knowsWord
    ) { inScope[$0] != 0 }
    scope = gate.scope(evidence)
    isInScope = scope >= gate.threshold
  }
}
