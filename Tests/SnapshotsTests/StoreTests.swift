import Foundation
import Platform
import Snapshots
import Testing

/// A store always has the generation current that was published whole, last, or by name.
@Suite struct StoreTests {
  let directory: TemporaryDirectory
  let store: Store

  init() throws {
    directory = try TemporaryDirectory()
    store = try Store.create(at: "\(directory.path)/store")
  }

  @Test func `an empty store has no current generation, and what is no store is refused`() throws {
    #expect(try store.currentGeneration() == nil)
    #expect(try store.generations() == [])
    let message = refusal { _ = try Store(opening: directory.path) }
    #expect(message.hasPrefix("\(directory.path): is no store; a directory with generations/"))
  }

  @Test func `what is published is current, whole, read-only, and knows its parent`() throws {
    let first = try publish(into: store, at: 1)
    let second = try publish(into: store, at: 2)
    #expect(try store.currentGeneration() == second)
    #expect(try store.generations() == [first, second])

    let generation = try store.generation(second)
    try generation.verify(threads: 2)
    #expect(generation.manifest.parent == first)
    #expect(generation.manifest.created == "1970-01-01T00:00:02Z")
    #expect(generation.manifest.models["popularity"]?.string == "half-life 30 days")
    let attributes = try FileManager.default.attributesOfItem(
      atPath: generation.path(of: "catalogue.safetensors"))
    #expect(attributes[.posixPermissions] as? Int == 0o444)
    let link = try FileSystem.target(ofLink: "\(store.path)/current")
    #expect(link == "generations/\(second)")
    #expect(try FileSystem.names(in: store.path) == ["current", "generations", "lock"])
  }

  @Test func `a second writer is refused while the first writes`() throws {
    let writer = try StoreWriter(to: store)
    let message = refusal { _ = try StoreWriter(to: store) }
    #expect(message == "\(store.path)/lock: is held by another writer; wait until it has ended")
    withExtendedLifetime(writer) {}
  }

  @Test func `a staged file that is no tensor file is not published`() throws {
    let first = try publish(into: store, at: 1)
    let writer = try StoreWriter(to: store)
    let staged = try writer.stage(now: 2)
    try Data([1, 2, 3]).write(to: URL(filePath: "\(staged.path)/chat.safetensors"))
    #expect(throws: SnapshotError.self) { _ = try writer.publish(staged) }
    #expect(try store.currentGeneration() == first)
  }

  @Test func `an empty staging directory is not published`() throws {
    let writer = try StoreWriter(to: store)
    let staged = try writer.stage(now: 2)
    let message = refusal { _ = try writer.publish(staged) }
    #expect(message == "\(staged.path): holds no files; at least one is accepted")
  }

  @Test func `a generation can be stored without becoming current`() throws {
    let first = try publish(into: store, at: 1)
    let second = try publish(into: store, at: 2, makesCurrent: false)
    #expect(try store.currentGeneration() == first)
    try StoreWriter(to: store).makeCurrent(second)
    #expect(try store.currentGeneration() == second)
  }

