import Bytes
import Datasets
import FoundationEssentials
import Learning
import Platform
import Testing
import Training

/// Defends: where the truth about a policy is known, the interval that a log gives holds it.
@Suite struct CounterfactualTests {
  /// Of a demo shop's impressions: the mean true probability of a click had the shop's
  /// own policy, or an even draw, filled each position.
  private func truth(
    _ directory: String, rows: Int
  ) throws -> (logged: Double, uniform: Double) {
    var reader = try CSVReader(path: "\(directory)/truth/impressions.csv")
    var (logged, uniform) = (0.0, 0.0)
    var row = 0
    while try reader.next() {
      logged += try reader.decimal(0)
      uniform += try reader.decimal(1)
      row += 1
    }
    #expect(row == rows)
    return (logged / Double(rows), uniform / Double(rows))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the demo shop's log covers the truth of both policies`(seed: UInt64) throws {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-demo")
    defer { try? FileSystem.removeTree(directory) }
    try DemoShop(users: 800, items: 300, days: 400, seed: seed).write(to: directory)
    let log = try ImpressionTable(reading: directory)
    let truth = try truth(directory, rows: log.count)
    let found = try CounterfactualEvaluation(
      of: log, bootstrap: Bootstrap(seed: 1), threads: 2)
    #expect(found.clickRate.covers(truth.logged), "\(found.clickRate), \(truth)")
    let uniform = try #require(found.results.first { $0.policy == "uniform" }?.estimates)
    for estimate in [uniform.ips, uniform.snips, uniform.doublyRobust] {
      #expect(estimate.covers(truth.uniform), "\(estimate), \(truth)")
      // An interval as wide as the figure itself would hold anything.
      #expect(estimate.high - estimate.low < truth.uniform)
    }
    #expect(abs(uniform.meanWeight.value - 1) < 0.05, "\(uniform.meanWeight)")
    // The log's own policy earns more, and its average would be taken for that of an even draw by
    // whoever forgets the propensities.
    #expect(truth.logged != truth.uniform)
    let logged = try #require(found.results.first { $0.policy == "logged" }?.estimates)
    #expect(abs(logged.ips.value - found.clickRate.value) < 1e-12)
    #expect(logged.effectiveSampleSize == Double(log.count))
  }

  @Test func `a policy over items is refused where the candidates change`() throws {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-demo")
    defer { try? FileSystem.removeTree(directory) }
    try DemoShop(users: 200, items: 100, days: 100, seed: 1).write(to: directory)
    let found = try CounterfactualEvaluation(
      of: ImpressionTable(reading: directory), bootstrap: Bootstrap(seed: 1, resamples: 100),
      threads: 1)
    for name in ["popular", "best"] {
      let result = try #require(found.results.first { $0.policy == name })
      #expect(result.estimates == nil)
      #expect(result.refusal?.contains("candidates changed from row to row") == true)
    }
  }

  @Test(
    .enabled(if: sharedData("open-bandit") != nil, "no ../shared/data/open-bandit"),
    arguments: ["men", "women"])
  func `the interval from one policy's log covers the click rate of the other's`(campaign: String)
    throws
  {
    let source = try #require(sharedData("open-bandit"))
    let directory = try FileSystem.makeTemporaryDirectory("modiste-bandit")
    defer { try? FileSystem.removeTree(directory) }
    var logs: [String: ImpressionTable] = [:]
    for policy in ["random", "bts"] {
      let path = "\(directory)/\(policy)"
      let report = try ImportFormat.openBandit.run("\(source)/\(policy)/\(campaign)", to: path)
      #expect(report.rowsRead == 10_000 && report.items == (campaign == "men" ? 34 : 46))
      logs[policy] = try ImpressionTable(reading: path)
    }
    for (judge, other) in [("random", "bts"), ("bts", "random")] {
      let log = try #require(logs[judge])
      let found = try CounterfactualEvaluation(
        of: log, other: (try #require(logs[other]), other), bootstrap: Bootstrap(seed: 1),
        threads: 2)
      let result = try #require(found.results.last)
      #expect(result.policy == "like \(other)")
      let estimates = try #require(result.estimates)
      let observed = try #require(result.observed)
      for estimate in [estimates.ips, estimates.snips, estimates.doublyRobust] {
        #expect(estimate.covers(observed.value), "\(campaign) \(judge): \(estimate), \(observed)")
        #expect(try #require(result.difference(estimate)).covers(0))
      }
      // Thompson sampling all but stopped showing some of the women's items: one row weighs 21,739.
      let isUncertain = campaign == "women" && judge == "bts"
      #expect((estimates.effectiveSampleSize < 10) == isUncertain)
      #expect(isUncertain ? result.warning != nil : estimates.effectiveSampleSize > 500)
      // Four policies and the other's: all can be expressed over a fixed set of items.
      #expect(found.results.allSatisfy { $0.estimates != nil })
    }
  }
}

/// A file of `../shared/data`; nil when it is not there, and the test skips.
private func sharedData(_ name: String) -> String? {
  let root = ProcessInfo.processInfo.environment["MODISTE_SHARED"] ?? "../shared"
  let path = "\(root)/data/\(name)"
  return FileManager.default.fileExists(atPath: path) ? path : nil
}
