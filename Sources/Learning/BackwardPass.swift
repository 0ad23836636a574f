import Kernels

/// One batch through the network and back.
struct BackwardPass {
  let shape: DenseNetwork.Shape
  let batch: Int
  /// As the network's weights.
  private(set) var gradient: [Float]
  // Shapes: batch × inputs, × outputs, a number a row, × hidden, × hidden, × outputs; errors likewise.
  private var inputs: [Float]
  private var targets: [Float]
  private var costs: [Float]
  private var first: [Float]
  private var second: [Float]
  private var outputs: [Float]
  private var firstErrors: [Float]
  private var secondErrors: [Float]
  private var direct: [Float]

  init(shape: DenseNetwork.Shape, batch: Int) {
    func zeros(_ columns: Int) -> [Float] { [Float](repeating: 0, count: batch * columns) }
    self.shape = shape
    self.batch = batch
    gradient = [Float](repeating: 0, count: shape.count)
    inputs = zeros(shape.inputs)
    targets = zeros(shape.outputs)
    costs = zeros(1)
    first = zeros(shape.hidden)
    second = first
    firstErrors = first
    secondErrors = first
    outputs = zeros(shape.outputs)
    direct = outputs
  }

  mutating func load(
    _ examples: DenseNetwork.Examples, _ example: Int, into row: Int, of network: DenseNetwork
  ) {
    for index in 0..<shape.inputs {
      inputs[row * shape.inputs + index] = network.standardised(
        examples.inputs[example * shape.inputs + index], index)
    }
    for index in 0..<shape.outputs {
      targets[row * shape.outputs + index] = examples.targets[example * shape.outputs + index]
    }
    costs[row] = examples.costs[example]
  }

  /// The gradient of the batch's mean of cost · |error|.
  mutating func run(_ weights: [Float]) {
    let weights = weights.span
    forward(weights)
    let width = shape.outputs
    // outputs become their own errors.
    let unit = 1 / Float(batch * width)
    for row in 0..<batch {
      for index in row * width..<(row + 1) * width {
        let error = outputs[index] - targets[index]
        outputs[index] = error == 0 ? 0 : (error < 0 ? -unit : unit) * costs[row]
      }
    }
    Self.back(&gradient, second, outputs, shape.third, columns: width)
    Self.back(&gradient, inputs, outputs, shape.direct, columns: width)
    Self.sum(&gradient, outputs, shape.bias)
    Self.through(&secondErrors, second, from: outputs, width, weights.extracting(shape.third))
    Self.back(&gradient, first, secondErrors, shape.second, columns: shape.hidden)
    Self.sum(&gradient, secondErrors, shape.secondBias)
    Self.through(
      &firstErrors, first, from: secondErrors, shape.hidden, weights.extracting(shape.second))
    Self.back(&gradient, inputs, firstErrors, shape.first, columns: shape.hidden)
    Self.sum(&gradient, firstErrors, shape.firstBias)
  }

  private mutating func forward(_ weights: Span<Float>) {
    Self.product(&first, inputs, weights.extracting(shape.first), columns: shape.hidden)
    Self.rectify(&first, weights.extracting(shape.firstBias))
    Self.product(&second, first, weights.extracting(shape.second), columns: shape.hidden)
    Self.rectify(&second, weights.extracting(shape.secondBias))
    Self.product(&outputs, second, weights.extracting(shape.third), columns: shape.outputs)
    Self.product(&direct, inputs, weights.extracting(shape.direct), columns: shape.outputs)
    let bias = weights.extracting(shape.bias)
    for row in 0..<batch {
      for column in 0..<shape.outputs {
        outputs[row * shape.outputs + column] +=
          direct[row * shape.outputs + column] + bias[column]
      }
    }
  }

  /// result = values·matrix, of all rows.
  private static func product(
    _ result: inout [Float], _ values: [Float], _ matrix: Span<Float>, columns: Int
  ) {
    var sums = result.mutableSpan
    multiply(
      values.span, by: matrix, innerCount: matrix.count / columns, columnCount: columns,
      into: &sums)
  }

  private static func rectify(_ values: inout [Float], _ bias: Span<Float>) {
    for begin in stride(from: 0, to: values.count, by: bias.count) {
      for column in 0..<bias.count {
        values[begin + column] = max(values[begin + column] + bias[column], 0)
      }
    }
  }

  /// The gradient of a layer's weights: its inputs with its outputs' errors.
  private static func back(
    _ gradient: inout [Float], _ values: [Float], _ errors: [Float], _ matrix: Range<Int>,
    columns: Int
  ) {
    var all = gradient.mutableSpan
    var part = all._mutatingExtracting(matrix)
    multiply(
      transposed: values.span, by: errors.span, rowCount: matrix.count / columns,
      columnCount: columns, into: &part)
  }

  /// The gradient of a layer's bias.
  private static func sum(_ gradient: inout [Float], _ errors: [Float], _ bias: Range<Int>) {
    for index in bias { gradient[index] = 0 }
    for begin in stride(from: 0, to: errors.count, by: bias.count) {
      for column in 0..<bias.count { gradient[bias.lowerBound + column] += errors[begin + column] }
    }
  }

  /// A hidden layer's errors, from those of the layer behind it: none where the layer was cut off.
  private static func through(
    _ result: inout [Float], _ values: [Float], from errors: [Float], _ width: Int,
    _ matrix: Span<Float>
  ) {
    var sums = result.mutableSpan
    multiply(
      errors.span, byTransposed: matrix, innerCount: width, columnCount: matrix.count / width,
      into: &sums)
    for index in sums.indices where values[index] <= 0 { sums[index] = 0 }
  }
}
