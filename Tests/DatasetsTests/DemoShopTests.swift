import Datasets
import FoundationEssentials
import Testing

/// Defends that the demo shop is the same for the same seed, agrees with itself, and tells the
/// truth about how it was made.
@Suite struct DemoShopTests {
  @Test func `the same seed gives the same bytes in every file`() throws {
    let first = try SimulatedShop.small()
    let second = try SimulatedShop(seed: 1)
    for name in SimulatedShop.files {
      #expect(try first.bytes(name) == second.bytes(name), "\(name)")
    }
  }

  @Test func `another seed gives other items, users, events and truths`() throws {
    let first = try SimulatedShop.small()
    let second = try SimulatedShop(seed: 2)
    for name in ["items.csv", "users.csv", "events.csv", "truth/relevance.csv"] {
      #expect(try first.bytes(name) != second.bytes(name), "\(name)")
    }
  }

  @Test func `every row of every file has as many fields as its header`() throws {
    let shop = try SimulatedShop.small()
    for name in SimulatedShop.files where name.hasSuffix(".csv") {
      let table = try shop.table(name)
      #expect(table.rows.count > 0, "\(name)")
      #expect(table.rows.allSatisfy { $0.count == table.header.count }, "\(name)")
    }
  }

  @Test func `every event is of a known user and, but for searches, of a known item`() throws {
    let shop = try SimulatedShop.small()
    let users = Set(try shop.table("users.csv").column("user_id"))
    let items = Set(try shop.table("items.csv").column("item_id"))
    #expect(users.count == 200 && items.count == 100)
    let events = try shop.table("events.csv")
    let kinds = try events.column("kind")
    #expect(try events.column("user_id").allSatisfy { users.contains($0) })
    for (item, kind) in zip(try events.column("item_id"), kinds) {
      #expect(kind == "search" ? item.isEmpty : items.contains(item))
    }
    #expect(
      Set(kinds) == ["view", "cart", "purchase", "return", "rating", "search"])
    let times = try events.column("timestamp")
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `a rating has one to five stars, and a purchase a quantity, a price and a size`()
    throws
  {
    let events = try SimulatedShop.small().table("events.csv")
    let kinds = try events.column("kind")
    for (value, kind) in zip(try events.column("value"), kinds) {
      #expect(kind == "rating" ? (1...5).contains(Int(value) ?? 0) : value.isEmpty)
    }
    for (row, kind) in zip(events.rows, kinds) where kind == "purchase" {
      #expect((1...2).contains(Int(row[5]) ?? 0))
      #expect((Double(row[6]) ?? 0) > 0)
      #expect(!row[7].isEmpty)
    }
  }

  @Test func `half of a campaign's shoppers are treated, and alike to the others`() throws {
    let shop = try SimulatedShop(seed: 1, users: 1000, days: 120)
    let campaigns = try shop.table("campaigns.csv")
    let treated = try campaigns.column("treated").map { $0 == "1" }
    let share = Double(treated.count { $0 }) / Double(treated.count)
    // Four standard errors of a fair coin.
    #expect(abs(share - 0.5) < 2 / Double(treated.count).squareRoot())

    let users = try shop.table("users.csv")
    let isMan = Dictionary(
      uniqueKeysWithValues: zip(
        try users.column("user_id"), try users.column("gender").map { $0 == "men" }))
    var men = [0, 0]
    var all = [0, 0]
    for (user, isTreated) in zip(try campaigns.column("user_id"), treated) {
      all[isTreated ? 1 : 0] += 1
      if isMan[user] == true { men[isTreated ? 1 : 0] += 1 }
    }
    #expect(abs(Double(men[0]) / Double(all[0]) - Double(men[1]) / Double(all[1])) < 0.1)
  }

  @Test func `true uplift differs between shoppers and is negative for some`() throws {
    let uplift = try SimulatedShop.small().table("truth/uplift.csv").column("uplift").compactMap(
      Double.init)
    #expect(uplift.contains { $0 < 0 } && uplift.contains { $0 > 0.05 })
  }

