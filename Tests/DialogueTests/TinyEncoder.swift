import Bytes
import Dialogue
import RealModule
import Snapshots
import Text

/// A BERT of two layers, 8 wide, whose weights are sines: tensor n in the order of names has
/// 0.4·sin(1.7·i + n) at i, and 1 more where it is a gain.
enum TinyEncoder {
  static let shape = EncoderShape(
    layers: 2, heads: 2, hidden: 8, intermediate: 20, positions: 16, vocabulary: 24)
  static let vocabulary =
    "[PAD] [UNK] [CLS] [SEP] do you have the navy dress in m under 50 ? un ##know ##n ##s , ' s 有 没"
    .split(separator: " ").map(String.init)

  /// Names and shapes as `BertModel` has them.
  static var tensors: [(name: String, shape: [Int])] {
    let hidden = shape.hidden
    var tensors = [
      ("embeddings.LayerNorm.bias", [hidden]), ("embeddings.LayerNorm.weight", [hidden]),
      ("embeddings.position_embeddings.weight", [shape.positions, hidden]),
      ("embeddings.token_type_embeddings.weight", [2, hidden]),
      ("embeddings.word_embeddings.weight", [shape.vocabulary, hidden]),
    ]
    for layer in 0..<shape.layers {
      let name = "encoder.layer.\(layer)"
      for part in ["attention.output", "output"] {
        tensors.append(("\(name).\(part).LayerNorm.bias", [hidden]))
        tensors.append(("\(name).\(part).LayerNorm.weight", [hidden]))
      }
      for (part, inner, columns) in [
        ("attention.output.dense", hidden, hidden), ("attention.self.key", hidden, hidden),
        ("attention.self.query", hidden, hidden), ("attention.self.value", hidden, hidden),
        ("intermediate.dense", hidden, shape.intermediate),
        ("output.dense", shape.intermediate, hidden),
      ] {
        tensors.append(("\(name).\(part).bias", [columns]))
        tensors.append(("\(name).\(part).weight", [columns, inner]))
      }
    }
    return tensors.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }

  /// `model.safetensors`, with what `change` makes of a tensor; `nil` leaves it out.
  static func model(
    prefix: String = "", change: (String, [Float]) -> [Float]? = { $1 },
    shapes: [String: [Int]] = [:]
  ) throws -> [UInt8] {
    var writer = TensorWriter()
    for (n, tensor) in tensors.enumerated() {
      let shape = shapes[tensor.name] ?? tensor.shape
      let base = tensor.name.hasSuffix("LayerNorm.weight") ? 1.0 : 0.0
      let values = (0..<shape.reduce(1, *)).map {
        Float(base + 0.4 * Double.sin(1.7 * Double($0) + Double(n)))
      }
      guard let changed = change(tensor.name, values) else { continue }
      writer.add(prefix + tensor.name, changed, shape: shape)
    }
    return writer.encoded()
  }

  static func weights(
    _ model: [UInt8], pooling: EncoderPooling = .mean
  ) throws -> EncoderWeights {
    let file = try TensorFile(bytes: model, name: "model.safetensors")
    return try EncoderWeights(
      reading: file, settings: EncoderSettings(shape: shape, pooling: pooling),
      vocabulary: vocabulary, rules: ScalarFolding.Rules())
  }

  static func packed(
    _ precision: EncoderPrecision = .float32, pooling: EncoderPooling = .mean, prefix: String = ""
  ) throws -> [UInt8] {
    var writer = TensorWriter()
    try weights(try model(prefix: prefix), pooling: pooling)
      .pack(into: &writer, precision: precision)
    return writer.encoded()
  }

  static func withEncoder<Result>(
    _ bytes: [UInt8], _ body: (SentenceEncoder) throws -> Result
  ) throws -> Result {
    let file = try TensorFile(bytes: bytes, name: "encoder.safetensors")
    defer { extendLifetime(file) }
    return try body(try SentenceEncoder(opening: file))
  }
}
