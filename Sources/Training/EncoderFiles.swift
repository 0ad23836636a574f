import Bytes
package import Dialogue
import Platform
package import Snapshots
import Text

/// A directory with a sentence encoder as Hugging Face's transformers and sentence-transformers write
/// it, ready to be packed:
///
///     model.safetensors        the weights, by the names of `BertModel`
///     config.json              model_type bert, hidden_act gelu, absolute positions, and the sizes
///     vocab.txt                a token per line; or tokenizer.json with a model of type WordPiece
///     tokenizer_config.json    optional: do_lower_case, strip_accents, tokenize_chinese_chars
///     1_Pooling/config.json    optional: mean (also without the file) or the first token
///
///     let weights = try EncoderFiles.read(directory: "all-MiniLM-L6-v2")
///     weights.pack(into: &writer, precision: .int8)
package enum EncoderFiles {
  /// - Throws: when a file is absent, says something that the encoder cannot do, or does not fit the
  ///   others; it names the file, and the tensor or the key.
  package static func read(directory: String) throws(SnapshotError) -> EncoderWeights {
    let configuration = try JSONFile(reading: "\(directory)/config.json")
    let settings = EncoderSettings(
      shape: try shape(configuration),
      epsilon: try epsilon(configuration),
      pooling: try pooling("\(directory)/1_Pooling/config.json"))
    let (vocabulary, rules) = try vocabulary(in: directory)
    let weights = try TensorFile(path: "\(directory)/model.safetensors")
    let read = try EncoderWeights(
      reading: weights, settings: settings, vocabulary: vocabulary, rules: rules)
    guard !weights.isDamaged else {
      throw weights.error(nil, "was cut short while it was read; a file that stays is accepted")
    }
    return read
  }

  private static func shape(_ file: JSONFile) throws(SnapshotError) -> EncoderShape {
    try file.require("model_type", ["bert"])
    try file.require("hidden_act", ["gelu"])
    if file.json["position_embedding_type"] != nil {
      try file.require("position_embedding_type", ["absolute"])
    }
    let shape = EncoderShape(
      layers: try file.integer("num_hidden_layers"), heads: try file.integer("num_attention_heads"),
      hidden: try file.integer("hidden_size"), intermediate: try file.integer("intermediate_size"),
      positions: try file.integer("max_position_embeddings"),
      vocabulary: try file.integer("vocab_size"))
    if let fault = shape.fault { throw file.error(fault) }
    return shape
  }

  private static func epsilon(_ file: JSONFile) throws(SnapshotError) -> Float {
    // What a configuration without it means.
    guard let value = file.json["layer_norm_eps"] else { return 1e-12 }
    guard let number = value.number, number >= 0, number < 1 else {
      throw file.error("has layer_norm_eps \(value.compact); a number in 0..<1 is accepted")
    }
    return Float(number)
  }

  private static func pooling(_ path: String) throws(SnapshotError) -> EncoderPooling {
    guard exists(path) else { return .mean }
    let file = try JSONFile(reading: path)
    let modes = (file.json.object ?? []).filter {
      $0.key.hasPrefix("pooling_mode") && $0.value == true
    }
    switch modes.map(\.key) {
    case ["pooling_mode_mean_tokens"]: return .mean
    case ["pooling_mode_cls_token"]: return .first
    case let others:
      throw file.error(
        "pools by \(others); pooling_mode_mean_tokens or pooling_mode_cls_token is accepted")
    }
  }

  private static func vocabulary(
    in directory: String
  ) throws(SnapshotError) -> ([String], ScalarFolding.Rules) {
    var rules = ScalarFolding.Rules()
    let settingsPath = "\(directory)/tokenizer_config.json"
    if exists(settingsPath) {
      let file = try JSONFile(reading: settingsPath)
      rules = try self.rules(
        file, lowercases: "do_lower_case", splitsChinese: "tokenize_chinese_chars")
    }
    let list = "\(directory)/vocab.txt"
    if exists(list) { return (try lines(list), rules) }
    let file = try JSONFile(reading: "\(directory)/tokenizer.json")
    if let normalizer = file.json["normalizer"], normalizer != .null {
      let part = JSONFile(path: file.path, json: normalizer)
      try part.require("type", ["BertNormalizer"])
      rules = try self.rules(part, lowercases: "lowercase", splitsChinese: "handle_chinese_chars")
    }
    return (try tokens(file), rules)
  }

  private static func rules(
    _ file: JSONFile, lowercases: String, splitsChinese: String
  ) throws(SnapshotError) -> ScalarFolding.Rules {
    let isLower = try file.flag(lowercases) ?? true
    // Accents go where letters become lower case, unless it is said otherwise.
    return ScalarFolding.Rules(
      lowercases: isLower, stripsAccents: try file.flag("strip_accents") ?? isLower,
      splitsChinese: try file.flag(splitsChinese) ?? true)
  }

  private static func lines(_ path: String) throws(SnapshotError) -> [String] {
    let bytes = try JSONFile.bytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SnapshotError(file: path, "is not UTF-8; a token per line in UTF-8 is accepted")
    }
    // By bytes: `\r\n` is one character, and U+2028 a token of some vocabularies.
    var tokens = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if tokens.last?.isEmpty == true { tokens.removeLast() }
    return tokens.map { line in
      String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
    }
  }

  private static func tokens(_ file: JSONFile) throws(SnapshotError) -> [String] {
    guard let model = file.json["model"] else { throw file.error("has no 'model'") }
    let part = JSONFile(path: file.path, json: model)
    // Older files do not say it.
    if model["type"] != nil { try part.require("type", ["WordPiece"]) }
    guard let members = model["vocab"]?.object else {
      throw file.error("has no object 'model.vocab'; tokens and their ids are accepted")
    }
    var tokens = [String?](repeating: nil, count: members.count)
    for member in members {
      guard let id = member.value.integer, tokens.indices.contains(id), tokens[id] == nil else {
        throw file.error(
          "gives '\(member.key)' the id \(member.value.compact); each of 0..<\(members.count) once is accepted"
        )
      }
      tokens[id] = member.key
    }
    return tokens.compactMap(\.self)
  }

  /// Also of a link: downloads are kept as links to files that are named by their digest.
  private static func exists(_ path: String) -> Bool {
    (try? FileSystem.kind(of: path)).map { $0 != .directory } ?? false
  }
}