  @Test func `rolling back returns to the parent, or to the next older generation`() throws {
    let first = try publish(into: store, at: 1)
    let second = try publish(into: store, at: 2)
    let third = try publish(into: store, at: 3)
    let writer = try StoreWriter(to: store)
    #expect(try writer.rollback() == second)
    #expect(try store.currentGeneration() == second)
    try writer.makeCurrent(third)
    try FileSystem.removeTree(store.path(of: second))
    #expect(try writer.rollback() == first)
    let message = refusal { _ = try writer.rollback() }
    #expect(
      message
        == "\(store.path): has no generation before \(first); name the one to be current")
  }

  @Test func `a pinned store stores without flipping until it is unpinned`() throws {
    let first = try publish(into: store, at: 1)
    do {
      let writer = try StoreWriter(to: store)
      #expect(try writer.pin() == first)
    }
    #expect(try store.pinnedGeneration() == first)
    let second = try publish(into: store, at: 2)
    #expect(try store.currentGeneration() == first)

    let writer = try StoreWriter(to: store)
    let message = refusal { try writer.makeCurrent(second) }
    #expect(
      message == "\(store.path): is pinned to \(first), \(second) cannot be current; unpin it first"
    )
    try writer.unpin()
    try writer.unpin()
    #expect(try writer.pin(second) == second)
    #expect(try store.currentGeneration() == second)
  }

  @Test func `pruning keeps the newest, the current, its parent, the pinned and the mapped`() throws
  {
    let ids = try (1...9).map { try publish(into: store, at: $0) }
    let writer = try StoreWriter(to: store)
    try writer.makeCurrent(ids[2])
    #expect(try writer.prune(keep: 2, mapped: [ids[4]]) == [ids[0], ids[3], ids[5], ids[6]])
    #expect(try store.generations() == [ids[1], ids[2], ids[4], ids[7], ids[8]])
    try writer.pin(ids[4])
    #expect(try writer.prune(keep: 0) == [ids[1], ids[2], ids[7], ids[8]])
    #expect(try store.generations() == [ids[4]])
    #expect(try FileSystem.names(in: store.path).allSatisfy { !$0.hasPrefix(".") })
  }

  @Test func `five generations stay by default`() throws {
    let ids = try (1...8).map { try publish(into: store, at: $0) }
    #expect(try StoreWriter(to: store).prune() == Array(ids[..<3]))
  }

  @Test(arguments: [
    (
      "generations/20261123T101500Z-4f1c", "which is not there; was the generation removed by hand?"
    ),
    ("/etc", "generations/ID is accepted"),
    ("generations/../../outside", "generations/ID is accepted"),
    ("../generations/20261123T101500Z-4f1c", "generations/ID is accepted"),
    ("generations", "generations/ID is accepted"),
  ])
  func `a current that dangles or points outside is refused`(target: String, reason: String) throws
  {
    try FileSystem.replaceLink(at: "\(store.path)/current", target: target)
    let message = refusal { _ = try store.currentGeneration() }
    #expect(message.hasPrefix("\(store.path)/current: points at '\(target)'"))
    #expect(message.hasSuffix(reason))
  }

  @Test func `publishing repairs a current that dangles`() throws {
    let target = "generations/20261123T101500Z-4f1c"
    try FileSystem.replaceLink(at: "\(store.path)/current", target: target)
    let id = try publish(into: store, at: 1)
    #expect(try store.currentGeneration() == id)
    #expect(try store.generation(id).manifest.parent == nil)
  }

  @Test func `a current that is no link is refused and not replaced`() throws {
    try FileSystem.makeDirectory("\(store.path)/current")
    let reason = "\(store.path)/current: is no symbolic link; one to generations/ID is accepted"
    #expect(refusal { _ = try store.currentGeneration() } == reason)
    #expect(refusal { _ = try publish(into: store, at: 1) } == reason)
  }

  @Test func `a generation that is a link to elsewhere is refused`() throws {
    let id = GenerationID(created: 1, suffix: 1)
    try FileSystem.replaceLink(at: store.path(of: id), target: directory.path)
    try FileSystem.replaceLink(at: "\(store.path)/current", target: "generations/\(id)")
    #expect(throws: SnapshotError.self) { _ = try store.currentGeneration() }
    #expect(throws: SnapshotError.self) { _ = try store.generation(id) }
  }

  @Test func `a half-copied generation never becomes current`() throws {
    let first = try publish(into: store, at: 1)
    let second = try publish(into: store, at: 2)
    let writer = try StoreWriter(to: store)
    try writer.makeCurrent(first)
    let file = "\(store.path(of: second))/catalogue.safetensors"
    let whole = try Data(contentsOf: URL(filePath: file))
    try FileSystem.removeTree(file)
    try whole.prefix(whole.count / 2).write(to: URL(filePath: file))

    let message = refusal { try writer.makeCurrent(second) }
    #expect(
      message == "\(file): is \(whole.count / 2) bytes, the manifest says \(whole.count); "
        + "was the copy interrupted?")
    try FileSystem.removeTree("\(store.path(of: second))/manifest.json")
    #expect(throws: SnapshotError.self) { try writer.makeCurrent(second) }
    #expect(try store.generations() == [first])
    #expect(try store.currentGeneration() == first)
  }

  @Test func `a generation under another's name is refused`() throws {
    let first = try publish(into: store, at: 1)
    let other = GenerationID(created: 5, suffix: 5)
    try FileSystem.rename(store.path(of: first), to: store.path(of: other))
    let message = refusal { _ = try store.generation(other) }
    #expect(message == "\(store.path(of: other)): holds the manifest of \(first); was it renamed?")
  }
}

/// Publishes two small files, made at `now`.
@discardableResult
func publish(
  into store: Store, at now: Int, makesCurrent: Bool = true,
  after: (PublishingStep) throws(SnapshotError) -> Void = { (_) throws(SnapshotError) in }
) throws -> GenerationID {
  let writer = try StoreWriter(to: store)
  let staged = try writer.stage(now: now)
  try sample().write(to: "\(staged.path)/catalogue.safetensors")
  try Data("questions at \(now)".utf8).write(to: URL(filePath: "\(staged.path)/golden.bin"))
  let publication = try writer.publish(
    staged, models: ["popularity": "half-life 30 days"], makesCurrent: makesCurrent, after: after)
  return publication.id
}