  @Test func `more was asked for than was sold exactly when a size was gone`() throws {
    let sales = try SimulatedShop.small().table("sales.csv")
    let demand = try SimulatedShop.small().table("truth/demand.csv")
    #expect(try demand.column("series_id") == sales.column("series_id"))
    let sold = try sales.column("quantity").compactMap(Int.init)
    let wanted = try demand.column("demand").compactMap(Int.init)
    #expect(zip(wanted, sold).map { $0 > $1 ? "1" : "0" } == (try sales.column("stocked_out")))
    #expect(zip(wanted, sold).allSatisfy { $0 >= $1 } && wanted.contains { $0 > 0 })
  }

  @Test func `propensities are probabilities, and none is zero`() throws {
    let impressions = try SimulatedShop.small().table("impressions.csv")
    let propensities = try impressions.column("propensity").compactMap(Double.init)
    #expect(propensities.count == impressions.rows.count)
    #expect(propensities.allSatisfy { 0 < $0 && $0 <= 1 })
    #expect(Set(try impressions.column("clicked")) == ["0", "1"])
  }

  @Test func `no test utterance comes from a template or has a slot value that train shows`() throws
  {
    let utterances = try SimulatedShop.small().table("utterances.csv")
    let texts = try utterances.column("text")
    let splits = try utterances.column("split")
    let openings = ["hi, ", "hello, ", "please, ", "excuse me, ", "你好，", "请问，", "您好，", "麻烦问一下，"]
    var templates = ["train": Set<String>(), "test": Set<String>()]
    var values = templates
    for (text, split) in zip(texts, splits) {
      let opening = openings.first { text.hasPrefix($0) } ?? ""
      let (template, slots) = slotted(text.dropFirst(opening.count))
      templates[split]?.insert(template)
      values[split]?.formUnion(slots)
    }
    #expect(templates["train"]?.isDisjoint(with: templates["test"] ?? []) == true)
    #expect(values["train"]?.isDisjoint(with: values["test"] ?? []) == true)
  }

  @Test
  func
    `every sentence of the test says something as train does not, and three in four in a word that train has not`()
    throws
  {
    let utterances = try SimulatedShop.small().table("utterances.csv")
    let sentences = zip(try utterances.column("text"), try utterances.column("split"))
      .map { (template: slotted($0[...]).template, split: $1) }
    let train = sentences.filter { $0.split == "train" }
    let known = Set(train.flatMap { words($0.template) })
    let knownRuns = Set(train.flatMap { runs($0.template) })
    var counts = (all: 0, new: 0)
    for (template, split) in sentences where split == "test" {
      let isNew = !words(template).isSubset(of: known)
      counts.all += 1
      if isNew { counts.new += 1 }
      #expect(isNew || !runs(template).isSubset(of: knownRuns), "\(template)")
    }
    #expect(4 * counts.new >= 3 * counts.all, "\(counts)")
  }

  @Test
  func
    `four in five held-out conversations have words, or pairs of characters, that train has not, and none its sentences`()
    throws
  {
    let shop = try SimulatedShop.small()
    let utterances = try shop.table("utterances.csv")
    let train = zip(try utterances.column("text"), try utterances.column("split"))
      .filter { $0.1 == "train" }.map { slotted($0.0[...]).template }
    let known = Set(train.flatMap { words($0) })
    let sentences = Set(train)
    var said: [String: Set<String>] = [:]
    for row in try shop.table("conversations.csv").rows where row[1] == "test" {
      if row[3].hasPrefix("tool ") { continue }
      said[row[0], default: []].formUnion(words(row[3]))
      // Anybody says thanks as everybody does.
      #expect(words(row[3]).count <= 3 || !sentences.contains(row[3]), "\(row[3])")
    }
    #expect(said.count >= 100)
    let newCount = said.values.count { !$0.isSubset(of: known) }
    #expect(5 * newCount >= 4 * said.count, "\(newCount) of \(said.count)")
  }

  @Test func `what the bot should refuse is an intent of its own, in both languages`() throws {
    let utterances = try SimulatedShop.small().table("utterances.csv")
    let refused = utterances.rows.filter { $0[1] == "out_of_scope" }
    for language in ["en", "zh"] {
      for split in ["train", "test"] {
        #expect(refused.count { $0[2] == language && $0[3] == split } >= 12)
      }
    }
  }

