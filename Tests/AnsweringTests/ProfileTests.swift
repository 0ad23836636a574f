import Answering
import Bytes
import Profiling
import Recommendation
import Snapshots
import Testing

/// Defends what a profile says: of known and unknown shoppers, with and without events of the question,
/// and to whom.
@Suite struct ProfileTests {
  private static let asOf: Int64 = 1_700_000_000
  private static let day: Int64 = 86_400
  private let shop: SmallShop
  private let profiles: Profiles
  private let scratch = AnsweringScratch()

  /// ann bought yesterday and twice before; of bob nothing is known, cid and dee lie between.
  static let fitted = {
    var fitted = FittedProfiles(userCount: 4, asOf: asOf)
    func tag(_ name: String, _ evidence: EvidenceKind, unit: String = "") -> TagDefinition {
      TagDefinition(
        name: name, evidence: evidence, unit: unit,
        source: evidence == .record ? "users.csv" : "RFM", method: "How.", halfConfidence: 3)
    }
    fitted.add(tag("birth_year", .record), .numbers([1984, .nan, 1999, 2001]))
    fitted.add(
      tag("city", .record), .categories([0, nil, 1, 1], values: ["Paris", "上海"]))
    fitted.add(tag("rfm.recency", .purchases, unit: "days"), .numbers([1, .nan, 10, 30]))
    fitted.add(tag("rfm.frequency", .purchases), .numbers([3, .nan, 1, 2]))
    fitted.add(tag("rfm.monetary", .purchases, unit: "EUR"), .numbers([123.45, .nan, 7, 60]))
    fitted.add(
      tag("segment", .choices), .categories([0, nil, 1, 1], values: ["loyal", "lost"]))
    fitted.purchaseCounts = [3, 0, 1, 2]
    fitted.purchaseAges = [1, .nan, 10, 30]
    fitted.choiceCounts = [9, 0, 3, 3]
    fitted.choiceAges = [0.5, .nan, 10, 20]
    fitted.affinities = [
      FittedAffinities(
        attribute: "category", values: ["dress", "shoe", "bag"],
        rows: [[(0, 0.75), (2, 0.25)], [], [(1, 0.5)], []], shares: [0.5, 0.25, 0.25],
        strength: 4),
      // Numbers of items, and what items have not: events say nothing of them.
      FittedAffinities(attribute: "mood", values: ["x"], rows: [[(0, 0.5)], [], [], []]),
      FittedAffinities(attribute: "price", values: ["20"], rows: [[], [], [], []]),
    ]
    return fitted
  }()

  init() throws {
    shop = try SmallShop(profiles: Self.fitted)
    profiles = try #require(shop.models.profiles)
  }

  private func ask(
    _ user: String = "", recent: [(String, RecentEventKind, UInt32)] = [], tags: [String] = [],
    limit: Int = 0, now: Int64 = 0, masking: Masking = .none
  ) throws(AnswerError) -> ProfileAnswer {
    var query = ProfileQuery()
    query.user = shop.view(user)
    query.recent = recent.map {
      RecentEvent(item: shop.view($0), kind: $1.rawValue, ageSeconds: $2)
    }
    query.tags = tags.map(shop.view)
    query.affinityLimit = limit
    query.now = now
    query.masking = masking
    var answer = ProfileAnswer()
    try shop.models.profile(query, scratch: scratch, into: &answer)
    return answer
  }

  private func names(_ answer: ProfileAnswer) -> [String] {
    answer.tags.map { profiles.entries[$0.index].name.string }
  }

  private func tag(_ name: String, of answer: ProfileAnswer) -> ProfileAnswer.Tag? {
    answer.tags.first { profiles.entries[$0.index].name.string == name }
  }

  private func affinities(_ answer: ProfileAnswer) -> [String] {
    answer.affinities.map { affinity in
      let table = profiles.affinities[affinity.table]
      let value = table.values[affinity.value].string
      return "\(table.attribute) \(value) \((affinity.weight * 1000).rounded() / 1000)"
    }
  }

