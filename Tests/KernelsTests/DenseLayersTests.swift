import CKernels
import Foundation
import Kernels
import Testing

/// The kernels compute what their definitions say, at every number of rows, columns and inputs: so at
/// every tile and tail.
@Suite struct DenseLayersTests {
  static let rows = [1, 2, 5, 6, 7, 12, 13, 48, 49, 61]
  static let sizes = [(1, 1), (3, 5), (8, 16), (17, 15), (64, 33), (30, 96)]

  struct Random {
    var state: UInt64
    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 23) - 1
    }
    mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in next() } }
  }

  func gelu(_ x: Double) -> Double { x / 2 * (1 + erf(x / sqrt(2))) }

  @Test(arguments: rows, sizes)
  func `a dense layer of floats is its definition`(rows: Int, size: (Int, Int)) {
    let (inner, columns) = size
    var random = Random(state: UInt64(rows * 100 + inner))
    let x = random.floats(rows * inner)
    let weights = random.floats(columns * inner)
    let bias = random.floats(columns)
    let panels = DensePanels.panels(weights.span, columns: columns, inner: inner)
    for function in [DenseFunction.plain, .gelu] {
      var out = [Float](repeating: 7, count: rows * columns + 1)
      var span = out.mutableSpan
      dense(
        x.span, rows: rows, inner: inner, panels: panels.span, bias: bias.span, function: function,
        into: &span)
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = Double(bias[column])
          for i in 0..<inner {
            sum += Double(x[row * inner + i]) * Double(weights[column * inner + i])
          }
          if function == .gelu { sum = gelu(sum) }
          #expect(abs(Double(out[row * columns + column]) - sum) < 1e-5)
        }
      }
      #expect(out[rows * columns] == 7)
    }
  }

  @Test(arguments: rows, sizes)
  func `a dense layer of codes is the product of what the codes say`(
    rows: Int, size: (Int, Int)
  ) {
    let (inner, columns) = size
    var random = Random(state: UInt64(rows * 100 + inner))
    let x = random.floats(rows * inner)
    let weights = random.floats(columns * inner)
    let bias = random.floats(columns)
    let codes = DensePanels.codes(weights.span, columns: columns, inner: inner)
    var quantised = QuantisedRows(rowsMax: rows, innerMax: inner)
    quantised.quantise(x.span, rows: rows, inner: inner)
    var out = [Float](repeating: 7, count: rows * columns + 1)
    var span = out.mutableSpan
    quantised.dense(
      panels: codes.panels.span, scales: codes.scales.span, sums: codes.sums.span, bias: bias.span,
      function: .plain, into: &span)
    for row in 0..<rows {
      let own = x[row * inner..<(row + 1) * inner]
      let step = (max(own.max() ?? 0, 0) - min(own.min() ?? 0, 0)) / 255
      for column in 0..<columns {
        var sum = Double(bias[column])
        var bound = 1e-4
        for i in 0..<inner {
          let (value, weight) = (x[row * inner + i], weights[column * inner + i])
          sum += Double(value) * Double(weight)
          // Half a step of each factor; a step of x, whose zero is rounded too.
          let scale = codes.scales[column]
          bound += Double(step * abs(weight) + scale / 2 * abs(value) + step * scale / 2)
        }
        #expect(abs(Double(out[row * columns + column]) - sum) <= bound)
      }
    }
    #expect(out[rows * columns] == 7)
  }

  @Test(arguments: rows, sizes)
  func `sums of codes are the same on every instruction set`(rows: Int, size: (Int, Int)) {
    let (inner, columns) = size
    var random = Random(state: UInt64(rows + inner))
    let x = random.floats(rows * inner)
    let codes = DensePanels.codes(
      random.floats(columns * inner).span, columns: columns, inner: inner)
    let padded = DensePanels.paddedInner(inner)
    func compute(isPortable: Bool) -> [Float] {
      var words = [UInt8](repeating: 0, count: rows * padded)
      var steps = [Float](repeating: 0, count: rows)
      var zeros = [Int32](repeating: 0, count: rows)
      var out = [Float](repeating: 0, count: rows * columns)
      if isPortable {
        unsafe kernels_quantise_rows_portable(x, rows, inner, &words, &steps, &zeros)
        unsafe kernels_dense_codes_portable(
          words, steps, zeros, rows, inner, codes.panels, codes.scales, codes.sums, nil, columns, 0,
          &out, columns)
      } else {
        unsafe kernels_quantise_rows(x, rows, inner, &words, &steps, &zeros)
        unsafe kernels_dense_codes(
          words, steps, zeros, rows, inner, codes.panels, codes.scales, codes.sums, nil, columns, 0,
          &out, columns)
      }
      return out
    }
    let (ours, portable) = (compute(isPortable: false), compute(isPortable: true))
    // The sums are equal; what they are multiplied with may be rounded once less.
    for (left, right) in zip(ours, portable) { #expect(abs(left - right) <= abs(right) * 1e-6) }
  }

  @Test func `neighbours are never too large together`() {
    var random = Random(state: 5)
    for _ in 0..<200 {
      let weights = random.floats(64)
      let codes = DensePanels.codes(weights.span, columns: 1, inner: 64)
      let found = DensePanels.firstWidePair(codes.panels.span)
      #expect(found == nil)
    }
    for (left, right, isWide) in [
      (127, 1, false), (127, 2, true), (-128, 0, false), (-128, -1, true), (127, -128, false),
    ] as [(Int8, Int8, Bool)] {
      let panels: [Int8] = [0, 0, left, right]
      let found = DensePanels.firstWidePair(panels.span)
      #expect(found == (isWide ? 2 : nil))
    }
  }

  @Test func `the largest codes do not overflow`() {
    let inner = 4_096
    let x = [Float](repeating: 1, count: inner)
    for sign: Float in [1, -1] {
      let weights = [Float](repeating: sign, count: inner)
      let codes = DensePanels.codes(weights.span, columns: 1, inner: inner)
      var quantised = QuantisedRows(rowsMax: 1, innerMax: inner)
      quantised.quantise(x.span, rows: 1, inner: inner)
      var out: [Float] = [0]
      var span = out.mutableSpan
      let bias: [Float] = [0]
      quantised.dense(
        panels: codes.panels.span, scales: codes.scales.span, sums: codes.sums.span,
        bias: bias.span, function: .plain, into: &span)
      #expect(abs(out[0] - sign * Float(inner)) < 0.01)
    }
  }

  @Test func `zeros are rounded to zeros, also where all are`() {
    let x: [Float] = [0, 0, 0, 0, 0, 1, 0, -3, 0, 0]
    let weights: [Float] = [1, 2, 3, 4, 5]
    let codes = DensePanels.codes(weights.span, columns: 1, inner: 5)
    var quantised = QuantisedRows(rowsMax: 2, innerMax: 5)
    quantised.quantise(x.span, rows: 2, inner: 5)
    var out: [Float] = [7, 7]
    var span = out.mutableSpan
    let bias: [Float] = [0.5]
    quantised.dense(
      panels: codes.panels.span, scales: codes.scales.span, sums: codes.sums.span, bias: bias.span,
      function: .plain, into: &span)
    #expect(out[0] == 0.5)
    #expect(abs(out[1] + 7.5) < 0.1)
  }

  @Test func `the GELU is exact to a millionth`() {
    var worst = 0.0
    for index in -120_000...120_000 {
      var x = [Float(index) * 1e-4]
      let exact = gelu(Double(x[0]))
      unsafe kernels_gelu(&x, 1)
      worst = max(worst, abs(Double(x[0]) - exact))
    }
    #expect(worst <= 1e-6)
  }

  @Test(arguments: [1, 2, 15, 16, 17, 100])
  func `shares are those of exponentials and sum to one`(count: Int) {
    var random = Random(state: UInt64(count))
    let x = random.floats(count).map { $0 * 30 }
    var shares = x
    unsafe kernels_softmax(&shares, count)
    let exponentials = x.map { exp(Double($0)) }
    let sum = exponentials.reduce(0, +)
    for (share, exponential) in zip(shares, exponentials) {
      #expect(abs(Double(share) - exponential / sum) < 1e-6)
    }
  }
}
