import ArgumentParser
import Bytes
import Expressions
import Learning
import Platform
import Profiling
import Snapshots

/// What benchmarks/audience/run measures: not for daily use, hence not shown in the help.
struct AudienceBenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-audience",
    abstract: "Simulates shoppers' profiles, and times audiences of them.",
    discussion: """
      modiste bench-audience --shoppers 1000000 --file /tmp/profile.safetensors

      Prints a JSON object of milliseconds of processor time (medians), sizes, and the expressions.
      """,
    shouldDisplay: false)

  @Option(help: "How many shoppers.")
  var shoppers = 1_000_000
  @Option(help: "Where the profiles are written; kept.")
  var file: String
  @Option(help: "Of audiences; of what takes longer a tenth.")
  var repetitions = 50

  static let three =
    "affinity(category, \"category 3\") > 0.6 and rfm.recency <= 30d and not segment(\"churned\")"
  static let bitmaps = "gender = women and segment in (loyal, champions)"

  func validate() throws {
    try check(shoppers, in: 1_000...20_000_000, "--shoppers")
    try check(repetitions, in: 10...10_000, "--repetitions")
  }

  func run() throws {
    var writer = TensorWriter()
    SimulatedProfiles.fitted(shoppers: shoppers).pack(into: &writer)
    try writer.write(to: file)
    let mapped = try TensorFile(path: file)
    defer { extendLifetime(mapped) }
    let profiles = try Profiles(opening: mapped, users: shoppers)
    let everybody = ShopperSet(everyoneOf: shoppers)
    var evaluator = AudienceEvaluator()

    func audience(_ text: String) throws -> ShopperSet {
      evaluator.evaluate(try parse(text, profiles), over: profiles, among: everybody)
    }
    var sizes: [String: Int] = [:]
    let three = try median(repetitions) { sizes["three"] = try audience(Self.three).count }
    let bitmaps = try median(repetitions) { sizes["bitmaps"] = try audience(Self.bitmaps).count }
    let seeds = (0..<1_000).map { Int32($0 * (shoppers / 1_000)) }
    let alike = try median(repetitions / 10) {
      sizes["look_alikes"] =
        profiles.lookAlikes(of: seeds, among: everybody, limit: 1_000).users.count
    }
    let chosen = try audience(Self.three)
    let expression = try parse(Self.three, profiles)
    let described = try median(repetitions / 10) {
      sizes["differences"] =
        profiles.differences(
          of: chosen, among: everybody, chosenBy: expression, least: 10, limit: 10
        ).count
    }
    let tag = profiles.tags.firstIndex { $0.definition.name == "spend.total" } ?? 0
    let ranked = try median(repetitions / 10) {
      sizes["ranked"] =
        profiles.rank(everybody, by: .number(tag: tag), limit: shoppers).users.count
    }
    let document = JSON.object([
      JSON.Member("shoppers", .integer(shoppers)),
      JSON.Member("three", .string(Self.three)), JSON.Member("bitmaps", .string(Self.bitmaps)),
      JSON.Member("three_ms", .number(three)), JSON.Member("bitmaps_ms", .number(bitmaps)),
      JSON.Member("look_alikes_ms", .number(alike)),
      JSON.Member("describe_ms", .number(described)), JSON.Member("rank_all_ms", .number(ranked)),
      JSON.Member(
        "sizes",
        .object(
          sizes.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .integer($0.value)) })),
    ])
    print(document.compact)
  }

  private func parse(_ text: String, _ profiles: Profiles) throws -> AudienceExpression {
    var copy = text
    // Safe: the parser keeps nothing of the text.
    return try copy.withUTF8 { utf8 in
      guard let start = utf8.baseAddress else { return .everybody }
      var parser = try AudienceParser(
        unsafe ByteView(start: start, count: utf8.count), over: profiles)
      return try parser.parse()
    }
  }

  /// Milliseconds of processor time, after one run that is not counted.
  private func median(_ repetitions: Int, _ body: () throws -> Void) throws -> Double {
    try body()
    var seconds: [Double] = []
    for _ in 0..<repetitions {
      let began = processorSeconds()
      try body()
      seconds.append(processorSeconds() - began)
    }
    return seconds.sorted()[repetitions / 2] * 1e3
  }
}

/// Shoppers with ten numbers, five categories, and affinities to some of 232 values, by a seed.
enum SimulatedProfiles {
  static func fitted(shoppers: Int) -> FittedProfiles {
    var random = SeededRandom(seed: 1)
    var fitted = FittedProfiles(userCount: shoppers, asOf: 1_700_000_000)
    for name in [
      "rfm.recency", "rfm.frequency", "rfm.monetary", "spend.basket_mean", "spend.total",
      "spend.discount_share", "spend.cadence_days", "next.purchases_90d", "next.alive",
      "churn.risk",
    ] {
      let isShare = ["spend.discount_share", "next.alive", "churn.risk"].contains(name)
      // Squares of uniform numbers: most are small, some are large.
      let numbers = (0..<shoppers).map { _ -> Float in
        let uniform = random.uniform()
        return uniform < 0.02 ? .nan : Float(isShare ? uniform : 365 * uniform * uniform)
      }
      fitted.add(
        TagDefinition(
          name: name, evidence: .purchases, unit: name == "rfm.recency" ? "days" : "",
          source: "simulation", method: "Drawn at random."), .numbers(numbers))
    }
    for (name, values) in [
      ("gender", ["women", "men"]), ("segment", ["champions", "loyal", "new", "at risk", "lost"]),
      ("lifecycle", ["active", "cooling", "churned"]), ("rfm.r", ["1", "2", "3", "4", "5"]),
      ("size.dress", ["XS", "S", "M", "L", "XL"]),
    ] {
      let codes = (0..<shoppers).map { _ -> UInt8? in
        let code = random.index(below: values.count + 1)
        return code < values.count ? UInt8(code) : nil
      }
      fitted.add(
        TagDefinition(
          name: name, evidence: .record, source: "simulation", method: "Drawn at random."),
        .categories(codes, values: values))
    }
    for (name, count, mean) in [("brand", 200, 5), ("category", 20, 6), ("color", 12, 4)] {
      let rows = (0..<shoppers).map { _ -> [(value: UInt16, weight: Float)] in
        var row: [(value: UInt16, weight: Float)] = []
        for _ in 0..<mean {
          let value = UInt16(random.index(below: count))
          if row.contains(where: { $0.value == value }) { continue }
          row.append((value, Float(random.uniform())))
        }
        return row
      }
      fitted.affinities.append(
        FittedAffinities(
          attribute: name, values: (0..<count).map { "\(name) \($0)" }, rows: rows))
    }
    return fitted
  }
}