  private func message(_ body: () throws(AnswerError) -> ProfileAnswer) -> String {
    do {
      _ = try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  // MARK: Known

  @Test func `a tag with evidence of its own is as sure as that says, whatever else was bought`()
    throws
  {
    var fitted = FittedProfiles(userCount: 4, asOf: Self.asOf)
    fitted.add(
      TagDefinition(
        name: "size.dress", evidence: .purchases, source: "sizes", method: "How.", halfConfidence: 1
      ),
      .categories([0, nil, 1, 1], values: ["S", "M"]), pieces: [3, 0, 0, 1])
    fitted.purchaseCounts = [30, 0, 10, 20]
    let shop = try SmallShop(profiles: fitted)
    func tag(_ user: String, recent: [RecentEvent] = []) throws -> ProfileAnswer.Tag? {
      var query = ProfileQuery()
      query.user = shop.view(user)
      query.recent = recent
      var answer = ProfileAnswer()
      try shop.models.profile(query, scratch: scratch, into: &answer)
      return answer.tags.first
    }
    #expect(try tag("ann")?.evidence == 3)
    #expect(try tag("ann")?.confidence == 0.75)
    #expect(try tag("bob") == nil)
    #expect(try tag("cid")?.confidence == 0)
    let bought = RecentEvent(item: shop.view("bag"), kind: RecentEventKind.purchase.rawValue)
    #expect(try tag("dee", recent: [bought])?.evidence == 1)
    #expect(try tag("")?.evidence == 0)
  }

  @Test func `what is known of a shopper is answered by name, with its evidence`() throws {
    let answer = try ask("ann")
    #expect(answer.isUserKnown)
    #expect(
      names(answer)
        == ["birth_year", "city", "rfm.frequency", "rfm.monetary", "rfm.recency", "segment"])
    let recency = try #require(tag("rfm.recency", of: answer))
    #expect(recency.value == .number(1))
    #expect(recency.origin == .model)
    #expect(recency.evidence == 3)
    #expect(recency.confidence == 0.5)
    #expect(recency.ageDays == 1)
    let segment = try #require(tag("segment", of: answer))
    #expect(segment.value == .category(0))
    #expect(segment.evidence == 9 && segment.confidence == 0.75 && segment.ageDays == 0.5)
    #expect(tag("city", of: answer)?.ageDays.isNaN == true)
    #expect(affinities(answer) == ["category dress 0.75", "category bag 0.25", "mood x 0.5"])
  }

  @Test func `an affinity is as sure as the choices behind it`() throws {
    // 0.75 = n / (n + 4 · 0.5), so n = 6; 0.25 = n / (n + 4 · 0.25), so n = 1/3.
    let confidences = try ask("ann").affinities.prefix(2).map(\.confidence)
    #expect(abs(confidences[0] - 0.6) < 1e-3)
    #expect(abs(confidences[1] - 1 / 13) < 1e-3)
  }

  @Test func `what is not known of a known shopper is absent`() throws {
    let answer = try ask("bob")
    #expect(answer.isUserKnown)
    #expect(answer.tags.isEmpty && answer.affinities.isEmpty)
  }

  @Test func `ages are those of now, and a clock that is behind changes nothing`() throws {
    let later = try ask("ann", now: Self.asOf + 10 * Self.day)
    #expect(tag("rfm.monetary", of: later)?.ageDays == 11)
    #expect(tag("segment", of: later)?.ageDays == 10.5)
    // What a model says is as it was fitted.
    #expect(tag("rfm.recency", of: later)?.value == .number(1))
    #expect(tag("rfm.monetary", of: try ask("ann", now: Self.asOf - Self.day))?.ageDays == 1)
  }

  @Test func `names and their beginnings up to a dot choose`() throws {
    #expect(
      names(try ask("ann", tags: ["rfm"])) == ["rfm.frequency", "rfm.monetary", "rfm.recency"])
    #expect(names(try ask("ann", tags: ["segment", "rfm.recency"])) == ["rfm.recency", "segment"])
    #expect(try ask("ann", tags: ["rfm"]).affinities.isEmpty)
    #expect(affinities(try ask("ann", tags: ["affinity"])).count == 3)
    #expect(affinities(try ask("ann", tags: ["affinity.mood"])) == ["mood x 0.5"])
    #expect(affinities(try ask("ann", limit: 1)) == ["category dress 0.75", "mood x 0.5"])
  }

  // MARK: Events of the question

