import Bytes
import Datasets
import Platform
import Serving
import Snapshots
import TestSupport
import Testing
import Wire

/// `modiste evaluate` as an operator meets it: documents, refusals, exit codes; and where the figures of
/// `modiste train` come back.
@Suite final class EvaluateCommandTests {
  let directory: String
  var shop: String { "\(directory)/shop" }
  var store: String { "\(directory)/store" }

  init() throws {
    directory = try FileSystem.makeTemporaryDirectory("modiste-evaluate")
    try DemoShop(users: 100, items: 80, days: 120, seed: 5).write(to: shop)
  }

  deinit { try? FileSystem.removeTree(directory) }

  private func run(_ command: String, _ arguments: String...) throws -> (
    code: Int32?, output: String
  ) {
    let fit = ["--factors", "0", "--weighting", "cosine"]
    let process = try ProgramProcess("modiste", [command, shop] + fit + arguments, in: directory)
    return (process.exitCode(), process.output)
  }

  /// The document behind the lines of progress.
  private func document(_ output: String) throws -> JSON {
    let start = try #require(output.firstIndex(of: "{"))
    return try JSON(parsing: Array(output[start...].utf8).rawSpan)
  }

  @Test func `the document has every model, group, metric and cutoff with its interval`() throws {
    let found = try run("evaluate", "--json", "--resamples", "100", "--model", "item-neighbours")
    #expect(found.code == 0, "\(found.output)")
    let json = try document(found.output)
    #expect(json["format"]?.string == "modiste evaluation 1")
    #expect(json["split"]?.string == "temporal:80%")
    let models = try #require(json["models"]?.array)
    #expect(models.map { $0["model"]?.string } == ["item-neighbours", "popularity", "random"])
    for model in models {
      let figures = try #require(model["figures"]?.array)
      let groups = Set(figures.compactMap { $0["group"]?.string })
      #expect(figures.count == groups.count * 7 * 5)
      for figure in figures {
        let (low, value, high) = (
          figure["low"]?.number ?? 1, figure["value"]?.number ?? 0, figure["high"]?.number ?? 0
        )
        #expect(low <= value + 1e-12 && value <= high + 1e-12)
      }
      #expect(model["lists"]?.array?.count == 5)
    }
    #expect(json["metrics"]?.array?.count == 5)
  }

  @Test func `--report writes one page`() throws {
    let found = try run("evaluate", "--report", "\(directory)/report", "--resamples", "100")
    #expect(found.code == 0, "\(found.output)")
    #expect(try FileSystem.names(in: "\(directory)/report") == ["index.html"])
    let page = String(
      decoding: try FileSystem.read("\(directory)/report/index.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!doctype html>") && page.contains("Modiste evaluation · shop"))
  }

  @Test func `a published generation that saw the answers is refused with 1`() throws {
    #expect(try run("train", "--store", store, "--no-evaluation").code == 0)
    let refused = try run("evaluate", "--store", store)
    #expect(refused.code == 1)
    #expect(refused.output.contains("has seen the answers"))
    #expect(refused.output.contains("--hold-out temporal:80%"))

    #expect(try run("train", "--store", store, "--hold-out", "temporal:80%").code == 0)
    let judged = try run("evaluate", "--store", store, "--resamples", "100")
    #expect(judged.code == 0, "\(judged.output)")
    let id = try #require(try Store(opening: store).currentGeneration())
    #expect(judged.output.contains("generation \(id)"))
    #expect(judged.output.contains("NDCG@10"))
  }

  @Test func `counterfactual estimates come from impressions alone`() throws {
    let found = try run("evaluate", "--counterfactual", "--json", "--resamples", "100")
    #expect(found.code == 0, "\(found.output)")
    let json = try document(found.output)
    #expect(json["format"]?.string == "modiste counterfactual 1")
    let policies = try #require(json["policies"]?.array)
    #expect(policies.map { $0["policy"]?.string } == ["logged", "uniform", "popular", "best"])
    #expect(policies[1]["doublyRobust"]?["value"]?.number ?? 0 > 0)
    #expect(policies[2]["refusal"]?.string?.isEmpty == false)
  }

  @Test func `a log with a propensity of zero is refused with 1`() throws {
    let path = "\(shop)/impressions.csv"
    let row = Array("U00001,I00001,2026-01-01,home,1,0,0,,60\n".utf8)
    try FileSystem.replaceFile(at: path, with: (try FileSystem.read(path) + row).rawSpan)
    let refused = try run("evaluate", "--counterfactual", "--max-bad-rows", "1000")
    #expect(refused.code == 1)
    #expect(refused.output.contains("column propensity: '0' is not the probability"))
  }

  @Test(arguments: [
    ["--model", "best"], ["--split", "folds"], ["--resamples", "1"], ["--generation", "x"],
    ["--policy-of", "x"], ["--counterfactual", "--store", "x"],
  ])
  func `bad arguments end with 2`(arguments: [String]) throws {
    let process = try ProgramProcess("modiste", ["evaluate", shop] + arguments, in: directory)
    #expect(process.exitCode() == 2, "\(process.output)")
  }

  @Test func `the figures of training come back from Status`() throws {
    #expect(try run("train", "--store", store).code == 0)
    let opened = try Store(opening: store)
    let id = try #require(try opened.currentGeneration())
    let written = try #require(
      try opened.generation(id).manifest.evaluation["recommend"]?["figures"]?.array)
    // Seven metrics, coverage and novelty, at two lengths, of four contestants.
    #expect(written.count == 9 * 2 * 4)

    var configuration = Configuration()
    configuration.storePath = store
    configuration.loopCount = 1
    configuration.addresses = [.unix(path: "\(directory)/socket")]
    let server = Server(configuration, methods: Method.standard)
    server.reload()
    try server.start()
    defer { server.drain() }
    let answer = try #require(try Peer(server.addresses[0]).call(statusMethod))
    #expect(fields(of: answer.body).count { $0.number == 15 } == written.count)
    let told = server.status().evaluation
    #expect(told.count == written.count)
    let first = try #require(told.first)
    #expect(first.model == "automatic" && first.metric == "recall" && first.cutoff == 10)
    #expect(first.value == written[0]["value"]?.number)
    #expect(first.low <= first.value && first.value <= first.high)
  }
}