  @Test func `terms name values of the catalogue's attributes in both languages`() throws {
    let shop = try SimulatedShop.small()
    let terms = try shop.table("terms.csv")
    #expect(terms.header == ["attribute", "value", "language", "term"])
    let items = try shop.table("items.csv")
    for attribute in ["category", "color", "material", "style"] {
      let named = Set(terms.rows.filter { $0[0] == attribute && $0[2] == "zh" }.map { $0[1] })
      #expect(named.isSuperset(of: try items.column(attribute)))
    }
    #expect(terms.rows.contains(["category", "sweater", "en", "jumper"]))
  }

  @Test func `each of at least twenty intents is in both languages and both splits`() throws {
    let utterances = try SimulatedShop.small().table("utterances.csv")
    let intents = Set(try utterances.column("intent"))
    #expect(intents.count >= 20)
    let cells = Set(utterances.rows.map { Array($0[1...3]) })
    #expect(cells.count == intents.count * 4)
  }

  @Test func `there are at least thirty policies, each in English and in Chinese`() throws {
    let languages = try SimulatedShop.small().table("knowledge.csv").column("language")
    #expect(languages.count { $0 == "en" } >= 30)
    #expect(languages.count { $0 == "en" } == languages.count { $0 == "zh" })
  }

  @Test func `the truth lists twenty new items for a shopper, the likeliest first`() throws {
    let relevance = try SimulatedShop.small().table("truth/relevance.csv")
    var newItems: [String: Int] = [:]
    var last: (user: String, probability: Double) = ("", 1)
    for row in relevance.rows {
      let probability = try #require(Double(row[2]))
      if row[0] == last.user { #expect(probability <= last.probability) }
      #expect((0...1).contains(probability))
      last = (row[0], probability)
      if row[3].isEmpty { newItems[row[0], default: 0] += 1 }
    }
    #expect(newItems.count > 100)
    // Fewer only for those for whom the shop has fewer.
    #expect(newItems.values.allSatisfy { $0 <= 20 })
    #expect(newItems.values.count { $0 == 20 } > 100)
  }

  @Test func `what shoppers do follows the truth: the ten likeliest items get most new views`()
    throws
  {
    let shop = try SimulatedShop.small()
    var likely: [String: Set<String>] = [:]
    for row in try shop.table("truth/relevance.csv").rows where row[3].isEmpty {
      if likely[row[0], default: []].count < 10 { likely[row[0], default: []].insert(row[1]) }
    }
    var counts = (likely: 0, all: 0)
    for row in try shop.table("events.csv").rows where row[2] == "view" && row[4] >= "2023-06-11" {
      guard let items = likely[row[0]] else { continue }
      counts.all += 1
      if items.contains(row[1]) { counts.likely += 1 }
    }
    // By chance ten of a hundred items would get a tenth.
    #expect(Double(counts.likely) > 0.3 * Double(counts.all))
  }

  @Test func `the calendar has Singles' Day, Black Friday and Chinese New Year on their dates`()
    throws
  {
    let shop = try SimulatedShop(seed: 1, users: 10, items: 20, days: 730)
    let days = Set(try shop.table("calendar.csv").rows.map { $0.joined(separator: " ") })
    for day in [
      "2023-11-11 Singles' Day", "2023-11-24 Black Friday", "2024-11-29 Black Friday",
      "2023-01-22 Chinese New Year", "2024-02-10 Chinese New Year",
    ] {
      #expect(days.contains(day), "\(day)")
    }
    #expect(!days.contains("2024-11-22 Black Friday"))
  }

  @Test func `progress grows from nothing to all`() throws {
    var fractions: [Double] = []
    let directory = SimulatedShop.newDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try DemoShop(users: 20, items: 40, days: 100, seed: 1).write(to: directory) {
      fractions.append($1)
    }
    #expect(fractions.first == 0 && fractions.last == 1)
    #expect(zip(fractions, fractions.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `the smallest shop that is accepted can be made`() throws {
    let shop = try SimulatedShop(seed: 1, users: 10, items: 20, days: 70)
    #expect(try shop.table("items.csv").rows.count == 20)
    #expect(try shop.table("events.csv").rows.count > 0)
  }

  @Test func `a size out of range is refused before anything is written`() {
    let directory = SimulatedShop.newDirectory()
    #expect(throws: DemoShopError.outOfRange(name: "users", value: 0, accepted: 10...1_000_000)) {
      try DemoShop(users: 0).write(to: directory)
    }
    #expect(!FileManager.default.fileExists(atPath: directory))
    let error = DemoShopError.outOfRange(name: "days", value: 7, accepted: 70...3650)
    #expect(error.description == "days is 7; 70...3650 is accepted")
  }
}

