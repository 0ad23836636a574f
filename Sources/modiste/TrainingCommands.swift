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
import Wire

/// What training and evaluating share.
struct FitArguments: ParsableArguments {
  @Option(help: "Threads to fit with; 0: one per core.")
  var threads = 0
  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1
  @Option(help: "How many bad rows of the dataset may be skipped.")
  var maxBadRows = 0
  @Option(
    help:
      "Factors of the matrix factorisation, 0: none; or a safetensors file of users' and items' factors from elsewhere."
  )
  var factors = "128"
  @Option(
    help:
      "A safetensors file of item_ids and embeddings: items alike by what they look like or say.")
  var embeddings: String?
  @Option(help: "cosine, tfidf or bm25; chosen by validation when not given.")
  var weighting: String?
  @Option(help: "Half-life of a shopper's items, in items; with --weighting.")
  var halfLife: Float = .infinity
  @Option(
    help:
      "How EASE is solved for: local, item by item over candidates, or exact, the closed form over all items at once, of which there may be 20000."
  )
  var ease = "local"
  @Option(
    help:
      "recommend, profile, forecast or chat, and not the others. Training one of the last three completes the store's current generation."
  )
  var only: String?
  @Option(
    help:
      "A directory with a sentence encoder (model.safetensors, config.json, vocab.txt) that messages' intents are told by too."
  )
  var encoder: String?

  func validate() throws {
    try check(threads, in: 0...256, "--threads")
    if let count = Int(factors) {
      try check(count, in: 0...1024, "--factors")
    } else if factors.isEmpty {
      throw ValidationError("--factors is empty; accepted: 0...1024, or the name of a file")
    }
    guard embeddings?.isEmpty != true else {
      throw ValidationError("--embeddings is empty; accepted: the name of a file")
    }
    guard [nil, "recommend", "profile", "forecast", "chat"].contains(only) else {
      throw ValidationError(
        "--only is '\(only ?? "")'; accepted: recommend, profile, forecast, chat")
    }
    guard encoder?.isEmpty != true else {
      throw ValidationError("--encoder is empty; accepted: the name of a directory")
    }
    _ = try options()
  }

