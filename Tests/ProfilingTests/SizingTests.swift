import Bytes
import Profiling
import Snapshots
import Testing

/// Defends: how a piece will sit is learned from what was known before it was worn, and a snapshot says the
/// same as the fit.
@Suite struct SizingTests {
  static let pieces = MadeUpPieces()
  static let log = pieces.log
  static let cut = Int64(800)

  private func fitted(_ log: SizingLog) throws -> FittedSizing {
    try #require(FittedSizing(log, shift: 0.15, rowLimit: 10_000))
  }

  @Test func `chances tell small, fit and large of later pieces`() throws {
    let sizing = try #require(FittedSizing(Self.log.until(Self.cut)))
    let later = Self.log.lines.filter { $0.time > Self.cut && $0.outcome != nil }
    let chances = sizing.chances(of: later)
    for chance in chances { #expect(abs(chance.reduce(0, +) - 1) < 1e-9) }
    let areas = SizingAreas(chances, later.compactMap(\.outcome))
    #expect(areas.macro > 0.8, "\(areas.areas)")
    // Chances that are the same for all tell nothing.
    let priors = SizingAreas(later.map { _ in [0.6, 0.2, 0.2] }, later.compactMap(\.outcome))
    #expect(priors.areas == [0.5, 0.5, 0.5])
  }

  @Test func `a row knows nothing of its own outcome, nor of any at its time or later`() throws {
    let time = Int64(500)
    func turned(_ outcome: SizeOutcome) -> SizeOutcome {
      switch outcome {
      case .small: .large
      case .fit: .fit
      case .large: .small
      }
    }
    let other = SizingLog(
      sizeNames: Self.log.sizeNames, categories: Self.log.categories,
      categoryNames: Self.log.categoryNames, body: Self.log.body,
      lines: Self.log.lines.map { line in
        SizingLog.Line(
          user: line.user, item: line.item, time: line.time, size: line.size,
          outcome: line.time < time ? line.outcome : line.outcome.map(turned))
      })
    let (table, changed) = (try fitted(Self.log).table(.plain), try fitted(other).table(.plain))
    let earlier = Self.log.lines.count { $0.time <= time && $0.outcome != nil }
    // How much shares are shrunk is learned from all of the log; latent sizes follow outcomes too.
    let columns = table.names.indices.filter {
      !table.names[$0].hasSuffix("small") && !table.names[$0].hasSuffix("large")
    }
    #expect(columns.contains { table.names[$0] == "usual" })
    func row(_ index: Int, _ table: SizingTable) -> [Double] {
      columns.map { table.rows[index * table.names.count + $0] }
    }
    #expect((0..<earlier).allSatisfy { row($0, table) == row($0, changed) })
    #expect(!table.outcomes.indices.allSatisfy { row($0, table) == row($0, changed) })
  }

  @Test func `what happens later leaves the model of earlier pieces as it was`() throws {
    let known = Self.log.until(Self.cut)
    let later = Self.log.lines.filter { $0.time > Self.cut }
    let first = try fitted(known).chances(of: later)
    #expect(first == (try fitted(Self.log.until(Self.cut)).chances(of: later)))
    let table = try fitted(known).table(.own)
    #expect(table.outcomes.count == known.lines.count { $0.outcome != nil })
    #expect(table.rows.count == table.outcomes.count * table.names.count)
  }

  @Test func `an item that runs small is small, and fits whoever takes more`() throws {
    let sizing = try fitted(Self.log)
    func chances(_ item: UInt32, _ size: UInt32) -> [Double] {
      sizing.chances(of: [
        SizingLog.Line(user: 7, item: item, time: 10_000, size: size, outcome: nil)
      ])[0]
    }
    let small = Int(SizeOutcome.small.rawValue)
    let large = Int(SizeOutcome.large.rawValue)
    for size in UInt32(1)..<5 {
      // Item 2 runs small by 2.5, item 0 large.
      #expect(chances(2, size)[small] > chances(0, size)[small])
      #expect(chances(2, size)[large] < chances(0, size)[large])
    }
    #expect(chances(2, 0)[small] > chances(2, 5)[small])
    #expect(chances(0, 0)[large] < chances(0, 5)[large])
  }

  @Test func `a snapshot says what the fit says, and of strangers what it says of no body`() throws
  {
    let sizing = try fitted(Self.log)
    let file = try Self.file(of: sizing)
    defer { extendLifetime(file) }
    let opened = try Sizing(
      opening: file, users: MadeUpPieces.userCount, items: MadeUpPieces.itemCount)
    let lines = Self.log.lines.suffix(200)
    for (line, expected) in zip(lines, sizing.chances(of: Array(lines))) {
      let name = opened.sizesNamed(MadeUpPieces.sizes[Int(line.size)], of: Int(line.item))
      let size = try #require(name)
      let found = try #require(
        opened.chances(user: Int(line.user), item: Int(line.item), size: size))
      // Columns are 32 bits wide.
      #expect(abs(found.fit - expected[0]) < 1e-4)
      #expect(abs(found.small - expected[1]) < 1e-4 && abs(found.large - expected[2]) < 1e-4)
      #expect(abs(found.fit + found.small + found.large - 1) < 1e-9)
      #expect(opened.chances(user: nil, item: Int(line.item), size: size) != nil)
      #expect(opened.pieces(of: nil, item: Int(line.item), size: size) == 0)
      #expect(opened.pieces(of: Int(line.user), item: Int(line.item), size: size) > 0)
    }
  }

