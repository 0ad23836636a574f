import Learning
import Profiling
import Snapshots
import Testing

/// Defends: what explains a tag comes back from a file, adds up to the tag, and names nothing that may not be seen;
/// and a damaged file is refused.
@Suite struct ExplanationTests {
  private static let tree = DecisionTree(nodes: [
    .init(feature: 1, threshold: 120, atMost: 1, above: 2, count: 100, share: 0.5),
    .init(count: 60, share: 0.25),
    .init(feature: 0, threshold: 2.5, atMost: 3, above: 4, count: 40, share: 0.7),
    .init(count: 31, share: 0.71), .init(count: 9, share: 0.4),
  ])

  private static func fitted(_ change: (inout FittedProfiles) -> Void = { _ in }) -> FittedProfiles
  {
    var fitted = FittedProfiles(userCount: 3, asOf: 1_700_000_000)
    func number(_ name: String, _ unit: String, _ numbers: [Float]) {
      fitted.add(
        TagDefinition(
          name: name, evidence: .purchases, unit: unit, source: "test", method: "Made up."),
        .numbers(numbers))
    }
    number("rfm.frequency", "purchases", [2, 3, .nan])
    number("rfm.recency", "days", [182.4, 10, .nan])
    number("churn.risk", "", [0.7, 0.2, 0.5])
    fitted.add(
      TagDefinition(name: "churn.group", evidence: .purchases, source: "test", method: "Made up."),
      .categories([1, 0, 0], values: ["often", "seldom"]))
    fitted.add(
      TagDefinition(name: "segment", evidence: .purchases, source: "test", method: "Made up."),
      .categories([0, nil, 0], values: ["loyal"]))
    fitted.explanations = [
      "churn.risk": .linear(
        LinearExplanation(
          lead: "ln odds of no purchase", base: -0.5,
          terms: [
            .init(tag: "rfm.recency", scale: .asIs, slope: 0.01, centre: 82.4),
            .init(tag: "rfm.frequency", scale: .asIs, slope: -0.25, centre: 4),
            .init(tag: "left.out", scale: .asIs, slope: 9, centre: 0),
          ])),
      "churn.group": .path(Self.tree, features: ["rfm.frequency", "rfm.recency"]),
      "segment": .inputs(["rfm.recency", "churn.group"]),
    ]
    change(&fitted)
    return fitted
  }

