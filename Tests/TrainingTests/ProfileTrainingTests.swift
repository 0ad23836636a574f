import Answering
import Datasets
import Platform
import Profiling
import Recommendation
import Snapshots
import Testing
import Training

/// Defends: what a dataset can say of shoppers is in the generation, and what it cannot is said.
@Suite struct ProfileTrainingTests {
  private func options() -> TrainingOptions {
    var options = TrainingOptions()
    options.choosesSettings = false
    options.fitsHybrid = false
    options.recommendation.factors = nil
    return options
  }

  private func numbers(_ name: String, _ fitted: FittedProfiles) throws -> [Float] {
    let tag = try #require(fitted.tags.first { $0.definition.name == name }, "\(name)")
    guard case .numbers(let numbers) = tag.values else { return [] }
    return numbers
  }

  @Test func `the profiles of a demo shop open beside its other models`() throws {
    let shop = try demoShop()
    let trained = try Trainer(options()).train(shop)
    let directory = try FileSystem.makeTemporaryDirectory("modiste-profiles")
    defer { try? FileSystem.removeTree(directory) }
    try trained.write(to: directory)
    let models = try Models(opening: directory)
    let profiles = try #require(models.profiles)
    let names = profiles.tags.map(\.definition.name)
    for name in [
      "gender", "city", "birth_year", "joined", "rfm.recency", "rfm.r", "segment", "lifecycle",
      "spend.basket_mean", "spend.price_level", "next.purchases_90d", "next.spend",
    ] { #expect(names.contains(name), "\(name) of \(names)") }
    #expect(names.contains { $0.hasPrefix("size.") })
    let attributes = profiles.affinities.map(\.attribute)
    #expect(attributes.contains("category") && attributes.contains("brand"))
    #expect(!attributes.contains("title") && !attributes.contains("title_zh"))
    #expect(profiles.asOf == shop.events.timestamps.last)
    let manifest = trained.description
    #expect(manifest["profile"]?["trainedOn"] == manifest["recommend"]?["trainedOn"])
    #expect(manifest["profile"]?["bgnbd"]?["r"]?.number != nil)
    let halfLife = try #require(trained.profiles?.affinityHalfLife)
    #expect(
      manifest["profile"]?["affinityHalfLifeDays"]?.number
        == (halfLife.days.isFinite ? halfLife.days : nil))
    // Sixty shoppers came too seldom to choose by.
    #expect(halfLife.likelihoods.isEmpty && halfLife.days == AffinityHalfLife.usualDays)
  }

  @Test func `recommendations alone have no profiles`() throws {
    var options = options()
    options.fitsProfiles = false
    let trained = try Trainer(options).train(demoShop())
    #expect(trained.profiles == nil)
    #expect(trained.description["profile"] == nil)
  }

  @Test func `held-out events are not in profiles`() throws {
    let shop = try demoShop()
    let split = SplitSpecification.temporalShare(0.8)
    let profiles = try #require(try Trainer(options()).train(shop, holdingOut: split).profiles)
    #expect(try profiles.extent == TrainingExtent(of: shop.leaving(split)))
    #expect(profiles.fitted.asOf < shop.asOf)
  }

  @Test func `where time is an order, what needs times is left out and the reason is given`() throws
  {
    let trained = TrainedProfiles(
      of: try dataset([
        "dataset.toml": "time = \"order\"",
        "items.csv": "item_id,category\na,dress\nb,dress\nc,coat\nd,coat\n",
        "events.csv":
          "user_id,item_id,kind,timestamp\nann,a,purchase,1\nann,b,purchase,2\nbob,c,view,1\n",
      ]))
    #expect(trained.fitted.tags.isEmpty)
    #expect(trained.fitted.affinities.map(\.attribute) == ["category"])
    #expect(trained.fitted.asOf == 0)
    #expect(trained.fitted.choiceCounts == [2, 1])
    #expect(trained.remarks.contains { $0.hasPrefix("timestamps only order events") })
  }

