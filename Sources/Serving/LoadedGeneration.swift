import Answering
import Platform
import Snapshots

/// A generation on its way from the store into service: located, verified, opened, and asked its
/// golden questions. Nothing of it can be served before all that has succeeded.
struct LoadedGeneration {
  struct Location {
    let id: String
    let path: String
  }

  let generation: Generation

  static func locate(storePath: String) throws -> Location {
    throw SystemError("pending", on: storePath)
  }

  init(at location: Location, methods: MethodTable, retired: RetiredModels) throws {
    let models = try Models(opening: location.path)
    generation = Generation(id: location.id, models: models, retired: retired)
  }
}
