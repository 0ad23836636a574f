import Learning
import RealModule
import Testing

@Suite struct ConditionalLogitTests {
  /// Choices drawn with known weights: P(i) = exp(w·x(i)) / Σ exp(w·x).
  private func simulated(_ weights: [Double], count: Int) -> [ConditionalLogit.Question] {
    var state: UInt64 = 7
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) * 0x1p-31
    }
    return (0..<count).map { _ in
      let features = (0..<8 * weights.count).map { _ in Float(uniform()) }
      let shares = (0..<8).map { candidate in
        Double.exp(
          weights.indices.reduce(0) {
            $0 + weights[$1] * Double(features[candidate * weights.count + $1])
          })
      }
      var rest = uniform() * shares.reduce(0, +)
      let chosen = shares.firstIndex { share in
        rest -= share
        return rest <= 0
      }
      return ConditionalLogit.Question(features: features, chosen: [chosen ?? 7])
    }
  }

  @Test func `it finds the weights that choices were drawn with`() {
    let truth = [2.0, -1.0, 0.5]
    let found = ConditionalLogit().weights(
      for: simulated(truth, count: 8_000), featureCount: 3, isSigned: [true, true, true],
      threads: 2)
    for (found, truth) in zip(found, truth) { #expect(abs(found - truth) < 0.15) }
  }

  @Test func `a weight that may not be below 0 is not`() {
    let found = ConditionalLogit().weights(
      for: simulated([2, -1], count: 2_000), featureCount: 2, isSigned: [false, false], threads: 1)
    #expect(found[1] == 0)
    #expect(found[0] > 1)
  }

  @Test func `the number of threads changes nothing`() {
    let questions = simulated([1, 1], count: 600)
    func weights(_ threads: Int) -> [Double] {
      ConditionalLogit().weights(
        for: questions, featureCount: 2, isSigned: [true, true], threads: threads)
    }
    #expect(weights(1) == weights(3))
  }
}
