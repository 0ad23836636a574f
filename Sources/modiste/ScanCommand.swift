import ArgumentParser
import Platform
import Recommendation
import Snapshots

/// What benchmarks/scan/run measures beside a peer: not for daily use, hence not shown in the help.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan-factors",
    abstract: "Searches items for the vectors of a file, and prints the seconds it took.",
    discussion: """
      modiste scan-factors vectors.safetensors < commands

      The file has F32 tensors items, users (a sample of whom the index is made for) and queries, of \
      one width. A command is a line: scan or index, the limit, a number n when only every n-th item is \
      wanted (1: all), and optionally the name of a file to write what was found to. Each \
      is answered by its seconds, on standard error, which is not buffered.
      """,
    shouldDisplay: false)

  @Argument(help: "The safetensors file of vectors.")
  var file: String
  @Option(help: "Threads to make the index with; it is searched by one.")
  var threads = 2

  func validate() throws { try check(threads, in: 1...256, "--threads") }

  func run() throws {
    let vectors = try TensorFile(path: file)
    let queries = try vectors.matrix("queries", as: Float.self)
    let items = try vectors.matrix("items", as: Float.self, columns: queries.columns)
    let users = try vectors.matrix("users", as: Float.self, columns: queries.columns)
    var settings = FactorSettings()
    settings.factorCount = queries.columns

    let began = MonotonicTime.now
    let fitted = FittedFactors(
      users: copy(users), items: copy(items), settings: settings, threads: threads)
    let fitSeconds = MonotonicTime.now.seconds(since: began)
    // Mapped, as it is when it is served.
    let directory = try FileSystem.makeTemporaryDirectory("modiste-scan")
    defer { try? FileSystem.removeTree(directory) }
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    try writer.write(to: "\(directory)/factors.safetensors")
    let packed = try TensorFile(path: "\(directory)/factors.safetensors")
    let factors = try Factors(opening: packed, users: users.rows, items: items.rows)
    writeToStandardError("ready \(fitSeconds)")

    var search = FactorSearch()
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 3, ["scan", "index"].contains(words[0]), let limit = Int(words[1]),
        let distance = Int(words[2]), limit > 0, distance > 0
      else { throw ValidationError("'\(line)' is no command; accepted: scan|index LIMIT N [FILE]") }
      var found: [Int32] = []
      let seconds = measure(
        factors, queries, limit: limit, isExhaustive: words[0] == "scan", distance: distance,
        &search, &found)
      if words.count > 3 {
        var writer = TensorWriter()
        writer.add("found", found, shape: [queries.rows, limit])
        try writer.write(to: words[3])
      }
      writeToStandardError("\(seconds)")
    }
    // What the columns point at.
    let isWhole = !vectors.isDamaged && !packed.isDamaged
    guard isWhole else { throw ValidationError("a file was cut short while it was read") }
  }

  /// One query after the other; −1 where fewer than `limit` items were found.
  private func measure(
    _ factors: Factors, _ queries: Matrix<Float>, limit: Int, isExhaustive: Bool, distance: Int,
    _ search: inout FactorSearch, _ found: inout [Int32]
  ) -> Double {
    var best: [Int32] = []
    found.reserveCapacity(queries.rows * limit)
    let began = MonotonicTime.now
    for query in 0..<queries.rows {
      let vector = queries.row(query)
      search.findBest(
        of: factors, for: vector.span, limit: limit, isExhaustive: isExhaustive, into: &best
      ) { distance == 1 || $0 % distance == 0 }
      found += best
      found += repeatElement(-1, count: limit - best.count)
    }
    return MonotonicTime.now.seconds(since: began)
  }

  private func copy(_ matrix: Matrix<Float>) -> [Float] {
    let span = matrix.elements.span
    return span.indices.map { span[$0] }
  }
}