  @Test func `choices of the question are added to those behind an affinity`() throws {
    let answer = try ask(
      "ann", recent: [("bag", .view, 60), ("bag", .cart, 50), ("shoe-1", .rating, 40)])
    // bag: (1/3 + 2) / (1/3 + 2 + 1), shoe: 1 / (1 + 1).
    #expect(
      affinities(answer)
        == ["category dress 0.75", "category bag 0.7", "category shoe 0.5", "mood x 0.5"])
    let segment = try #require(tag("segment", of: answer))
    #expect(segment.evidence == 12 && segment.confidence == 0.8)
    #expect(segment.ageDays == Float(40) / 86_400)
    #expect(segment.value == .category(0) && segment.origin == .model)
    #expect(tag("rfm.recency", of: answer)?.value == .number(1))
    // Nothing was stored.
    #expect(affinities(try ask("ann")) == affinities(try ask("ann", recent: [])))
    #expect(try ask("ann").affinities[1].weight == 0.25)
  }

  @Test func `searches, and what was sent back, are no choices`() throws {
    let answer = try ask("ann", recent: [("shoe-1", .return, 5), ("shoe-1", .search, 5)])
    #expect(affinities(answer) == affinities(try ask("ann")))
    #expect(tag("segment", of: answer)?.evidence == 9)
  }

  @Test func `a purchase of the question is the last, and visits are counted`() throws {
    let answer = try ask(
      "ann",
      recent: [
        ("dress-1", .purchase, 7_200), ("bag", .purchase, 3_600), ("bag", .purchase, 3_500),
      ],
      now: Self.asOf + Self.day)
    let recency = try #require(tag("rfm.recency", of: answer))
    #expect(recency.value == .number(3_500 / 86_400))
    #expect(recency.origin == .request)
    #expect(recency.evidence == 6 && recency.ageDays == 3_500 / 86_400)
    let frequency = try #require(tag("rfm.frequency", of: answer))
    #expect(frequency.value == .number(5) && frequency.origin == .request)
    #expect(tag("rfm.monetary", of: answer)?.origin == .model)
    // One that the snapshot knows of a newer than.
    let old = try ask("ann", recent: [("bag", .purchase, 10 * 86_400)])
    #expect(tag("rfm.recency", of: old)?.value == .number(1))
  }

  @Test func `items that the snapshot does not know are named, and still events`() throws {
    let answer = try ask("ann", recent: [("no such", .purchase, 60), ("no such", .view, 60)])
    #expect(answer.unknownItems.map(\.string) == ["no such"])
    #expect(tag("rfm.frequency", of: answer)?.value == .number(4))
    #expect(affinities(answer) == affinities(try ask("ann")))
  }

  @Test func `the largest affinities are chosen among stored and new ones`() throws {
    let recent = [("shoe-1", RecentEventKind.view, UInt32(1))] + (0..<9).map { ("bag", .view, $0) }
    #expect(
      affinities(try ask("ann", recent: recent, tags: ["affinity.category"], limit: 2))
        == ["category bag 0.903", "category dress 0.75"])
  }

  // MARK: Unknown

  @Test(arguments: ["nobody", ""])
  func `of a stranger is told what holds for shoppers in general, and what events say`(
    user: String
  ) throws {
    let answer = try ask(user, recent: [("dress-1", .purchase, 8_640), ("shoe-1", .view, 60)])
    #expect(!answer.isUserKnown)
    // Nobody's record is guessed.
    #expect(names(answer) == ["rfm.frequency", "rfm.monetary", "rfm.recency", "segment"])
    let monetary = try #require(tag("rfm.monetary", of: answer))
    #expect(monetary.value == .number(60) && monetary.origin == .prior)
    #expect(monetary.evidence == 0 && monetary.confidence == 0 && monetary.ageDays.isNaN)
    #expect(tag("segment", of: answer)?.value == .category(1))
    let frequency = try #require(tag("rfm.frequency", of: answer))
    #expect(frequency.value == .number(1) && frequency.origin == .request)
    #expect(frequency.evidence == 1 && frequency.confidence == 0.25)
    #expect(tag("rfm.recency", of: answer)?.value == .number(0.1))
    // 1 / (1 + 4 · 0.5), 1 / (1 + 4 · 0.25).
    #expect(affinities(answer) == ["category shoe 0.5", "category dress 0.333"])
  }

  // MARK: Roles

  private func masking(_ rules: KeyValuePairs<String, Treatment>) throws -> Masking {
    Masking(try rules.map { (try #require(TagPattern($0)), $1) })
  }

  @Test func `agents see a decade and round sums`() throws {
    let answer = try ask("ann", masking: .ofAgents)
    #expect(
      tag("birth_year", of: answer)?.value
        == ProfileBand(around: 1984, isYear: true).map { .band($0) })
    #expect(
      tag("rfm.monetary", of: answer)?.value
        == ProfileBand(around: 123.45, isYear: false).map { .band($0) })
    #expect(tag("rfm.recency", of: answer)?.value == .number(1))
    #expect(
      answer.maskedTags.map { profiles.entries[$0].name.string } == ["birth_year", "rfm.monetary"])
    // Of somebody without them it is said too, so that it tells nothing.
    #expect(try ask("bob", masking: .ofAgents).maskedTags == answer.maskedTags)
  }

  @Test func `the narrowest pattern decides`() throws {
    let masking = try masking([
      "*": .mask, "rfm.*": .generalise, "rfm.recency": .show, "segment": .drop,
      "affinity.mood": .show, "affinity.category": .generalise,
    ])
    let answer = try ask("ann", masking: masking)
    #expect(names(answer) == ["rfm.frequency", "rfm.monetary", "rfm.recency"])
    #expect(
      answer.maskedTags.map { profiles.entries[$0].name.string }
        == ["birth_year", "city", "rfm.frequency", "rfm.monetary"])
    #expect(answer.maskedTables.map { profiles.affinities[$0].attribute } == ["category", "price"])
    #expect(affinities(answer) == ["category dress 0.75", "category bag 0.25", "mood x 0.5"])
  }

  @Test func `what is dropped is as if it were not there`() throws {
    let masking = try masking(["city": .drop, "affinity.*": .drop])
    let answer = try ask("ann", masking: masking)
    #expect(!names(answer).contains("city"))
    #expect(answer.maskedTags.isEmpty && answer.maskedTables.isEmpty && answer.affinities.isEmpty)
    let refusal = message { () throws(AnswerError) in
      try ask("ann", tags: ["city"], masking: masking)
    }
    #expect(
      refusal == "unknown tag 'city' at tags[0]; there are: birth_year, rfm.frequency, "
        + "rfm.monetary, rfm.recency, segment")
    #expect(try ask("ann", masking: .everything).tags.isEmpty)
  }

  @Test func `a category has no coarser form`() throws {
    let answer = try ask("ann", tags: ["city"], masking: try masking(["city": .generalise]))
    #expect(answer.tags.isEmpty && answer.maskedTags.count == 1)
  }

  @Test(arguments: ["", "rfm*", "*.rfm", "**", "rfm.**", "r*fm", "*.", "*x"])
  func `what is no pattern is none`(text: String) { #expect(TagPattern(text) == nil) }

  // MARK: Refusals

  @Test func `a question beyond its limits is refused with them`() throws {
    let long = String(repeating: "x", count: 257)
    for (refusal, expected) in [
      (
        message { () throws(AnswerError) in try ask(long) },
        "user_id is 257 bytes; at most 256 are accepted"
      ),
      (
        message { () throws(AnswerError) in try ask(limit: 101) },
        "affinity_limit must be in 0...100, got 101"
      ),
      (
        message { () throws(AnswerError) in
          try ask(tags: [String](repeating: "rfm", count: 65))
        }, "tags has 65 names; at most 64 are accepted"
      ),
      (
        message { () throws(AnswerError) in try ask(tags: ["rfm", ""]) },
        "tags[1] is empty; 1 to 256 bytes are accepted"
      ),
      (
        message { () throws(AnswerError) in
          try ask(recent: (0..<1_001).map { _ in ("bag", .view, 0) })
        }, "recent has 1001 events; at most 1000 are accepted"
      ),
      (
        message { () throws(AnswerError) in try ask(recent: [("", .view, 0)]) },
        "recent[0].item_id is empty; 1 to 256 bytes are accepted"
      ),
    ] {
      #expect(refusal == expected)
    }
    for name in ["rf", "rfm.", "rfm.recency.x", "affinity.x", "affinity.", "RFM"] {
      let refusal = message { () throws(AnswerError) in try ask(tags: ["segment", name]) }
      #expect(refusal.hasPrefix("unknown tag '\(name)' at tags[1]; there are: birth_year, city, "))
      #expect(refusal.hasSuffix(", segment, affinity.category, affinity.mood, affinity.price"))
    }
  }

  @Test func `a snapshot without profiles is unavailable, and says so`() throws {
    let plain = try SmallShop()
    var answer = ProfileAnswer()
    #expect(
      throws: AnswerError.unavailable(
        "this snapshot has no profiles; train again to ask for these")
    ) { try plain.models.profile(ProfileQuery(), scratch: scratch, into: &answer) }
  }
}

/// Numbers in coarser form.
@Suite struct ProfileBandTests {
  @Test(arguments: [
    (0, "0"), (0.001, "0...0.01"), (0.01, "0.01...0.02"), (0.37, "0.2...0.5"), (1, "1...2"),
    (4.99, "2...5"), (5, "5...10"), (12.34, "10...20"), (123.45, "100...200"),
    (99_999, "50000...100000"), (-30, "-50...-20"), (-0.005, "-0.01...0"),
  ])
  func `a number lies between round ones`(value: Double, text: String) throws {
    let band = try #require(ProfileBand(around: value, isYear: false))
    #expect("\(band)" == text)
    #expect(band.lower <= value && value <= band.upper)
  }

  @Test func `a year lies in its decade`() {
    #expect(ProfileBand(around: 1984, isYear: true).map { "\($0)" } == "1980...1989")
    #expect(ProfileBand(around: 2000, isYear: true).map { "\($0)" } == "2000...2009")
  }

  @Test func `what is no number has no band`() {
    for value in [Double.nan, .infinity, -.infinity, 1e15] {
      #expect(ProfileBand(around: value, isYear: false) == nil)
    }
  }
}
