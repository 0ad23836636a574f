import ArgumentParser
import Bytes
import Datasets
import Learning
import Platform
import Recommendation
import Snapshots
import Training

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures what models fitted on the older part of a dataset foretell of the newer.",
    discussion: """
      modiste evaluate shop --split temporal:80% --report report
      modiste evaluate shop --store store --model factors --json
      modiste evaluate shop --counterfactual
      modiste evaluate shop --only profile
      modiste evaluate shop --only forecast --split last:13 --origins 4 --report report
      modiste evaluate shop --only chat
      """)

  @Option(
    name: .customLong("conversations"),
    help: "Of conversations.csv: the split to hold, such as dev; all where it has none.")
  var conversationSplit = "test"

  @Argument(help: "The dataset directory.")
  var dataset: String
  @Option(
    help:
      "leave-one-out, temporal:80% or temporal:2026-03-01; by default what the dataset's time allows. folds:5 measures predicted ratings, last:13 with --only forecast the last periods of each series."
  )
  var split: String?
  @Option(help: "With --only forecast: from how many origins, a horizon apart, 1...52.")
  var origins: Int?
  @Option(help: "One of \(EvaluateCommand.acceptedModels); may be given several times.")
  var model: [String] = []
  @Option(help: "With folds: a CSV file to write the cut to, for others to be measured on.")
  var saveFolds: String?
  @Flag(help: "Leave out the baselines: popularity, random, item-neighbours.")
  var noBaselines = false
  @Flag(help: "Count and answer items that the shopper chose before.")
  var includeSeen = false
  @Option(help: "Draws of the bootstrap that intervals come from, 100...100000.")
  var resamples = 1000
  @Option(help: "Write index.html, a page to read, into this directory.")
  var report: String?
  @Option(help: "Evaluate a published generation of this store instead of fitting.")
  var store: String?
  @Option(help: "With --store: which generation; the current one by default.")
  var generation: String?
  @Flag(help: "Estimate the click rates of other policies from impressions.csv.")
  var counterfactual = false
  @Option(help: "With --counterfactual: a dataset whose impressions another policy made.")
  var policyOf: String?
  @Flag(help: "Print one JSON document.")
  var json = false
  @OptionGroup var keyFile: KeyFileArguments
  @OptionGroup var fit: FitArguments

  static let acceptedModels = RankingModel.allCases.map(\.commandLineName).joined(separator: ", ")

  func validate() throws {
    try check(resamples, in: 100...100_000, "--resamples")
    _ = try models()
    if fit.only != "forecast" { _ = try split.map { try parseSplit($0, "--split") } }
    guard generation == nil || store != nil else {
      throw ValidationError("--generation is given without --store; accepted: both, or neither")
    }
    guard policyOf == nil || counterfactual else {
      throw ValidationError("--policy-of is given without --counterfactual; accepted: both")
    }
    guard
      !["profile", "forecast", "chat"].contains(fit.only)
        || (store == nil && model.isEmpty && !counterfactual)
    else {
      throw ValidationError(
        "--only \(fit.only ?? "") judges that alone; --store, --model and --counterfactual do not go with it"
      )
    }
    guard fit.only != "profile" || report == nil else {
      throw ValidationError(
        "--only profile writes no report; --report goes with --only forecast or chat, or without --only"
      )
    }
    if let origins { try check(origins, in: 1...52, "--origins") }
    guard origins == nil || fit.only == "forecast" else {
      throw ValidationError("--origins goes with --only forecast alone; accepted: both, or neither")
    }
    guard fit.only != "chat" || split == nil else {
      throw ValidationError(
        "--split does not go with --only chat: utterances.csv says by its column split what is set aside"
      )
    }
    guard !counterfactual || (store == nil && report == nil && split == nil && model.isEmpty) else {
      throw ValidationError(
        "--counterfactual judges policies by a log; --store, --report, --split and --model do not go "
          + "with it")
    }
  }

  func run() throws {
    if counterfactual {
      let evaluation = try estimate()
      print(json ? evaluation.json.pretty : evaluation.table)
      return
    }
    if fit.only == "profile" { return try evaluateProfiles() }
    if fit.only == "forecast" { return try evaluateForecasts() }
    if fit.only == "chat" { return try evaluateChat() }
    if let split, case .folds(let count) = try parseSplit(split, "--split") {
      return try evaluateRatings(folds: count)
    }
    let evaluation = try evaluate()
    if let report {
      try write(
        EvaluationReport(of: evaluation, dataset: lastComponent(of: dataset)).page, to: report)
    }
    print(json ? evaluation.json.pretty : evaluation.table)
  }

  private func models() throws -> [RankingModel] {
    var models: [RankingModel] = []
    for name in model {
      guard let known = RankingModel.allCases.first(where: { $0.commandLineName == name }) else {
        throw ValidationError("--model is '\(name)'; accepted: \(Self.acceptedModels)")
      }
      if !models.contains(known) { models.append(known) }
    }
    return models.isEmpty ? [.automatic] : models
  }

  private func evaluate() throws -> Evaluation {
    var options = EvaluationOptions()
    var training = try fit.options()
    options.models = try models()
    options.hasBaselines = !noBaselines
    options.includesSeen = includeSeen
    options.threads = training.threads
    options.seed = training.seed
    options.resamples = resamples
    if report != nil { options.exampleCount = 3 }
    let data = try fit.dataset(dataset)
    let specification = try split.map { try parseSplit($0, "--split") } ?? data.usualSplit
    let name = split ?? specification.commandLineName
    if let store {
      return try Evaluation(
        of: data, split: specification, named: name, options: options,
        generation: published(in: store), keys: keyFile.keys(outside: store))
    }
    guard training.factorsFile == nil else {
      throw ValidationError(
        "--factors is a file, whose factors may have seen what is held out; accepted: 0...1024")
    }
    // Nothing is fitted that no model answers from.
    if options.models.allSatisfy({ ![.automatic, .hybrid, .factors].contains($0) }) {
      training.recommendation.factors = nil
    }
    if options.models.allSatisfy({ $0 == .factors || $0 == .popularity }) {
      training.choosesSettings = false
    }
    training.fitsHybrid = !options.models.allSatisfy {
      [.popularity, .itemNeighbours, .factors].contains($0)
    }
    let progress = Progress()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-evaluate")
    defer { try? FileSystem.removeTree(directory) }
    return try Evaluation(
      of: data, split: specification, named: name, options: options, training: training,
      directory: directory
    ) { progress.show($0) }
  }

  private func published(in path: String) throws -> GenerationDirectory {
    let store = try Store(opening: path)
    if let generation {
      guard let id = GenerationID(generation) else {
        throw ValidationError(
          "--generation is '\(generation)'; accepted: an id such as 20261123T101500Z-4f1c")
      }
      return try store.generation(id)
    }
    guard let id = try store.currentGeneration() else {
      throw SnapshotError(file: path, "has no current generation; train one first")
    }
    return try store.generation(id)
  }

  func write(_ page: HTML, to directory: String) throws {
    try FileSystem.makeDirectories(directory)
    let path = "\(directory)/index.html"
    try FileSystem.replaceFile(at: path, with: Array(page.text.utf8).rawSpan)
    writeToStandardError("wrote \(path)")
  }

  private func estimate() throws -> CounterfactualEvaluation {
    let options = try fit.options()
    let log = try ImpressionTable(reading: dataset, maxBadRows: fit.maxBadRows)
    let other = try policyOf.map {
      (
        log: try ImpressionTable(reading: $0, maxBadRows: fit.maxBadRows),
        name: lastComponent(of: $0)
      )
    }
    return try CounterfactualEvaluation(
      of: log, other: other, bootstrap: Bootstrap(seed: options.seed, resamples: resamples),
      threads: options.threads)
  }
}

func lastComponent(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

/// - Throws: the flag, the value and the accepted values.
func parseSplit(_ text: String, _ flag: String) throws -> SplitSpecification {
  do throws(SplitError) {
    return try SplitSpecification(parsing: text)
  } catch {
    throw ValidationError("\(flag): \(error)")
  }
}
