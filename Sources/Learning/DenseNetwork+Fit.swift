import RealModule

extension DenseNetwork {
  /// Rows to learn from.
  package struct Examples: Sendable {
    package let inputCount: Int
    package let outputCount: Int
    /// Shape: rows × inputs.
    package var inputs: [Float] = []
    /// Shape: rows × outputs.
    package var targets: [Float] = []
    /// What an error of the row costs.
    package var costs: [Float] = []
    /// How often the row is drawn, relative to others.
    package var chances: [Float] = []

    package init(inputCount: Int, outputCount: Int) {
      self.inputCount = inputCount
      self.outputCount = outputCount
    }

    package var count: Int { costs.count }
  }

  /// How long, and from where, weights are looked for.
  package struct Descent: Sendable {
    package var steps = 1_000
    package var batch = 512
    /// Falls to 0 along half a cosine (Loshchilov, Hutter, *SGDR*, ICLR 2017, equation 5).
    package var rate: Float = 3e-3
    package var seed: UInt64 = 1

    package init() {}
  }

  /// Lowers the expected cost · |error| by Adam (Kingma, Ba, *Adam: a method for stochastic optimization*,
  /// ICLR 2015, algorithm 1) on batches of drawn rows. On one thread; the same for the same seed.
  /// O(steps · batch · weights).
  ///
  /// - Precondition: at least one row; chances are positive.
  package static func fit(
    _ examples: Examples, hidden: Int, descent: Descent = Descent()
  ) -> DenseNetwork {
    precondition(examples.count > 0, "nothing to learn from")
    let shape = Shape(
      inputs: examples.inputCount, hidden: hidden, outputs: examples.outputCount)
    let (means, deviations) = examples.spread()
    var random = SeededRandom(seed: descent.seed)
    var network = DenseNetwork(
      shape: shape, means: means, deviations: deviations,
      weights: startWeights(shape, &random))
    var pass = BackwardPass(shape: shape, batch: descent.batch)
    var moments = AdamMoments(count: shape.count)
    let draw = WeightedDraw(examples.chances)
    for step in 0..<descent.steps {
      for row in 0..<descent.batch {
        pass.load(examples, draw.index(&random), into: row, of: network)
      }
      pass.run(network.weights)
      let progress = Double(step) / Double(descent.steps)
      let warm = min(1, Double(step + 1) / 50)
      let rate = descent.rate * Float(warm * (1 + Double.cos(.pi * progress)) / 2)
      moments.move(&network.weights, against: pass.gradient, rate: rate)
    }
    return network
  }

  /// Uniform within ± 1/√inputs of each layer; the linear path begins at 0.
  private static func startWeights(_ shape: Shape, _ random: inout SeededRandom) -> [Float] {
    var weights = [Float](repeating: 0, count: shape.count)
    let layers = [
      (shape.first, shape.inputs), (shape.firstBias, shape.inputs), (shape.second, shape.hidden),
      (shape.secondBias, shape.hidden), (shape.third, shape.hidden),
    ]
    for (range, inputs) in layers {
      let bound = 1 / Double(inputs).squareRoot()
      for index in range { weights[index] = Float((2 * random.uniform() - 1) * bound) }
    }
    return weights
  }
}

extension DenseNetwork.Examples {
  /// Means and standard deviations of the inputs.
  fileprivate func spread() -> (means: [Float], deviations: [Float]) {
    var sums = [Double](repeating: 0, count: inputCount)
    var squares = sums
    for row in 0..<count {
      for index in 0..<inputCount {
        let value = Double(inputs[row * inputCount + index])
        sums[index] += value
        squares[index] += value * value
      }
    }
    let rows = Double(count)
    let means = sums.map { $0 / rows }
    return (
      means.map { Float($0) },
      zip(squares, means).map { Float(max($0 / rows - $1 * $1, 0).squareRoot() + 1e-6) }
    )
  }
}

/// Draws indices by their weights.
private struct WeightedDraw {
  private let sums: [Double]

  init(_ weights: [Float]) {
    var sum = 0.0
    sums = weights.map {
      sum += Double($0)
      return sum
    }
  }

  func index(_ random: inout SeededRandom) -> Int {
    let value = random.uniform() * (sums.last ?? 0)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Adam's running means of gradients and of their squares.
private struct AdamMoments {
  private var firsts: [Float]
  private var seconds: [Float]
  private var firstDecay: Float = 1
  private var secondDecay: Float = 1

  init(count: Int) {
    firsts = [Float](repeating: 0, count: count)
    seconds = firsts
  }

  mutating func move(_ weights: inout [Float], against gradient: [Float], rate: Float) {
    firstDecay *= 0.9
    secondDecay *= 0.999
    let (first, second) = (1 / (1 - firstDecay), 1 / (1 - secondDecay))
    for index in weights.indices {
      let slope = gradient[index]
      firsts[index] = 0.9 * firsts[index] + 0.1 * slope
      seconds[index] = 0.999 * seconds[index] + 0.001 * slope * slope
      weights[index] -=
        rate * first * firsts[index] / ((second * seconds[index]).squareRoot() + 1e-8)
    }
  }
}
