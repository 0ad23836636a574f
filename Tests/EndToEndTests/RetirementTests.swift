import Answering
import Platform
import Serving
import TestSupport
import Testing
import Training

/// Who lets go of a generation last does not unmap it; the loader does.
@Suite struct RetirementTests {
  /// The callback stands for a loader that is quicker than the end of `deinit`.
  @Test func `the loader's list holds the last reference as soon as it hears of it`() throws {
    let shop = try TrainedShop.get()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-retired")
    defer { try? FileSystem.removeTree(directory) }
    try shop.first.write(to: directory)
    let retired = RetiredModels()
    weak var models: Models?
    nonisolated(unsafe) var wereLetGoOf: Bool?

    do {
      let opened = try Models(opening: directory)
      models = opened
      var generation: Generation? = Generation(id: "one", models: opened, retired: retired)
      #expect(generation?.models === opened)
      generation = nil
    }
    #expect(models != nil)
    retired.unmapAll()
    #expect(models == nil)

    func borrowAndEnd() throws {
      let generation = Generation(
        id: "two", models: try Models(opening: directory), retired: retired)
      models = generation.models
    }
    weak let list = retired
    nonisolated(unsafe) let found = { models == nil }
    retired.notify {
      list?.unmapAll()
      unsafe wereLetGoOf = unsafe found()
    }
    try borrowAndEnd()
    #expect(unsafe wereLetGoOf == true)
  }
}
