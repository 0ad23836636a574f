package import Snapshots
package import Text

/// A BERT-family model as it was trained, to be packed for ``SentenceEncoder``.
package struct EncoderWeights: Sendable {
  /// columns × inner, row-major, and a bias per column.
  struct Dense: Sendable {
    var weights: [Float]
    var bias: [Float]
  }

  struct Norm: Sendable {
    var gain: [Float]
    var bias: [Float]
  }

  struct Layer: Sendable {
    var query: Dense
    var key: Dense
    var value: Dense
    var output: Dense
    var outputNorm: Norm
    var grow: Dense
    var shrink: Dense
    var shrinkNorm: Norm
  }

  package let settings: EncoderSettings
  package let vocabulary: [String]
  package let rules: ScalarFolding.Rules
  var tokens: [Float]
  var positions: [Float]
  var norm: Norm
  var layers: [Layer] = []

  /// Reads the tensors that Hugging Face's `BertModel` writes, with or without `bert.` in front: F32
  /// or F16.
  ///
  /// - Throws: when a tensor is absent, of another shape than the settings say, or not finite.
  package init(
    reading file: borrowing TensorFile, settings: EncoderSettings, vocabulary: [String],
    rules: ScalarFolding.Rules
  ) throws(SnapshotError) {
    let shape = settings.shape
    if let fault = shape.fault { throw file.error(nil, fault) }
    guard vocabulary.count == shape.vocabulary else {
      throw file.error(
        nil,
        "has a vocabulary of \(vocabulary.count) tokens beside it; \(shape.vocabulary) are accepted"
      )
    }
    let prefix = file.contains("bert.embeddings.word_embeddings.weight") ? "bert." : ""
    let reader = Reader(prefix: prefix, hidden: shape.hidden)
    self.settings = settings
    self.vocabulary = vocabulary
    self.rules = rules
    let name = "\(prefix)embeddings"
    tokens = try file.floats(
      "\(name).word_embeddings.weight", [shape.vocabulary, shape.hidden])
    positions = try file.floats(
      "\(name).position_embeddings.weight", [shape.positions, shape.hidden])
    // A sentence is always a first text; that every token is of it may as well be a part of its place.
    let types = try file.floats("\(name).token_type_embeddings.weight", [nil, shape.hidden])
    for index in positions.indices { positions[index] += types[index % shape.hidden] }
    norm = try reader.norm("embeddings.LayerNorm", file)
    for index in 0..<shape.layers {
      layers.append(try reader.layer(index, shape, file))
    }
  }

  private struct Reader {
    let prefix: String
    let hidden: Int

    func norm(_ name: String, _ file: borrowing TensorFile) throws(SnapshotError) -> Norm {
      Norm(
        gain: try file.floats("\(prefix)\(name).weight", [hidden]),
        bias: try file.floats("\(prefix)\(name).bias", [hidden]))
    }

    func dense(
      _ name: String, from inner: Int, to columns: Int, _ file: borrowing TensorFile
    ) throws(SnapshotError) -> Dense {
      Dense(
        weights: try file.floats("\(prefix)\(name).weight", [columns, inner]),
        bias: try file.floats("\(prefix)\(name).bias", [columns]))
    }

    func layer(
      _ index: Int, _ shape: EncoderShape, _ file: borrowing TensorFile
    ) throws(SnapshotError) -> Layer {
      let name = "encoder.layer.\(index)"
      let inside = shape.intermediate
      return Layer(
        query: try dense("\(name).attention.self.query", from: hidden, to: hidden, file),
        key: try dense("\(name).attention.self.key", from: hidden, to: hidden, file),
        value: try dense("\(name).attention.self.value", from: hidden, to: hidden, file),
        output: try dense("\(name).attention.output.dense", from: hidden, to: hidden, file),
        outputNorm: try norm("\(name).attention.output.LayerNorm", file),
        grow: try dense("\(name).intermediate.dense", from: hidden, to: inside, file),
        shrink: try dense("\(name).output.dense", from: inside, to: hidden, file),
        shrinkNorm: try norm("\(name).output.LayerNorm", file))
    }
  }
}

extension TensorFile {
  /// Elements of an F32 or F16 tensor of one or two dimensions; `nil` is any size, at least 1.
  fileprivate func floats(
    _ name: String, _ shape: [Int?]
  ) throws(SnapshotError) -> [Float] {
    guard let found = summary.first(where: { $0.name == name }) else {
      throw error(name, "is missing; the tensors of a BertModel are accepted")
    }
    guard found.shape.count == shape.count,
      zip(found.shape, shape).allSatisfy({ $0 > 0 && ($1 == nil || $0 == $1) })
    else {
      let accepted = shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
      throw error(name, "has shape \(found.shape); [\(accepted)] is accepted")
    }
    let values: [Float]
    switch (found.dtype, shape.count) {
    case (Float.dtype, 1): values = copy(try column(name, as: Float.self))
    case (Float.dtype, _): values = copy(try matrix(name, as: Float.self).elements)
    case (Float16.dtype, 1): values = copy(try column(name, as: Float16.self))
    case (Float16.dtype, _): values = copy(try matrix(name, as: Float16.self).elements)
    default: throw error(name, "has dtype \(found.dtype); F32 and F16 are accepted")
    }
    guard values.allSatisfy(\.isFinite) else {
      throw error(name, "contains a value that is not finite; finite values are accepted")
    }
    return values
  }

  private func copy(_ values: Column<Float>) -> [Float] {
    let span = values.span
    return span.indices.map { span[$0] }
  }

  private func copy(_ values: Column<Float16>) -> [Float] {
    let span = values.span
    return span.indices.map { Float(span[$0]) }
  }
}
