import Foundation
import Platform
import Snapshots
import Testing

/// Whenever a publisher dies, the old or the new generation is current and whole, the lock is free,
/// and the next publisher finds nothing in its way.
@Suite struct CrashTests {
  @Test(arguments: PublishingStep.allCases)
  func `a publisher that fails after a step leaves the old or the new generation`(
    step: PublishingStep
  ) throws {
    let directory = try TemporaryDirectory()
    let store = try Store.create(at: directory.path)
    let old = try publish(into: store, at: 1)
    let crash = SnapshotError(file: "test", "crashed")
    #expect(throws: crash) {
      try publish(into: store, at: 2) { (reached) throws(SnapshotError) in
        if reached == step { throw crash }
      }
    }
    try expectWhole(store, isNew: step == .isCurrent, old: old)
  }

  @Test(arguments: PublishingStep.allCases)
  func `a publisher killed after a step leaves the old or the new generation`(
    step: PublishingStep
  ) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path
    let store = try Store.create(at: path)
    let old = try publish(into: store, at: 1)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step] in
      try publish(into: Store(opening: path), at: 2) { (reached) throws(SnapshotError) in
        if reached == step { raise(SIGKILL) }
      }
    }
    try expectWhole(store, isNew: step == .isCurrent, old: old)
  }

  /// The clock decides where it dies: in a write, a rename, an fsync, a removal.
  @Test(arguments: 0..<8)
  func `a publisher killed at any moment leaves a whole generation`(attempt: Int) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path
    let store = try Store.create(at: path)
    try publish(into: store, at: 1)
    let microseconds = UInt32(20_000 + attempt * 7919)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, microseconds = microseconds as UInt32] in
      let store = try Store(opening: path)
      let killer = Foundation.Thread {
        usleep(microseconds)
        raise(SIGKILL)
      }
      killer.start()
      var now = 2
      while true {
        try publish(into: store, at: now)
        try StoreWriter(to: store).prune(keep: 2)
        now += 1
      }
    }
    let current = try #require(try store.currentGeneration())
    try store.generation(current).verify(threads: 1)
    for id in try store.generations() { try store.generation(id).verify(threads: 1) }
    try publish(into: store, at: 1_000_000)
    try expectSwept(store)
  }

  private func expectWhole(_ store: Store, isNew: Bool, old: GenerationID) throws {
    let current = try #require(try store.currentGeneration())
    #expect((current != old) == isNew)
    try store.generation(current).verify(threads: 1)
    for id in try store.generations() { try store.generation(id).verify(threads: 1) }

    let next = try publish(into: store, at: 3)
    #expect(try store.currentGeneration() == next)
    try expectSwept(store)
  }

  private func expectSwept(_ store: Store) throws {
    #expect(try FileSystem.names(in: store.path) == ["current", "generations", "lock"])
  }

  @Test func `what a killed replacement of a link leaves is swept away`() throws {
    let directory = try TemporaryDirectory()
    let store = try Store.create(at: directory.path)
    try FileSystem.replaceLink(at: "\(store.path)/current.tmp-1-2", target: "generations/x")
    _ = try directory.file("pinned.tmp-1-2", [])
    try publish(into: store, at: 1)
    try expectSwept(store)
  }
}
