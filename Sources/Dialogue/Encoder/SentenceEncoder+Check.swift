import Bytes
import Kernels
package import Snapshots
import Text

extension SentenceEncoder {
  /// O(bytes of the tensors).
  ///
  /// - Throws: when a tensor is absent or misshapen, or a weight is not finite; it names the tensor.
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    let shape = try file.encoderShape()
    let precisionCode = try file.column("encoder.precision", as: UInt8.self, count: 1)[0]
    guard let precision = EncoderPrecision(rawValue: precisionCode) else {
      throw file.error(
        "encoder.precision", "is \(precisionCode); 0 (F32) and 1 (8 bits) are accepted")
    }
    let poolingCode = try file.column("encoder.pooling", as: UInt8.self, count: 1)[0]
    guard let pooling = EncoderPooling(rawValue: poolingCode) else {
      throw file.error("encoder.pooling", "is \(poolingCode); 0 (mean) and 1 (first) are accepted")
    }
    let epsilon = try file.finite("encoder.epsilon", count: 1)[0]
    guard epsilon >= 0 else {
      throw file.error("encoder.epsilon", "is \(epsilon); at least 0 is accepted")
    }
    settings = EncoderSettings(shape: shape, epsilon: epsilon, pooling: pooling)
    self.precision = precision
    tokenizer = try file.tokenizer(count: shape.vocabulary)
    tokens = try file.tokenTable(shape, precision)
    positions = try file.finite("encoder.positions", rows: shape.positions, columns: shape.hidden)
    norm = try file.norm("encoder.norm", width: shape.hidden)
    var layers: [EncoderLayer] = []
    for index in 0..<shape.layers {
      layers.append(try file.layer("encoder.layer/\(index)", shape, precision))
    }
    self.layers = layers
  }
}

extension TensorFile {
  fileprivate func encoderShape() throws(SnapshotError) -> EncoderShape {
    let numbers = try column("encoder.shape", as: Int64.self, count: EncoderShape.names.count)
    let shape = EncoderShape(
      layers: Int(numbers[0]), heads: Int(numbers[1]), hidden: Int(numbers[2]),
      intermediate: Int(numbers[3]), positions: Int(numbers[4]), vocabulary: Int(numbers[5]))
    if let fault = shape.fault { throw error("encoder.shape", fault) }
    return shape
  }

  fileprivate func tokenizer(count: Int) throws(SnapshotError) -> WordPiece {
    let flags = try column("encoder.rules", as: UInt8.self, count: 3)
    for index in 0..<flags.count where flags[index] > 1 {
      throw error("encoder.rules", "contains \(flags[index]); 0 and 1 are accepted")
    }
    let rules = ScalarFolding.Rules(
      lowercases: flags[0] == 1, stripsAccents: flags[1] == 1, splitsChinese: flags[2] == 1)
    let vocabulary = try strings("encoder.vocabulary")
    guard vocabulary.count == count else {
      throw error(
        "encoder.vocabulary.offsets", "names \(vocabulary.count) tokens; \(count) are accepted")
    }
    do { return try WordPiece(count: count, rules: rules) { vocabulary[$0] } } catch {
      throw self.error("encoder.vocabulary.bytes", "\(error)")
    }
  }

  fileprivate func tokenTable(
    _ shape: EncoderShape, _ precision: EncoderPrecision
  ) throws(SnapshotError) -> TokenTable {
    let (rows, columns) = (shape.vocabulary, shape.hidden)
    switch precision {
    case .float32: return .floats(try finite("encoder.tokens", rows: rows, columns: columns))
    case .int8:
      return .codes(
        try matrix("encoder.tokens", rows: rows, columns: columns),
        scales: try finite("encoder.tokens.scales", count: rows))
    }
  }

  fileprivate func layer(
    _ name: String, _ shape: EncoderShape, _ precision: EncoderPrecision
  ) throws(SnapshotError) -> EncoderLayer {
    let (hidden, inside) = (shape.hidden, shape.intermediate)
    return EncoderLayer(
      joint: try dense("\(name)/joint", from: hidden, to: 3 * hidden, precision),
      output: try dense("\(name)/output", from: hidden, to: hidden, precision),
      outputNorm: try norm("\(name)/output.norm", width: hidden),
      grow: try dense("\(name)/grow", from: hidden, to: inside, precision),
      shrink: try dense("\(name)/shrink", from: inside, to: hidden, precision),
      shrinkNorm: try norm("\(name)/shrink.norm", width: hidden))
  }

  fileprivate func norm(_ name: String, width: Int) throws(SnapshotError) -> EncoderNorm {
    EncoderNorm(
      gain: try finite("\(name).gain", count: width), bias: try finite("\(name).bias", count: width)
    )
  }

  private func dense(
    _ name: String, from inner: Int, to columns: Int, _ precision: EncoderPrecision
  ) throws(SnapshotError) -> EncoderDense {
    let bias = try finite("\(name).bias", count: columns)
    switch precision {
    case .float32:
      let count = DensePanels.floatCount(columns: columns, inner: inner)
      return EncoderDense(
        inner: inner, weights: .floats(try finite("\(name).panels", count: count)), bias: bias)
    case .int8:
      let count = DensePanels.codeCount(columns: columns, inner: inner)
      let panels = try column("\(name).panels", as: Int8.self, count: count)
      let sums = try column("\(name).sums", as: Int32.self, count: columns)
      try check(sums, of: panels, inner: inner, name)
      if let position = DensePanels.firstWidePair(panels.span) {
        throw error(
          "\(name).panels",
          "has neighbours that are too large together at \(position); sums in -128...128 are accepted"
        )
      }
      return EncoderDense(
        inner: inner,
        weights: .codes(
          panels, scales: try finite("\(name).scales", count: columns), sums: sums), bias: bias)
    }
  }

  /// Some kernels rely on them, others do not: every CPU has to give the same answer.
  private func check(
    _ sums: Column<Int32>, of panels: Column<Int8>, inner: Int, _ name: String
  ) throws(SnapshotError) {
    let (width, padded) = (DensePanels.width, DensePanels.paddedInner(inner))
    let codes = panels.span
    for column in 0..<sums.count {
      var sum: Int32 = 0
      var start = column / width * width * padded + column % width * 4
      for _ in 0..<padded / 4 {
        sum += Int32(codes[start]) + Int32(codes[start + 1])
        sum += Int32(codes[start + 2]) + Int32(codes[start + 3])
        start += 4 * width
      }
      guard sum == sums[column] else {
        throw error(
          "\(name).sums",
          "is \(sums[column]) at \(column); the sum of the codes, \(sum), is accepted")
      }
    }
  }

  fileprivate func finite(_ name: String, count: Int) throws(SnapshotError) -> Column<Float> {
    let values = try column(name, as: Float.self, count: count)
    try check(values, name)
    return values
  }

  fileprivate func finite(
    _ name: String, rows: Int, columns: Int
  ) throws(SnapshotError) -> Matrix<Float> {
    let values = try matrix(name, as: Float.self, rows: rows, columns: columns)
    try check(values.elements, name)
    return values
  }

  /// Of numbers that are not finite, and of none else, are the bits of the exponent all set.
  private func check(_ values: Column<Float>, _ name: String) throws(SnapshotError) {
    var largest: UInt32 = 0
    let values = values.span
    for index in values.indices { largest = max(largest, values[index].bitPattern & 0x7FFF_FFFF) }
    guard largest < Float.infinity.bitPattern else {
      throw error(name, "contains a value that is not finite; finite values are accepted")
    }
  }
}
