import Dialogue
import Foundation
import Platform
import Snapshots
import Testing
import Text
import Training

/// A directory of a sentence encoder is read as it is, or refused by the file and the key at fault.
@Suite struct EncoderFilesTests {
  static let configuration: [String: String] = [
    "model_type": "\"bert\"", "hidden_act": "\"gelu\"", "num_hidden_layers": "1",
    "num_attention_heads": "1", "hidden_size": "2", "intermediate_size": "3",
    "max_position_embeddings": "4", "vocab_size": "5", "layer_norm_eps": "1e-5",
  ]
  static let tokens = ["[UNK]", "[CLS]", "[SEP]", "navy", "##s"]

  static func json(_ members: [String: String]) -> String {
    "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  static func model() -> [UInt8] {
    var writer = TensorWriter()
    func add(_ name: String, _ shape: [Int]) {
      writer.add(name, [Float](repeating: 0.5, count: shape.reduce(1, *)), shape: shape)
    }
    func dense(_ name: String, _ inner: Int, _ columns: Int) {
      add("\(name).weight", [columns, inner])
      add("\(name).bias", [columns])
    }
    func norm(_ name: String) {
      add("\(name).weight", [2])
      add("\(name).bias", [2])
    }
    add("embeddings.word_embeddings.weight", [5, 2])
    add("embeddings.position_embeddings.weight", [4, 2])
    add("embeddings.token_type_embeddings.weight", [2, 2])
    norm("embeddings.LayerNorm")
    let layer = "encoder.layer.0"
    for part in ["query", "key", "value"] { dense("\(layer).attention.self.\(part)", 2, 2) }
    dense("\(layer).attention.output.dense", 2, 2)
    norm("\(layer).attention.output.LayerNorm")
    dense("\(layer).intermediate.dense", 2, 3)
    dense("\(layer).output.dense", 3, 2)
    norm("\(layer).output.LayerNorm")
    return writer.encoded()
  }

  /// Reads a directory with these files; `nil` leaves one out.
  func read(_ changes: [String: String?]) throws -> EncoderWeights {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-encoder")
    defer { try? FileSystem.removeTree(directory) }
    var files: [String: String?] = [
      "config.json": Self.json(Self.configuration),
      "vocab.txt": Self.tokens.joined(separator: "\n"),
    ]
    for (name, text) in changes { files[name] = text }
    try FileSystem.makeDirectories("\(directory)/1_Pooling")
    for (name, text) in files {
      guard let text else { continue }
      try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
    }
    try Data(Self.model()).write(to: URL(filePath: "\(directory)/model.safetensors"))
    return try EncoderFiles.read(directory: directory)
  }

  func refusal(_ changes: [String: String?]) -> String {
    do {
      _ = try read(changes)
      return ""
    } catch { return "\(error)" }
  }

  @Test func `sizes, vocabulary and rules are those of the files`() throws {
    let weights = try read([:])
    #expect(
      weights.settings
        == EncoderSettings(
          shape: EncoderShape(
            layers: 1, heads: 1, hidden: 2, intermediate: 3, positions: 4, vocabulary: 5),
          epsilon: 1e-5, pooling: .mean))
    #expect(weights.vocabulary == Self.tokens)
    #expect(weights.rules == ScalarFolding.Rules())
    let windows = try read(["vocab.txt": Self.tokens.joined(separator: "\r\n") + "\r\n"])
    #expect(windows.vocabulary == Self.tokens)
  }

  @Test func `a vocabulary may be that of tokenizer.json, with its rules`() throws {
    let vocabulary = Self.json(
      Dictionary(uniqueKeysWithValues: Self.tokens.enumerated().map { ($1, "\($0)") }))
    let normalizer =
      "{\"type\": \"BertNormalizer\", \"lowercase\": false, \"strip_accents\": null, \"handle_chinese_chars\": true}"
    let text =
      "{\"normalizer\": \(normalizer), \"model\": {\"type\": \"WordPiece\", \"vocab\": \(vocabulary)}}"
    let weights = try read(["vocab.txt": nil, "tokenizer.json": text])
    #expect(weights.vocabulary == Self.tokens)
    #expect(
      weights.rules
        == ScalarFolding.Rules(lowercases: false, stripsAccents: false, splitsChinese: true))
    let other = text.replacingOccurrences(of: "WordPiece", with: "BPE")
    #expect(
      refusal(["vocab.txt": nil, "tokenizer.json": other])
        .hasSuffix("tokenizer.json: has type \"BPE\"; WordPiece is accepted"))
  }

  @Test func `the pooling is the mean or the first token`() throws {
    let first = "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}"
    #expect(try read(["1_Pooling/config.json": first]).settings.pooling == .first)
    #expect(
      refusal(["1_Pooling/config.json": "{\"pooling_mode_max_tokens\": true}"])
        .contains("pools by [\"pooling_mode_max_tokens\"]; pooling_mode_mean_tokens or"))
  }

  @Test(arguments: [
    ("hidden_act", "\"relu\"", "has hidden_act \"relu\"; gelu is accepted"),
    ("model_type", "\"roberta\"", "has model_type \"roberta\"; bert is accepted"),
    ("hidden_size", "\"2\"", "has hidden_size \"2\"; a whole number is accepted"),
    ("num_attention_heads", "0", "has heads = 0; 1...256 is accepted"),
    (
      "position_embedding_type", "\"relative_key\"",
      "has position_embedding_type \"relative_key\"; absolute is accepted"
    ),
    ("layer_norm_eps", "-1", "has layer_norm_eps -1; a number in 0..<1 is accepted"),
  ])
  func `a configuration that the encoder cannot follow is refused`(
    key: String, value: String, reason: String
  ) {
    var members = Self.configuration
    members[key] = value
    #expect(refusal(["config.json": Self.json(members)]).hasSuffix("config.json: \(reason)"))
  }

  @Test func `weights that the configuration does not describe are refused by their name`() {
    var members = Self.configuration
    members["intermediate_size"] = "4"
    #expect(
      refusal(["config.json": Self.json(members)])
        .contains(
          "'encoder.layer.0.intermediate.dense.weight' has shape [3, 2]; [4, 2] is accepted"))
    #expect(
      refusal(["vocab.txt": "[UNK]\n[CLS]\n[SEP]"]).contains("a vocabulary of 3 tokens beside it"))
  }

  @Test func `absent and malformed files are refused by their name`() {
    #expect(refusal(["config.json": nil]).contains("config.json: "))
    #expect(refusal(["config.json": "{"]).contains("config.json: is not JSON: byte 1"))
    #expect(refusal(["vocab.txt": nil]).contains("tokenizer.json: "))
  }
}