  @Test func `a snapshot of other users or items, or a damaged one, is refused`() throws {
    let file = try Self.file(of: try fitted(Self.log))
    let users = MadeUpPieces.userCount
    let items = MadeUpPieces.itemCount
    let more = #expect(throws: SnapshotError.self) {
      try Sizing(opening: file, users: users + 1, items: items)
    }
    #expect(more?.tensor == "sizing.users.body")
    let fewer = #expect(throws: SnapshotError.self) {
      try Sizing(opening: file, users: users, items: items - 1)
    }
    #expect(fewer?.tensor == "sizing.items.categories")
  }

  @Test func `of too few pieces, or without one of the outcomes, nothing is learned`() {
    #expect(FittedSizing(MadeUpPieces(lines: 150).log) == nil)
    let log = MadeUpPieces(lines: 600).log
    let never = SizingLog(
      sizeNames: log.sizeNames, categories: log.categories, categoryNames: log.categoryNames,
      body: log.body,
      lines: log.lines.map {
        SizingLog.Line(
          user: $0.user, item: $0.item, time: $0.time, size: $0.size,
          outcome: $0.outcome == .small ? .fit : $0.outcome)
      })
    #expect(FittedSizing(never) == nil)
  }

  private static func file(of sizing: FittedSizing) throws -> TensorFile {
    var writer = TensorWriter()
    sizing.pack(into: &writer)
    return try TensorFile(bytes: writer.encoded(), name: "profile.safetensors")
  }
}

extension Sizing {
  /// The size of that name among those in which the item was worn.
  fileprivate func sizesNamed(_ name: String, of item: Int) -> ByteView? {
    sizesWorn(of: item).first { $0.string == name }
  }
}

/// Defends: sizes are compared only where they mean the same.
@Suite struct SizeSystemsTests {
  @Test(arguments: [
    ("38", 38.0), ("39.5", 39.5), ("0", 0), ("S", -1), ("M", 0), ("l", 1), ("XS", -2), ("xxs", -3),
    ("XL", 2), ("XXXL", 4), ("2XL", 3), ("3XS", -4),
  ])
  func `names on a scale`(text: String, value: Double) {
    #expect(SizeName(text)?.value == value)
  }

  @Test(arguments: ["", "one size", "XM", "X", "0XL", "W32", "nan", "inf", "1e9", "12XS", "-XL"])
  func `names on no scale`(text: String) {
    #expect(SizeName(text) == nil)
  }

  @Test func `letters are no numbers`() {
    #expect(SizeName("M")?.scale == .letters && SizeName("40")?.scale == .numbers)
  }

  @Test func `shoes and dresses are numbered differently, dresses and skirts alike, letters apart`()
    throws
  {
    var lines: [SizingLog.Line] = []
    // Of user u: dresses and skirts of one size, and shoes that have nothing to do with it, though both
    // are numbered from 36.
    for user in UInt32(0)..<60 {
      let shoe = (user * 5 + user / 6) % 6
      for (item, size) in [(0, user % 6), (1, user % 6), (2, shoe), (3, 6 + user % 2)] {
        for time in 0..<2 {
          let outcome: SizeOutcome =
            (user + UInt32(time)) % 3 == 0 ? .small : user % 3 == 1 ? .large : .fit
          lines.append(
            SizingLog.Line(
              user: user, item: UInt32(item), time: Int64(time), size: size, outcome: outcome))
        }
      }
    }
    let log = SizingLog(
      sizeNames: ["36", "37", "38", "39", "40", "41", "S", "M"], categories: [0, 1, 2, 3],
      categoryNames: ["dress", "skirt", "shoe", "top"],
      body: BodyMeasures(userCount: 60, columns: []),
      lines: lines.sorted { $0.time < $1.time })
    let sizing = try #require(FittedSizing(log, shift: 0, rowLimit: 1_000))
    #expect(sizing.systemCount == 3)
  }
}
