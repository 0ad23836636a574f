import Answering
import ArgumentParser
import Bytes
import Datasets
import Learning
import Platform
import Recommendation
import Serving
import Snapshots
import Training

/// What training and evaluating share.
struct FitArguments: ParsableArguments {
  @Option(help: "Threads to fit with; 0: one per core.")
  var threads = 0
  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1
  @Option(help: "How many bad rows of the dataset may be skipped.")
  var maxBadRows = 0
  @Option(help: "Factors of the matrix factorisation; 0: none.")
  var factors = 128
  @Option(help: "cosine, tfidf or bm25; chosen by validation when not given.")
  var weighting: String?
  @Option(help: "Half-life of a shopper's items, in items; with --weighting.")
  var halfLife: Float = .infinity
  @Option(help: "What fits: recommend.")
  var only: String?

  func validate() throws {
    try check(threads, in: 0...256, "--threads")
    try check(factors, in: 0...1024, "--factors")
    guard only == nil || only == "recommend" else {
      throw ValidationError("--only is '\(only ?? "")'; accepted: recommend")
    }
    _ = try options()
  }

  func options() throws -> TrainingOptions {
    var options = TrainingOptions()
    options.threads = threads == 0 ? coreCount() : threads
    options.seed = seed
    if factors == 0 {
      options.recommendation.factors = nil
    } else {
      options.recommendation.factors?.factorCount = factors
    }
    guard let weighting else { return options }
    options.choosesSettings = false
    options.recommendation.halfLife = halfLife
    options.recommendation.weighting =
      switch weighting {
      case "cosine": .cosine
      case "tfidf": .tfidf
      case "bm25": .bm25Default
      default: throw ValidationError("--weighting is '\(weighting)'; accepted: cosine, tfidf, bm25")
      }
    return options
  }

  func dataset(_ directory: String) throws -> Dataset {
    let dataset = try Dataset(reading: directory, maxBadRows: maxBadRows)
    for error in dataset.badRows.first { writeToStandardError("skipped: \(error)") }
    return dataset
  }
}

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Fits every model over a dataset and publishes them as one generation.",
    discussion: "modiste train shop --store store")

  @Argument(help: "The dataset directory.")
  var dataset: String
  @Option(help: "The directory of generations; made when it does not exist.")
  var store: String
  @Flag(help: "Store the generation without making it current.")
  var noPublish = false
  @Option(help: "How many of the newest generations stay.")
  var keep = 5
  @OptionGroup var fit: FitArguments

  func validate() throws { try check(keep, in: 1...1000, "--keep") }

  func run() throws {
    let progress = Progress()
    let options = try fit.options()
    let data = try fit.dataset(dataset)
    let trained = try Trainer(options) { step in
      progress.show(step.model, Double(step.done) / Double(max(1, step.total)))
    }.train(data)

    // Nothing was written so far: what fails above leaves the store as it was.
    let writer = try StoreWriter(to: Store.openOrCreate(store))
    let staged = try writer.stage()
    try trained.write(to: staged.path)
    try packGoldenQuestions(trained, staged)
    let publication = try writer.publish(
      staged, models: trained.description, evaluation: trained.evaluation,
      makesCurrent: !noPublish, threads: options.threads)
    try writer.prune(keep: keep)
    let state =
      publication.isCurrent
      ? "is current"
      : publication.pinned.map { "is stored; the store is pinned to \($0)" } ?? "is stored"
    print("\(publication.id) \(state)")
  }

  /// Asks the staged generation as the server would be asked, and packs what it answers.
  private func packGoldenQuestions(_ trained: TrainedSnapshot, _ staged: StagedGeneration) throws {
    let generation = Generation(
      id: staged.id.text, models: try Models(opening: staged.path), retired: RetiredModels())
    let golden = try GoldenQuestions.record(
      trained.goldenRequests, of: generation, methods: MethodTable(Method.standard))
    try FileSystem.createFile(
      at: "\(staged.path)/\(GoldenQuestions.fileName)", with: golden.rawSpan)
  }
}

extension Store {
  fileprivate static func openOrCreate(_ path: String) throws -> Store {
    try FileSystem.kind(of: path) == nil ? create(at: path) : Store(opening: path)
  }
}

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures what models fitted on the older part of a dataset foretell of the newer.",
    discussion: "modiste evaluate shop --split temporal:80% --json")

  @Argument(help: "The dataset directory.")
  var dataset: String
  @Option(
    help:
      "leave-one-out, temporal:80% or temporal:2026-03-01; by default what the dataset's time allows. folds:5 measures predicted ratings."
  )
  var split: String?
  @Option(help: "automatic, popularity, item-neighbours or factors.")
  var model = "automatic"
  @Flag(help: "Count and answer items that the shopper chose before.")
  var includeSeen = false
  @Option(help: "With folds: a CSV file to write the cut to, for others to be measured on.")
  var saveFolds: String?
  @Flag(help: "Print one JSON document.")
  var json = false
  @OptionGroup var fit: FitArguments

  func run() throws {
    let models: [String: RankingModel] = [
      "automatic": .automatic, "popularity": .popularity, "item-neighbours": .itemNeighbours,
      "factors": .factors,
    ]
    guard let ranking = models[model] else {
      throw ValidationError(
        "--model is '\(model)'; accepted: \(models.keys.sorted().joined(separator: ", "))")
    }
    var specification: SplitSpecification?
    if let split {
      do throws(SplitError) {
        specification = try SplitSpecification(parsing: split)
      } catch {
        throw ValidationError("--split: \(error)")
      }
    }
    if case .folds(let count) = specification { return try evaluateRatings(folds: count) }
    let progress = Progress()
    let data = try fit.dataset(dataset)
    var options = try fit.options()
    // What is not asked for is not fitted.
    if ranking != .factors { options.recommendation.factors = nil }
    if ranking == .factors || ranking == .popularity { options.choosesSettings = false }
    let directory = try FileSystem.makeTemporaryDirectory("modiste-evaluate")
    defer { try? FileSystem.removeTree(directory) }
    let evaluation = try Evaluation(
      of: data, split: specification ?? data.usualSplit,
      named: split ?? "\(specification ?? data.usualSplit)", model: ranking,
      includesSeen: includeSeen, options: options, directory: directory
    ) { progress.show($0.model, Double($0.done) / Double(max(1, $0.total))) }
    print(json ? evaluation.json.pretty : evaluation.table)
  }
}

extension Evaluation {
  /// One line per cutoff, the model beside the most popular items.
  var table: String {
    var lines = [
      "\(model), \(split), \(userCount) users, \(trainingEvents) training events",
      "settings: \(settings.weighting), half-life \(settings.halfLife) items",
      "  k   recall    NDCG   popular: recall    NDCG",
    ]
    for (own, popular) in zip(metrics, popularity) {
      let numbers = [own.recall, own.ndcg, popular.recall, popular.ndcg].map(fourDigits)
      lines.append(
        "\(own.cutoff < 10 ? " " : "") \(own.cutoff)   \(numbers[0])  \(numbers[1])"
          + "            \(numbers[2])  \(numbers[3])")
    }
    return lines.joined(separator: "\n")
  }
}

private func fourDigits(_ value: Double) -> String {
  let digits = String(Int((value * 10_000).rounded()))
  return value >= 1
    ? "1.0000" : "0." + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
