import Kernels
package import Snapshots
import Text

extension EncoderWeights {
  /// Adds the tensors that ``SentenceEncoder`` describes.
  package func pack(into writer: inout TensorWriter, precision: EncoderPrecision) {
    let shape = settings.shape
    writer.add("encoder.shape", shape.numbers)
    writer.add("encoder.precision", [precision.rawValue])
    writer.add("encoder.pooling", [settings.pooling.rawValue])
    writer.add("encoder.epsilon", [settings.epsilon])
    let flags = [rules.lowercases, rules.stripsAccents, rules.splitsChinese]
    writer.add("encoder.rules", flags.map { $0 ? UInt8(1) : 0 })
    writer.add("encoder.vocabulary", strings: vocabulary)
    packTokens(into: &writer, precision)
    writer.add("encoder.positions", positions, shape: [shape.positions, shape.hidden])
    pack("encoder.norm", norm, into: &writer)
    for (index, layer) in layers.enumerated() {
      let name = "encoder.layer/\(index)"
      pack("\(name)/joint", joint(layer), into: &writer, precision)
      pack("\(name)/output", layer.output, into: &writer, precision)
      pack("\(name)/output.norm", layer.outputNorm, into: &writer)
      pack("\(name)/grow", layer.grow, into: &writer, precision)
      pack("\(name)/shrink", layer.shrink, into: &writer, precision)
      pack("\(name)/shrink.norm", layer.shrinkNorm, into: &writer)
    }
  }

  /// One product for queries, keys and values; scores are divided by √(head's width), which the
  /// queries may as well be.
  private func joint(_ layer: Layer) -> Dense {
    let scale = 1 / Float(settings.shape.headWidth).squareRoot()
    return Dense(
      weights: layer.query.weights.map { $0 * scale } + layer.key.weights + layer.value.weights,
      bias: layer.query.bias.map { $0 * scale } + layer.key.bias + layer.value.bias)
  }

  private func packTokens(into writer: inout TensorWriter, _ precision: EncoderPrecision) {
    let (rows, columns) = (settings.shape.vocabulary, settings.shape.hidden)
    guard precision == .int8 else {
      return writer.add("encoder.tokens", tokens, shape: [rows, columns])
    }
    var codes: [Int8] = []
    codes.reserveCapacity(tokens.count)
    var scales: [Float] = []
    for row in 0..<rows {
      let (rounded, scale) = DensePanels.roundedRow(
        tokens.span.extracting(row * columns..<(row + 1) * columns))
      codes += rounded
      scales.append(scale)
    }
    writer.add("encoder.tokens", codes, shape: [rows, columns])
    writer.add("encoder.tokens.scales", scales)
  }

  private func pack(_ name: String, _ norm: Norm, into writer: inout TensorWriter) {
    writer.add("\(name).gain", norm.gain)
    writer.add("\(name).bias", norm.bias)
  }

  private func pack(
    _ name: String, _ dense: Dense, into writer: inout TensorWriter, _ precision: EncoderPrecision
  ) {
    let columns = dense.bias.count
    let inner = dense.weights.count / columns
    writer.add("\(name).bias", dense.bias)
    switch precision {
    case .float32:
      writer.add(
        "\(name).panels",
        DensePanels.panels(dense.weights.span, columns: columns, inner: inner))
    case .int8:
      let codes = DensePanels.codes(dense.weights.span, columns: columns, inner: inner)
      writer.add("\(name).panels", codes.panels)
      writer.add("\(name).scales", codes.scales)
      writer.add("\(name).sums", codes.sums)
    }
  }
}
