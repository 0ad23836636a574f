import Learning
import Testing

@Suite("A dense network says what its formula says, and learns what bends")
struct DenseNetworkTests {
  typealias Shape = DenseNetwork.Shape

  private func outputs(_ network: DenseNetwork, _ input: [Float]) -> [Float] {
    var result = [Float](repeating: .nan, count: network.shape.outputs)
    var span = result.mutableSpan
    network.run(input.span, into: &span)
    return result
  }

  /// Rows of two inputs in −1…1 and what becomes of them.
  private func examples(_ count: Int, _ target: (Float, Float) -> Float) -> DenseNetwork.Examples {
    var random = SeededRandom(seed: 3)
    var examples = DenseNetwork.Examples(inputCount: 2, outputCount: 1)
    for _ in 0..<count {
      let (a, b) = (Float(2 * random.uniform() - 1), Float(2 * random.uniform() - 1))
      examples.inputs += [a, b]
      examples.targets.append(target(a, b))
      examples.costs.append(1)
      examples.chances.append(1)
    }
    return examples
  }

  private func meanError(_ network: DenseNetwork, _ examples: DenseNetwork.Examples) -> Float {
    let sum = (0..<examples.count).reduce(Float(0)) {
      let input = Array(examples.inputs[2 * $1..<2 * $1 + 2])
      return $0 + (outputs(network, input)[0] - examples.targets[$1]).magnitude
    }
    return sum / Float(examples.count)
  }

  @Test func `one hidden unit by hand`() {
    // x̂ = (x − 1) / 2; h₁ = max(0, 3x̂ − 1); h₂ = max(0, 2h₁ + 1); y = −h₂ + 4x̂ + 5
    let network = DenseNetwork(
      shape: Shape(inputs: 1, hidden: 1, outputs: 1), means: [1], deviations: [2],
      weights: [3, -1, 2, 1, -1, 4, 5])
    #expect(outputs(network, [3]) == [4])
    #expect(outputs(network, [1]) == [4])
    // Inputs are cut at five deviations: x̂ = 5, h₁ = 14, h₂ = 29.
    #expect(outputs(network, [100]) == [-4])
    #expect(outputs(network, [11]) == [-4])
  }

  @Test func `what is linear is learned, and what bends too`() {
    let linear = examples(2_000) { 2 * $0 - $1 + 0.5 }
    #expect(meanError(DenseNetwork.fit(linear, hidden: 16), linear) < 0.02)
    // The best plane is off by a quarter on average.
    let bent = examples(2_000) { $0.magnitude - $1.magnitude }
    #expect(meanError(DenseNetwork.fit(bent, hidden: 16), bent) < 0.05)
  }

  @Test func `absolute errors are lowered: rare extremes do not move it`() {
    var some = examples(2_000) { a, _ in a }
    for row in stride(from: 0, to: some.count, by: 20) { some.targets[row] = 50 }
    let network = DenseNetwork.fit(some, hidden: 8)
    #expect((outputs(network, [0.5, 0])[0] - 0.5).magnitude < 0.1)
  }

  @Test func `rows of no cost teach nothing`() {
    var some = examples(2_000) { a, _ in a }
    for row in 0..<some.count where row % 2 == 0 {
      some.targets[row] = 7
      some.costs[row] = 0
    }
    let network = DenseNetwork.fit(some, hidden: 8)
    #expect((outputs(network, [0.5, 0])[0] - 0.5).magnitude < 0.05)
  }

  @Test func `the same seed makes the same network, another one another`() {
    let rows = examples(200) { $0 * $1 }
    var descent = DenseNetwork.Descent()
    descent.steps = 50
    let first = DenseNetwork.fit(rows, hidden: 8, descent: descent)
    #expect(DenseNetwork.fit(rows, hidden: 8, descent: descent) == first)
    descent.seed = 2
    #expect(DenseNetwork.fit(rows, hidden: 8, descent: descent) != first)
  }

  @Test func `an input that never changes harms nothing`() {
    var rows = examples(500) { a, _ in a }
    for row in 0..<rows.count { rows.inputs[2 * row + 1] = 4 }
    let network = DenseNetwork.fit(rows, hidden: 8)
    #expect((outputs(network, [0.5, 4])[0] - 0.5).magnitude < 0.1)
    #expect(outputs(network, [0.5, 9])[0].isFinite)
  }
}