  func options() throws -> TrainingOptions {
    var options = TrainingOptions()
    options.threads = threads == 0 ? coreCount() : threads
    options.seed = seed
    options.fitsProfiles = only != "recommend"
    options.fitsForecasts = only != "recommend"
    options.fitsChat = only != "recommend"
    options.encoderDirectory = encoder
    switch Int(factors) {
    case 0: options.recommendation.factors = nil
    case .some(let count): options.recommendation.factors?.factorCount = count
    case nil: options.factorsFile = factors
    }
    options.embeddingsFile = embeddings
    guard let method = Ease.Method(rawValue: ease) else {
      throw ValidationError("--ease is '\(ease)'; accepted: local, exact")
    }
    options.recommendation.easeMethod = method
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
    guard ease != Ease.Method.exact.rawValue || dataset.items.count <= Ease.exactItemCountMax else {
      throw ValidationError(
        "--ease is exact, and there are \(dataset.items.count) items; accepted: at most "
          + "\(Ease.exactItemCountMax), or local")
    }
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
  @Option(
    help: """
      Learn only from what this split leaves, so that `evaluate --store` can judge the generation: \
      leave-one-out, temporal:80% or temporal:2026-03-01.
      """)
  var holdOut: String?
  @Flag(help: "Leave the figures of the manifest out, which take a second fit.")
  var noEvaluation = false
  @Flag(
    help: "Write hashes of users' ids, under the first key of --key-file, in place of the ids.")
  var hashIds = false
  @OptionGroup var keyFile: KeyFileArguments
  @OptionGroup var fit: FitArguments

  func validate() throws {
    try check(keep, in: 1...1000, "--keep")
    _ = try holdOut.map { try parseSplit($0, "--hold-out") }
    guard hashIds == (keyFile.keyFile != nil) else {
      throw ValidationError("--hash-ids and --key-file go together; accepted: both, or neither")
    }
  }

  func run() throws {
    let progress = Progress()
    let options = try fit.options()
    let key = try keyFile.keys(outside: store).keys.first
    var data = try fit.dataset(dataset)
    if let key {
      try checkFactors(options)
      data = try data.orderingUsers(by: key)
    }
    let trainer = Trainer(options) { progress.show($0) }
    if fit.only == "profile" {
      if let holdOut { data = try data.leaving(parseSplit(holdOut, "--hold-out")) }
      let profiles = trainer.trainProfiles(of: data)
      return try complete(with: profiles, threads: options.threads)
    }
    if fit.only == "forecast" {
      guard let forecasts = try trainer.trainForecasts(of: data) else {
        throw DatasetError(
          file: dataset, problem: "has no sales",
          accepted: "sales.csv, or purchases in events.csv, are needed")
      }
      return try complete(with: forecasts, threads: options.threads)
    }
    if fit.only == "chat" {
      guard let chat = try trainer.trainChat(of: data) else {
        throw DatasetError(
          file: dataset, problem: "has no utterances", accepted: "utterances.csv is needed")
      }
      return try complete(with: chat, threads: options.threads)
    }
    var trained: TrainedSnapshot
    if let split = try holdOut.map({ try parseSplit($0, "--hold-out") }) {
      trained = try trainer.train(data, holdingOut: split)
      data = try data.leaving(split)
    } else {
      trained = try trainer.train(data)
    }
    trained.usersKey = key
    let evaluation =
      noEvaluation ? nil : try evaluate(data, options, trained.settings, progress)

    // Nothing was written so far: what fails above leaves the store as it was.
    let writer = try StoreWriter(to: Store.openOrCreate(store))
    let staged = try writer.stage()
    try trained.write(to: staged.path)
    try packGoldenQuestions(trained.goldenRequests, staged)
    let publication = try writer.publish(
      staged, models: trained.description, evaluation: trained.evaluation(evaluation),
      makesCurrent: !noPublish, threads: options.threads)
    let remarks =
      (trained.profiles?.remarks ?? []).map { "\(TrainedProfiles.manifestName): \($0)" }
      + (trained.forecasts?.remarks ?? []).map { "\(TrainedForecasts.manifestName): \($0)" }
      + (trained.chat?.remarks ?? []).map { "\(TrainedChat.manifestName): \($0)" }
    try finish(publication, writer, remarks)
  }

  private func finish(
    _ publication: Publication, _ writer: borrowing StoreWriter, _ remarks: [String]
  ) throws {
    try writer.prune(keep: keep)
    for remark in remarks { writeToStandardError(remark) }
    let state =
      publication.isCurrent
      ? "is current"
      : publication.pinned.map { "is stored; the store is pinned to \($0)" } ?? "is stored"
    print("\(publication.id) \(state)")
  }

  /// Publishes the current generation once more, with these profiles in place of its own: what they
  /// are of has to be the same shoppers in the same order.
  private func complete(with profiles: TrainedProfiles, threads: Int) throws {
    try complete(
      Models.profileName, TrainedProfiles.manifestName, profiles.description, profiles.remarks,
      threads: threads,
      asking: { earlier in
        earlier.filter { $0.method != MethodDescription.measureCampaign.number }
          + profiles.goldenRequests
      }
    ) { current, staged in
      guard profiles.areOfShoppers(in: try Models(opening: current)) else {
        throw SnapshotError(
          file: current,
          "was trained on other shoppers than \(dataset) has; train without --only profile")
      }
      try profiles.write(to: staged)
    }
  }

  private func complete(with forecasts: TrainedForecasts, threads: Int) throws {
    try complete(
      Models.forecastName, TrainedForecasts.manifestName, forecasts.description,
      forecasts.remarks, threads: threads,
      asking: { earlier in earlier.filter { $0.method >> 8 != 0x03 } + forecasts.goldenRequests }
    ) { _, staged in try forecasts.write(to: staged) }
  }

  private func complete(with chat: TrainedChat, threads: Int) throws {
    try complete(
      Models.chatName, TrainedChat.manifestName, chat.description, chat.remarks, threads: threads,
      asking: { earlier in earlier.filter { $0.method >> 8 != 0x04 } + chat.goldenRequests }
    ) { _, staged in try chat.write(to: staged) }
  }

  /// Publishes the current generation with another file in place of its own.
  ///
  /// - Parameters:
  ///   - questions: of the golden questions of the current generation, those of the new one
  ///   - write: given the current generation's directory, and the one to write to
  private func complete(
    _ name: String, _ manifestName: String, _ description: JSON, _ remarks: [String],
    threads: Int, asking questions: ([GoldenRequest]) -> [GoldenRequest],
    _ write: (_ current: String, _ staged: String) throws -> Void
  ) throws {
    let writer = try StoreWriter(to: Store(opening: store))
    guard let current = try writer.store.currentGeneration() else {
      throw SnapshotError(
        file: store, "has no current generation to complete; train without --only first")
    }
    let directory = try writer.store.generation(current)
    let staged = try writer.stage()
    let golden = GoldenQuestions.fileName
    for file in directory.manifest.files where file.name != name && file.name != golden {
      let bytes = try FileSystem.read(directory.path(of: file.name))
      try FileSystem.createFile(at: "\(staged.path)/\(file.name)", with: bytes.rawSpan)
    }
    try write(directory.path, staged.path)
    if directory.manifest.files.contains(where: { $0.name == golden }) {
      let earlier = try GoldenQuestions.requests(ofFileAt: directory.path(of: golden))
      try packGoldenQuestions(questions(earlier), staged)
    } else {
      _ = try Models(opening: staged.path)
    }
    let members = (directory.manifest.models.object ?? []).filter { $0.key != manifestName }
    let publication = try writer.publish(
      staged, models: .object(members + [JSON.Member(manifestName, description)]),
      evaluation: directory.manifest.evaluation, makesCurrent: !noPublish, threads: threads)
    try finish(publication, writer, remarks.map { "\(manifestName): \($0)" })
  }

  /// How models fitted in the same way on the older part foretell the newer; `nil` for a dataset that is
  /// too small or too short to be cut.
  private func evaluate(
    _ data: Dataset, _ options: TrainingOptions, _ settings: RecommendationSettings,
    _ progress: Progress
  ) throws -> Evaluation? {
    let split = data.usualSplit
    guard let cut = try? data.answerableSplit(split), !cut.heldOut.isEmpty else { return nil }
    var training = options
    training.choosesSettings = false
    training.recommendation = settings
    var asked = EvaluationOptions()
    asked.threads = options.threads
    asked.seed = options.seed
    let directory = try FileSystem.makeTemporaryDirectory("modiste-evaluate")
    defer { try? FileSystem.removeTree(directory) }
    return try Evaluation(
      of: data, split: split, named: split.commandLineName, options: asked, training: training,
      directory: directory
    ) { progress.show($0) }
  }

  /// Hashing changes the order of users, by which rows of factors without ids are told apart.
  private func checkFactors(_ options: TrainingOptions) throws {
    guard let path = options.factorsFile else { return }
    let file = try TensorFile(path: path)
    guard file.contains("user_ids") || file.contains("user_ids.bytes") else {
      throw SnapshotError(
        file: path, "has no user_ids; with --hash-ids rows need them, in clear, to be told apart")
    }
  }

  /// Asks the staged generation as the server would be asked, and packs what it answers.
  private func packGoldenQuestions(
    _ requests: [GoldenRequest], _ staged: StagedGeneration
  ) throws {
    let generation = Generation(
      id: staged.id.text,
      models: try Models(opening: staged.path, keys: keyFile.keys(outside: store)),
      retired: RetiredModels())
    let golden = try GoldenQuestions.record(
      requests, of: generation, methods: MethodTable(Method.standard))
    try FileSystem.createFile(
      at: "\(staged.path)/\(GoldenQuestions.fileName)", with: golden.rawSpan)
  }
}

extension Store {
  fileprivate static func openOrCreate(_ path: String) throws -> Store {
    try FileSystem.kind(of: path) == nil ? create(at: path) : Store(opening: path)
  }
}