/// English words in lower case, and pairs of neighbouring Chinese characters.
private func words(_ text: String) -> Set<String> {
  var words: Set<String> = []
  var word = ""
  var last: Character?
  for character in text + " " {
    if character.isASCII, character.isLetter || character == "'" {
      word.append(character)
      last = nil
      continue
    }
    if !word.isEmpty { words.insert(word.lowercased()) }
    word = ""
    let isChinese = character >= "\u{4E00}" && character <= "\u{9FFF}"
    if isChinese, let last { words.insert("\(last)\(character)") }
    last = isChinese ? character : nil
  }
  return words
}

/// Pairs of neighbouring English words, and three Chinese characters in a row.
private func runs(_ text: String) -> Set<String> {
  var runs: Set<String> = []
  var last: [String] = []
  for token in text.lowercased().split(whereSeparator: {
    $0 == " " || $0.isPunctuation && $0 != "'"
  }) {
    if token.allSatisfy(\.isASCII) {
      if let before = last.last { runs.insert("\(before) \(token)") }
      last = [String(token)]
      continue
    }
    let characters = Array(token)
    for start in characters.indices.dropLast(2) {
      runs.insert(String(characters[start...start + 2]))
    }
    last = []
  }
  return runs
}

/// The text with every `[value](slot)` as `{slot}`, and the values.
private func slotted(_ text: Substring) -> (template: String, values: [String]) {
  var template = ""
  var values: [String] = []
  var rest = text
  while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]"),
    let end = rest[close...].firstIndex(of: ")")
  {
    let name = rest[close..<end].dropFirst(2)
    template += rest[..<open] + "{\(name)}"
    // Order numbers are written alike in both languages; sizes too.
    values.append("\(name)=\(rest[open..<close].dropFirst())")
    rest = rest[rest.index(after: end)...]
  }
  return (template + rest, values)
}

/// The files of a small demo shop, read into memory.
private struct SimulatedShop: Sendable {
  static let files = [
    "items.csv", "users.csv", "events.csv", "impressions.csv", "campaigns.csv", "sales.csv",
    "calendar.csv", "outfits.csv", "knowledge.csv", "utterances.csv", "terms.csv",
    "conversations.csv",
    "dataset.toml",
    "truth/relevance.csv", "truth/true_preferences.csv", "truth/true_items.csv",
    "truth/uplift.csv", "truth/demand.csv", "truth/README.md",
  ]

  /// Most tests look at the same shop; making it takes a second or two in a debug build.
  private static let first = Result { try SimulatedShop(seed: 1) }

  static func small() throws -> SimulatedShop { try first.get() }

  private let contents: [String: Data]

  init(seed: UInt64, users: Int = 200, items: Int = 100, days: Int = 200) throws {
    let directory = SimulatedShop.newDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try DemoShop(users: users, items: items, days: days, seed: seed).write(to: directory)
    contents = try Dictionary(
      uniqueKeysWithValues: Self.files.map { name in
        (name, try Data(contentsOf: URL(filePath: "\(directory)/\(name)")))
      })
  }

  static func newDirectory() -> String {
    FileManager.default.temporaryDirectory.appending(path: "demo-shop-\(UUID().uuidString)").path
  }

  func bytes(_ name: String) throws -> Data { try #require(contents[name]) }

  func table(_ name: String) throws -> Table {
    var rows = Table.parse(String(decoding: try bytes(name), as: UTF8.self))
    let header = rows.removeFirst()
    return Table(header: header, rows: rows)
  }
}

/// RFC 4180 read as simply as can be, so that the tests do not rest on the reader that the
/// project uses.
private struct Table {
  let header: [String]
  let rows: [[String]]

  func column(_ name: String) throws -> [String] {
    let index = try #require(header.firstIndex(of: name))
    return rows.map { $0[index] }
  }

  static func parse(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      var fields = [[UInt8]()]
      var isQuoted = false
      for byte in line.utf8 {
        switch byte {
        case UInt8(ascii: "\""): isQuoted.toggle()
        case UInt8(ascii: ",") where !isQuoted: fields.append([])
        default: fields[fields.count - 1].append(byte)
        }
      }
      return fields.map { String(decoding: $0, as: UTF8.self) }
    }
  }
}
