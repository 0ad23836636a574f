import Bytes
import Dialogue
import Snapshots
import TestSupport
import Testing

/// A sentence's vector is the reference's. The expected numbers are PyTorch's:
///
///     config = BertConfig(vocab_size=51, hidden_size=8, num_hidden_layers=2, num_attention_heads=2,
///                         intermediate_size=20, max_position_embeddings=16)
///     model = BertModel(config, add_pooling_layer=False).eval()
///     for n, name in enumerate(sorted(state := model.state_dict())):
///         gain = 1.0 if name.endswith("LayerNorm.weight") else 0.0
///         state[name].copy_(torch.tensor([gain + 0.4 * math.sin(1.7 * i + n) for i in …]))
///     states = model(input_ids=…).last_hidden_state[0]; v = states.mean(0); v / v.norm()
@Suite struct SentenceEncoderTests {
  static let cases: [(ids: [Int32], mean: [Float], first: [Float])] = [
    (
      [2, 4, 5, 6, 3],
      [0.298432, -0.121918, -0.566027, 0.578209, -0.317549, 0.163286, 0.290408, -0.171828],
      [0.344882, -0.121939, -0.688243, 0.487649, -0.123602, 0.143323, 0.303088, -0.164395]
    ),
    (
      [2, 3],
      [0.285029, -0.113908, -0.615532, 0.655629, 0.049675, 0.047476, 0.180966, -0.244097],
      [0.270828, -0.071273, -0.64059, 0.624967, 0.086841, 0.05037, 0.165696, -0.288269]
    ),
    (
      [2, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 3],
      [0.301908, -0.157914, -0.481288, 0.640088, -0.378083, 0.12275, 0.274737, -0.095235],
      [0.369527, -0.08813, -0.711199, 0.464452, -0.092316, 0.108542, 0.297058, -0.160054]
    ),
  ]

  func vector(_ ids: [Int32], _ encoder: SentenceEncoder) -> [Float] {
    var scratch = EncoderScratch(for: encoder)
    var vector = [Float](repeating: 0, count: encoder.width)
    var span = vector.mutableSpan
    encoder.encode(ids: ids.span, into: &span, &scratch)
    return vector
  }

  func vector(_ text: String, _ encoder: SentenceEncoder, _ scratch: inout EncoderScratch)
    -> [Float]
  {
    var vector = [Float](repeating: 0, count: encoder.width)
    var span = vector.mutableSpan
    encoder.encode(Array(text.utf8).rawSpan, into: &span, &scratch)
    return vector
  }

  @Test(arguments: [EncoderPooling.mean, .first], ["", "bert."])
  func `a vector is that of the reference`(pooling: EncoderPooling, prefix: String) throws {
    try TinyEncoder.withEncoder(try TinyEncoder.packed(pooling: pooling, prefix: prefix)) {
      for test in Self.cases {
        let expected = pooling == .mean ? test.mean : test.first
        for (found, right) in zip(vector(test.ids, $0), expected) {
          #expect(abs(found - right) < 5e-6)
        }
      }
    }
  }

  @Test func `a vector of 8 bits points where that of floats does`() throws {
    try TinyEncoder.withEncoder(try TinyEncoder.packed(.int8)) { encoder in
      #expect(encoder.precision == .int8)
      for test in Self.cases {
        let product = zip(vector(test.ids, encoder), test.mean).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(product > 0.999)
      }
    }
  }

  @Test(arguments: EncoderPrecision.allCases)
  func `a text is its tokens, whatever was encoded before`(precision: EncoderPrecision) throws {
    try TinyEncoder.withEncoder(try TinyEncoder.packed(precision)) { encoder in
      var scratch = EncoderScratch(for: encoder)
      let first = vector("Do you have", encoder, &scratch)
      #expect(scratch.tokens == [2, 4, 5, 6, 3])
      #expect(first == vector([2, 4, 5, 6, 3], encoder))
      _ = vector("the navy dress in m under 50 ? unknowns", encoder, &scratch)
      #expect(vector("Do you have", encoder, &scratch) == first)
    }
  }

  @Test func `a text that is too long is cut, to the scratch's tokens or to the positions`() throws
  {
    try TinyEncoder.withEncoder(try TinyEncoder.packed()) { encoder in
      let long = String(repeating: "navy dress ", count: 100)
      var short = EncoderScratch(for: encoder, tokensMax: 5)
      #expect(vector(long, encoder, &short) == vector([2, 8, 9, 8, 3], encoder))
      var most = EncoderScratch(for: encoder, tokensMax: 1_000)
      #expect(most.tokensMax == 16)
      let length = vector(long, encoder, &most).reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - 1) < 1e-5)
      #expect(most.tokens.count == 16)
    }
  }

  @Test(
    .enabled(if: AllocationCounter.isMeaningful),
    arguments: EncoderPrecision.allCases)
  func `encoding allocates nothing`(precision: EncoderPrecision) throws {
    try TinyEncoder.withEncoder(try TinyEncoder.packed(precision)) { encoder in
      var scratch = EncoderScratch(for: encoder)
      var vector = [Float](repeating: 0, count: encoder.width)
      let texts = [
        "Do you have the navy dress?", "有没有 Café 한", String(repeating: "unknow", count: 300),
      ]
      .map { Array($0.utf8) }
      for _ in 0..<2 {
        var allocations = 0
        for text in texts {
          allocations = AllocationCounter.count {
            var span = vector.mutableSpan
            encoder.encode(text.rawSpan, into: &span, &scratch)
          }
        }
        #expect(allocations == 0)
      }
    }
  }

  @Test func `states that overflow give zeros`() throws {
    let model = try TinyEncoder.model { name, values in
      name.contains("LayerNorm") ? values.map { _ in 3e38 } : values
    }
    var writer = TensorWriter()
    try TinyEncoder.weights(model).pack(into: &writer, precision: .float32)
    try TinyEncoder.withEncoder(writer.encoded()) {
      #expect(vector([2, 4, 3], $0) == [Float](repeating: 0, count: 8))
    }
  }
}
