import Dialogue
import Snapshots
import Testing

/// A model that cannot be computed with is refused before it serves, and the tensor is named.
@Suite struct EncoderCheckTests {
  /// The packed file with one tensor left out or changed.
  func repacked(
    _ precision: EncoderPrecision, _ name: String, _ change: (inout TensorWriter) -> Void
  ) throws -> [UInt8] {
    let file = try TensorFile(bytes: try TinyEncoder.packed(precision), name: "encoder")
    var writer = TensorWriter()
    try copy(file, but: name, to: &writer)
    change(&writer)
    return writer.encoded()
  }

  private func copy(
    _ file: borrowing TensorFile, but name: String, to writer: inout TensorWriter
  ) throws {
    for tensor in file.summary where tensor.name != name {
      switch tensor.dtype {
      case "F32": add(try read(file, tensor, as: Float.self), tensor, &writer)
      case "I8": add(try read(file, tensor, as: Int8.self), tensor, &writer)
      case "U8": add(try read(file, tensor, as: UInt8.self), tensor, &writer)
      case "I32": add(try read(file, tensor, as: Int32.self), tensor, &writer)
      default: add(try read(file, tensor, as: Int64.self), tensor, &writer)
      }
    }
  }

  private func add<Element: TensorElement>(
    _ values: [Element], _ tensor: TensorFile.TensorSummary, _ writer: inout TensorWriter
  ) {
    writer.add(tensor.name, values, shape: tensor.shape)
  }

  private func read<Element: TensorElement>(
    _ file: borrowing TensorFile, _ tensor: TensorFile.TensorSummary, as type: Element.Type
  ) throws -> [Element] {
    let column =
      tensor.shape.count == 1
      ? try file.column(tensor.name, as: type) : try file.matrix(tensor.name, as: type).elements
    return (0..<column.count).map { column[$0] }
  }

  func refusal(_ bytes: [UInt8]) -> String {
    do {
      try TinyEncoder.withEncoder(bytes) { _ in }
      return ""
    } catch { return "\(error)" }
  }

  @Test(arguments: EncoderPrecision.allCases)
  func `without any one of its tensors a model is refused by its name`(
    precision: EncoderPrecision
  ) throws {
    let file = try TensorFile(bytes: try TinyEncoder.packed(precision), name: "encoder")
    let names = file.summary.map(\.name)
    #expect(names.count == (precision == .int8 ? 52 : 35))
    for name in names {
      let message = refusal(try repacked(precision, name) { _ in })
      #expect(message.contains("tensor '\(name)' is missing"))
    }
  }

  @Test func `tensors of another size are refused`() throws {
    let message = refusal(
      try repacked(.float32, "encoder.layer/1/grow.bias") {
        $0.add("encoder.layer/1/grow.bias", [Float](repeating: 0, count: 19))
      })
    #expect(
      message
        == "encoder.safetensors: tensor 'encoder.layer/1/grow.bias' has 19 elements; 20 are accepted"
    )
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `a weight that is not finite is refused`(value: Float) throws {
    for (name, count) in [
      ("encoder.layer/0/shrink.panels", 16 * 20), ("encoder.norm.gain", 8), ("encoder.epsilon", 1),
    ] {
      var values = [Float](repeating: 0.5, count: count)
      values[count - 1] = value
      let message = refusal(try repacked(.float32, name) { $0.add(name, values) })
      #expect(message.contains("tensor '\(name)' contains a value that is not finite"))
    }
  }

  @Test func `sums that are not those of the codes are refused`() throws {
    let name = "encoder.layer/0/joint.sums"
    let message = refusal(
      try repacked(.int8, name) { $0.add(name, [Int32](repeating: 5_000, count: 24)) })
    #expect(message.contains("tensor '\(name)' is 5000 at 0; the sum of the codes"))
  }

  @Test(
    arguments: [
      ([0, 2, 8, 20, 16, 24], "has layers = 0; 1...96 is accepted"),
      ([2, 3, 8, 20, 16, 24], "has 3 heads and is 8 wide; a multiple of the heads is accepted"),
      ([2, 2, 8, 20, 1 << 40, 24], "has positions = 1099511627776; 2...65536 is accepted"),
    ] as [([Int64], String)])
  func `a shape that cannot be is refused`(shape: [Int64], reason: String) throws {
    let message = refusal(
      try repacked(.float32, "encoder.shape") { $0.add("encoder.shape", shape) })
    #expect(message == "encoder.safetensors: tensor 'encoder.shape' \(reason)")
  }

  @Test func `codes whose products would not fit are refused`() throws {
    let name = "encoder.layer/1/grow"
    let file = try TensorFile(
      bytes: try repacked(.int8, "\(name).panels") { writer in
        var codes = [Int8](repeating: 0, count: 2 * 16 * 8)
        (codes[4], codes[5]) = (100, 29)
        writer.add("\(name).panels", codes)
      }, name: "encoder")
    var writer = TensorWriter()
    try copy(file, but: "\(name).sums", to: &writer)
    writer.add("\(name).sums", [0, 129] + [Int32](repeating: 0, count: 18))
    #expect(
      refusal(writer.encoded())
        == "encoder.safetensors: tensor '\(name).panels' has neighbours that are too large together at 4; sums in -128...128 are accepted"
    )
  }

  @Test func `a vocabulary of another size is refused`() throws {
    let message = refusal(
      try repacked(.float32, "encoder.shape") {
        $0.add("encoder.shape", [2, 2, 8, 20, 16, 25] as [Int64])
      })
    #expect(message.contains("'encoder.vocabulary.offsets' names 24 tokens; 25 are accepted"))
  }

  @Test func `a trained model is refused where a tensor is absent, misshapen or not finite`() throws
  {
    func refusal(_ model: [UInt8]) -> String {
      do {
        _ = try TinyEncoder.weights(model)
        return ""
      } catch { return "\(error)" }
    }
    let name = "encoder.layer.1.attention.self.key.weight"
    #expect(
      refusal(try TinyEncoder.model { $0 == name ? nil : $1 })
        == "model.safetensors: tensor '\(name)' is missing; the tensors of a BertModel are accepted"
    )
    #expect(
      refusal(try TinyEncoder.model(shapes: [name: [8, 7]]))
        == "model.safetensors: tensor '\(name)' has shape [8, 7]; [8, 8] is accepted")
    let broken = try TinyEncoder.model { $0 == name ? [.nan] + $1.dropFirst() : $1 }
    #expect(
      refusal(broken)
        == "model.safetensors: tensor '\(name)' contains a value that is not finite; finite values are accepted"
    )
  }
}