  @Test func `returns are taken off, and a missing price is that of the item`() throws {
    let fitted = TrainedProfiles(
      of: try dataset([
        "items.csv": "item_id,category,price\na,dress,10\nb,dress,30\nc,coat,90\nd,coat,90\n",
        "users.csv": "user_id,segment,joined\nann,gold,2025-12-31\nbob,,\n",
        "events.csv": """
        user_id,item_id,kind,timestamp,quantity,price,size
        ann,a,purchase,2026-01-01,2,,S
        ann,b,purchase,2026-01-11,1,25,M
        ann,b,purchase,2026-01-11,1,30,S
        ann,b,return,2026-01-12,1,25,M
        bob,c,view,2026-01-21,,,L

        """,
      ])
    ).fitted
    #expect(try numbers("spend.total", fitted)[0] == 75)
    #expect(try numbers("rfm.monetary", fitted)[0] == 50)
    #expect(try numbers("rfm.recency", fitted)[0] == 10)
    #expect(try numbers("rfm.recency", fitted)[1].isNaN)
    #expect(try numbers("spend.price_level", fitted)[0] == Float(2.0 / 3))
    #expect(try numbers("joined", fitted)[0] == 21)
    let tags = fitted.tags.map { ($0.definition.name, $0.values) }
    #expect(tags.contains { $0.0 == "record.segment" })
    let size = try #require(tags.first { $0.0 == "size.dress" })
    #expect(size.1 == .categories([0, nil], values: ["S"]))
  }

  @Test func `what was too small or too large counts against its size, and a half for the next`()
    throws
  {
    func usual(_ lines: String) throws -> (values: FittedProfiles.Values, pieces: [UInt8]?)? {
      // Others wear all three sizes, so that there is a next one.
      let fitted = TrainedProfiles(
        of: try dataset([
          "items.csv": "item_id,category\na,dress\nb,dress\n",
          "events.csv": """
          user_id,item_id,kind,timestamp,size,fit
          ann,\(lines.split(separator: " ").joined(separator: "\nann,"))
          bob,a,purchase,2026-02-01,S,fit
          bob,a,purchase,2026-02-02,M,fit
          bob,b,purchase,2026-02-03,L,fit

          """,
        ])
      ).fitted
      return fitted.tags.first { $0.definition.name == "size.dress" }
        .map { ($0.values, $0.pieces) }
    }
    func size(_ lines: String) throws -> String? {
      guard case .categories(let codes, let values)? = try usual(lines)?.values else {
        return "no tag"
      }
      return codes[0].map { values[Int($0)] }
    }
    #expect(try size("a,purchase,2026-01-01,M,fit b,purchase,2026-01-02,S,") == "S")
    #expect(try size("a,purchase,2026-01-01,M,fit b,purchase,2026-01-02,S,large") == "M")
    #expect(try size("a,purchase,2026-01-01,S,small") == "M")
    #expect(try size("a,purchase,2026-01-01,L,large") == "M")
    // There is no larger one.
    #expect(try size("a,purchase,2026-01-01,L,small") == nil)
    #expect(try size("a,purchase,2026-01-01,S, a,return,2026-01-02,S,small") == "M")
    #expect(try size("a,purchase,2026-01-01,S, a,return,2026-01-02,S,") == nil)
    // Of whom sizes differ, nobody is as sure.
    func pieces(_ lines: String) throws -> UInt8? { try usual(lines)?.pieces?[0] }
    let alike = "a,purchase,2026-01-01,M, b,purchase,2026-01-02,M,fit a,purchase,2026-01-03,M,"
    #expect(try pieces(alike) == 3)
    #expect(try pieces("\(alike) b,purchase,2026-01-04,S,") == 2)
    #expect(try pieces("\(alike) b,purchase,2026-01-04,M,small") == 2)
    #expect(try pieces("\(alike) a,return,2026-01-04,M,") == 2)
    #expect(try pieces("a,purchase,2026-01-01,M, b,purchase,2026-01-02,S,") == 0)
  }

