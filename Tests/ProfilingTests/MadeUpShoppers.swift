import Bytes
import Expressions
import Profiling
import Snapshots
import TestSupport

/// Profiles made up at random, opened, and the plain values that a test compares them with.
final class MadeUpShoppers {
  let count: Int
  let numbers: [String: [Float]]
  let categories: [String: [String?]]
  /// Of attribute `category`: per shopper, value and affinity.
  let affinities: [[String: Float]]
  let profiles: Profiles
  private let file: TensorFile

  static let values = ["a", "b", "c d"]

  init(count: Int, using random: inout SplitMix) throws {
    self.count = count
    numbers = [
      "rfm.recency": Self.numbers(count, unknown: 5, using: &random),
      "spend.total": Self.numbers(count, unknown: 0, using: &random),
    ]
    categories = [
      "gender": Self.categories(count, using: &random),
      "segment": Self.categories(count, using: &random),
    ]
    affinities = (0..<count).map { _ in
      var row: [String: Float] = [:]
      for value in Self.values where Int.random(in: 0..<3, using: &random) == 0 {
        // Eighths are the same in half precision.
        row[value] = Float(Int.random(in: 1...8, using: &random)) / 8
      }
      return row
    }
    var fitted = FittedProfiles(userCount: count, asOf: 1_700_000_000)
    for (name, values) in numbers {
      fitted.add(
        TagDefinition(
          name: name, evidence: .purchases, unit: name == "rfm.recency" ? "days" : "",
          source: "test", method: "Made up."), .numbers(values))
    }
    for (name, values) in categories {
      fitted.add(
        TagDefinition(name: name, evidence: .record, source: "test", method: "Made up."),
        .categories(
          values.map { $0.flatMap { Self.values.firstIndex(of: $0) }.map { UInt8($0) } },
          values: Self.values))
    }
    fitted.affinities = [
      FittedAffinities(
        attribute: "category", values: Self.values,
        rows: affinities.map { row in
          Self.values.enumerated().compactMap { index, value in
            row[value].map { (UInt16(index), $0) }
          }
        })
    ]
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "profile.safetensors")
    profiles = try Profiles(opening: file, users: count)
    self.file = file
  }

  private static func numbers(
    _ count: Int, unknown: Int, using random: inout SplitMix
  ) -> [Float] {
    (0..<count).map { _ in
      unknown > 0 && Int.random(in: 0..<unknown, using: &random) == 0
        ? .nan : Float(Int.random(in: -4...4, using: &random)) / 2
    }
  }

  private static func categories(_ count: Int, using random: inout SplitMix) -> [String?] {
    (0..<count).map { _ in
      Int.random(in: 0..<4, using: &random) == 0 ? nil : values.randomElement(using: &random)
    }
  }

  func expression(_ text: String) throws -> AudienceExpression {
    var copy = text
    // Safe: the parser keeps nothing of the text.
    return try copy.withUTF8 { utf8 in
      guard let start = utf8.baseAddress else { return .everybody }
      var parser = try AudienceParser(
        unsafe ByteView(start: start, count: utf8.count), over: profiles)
      return try parser.parse()
    }
  }

  func audience(_ text: String) throws -> ShopperSet {
    var evaluator = AudienceEvaluator()
    return try audience(text, &evaluator)
  }

  func audience(_ text: String, _ evaluator: inout AudienceEvaluator) throws -> ShopperSet {
    evaluator.evaluate(
      try expression(text), over: profiles, among: ShopperSet(everyoneOf: count))
  }
}

extension ShopperSet {
  var users: [Int] {
    var users: [Int] = []
    forEach { users.append($0) }
    return users
  }
}
