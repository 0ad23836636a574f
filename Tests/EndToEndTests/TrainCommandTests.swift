import Bytes
import Datasets
import Platform
import Serving
import Snapshots
import Testing
import Training
import Wire

/// `modiste train`: nothing is written before everything was fitted.
@Suite final class TrainCommandTests {
  let directory: String
  var shop: String { "\(directory)/shop" }
  var store: String { "\(directory)/store" }

  init() throws {
    directory = try FileSystem.makeTemporaryDirectory("modiste-train")
    try DemoShop(users: 40, items: 40, days: 80, seed: 5).write(to: shop)
  }

  deinit { try? FileSystem.removeTree(directory) }

  private func train(_ more: String...) throws -> (code: Int32?, output: String) {
    let process = try ProgramProcess(
      "modiste",
      ["train", shop, "--store", store, "--factors", "0", "--weighting", "cosine"] + more,
      in: directory)
    return (process.exitCode(), process.output)
  }

  private func appendRow(_ row: String) throws {
    let path = "\(shop)/events.csv"
    let bytes = try FileSystem.read(path) + Array("\(row)\n".utf8)
    try FileSystem.replaceFile(at: path, with: bytes.rawSpan)
  }

  @Test func `a bad dataset publishes nothing, and makes no store`() throws {
    try appendRow("u1,i1,bought,,2026-01-01,,,,,")
    let refused = try train()
    #expect(refused.code == 1)
    #expect(refused.output.contains("events.csv"))
    #expect(refused.output.contains("bought"))
    #expect(try FileSystem.kind(of: store) == nil)
  }

  @Test func `a bad dataset leaves the store as it was`() throws {
    let first = try train()
    #expect(first.code == 0, "\(first.output)")
    let opened = try Store(opening: store)
    let before = try opened.generations()
    let current = try #require(try opened.currentGeneration())
    #expect(first.output.contains("\(current) is current"))
    #expect(before == [current])

    try appendRow("u1,i1,bought,,2026-01-01,,,,,")
    let refused = try train()
    #expect(refused.code == 1)
    #expect(try opened.generations() == before)
    #expect(try opened.currentGeneration() == current)
    #expect(try FileSystem.names(in: store).sorted() == ["current", "generations", "lock"])
  }

  @Test func `a profile trained alone on later events is served with answers of its own`() throws {
    #expect(try train().code == 0)
    let opened = try Store(opening: store)
    let before = try #require(try opened.currentGeneration())
    let rows = String(decoding: try FileSystem.read("\(shop)/events.csv"), as: UTF8.self)
      .split(separator: "\n")
    // Every shopper buys once more what they saw.
    for row in rows.dropFirst().suffix(400) {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      // Who searches names no item.
      if fields[1].isEmpty { continue }
      try appendRow("\(fields[0]),\(fields[1]),purchase,,2031-01-01T10:00:00Z,1,20,,,")
    }
    let second = try train("--only", "profile")
    #expect(second.code == 0, "\(second.output)")
    let after = try #require(try opened.currentGeneration())
    #expect(after != before)
    let golden = try [before, after].map {
      try FileSystem.read("\(opened.path(of: $0))/golden.bin")
    }
    #expect(golden[0] != golden[1])
    let check = try ProgramProcess("modisted", ["--store", store, "--check"], in: directory)
    #expect(check.exitCode() == 0, "\(check.output)")
  }

  @Test func `every service is asked golden questions, and a part trained alone brings its own`()
    throws
  {
    #expect(try train().code == 0)
    let opened = try Store(opening: store)
    let before = try asked(of: #require(try opened.currentGeneration()), in: opened)
    #expect(Set(before.map { $0.method >> 8 }) == [0x01, 0x02, 0x03, 0x04])

    // One of the series that were asked for is not sold any more.
    let sold = "\(shop)/sales.csv"
    let rows = String(decoding: try FileSystem.read(sold), as: UTF8.self).split(separator: "\n")
    let series = try #require(before.first { $0.method == MethodDescription.getForecast.number })
    let name = String(decoding: series.body[2..<2 + Int(series.body[1])], as: UTF8.self)
    let kept = rows.filter { !$0.hasPrefix("\(name),") }
    #expect(kept.count < rows.count)
    try FileSystem.replaceFile(
      at: sold, with: Array(kept.joined(separator: "\n").utf8 + [0x0A]).rawSpan)
    let second = try train("--only", "forecast")
    #expect(second.code == 0, "\(second.output)")
    let after = try asked(of: #require(try opened.currentGeneration()), in: opened)
    let isForecast = { (question: GoldenRequest) in question.method >> 8 == 0x03 }
    #expect(
      after.filter { !isForecast($0) }.map(\.body) == before.filter { !isForecast($0) }.map(\.body))
    #expect(after.contains(where: isForecast))
    #expect(
      !after.contains {
        isForecast($0) && $0.body.starts(with: series.body[..<(2 + name.utf8.count)])
      })
  }

