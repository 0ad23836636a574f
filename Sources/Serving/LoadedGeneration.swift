import Answering
import Platform
import Snapshots

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
      id: directory.manifest.generation.text, models: models, retired: retired)
    let golden = directory.path(of: GoldenQuestions.fileName)
    questionCount =
      try FileSystem.kind(of: golden) == nil
      ? 0 : try GoldenQuestions.ask(fileAt: golden, of: generation, methods: methods)
  }
}
