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
  /// How many of its shoppers were erased.
  var erasedCount: Int { generation.models.shoppers.erasedCount }

  /// What the store calls current, and who was erased from it; `nil` while it is empty.
  static func locate(
    storePath: String
  ) throws(SnapshotError) -> (directory: GenerationDirectory, tombstones: Tombstones)? {
    let store = try Store(opening: storePath)
    guard let id = try store.currentGeneration() else { return nil }
    return (try store.generation(id), try Tombstones(of: store))
  }

  /// - Throws: what is wrong with the generation: file, tensor, reason.
  init(
    _ directory: GenerationDirectory, keys: IdentifierKeys, tombstones: Tombstones,
    methods: MethodTable, retired: RetiredModels, erasures: Erasures
  ) throws {
    try directory.verify(threads: min(4, coreCount()))
    let models = try Models(opening: directory.path, keys: keys, tombstones: tombstones)
    generation = Generation(
      id: directory.manifest.generation.text, models: models, retired: retired, erasures: erasures,
      evaluation: directory.manifest.figures)
    let golden = directory.path(of: GoldenQuestions.fileName)
    guard try FileSystem.kind(of: golden) != nil else {
      questionCount = 0
      return
    }
    // The answers were recorded when nobody had been erased, so they are asked of models that know all.
    let asked =
      models.shoppers.erasedCount == 0
      ? generation
      : Generation(
        id: generation.id, models: try Models(opening: directory.path, keys: keys),
        retired: RetiredModels())
    questionCount = try GoldenQuestions.ask(fileAt: golden, of: asked, methods: methods)
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