  @Test func `sales dated by ordinals are asked forecasts, and no orders, which take days`() throws
  {
    let days = (1...60).flatMap { day in
      (0..<4).map { "I\($0),\(day),\(5 + (7 * day + 3 * $0) % 11)" }
    }
    let files = [
      "items.csv": ["item_id,title"] + (0..<4).map { "I\($0),thing \($0)" },
      "users.csv": ["user_id", "U0", "U1"],
      "events.csv": ["user_id,item_id,kind,timestamp"]
        + (0..<40).map { "U\($0 % 2),I\($0 % 4),purchase,\(1_750_000_000 + 86_400 * $0)" },
      "sales.csv": ["series_id,date,quantity"] + days,
      "dataset.toml": ["[forecast]", "frequency = \"step\"", "season = 1", "horizon = 4"],
    ]
    try FileSystem.removeTree(shop)
    try FileSystem.makeDirectory(shop)
    for (name, lines) in files {
      try FileSystem.createFile(
        at: "\(shop)/\(name)", with: Array((lines.joined(separator: "\n") + "\n").utf8).rawSpan)
    }
    let trained = try train()
    #expect(trained.code == 0, "\(trained.output)")
    let opened = try Store(opening: store)
    let questions = try asked(of: #require(try opened.currentGeneration()), in: opened)
    #expect(questions.contains { $0.method == MethodDescription.getForecast.number })
    #expect(!questions.contains { $0.method == MethodDescription.planReplenishment.number })
  }

  private func asked(of generation: GenerationID, in store: Store) throws -> [GoldenRequest] {
    try GoldenQuestions.requests(
      ofFileAt: "\(store.path(of: generation))/\(GoldenQuestions.fileName)")
  }

  @Test func `--no-publish stores without making current`() throws {
    #expect(try train().code == 0)
    let opened = try Store(opening: store)
    let current = try opened.currentGeneration()
    let second = try train("--no-publish")
    #expect(second.code == 0)
    #expect(second.output.contains("is stored"))
    #expect(try opened.generations().count == 2)
    #expect(try opened.currentGeneration() == current)
  }

  @Test func `a store that another is writing to is refused, and not touched`() throws {
    #expect(try train().code == 0)
    let opened = try Store(opening: store)
    let writer = try StoreWriter(to: opened)
    let refused = try train()
    #expect(refused.code == 1)
    #expect(refused.output.contains("is held by another writer"))
    #expect(try opened.generations().count == 1)
    _ = try writer.prune()
  }

  @Test func `factors from elsewhere of other dimensions are refused by name`() throws {
    func refusal(_ write: (inout TensorWriter) -> Void) throws -> String {
      var writer = TensorWriter()
      write(&writer)
      let path = "\(directory)/factors.safetensors"
      try FileSystem.replaceFile(at: path, with: writer.encoded().rawSpan)
      let refused = try train("--factors", path)
      #expect(refused.code == 1)
      #expect(try FileSystem.kind(of: store) == nil)
      return refused.output
    }
    let dataset = try Dataset(reading: shop)
    let (users, items) = (dataset.users.count, dataset.items.count)
    func ones(_ rows: Int, _ width: Int) -> [Float] { Array(repeating: 1, count: rows * width) }
    let few = try refusal {
      $0.add("users", ones(users, 2), shape: [users, 2])
      $0.add("items", ones(3, 2), shape: [3, 2])
    }
    #expect(
      few.contains("tensor 'items' has 3 rows, the dataset \(items) items; a row for each"),
      "\(few)")
    let wide = try refusal {
      $0.add("users", ones(users, 2), shape: [users, 2])
      $0.add("items", ones(items, 4), shape: [items, 4])
    }
    #expect(
      wide.contains("tensor 'items' is 4 wide, 'users' 2; equal widths are accepted"), "\(wide)")
  }

  @Test(arguments: [
    ["train"], ["train", "shop"], ["train", "shop", "--store", "s", "--keep", "0"],
    ["train", "shop", "--store", "s", "--weighting", "fair"],
    ["train", "shop", "--store", "s", "--threads", "1000"], ["no-such-command"],
  ])
  func `bad arguments end with 2`(arguments: [String]) throws {
    let process = try ProgramProcess("modiste", arguments, in: directory)
    #expect(process.exitCode() == 2)
    #expect(!process.output.isEmpty)
  }
}