  @Test func `pieces that went back without a word say nothing of sizes`() throws {
    let log = try dataset([
      "users.csv": "user_id,height\nann,170\n",
      "events.csv": """
      user_id,item_id,kind,timestamp,size,fit
      ann,a,purchase,2026-01-01,S,
      ann,a,purchase,2026-01-02,M,
      ann,a,return,2026-01-03,S,
      ann,b,purchase,2026-01-04,M,
      ann,b,return,2026-01-05,M,small
      ann,c,view,2026-01-06,L,
      ann,c,purchase,2026-01-07,one size,fit
      ann,c,purchase,2026-01-08,L,large

      """,
    ]).sizingLog
    #expect(log.lines.map { log.sizeNames[Int($0.size)] } == ["M", "M", "L"])
    #expect(log.lines.map(\.outcome) == [nil, .small, .large])
    #expect(log.body.columns.map(\.name) == ["height"])
  }

  @Test
  func `where shoppers said how pieces fitted, models answer with sizes, and are judged by them`()
    throws
  {
    let shop = try dataset(Self.wornPieces())
    let trained = try Trainer(options()).train(shop)
    let directory = try FileSystem.makeTemporaryDirectory("modiste-sizing")
    defer { try? FileSystem.removeTree(directory) }
    try trained.write(to: directory)
    #expect(try Models(opening: directory).sizing != nil)
    #expect(trained.description["profile"]?["sizing"]?["outcomes"]?.number == 1_000)
    let found = try #require(try ProfileEvaluation(of: shop, split: nil).fits)
    #expect(found.areas.macro > 0.7, "\(found.areas.areas)")
    #expect(found.bestShare > 0.5)
    // Nobody says so in a demo shop.
    let demo = try Trainer(options()).train(demoShop())
    #expect(demo.profiles?.sizing == nil)
    #expect(demo.profiles?.remarks.contains { $0.contains("whether a size fits") } == true)
  }

  /// Of 50 shoppers with sizes of their own, and ten items of which every other runs small.
  private static func wornPieces() -> [String: String] {
    let sizes = ["36", "38", "40", "42", "44"]
    var events = "user_id,item_id,kind,timestamp,size,fit\n"
    for event in 0..<1_000 {
      let (user, item) = (event * 7 % 50, event * 3 % 10)
      let taken = min(4, max(0, user % 5 + (event / 50 + user) % 3 - 1))
      let room = taken - user % 5 - item % 2
      events +=
        "u\(user),i\(item),purchase,\(1_700_000_000 + event * 20_000),\(sizes[taken]),"
        + "\(room < 0 ? "small" : room > 0 ? "large" : "fit")\n"
    }
    return [
      "events.csv": events,
      "items.csv": "item_id,category\n"
        + (0..<10).map { "i\($0),\($0 < 5 ? "dress" : "coat")\n" }.joined(),
    ]
  }

  @Test func `an evaluation says how each figure stands beside its baseline`() throws {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-demo")
    defer { try? FileSystem.removeTree(directory) }
    try DemoShop(users: 1500, items: 200, days: 700, seed: 3).write(to: directory)
    let found = try ProfileEvaluation(of: Dataset(reading: directory), split: nil)
    #expect(abs(found.horizonDays - 90) < 1e-6)
    let next = try #require(found.nextPurchases)
    #expect(next.deciles.count == 10)
    #expect(next.deciles.reduce(0) { $0 + $1.shoppers } == next.shoppers)
    #expect(next.deciles.last.map { $0.actual } ?? 0 > next.deciles[0].actual)
    #expect(next.meanAbsoluteError < next.baselineError)
    let churn = try #require(found.churn)
    #expect(churn.areaUnderCurve > 0.5 && churn.areaUnderCurve <= 1)
    let stability = try #require(found.stability)
    #expect(stability.share > stability.chance)
    #expect(try #require(found.sizes).accuracy > 0.3)
    #expect(found.json["churn"]?["auc"]?.number == churn.areaUnderCurve)
  }

  @Test func `an order of events cannot be evaluated`() throws {
    let ordered = try dataset([
      "dataset.toml": "time = \"order\"",
      "events.csv": "user_id,item_id,kind,timestamp\nann,a,purchase,1\nann,b,purchase,2\n",
    ])
    #expect(throws: SplitError.needsTimestamps) {
      try ProfileEvaluation(of: ordered, split: nil)
    }
  }
}
