import Bytes
import Profiling
import Snapshots
import Testing

@Suite struct ProfilesTests {
  /// 70 users, so that a bitmap has more than one word.
  static let fitted = {
    var fitted = FittedProfiles(userCount: 70, asOf: 1_700_000_000)
    fitted.add(
      TagDefinition(
        name: "rfm.recency", evidence: .purchases, unit: "days", source: "RFM",
        method: "Days since the last purchase."),
      .numbers((0..<70).map { (user: Int) -> Float in user % 10 == 0 ? .nan : Float(user) }))
    fitted.add(
      TagDefinition(name: "gender", evidence: .record, source: "users.csv", method: "As given."),
      .categories(
        (0..<70).map { (user: Int) -> UInt8? in user % 7 == 0 ? nil : UInt8(user % 2) },
        values: ["women", "men"]))
    fitted.affinities = [
      FittedAffinities(
        attribute: "category", values: ["dress", "shirt", "coat"],
        rows: (0..<70).map(affinities))
    ]
    fitted.purchaseCounts[3] = 4
    fitted.purchaseAges[3] = 12.5
    return fitted
  }()

  private static func affinities(of user: Int) -> [(value: UInt16, weight: Float)] {
    if user % 3 == 0 { return [] }
    return [(value: 0, weight: 0.25), (value: UInt16(1 + user % 2), weight: 0.5)]
  }

  private func withProfiles(_ body: (Profiles) throws -> Void) throws {
    var writer = TensorWriter()
    Self.fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "profile.safetensors")
    defer { extendLifetime(file) }
    try body(Profiles(opening: file, users: 70))
  }

  @Test func `tags come back as they were fitted, ascending by name`() throws {
    try withProfiles { profiles in
      #expect(profiles.tags.map(\.definition.name) == ["gender", "rfm.recency"])
      #expect(profiles.asOf == 1_700_000_000)
      guard case .categories(let gender) = profiles.tags[0].values,
        case .numbers(let recency) = profiles.tags[1].values
      else {
        Issue.record("kinds are not as fitted")
        return
      }
      for user in 0..<70 {
        #expect(recency[user].isNaN == (user % 10 == 0))
        let isKnown = user % 7 != 0
        #expect(gender.codes[user] == (isKnown ? UInt8(user % 2) : Tag.Categories.missing))
        for value in 0..<2 {
          let bit = gender.bitmaps.row(value)[user / 64] >> UInt64(user % 64) & 1
          #expect(bit == (isKnown && user % 2 == value ? 1 : 0))
        }
      }
      #expect(profiles.evidence(.purchases, of: 3).count == 4)
      #expect(profiles.evidence(.purchases, of: 3).ageDays == 12.5)
      #expect(profiles.evidence(.choices, of: 3).ageDays.isNaN)
    }
  }

  @Test func `what is likeliest of somebody nobody knows is the median, or the most frequent`()
    throws
  {
    try withProfiles { profiles in
      // Of the 63 numbers that are no multiple of ten the 32nd; of 60 codes 30 each, so the first.
      let known = (0..<70).filter { $0 % 10 != 0 }
      #expect(profiles.entries.map(\.prior) == [0, Float(known[31])])
      #expect(profiles.entries.map(\.name.string) == ["gender", "rfm.recency"])
      #expect(profiles.entries.map(\.unit.string) == ["", "days"])
      #expect(profiles.index(ofTag: "rfm.recency") == 1)
      #expect(profiles.index(ofTag: "rfm.recenc") == nil)
    }
  }

  @Test func `an affinity gives back the choices that it was made of`() throws {
    try withProfiles { profiles in
      let table = profiles.affinities[0]
      #expect((0..<3).map { table.shares[$0] }.reduce(0, +) == 1)
      for value in 0..<3 {
        for choices in [0.25, 1, 3, 40] as [Float] {
          let weight = table.affinity(of: value, choices: choices)
          #expect(abs(table.choices(of: value, giving: weight) - choices) < 1e-4 * choices)
        }
        #expect(table.affinity(of: value, choices: table.halfCount(of: value)) == 0.5)
        // A weight that was rounded up to 1 stands for a finite number.
        #expect(table.choices(of: value, giving: 1).isFinite)
      }
    }
  }

  @Test func `shares and priors that cannot be are refused`() throws {
    func refusal(_ name: String, _ value: Float, at index: Int = 0) throws -> String {
      var writer = TensorWriter()
      Self.fitted.pack(into: &writer)
      let bytes = try replacing(name, value, at: index, in: writer.encoded())
      let file = try TensorFile(bytes: bytes, name: "profile.safetensors")
      do {
        _ = try Profiles(opening: file, users: 70)
        return ""
      } catch {
        return "\(error)"
      }
    }
    for value in [0, -0.5, 1.5, Float.nan] {
      #expect(
        try refusal("affinity/category/shares", value).contains("above 0, at most 1 is accepted"))
    }
    #expect(try refusal("affinity/category/strength", 0).contains("above 0 is accepted"))
    for value in [2, -1, 0.5, Float.infinity] {
      #expect(
        try refusal("profile.tags.priors", value).contains("NaN and 0..<2 are accepted"))
    }
    #expect(try refusal("profile.tags.priors", .nan) == "")
    func refusal(start: UInt32, at user: Int) throws -> String {
      try refusal("affinity/category/user_start", Float(bitPattern: start), at: user)
    }
    #expect(try refusal(start: 1, at: 0).contains("does not begin with 0"))
    #expect(try refusal(start: 4_000_000_000, at: 3).contains("falls from 4000000000 to "))
    #expect(try refusal(start: 95, at: 70).contains("ends with 95; "))
    #expect(try refusal("profile.tags.priors", -7, at: 1) == "")
  }

  /// The bytes of a file with one F32 changed.
  private func replacing(
    _ tensor: String, _ value: Float, at index: Int, in bytes: [UInt8]
  ) throws -> [UInt8] {
    let file = try TensorFile(bytes: bytes, name: "profile.safetensors")
    let found = try #require(file.summary.first { $0.name == tensor })
    var bytes = bytes
    for byte in 0..<4 {
      bytes[found.offset + 4 * index + byte] = UInt8(
        truncatingIfNeeded: value.bitPattern >> UInt32(8 * byte))
    }
    return bytes
  }

  @Test func `affinities lie by user, strongest first, and by value`() throws {
    try withProfiles { profiles in
      let table = profiles.affinities[0]
      #expect(table.attribute == "category")
      for user in 0..<70 {
        let entries = Int(table.userStart[user])..<Int(table.userStart[user + 1])
        #expect(entries.count == (user % 3 == 0 ? 0 : 2))
        #expect(entries.map { table.userWeights[$0] } == (entries.isEmpty ? [] : [0.5, 0.25]))
      }
      let dresses = Int(table.valueStart[0])..<Int(table.valueStart[1])
      #expect(dresses.map { Int(table.valueUsers[$0]) } == (0..<70).filter { $0 % 3 != 0 })
      #expect(dresses.allSatisfy { table.valueWeights[$0] == 0.25 })
    }
  }
}
