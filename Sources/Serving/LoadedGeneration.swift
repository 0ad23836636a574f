import Answering
import Platform
import Snapshots
import Wire

/// A generation on its way from the store into service: located, verified, opened, and asked its
/// golden questions. Nothing of it can be served before all that has succeeded.
struct LoadedGeneration {
  let generation: Generation
  /// How many golden questions were asked.
  let questionCount: Int

  /// What the store calls current; `nil` while it is empty.
  static func locate(storePath: String) throws(SnapshotError) -> GenerationDirectory? {
    let store = try Store(opening: storePath)
    guard let id = try store.currentGeneration() else { return nil }
    return try store.generation(id)
  }

  /// - Throws: what is wrong with the generation: file, tensor, reason.
  init(
    _ directory: GenerationDirectory, methods: MethodTable, retired: RetiredModels
  ) throws {
    try directory.verify(threads: min(4, coreCount()))
    let models = try Models(opening: directory.path)
    generation = Generation(
      id: directory.manifest.generation.text, models: models, retired: retired,
      evaluation: directory.manifest.figures)
    let golden = directory.path(of: GoldenQuestions.fileName)
    questionCount =
      try FileSystem.kind(of: golden) == nil
      ? 0 : try GoldenQuestions.ask(fileAt: golden, of: generation, methods: methods)
  }
}

extension Manifest {
  /// More than any training writes; few enough for an answer.
  private static let figuresMax = 1000

  /// The figures of `evaluation`, of every field of study. What cannot be read is left out: a figure is
  /// no reason not to serve.
  var figures: [ServerStatus.Figure] {
    let listed = (evaluation.object ?? []).flatMap { $0.value["figures"]?.array ?? [] }
    return listed.compactMap(ServerStatus.Figure.init).prefix(Self.figuresMax).map(\.self)
  }
}

extension ServerStatus.Figure {
  fileprivate init?(_ json: JSON) {
    guard let model = json["model"]?.string, let metric = json["metric"]?.string,
      let cutoff = json["cutoff"]?.integer.flatMap(UInt32.init(exactly:)),
      let value = json["value"]?.number
    else { return nil }
    self.init(
      model: model, metric: metric, cutoff: cutoff, value: value,
      low: json["low"]?.number ?? value, high: json["high"]?.number ?? value)
  }
}