/// A JSON document and where it is, for messages.
private struct JSONFile {
  let path: String
  let json: JSON

  init(path: String, json: JSON) {
    self.path = path
    self.json = json
  }

  init(reading path: String) throws(SnapshotError) {
    self.path = path
    let bytes = try Self.bytes(path)
    do { json = try JSON(parsing: bytes.rawSpan) } catch {
      throw SnapshotError(file: path, "is not JSON: \(error)")
    }
  }

  static func bytes(_ path: String) throws(SnapshotError) -> [UInt8] {
    do { return try FileSystem.read(path) } catch { throw SnapshotError(file: path, "\(error)") }
  }

  func error(_ reason: String) -> SnapshotError { SnapshotError(file: path, reason) }

  func integer(_ key: String) throws(SnapshotError) -> Int {
    guard let number = json[key]?.integer else {
      throw error("has \(key) \(json[key]?.compact ?? "missing"); a whole number is accepted")
    }
    return number
  }

  func flag(_ key: String) throws(SnapshotError) -> Bool? {
    switch json[key] {
    case .none, .null: return nil
    case .bool(let value): return value
    case let other?: throw error("has \(key) \(other.compact); true, false and null are accepted")
    }
  }

  func require(_ key: String, _ accepted: [String]) throws(SnapshotError) {
    guard let found = json[key]?.string, accepted.contains(found) else {
      throw error(
        "has \(key) \(json[key]?.compact ?? "missing"); \(accepted.joined(separator: " and ")) is accepted"
      )
    }
  }
}
