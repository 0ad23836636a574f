import RealModule

/// A small feed-forward network: two hidden layers of rectified sums, and a linear path beside them.
///
///     h₁ = max(0, W₁ᵀx̂ + b₁),  h₂ = max(0, W₂ᵀh₁ + b₂),  y = W₃ᵀh₂ + Sᵀx̂ + b₃
///
/// where x̂ are inputs less their means, in standard deviations, cut at ±5. The linear path is that of
/// Cheng et al., *Wide & deep learning for recommender systems*, DLRS 2016: what is linear need not be
/// learned by the layers.
package struct DenseNetwork: Sendable, Equatable {
  package let shape: Shape
  /// Of each input.
  package let means: [Float]
  package let deviations: [Float]
  /// As `Shape` lays them out.
  package internal(set) var weights: [Float]

  package struct Shape: Sendable, Equatable {
    package let inputs: Int
    package let hidden: Int
    package let outputs: Int

    package init(inputs: Int, hidden: Int, outputs: Int) {
      precondition(inputs > 0 && hidden > 0 && outputs > 0, "a layer is empty")
      self.inputs = inputs
      self.hidden = hidden
      self.outputs = outputs
    }

    // One after the other: W₁ (inputs × hidden), b₁, W₂ (hidden × hidden), b₂, W₃ (hidden × outputs),
    // S (inputs × outputs), b₃; all row-major.
    var first: Range<Int> { 0..<inputs * hidden }
    var firstBias: Range<Int> { next(first, hidden) }
    var second: Range<Int> { next(firstBias, hidden * hidden) }
    var secondBias: Range<Int> { next(second, hidden) }
    var third: Range<Int> { next(secondBias, hidden * outputs) }
    var direct: Range<Int> { next(third, inputs * outputs) }
    var bias: Range<Int> { next(direct, outputs) }
    package var count: Int { bias.upperBound }

    private func next(_ before: Range<Int>, _ count: Int) -> Range<Int> {
      before.upperBound..<before.upperBound + count
    }
  }

  package init(shape: Shape, means: [Float], deviations: [Float], weights: [Float]) {
    precondition(means.count == shape.inputs && deviations.count == shape.inputs, "inputs differ")
    precondition(weights.count == shape.count, "\(weights.count) weights for \(shape.count)")
    self.shape = shape
    self.means = means
    self.deviations = deviations
    self.weights = weights
  }

  /// The outputs of one row of inputs. O(weights).
  package func run(_ input: Span<Float>, into outputs: inout MutableSpan<Float>) {
    precondition(input.count == shape.inputs && outputs.count == shape.outputs, "shapes differ")
    let weights = weights.span
    var standard = [Float](repeating: 0, count: shape.inputs)
    for index in 0..<shape.inputs { standard[index] = standardised(input[index], index) }
    var first = Array(self.weights[shape.firstBias])
    var hidden = first.mutableSpan
    Self.addProduct(standard.span, weights.extracting(shape.first), to: &hidden)
    Self.rectify(&hidden)
    var second = Array(self.weights[shape.secondBias])
    var deeper = second.mutableSpan
    Self.addProduct(first.span, weights.extracting(shape.second), to: &deeper)
    Self.rectify(&deeper)
    for index in outputs.indices { outputs[index] = weights[shape.bias.lowerBound + index] }
    Self.addProduct(second.span, weights.extracting(shape.third), to: &outputs)
    Self.addProduct(standard.span, weights.extracting(shape.direct), to: &outputs)
  }

  /// result += matrixᵀ·vector
  private static func addProduct(
    _ vector: Span<Float>, _ matrix: Span<Float>, to result: inout MutableSpan<Float>
  ) {
    let columns = result.count
    for row in vector.indices where vector[row] != 0 {
      let value = vector[row]
      let begin = row * columns
      for column in 0..<columns { result[column] += value * matrix[begin + column] }
    }
  }

  private static func rectify(_ values: inout MutableSpan<Float>) {
    for index in values.indices { values[index] = max(values[index], 0) }
  }

  func standardised(_ value: Float, _ input: Int) -> Float {
    min(max((value - means[input]) / deviations[input], -5), 5)
  }
}