  private func withProfiles(
    _ fitted: FittedProfiles = fitted(), _ body: (Profiles) throws -> Void
  ) throws {
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "profile.safetensors")
    defer { extendLifetime(file) }
    try body(Profiles(opening: file, users: 3))
  }

  private func why(
    _ name: String, _ user: Int, in profiles: Profiles, hidden: String = ""
  ) throws -> String {
    let tag = try #require(profiles.index(ofTag: name))
    let secret = profiles.index(ofTag: hidden)
    return profiles.explanation(of: tag, user: user) { $0 != secret }
  }

  private func expect(
    _ name: String, _ user: Int, _ text: String, in profiles: Profiles, hidden: String = ""
  ) throws {
    let found = try why(name, user, in: profiles, hidden: hidden)
    #expect(found == text)
  }

  @Test func `a sum says its terms, the largest first, and adds up`() throws {
    try withProfiles { profiles in
      try expect(
        "churn.risk", 0,
        "ln odds of no purchase: +1 = -0.5 of everybody, +1 by rfm.recency 182.4 days, "
          + "+0.5 by rfm.frequency 2 purchases", in: profiles)
      // What is not known adds nothing.
      try expect(
        "churn.risk", 2, "ln odds of no purchase: -0.5 = -0.5 of everybody", in: profiles)
    }
  }

  @Test func `a path says what holds of the shopper, of how many, and how often it happened`()
    throws
  {
    try withProfiles { profiles in
      try expect(
        "churn.group", 0,
        "0.71 of 31 shoppers alike: rfm.recency 182.4 days > 120, rfm.frequency 2 purchases <= 2.5",
        in: profiles)
      try expect(
        "churn.group", 1, "0.25 of 60 shoppers alike: rfm.recency 10 days <= 120", in: profiles)
    }
  }

  @Test func `a rule says what it was applied to, and what is no derived tag is not explained`()
    throws
  {
    try withProfiles { profiles in
      try expect("segment", 0, "rfm.recency 182.4 days, churn.group seldom", in: profiles)
      try expect("rfm.recency", 0, "", in: profiles)
    }
  }

  @Test func `what may not be seen is no reason that is told`() throws {
    try withProfiles { profiles in
      for name in ["churn.risk", "churn.group", "segment"] {
        for user in 0..<3 {
          let text = try why(name, user, in: profiles, hidden: "rfm.recency")
          #expect(!text.contains("recency") && !text.contains("182"))
        }
      }
      try expect(
        "churn.risk", 0,
        "ln odds of no purchase: +1 = -0.5 of everybody, +0.5 by rfm.frequency 2 purchases, +1 by the rest",
        in: profiles, hidden: "rfm.recency")
    }
  }

  @Test func `campaigns come back as they were fitted`() throws {
    let revenue = Estimate(value: 2, low: 1, high: 4)
    let unknown = Estimate(value: .nan, low: .nan, high: .nan)
    let campaigns = [
      CampaignFigures(
        name: "春季", date: 5, treated: .init(shoppers: 100, conversions: 20, revenue: revenue),
        control: .init(shoppers: 90, conversions: 9, revenue: revenue), shownShoppers: 7,
        impressions: 30, clicks: 2,
        targeting: .init(
          coefficient: Estimate(value: 0.1, low: -0.5, high: 0.25),
          incremental: (0..<QiniCurve.pointCount).map { Double($0) })),
      CampaignFigures(
        name: "small", date: 9, treated: .init(shoppers: 0, conversions: 0, revenue: unknown),
        control: .init(shoppers: 3, conversions: 3, revenue: unknown)),
    ]
    try withProfiles(Self.fitted { $0.campaigns = campaigns }) { profiles in
      #expect(profiles.campaigns.count == 2)
      let names = try #require(profiles.campaigns.names)
      #expect(profiles.campaigns.figures(of: names[0]) == campaigns[0])
      let small = try #require(profiles.campaigns.figures(of: names[1]))
      #expect(small.targeting == nil && small.control.conversions == 3)
      #expect(small.incrementalRevenue.value.isNaN)
    }
  }

  /// Each is a file of its own that differs in one tensor.
  @Test(arguments: [
    "conversions": "says that 101 of 100 shoppers converted",
    "low": "is no number between its ends", "child": "nodes behind it, are accepted",
    "share": "0...1 is accepted",
  ])
  func `a damaged file is refused`(_ damage: String, _ message: String) throws {
    let fine = Estimate(value: 1, low: 1, high: 1)
    let fitted = Self.fitted { fitted in
      let revenue = damage == "low" ? Estimate(value: 1, low: 2, high: 3) : fine
      fitted.campaigns = [
        CampaignFigures(
          name: "c", date: 0,
          treated: .init(
            shoppers: 100, conversions: damage == "conversions" ? 101 : 1, revenue: revenue),
          control: .init(shoppers: 1, conversions: 1, revenue: fine))
      ]
      var nodes = Self.tree.nodes
      if damage == "child" { nodes[2].above = 2 }
      if damage == "share" { nodes[1].share = 1.5 }
      fitted.explanations["churn.group"] = .path(
        DecisionTree(nodes: nodes), features: ["rfm.frequency", "rfm.recency"])
    }
    do {
      try withProfiles(fitted) { _ in Issue.record("\(damage) was accepted") }
    } catch let error as SnapshotError {
      #expect("\(error)".contains(message), "\(error)")
    }
  }
}
