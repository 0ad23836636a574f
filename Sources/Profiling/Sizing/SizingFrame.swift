/// What does not change from line to line: on which scale sizes lie, and what bodies take.
struct SizingFrame: Sendable {
  /// A piece of the log, on its scale.
  struct Line {
    let line: SizingLog.Line
    let category: Int
    let system: Int
    /// In deviations of the system.
    let size: Double
    /// Expected of the body, and added for the category.
    let body: Double
    let offset: Double

    var residual: Double { size - body - offset }
  }

  /// Categories with fewer pieces have no feature of their own.
  static let categoryMin = 50

  let log: SizingLog
  let names: [SizeName?]
  let systems: SizeSystems
  let encoding: BodyEncoding
  let sizes: BodySizes
  /// With a feature of their own.
  let categories: [Int]

  init(_ log: SizingLog) {
    self.log = log
    names = log.sizeNames.map { SizeName($0) }
    systems = SizeSystems(log)
    encoding = BodyEncoding(log.body, users: Set(log.lines.map { Int($0.user) }).sorted())
    sizes = BodySizes(log, encoding, systems)
    var counts = [Int](repeating: 0, count: log.categoryNames.count)
    for line in log.lines { counts[log.categories[Int(line.item)]] += 1 }
    categories = counts.indices.filter { counts[$0] >= Self.categoryMin }
  }

  var emptyHistory: SizingHistory {
    SizingHistory(
      users: log.userCount, items: log.itemCount, categories: log.categoryNames.count,
      systems: systems.count)
  }

  /// `nil` of a size on a scale that the category was not sold in.
  func placed(_ line: SizingLog.Line) -> Line? {
    let category = log.categories[Int(line.item)]
    guard let name = names[Int(line.size)], let place = systems.place(name, category: category)
    else { return nil }
    return Line(
      line: line, category: category, system: place.system, size: place.value,
      body: sizes.size(of: encoding.row(Int(line.user)), system: place.system),
      offset: sizes.offsets[place.system][category])
  }

  func evidence(_ history: SizingHistory, _ line: Line) -> SizingEvidence {
    var evidence = history.evidence(
      user: Int(line.line.user), item: Int(line.line.item), size: line.line.size,
      category: line.category, system: line.system)
    evidence.size = line.size
    evidence.body = line.body
    evidence.offset = line.offset
    return evidence
  }

  // MARK: What a shopper and a category say by themselves

  var linearNames: [String] {
    encoding.names + categories.map { "category \(log.categoryNames[$0])" }
  }

  func linear(_ user: Int?, category: Int) -> [Double] {
    encoding.row(user) + categories.map { $0 == category ? 1 : 0 }
  }
}
