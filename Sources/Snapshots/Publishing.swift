import Bytes
import Platform

/// A generation that is being written, not yet seen by anybody.
package struct StagedGeneration: Sendable {
  package let id: GenerationID
  /// Seconds since 1970.
  package let created: Int
  /// The directory for its files.
  package let path: String
}

/// What publishing came to.
package struct Publication: Equatable, Sendable {
  package let id: GenerationID
  package let isCurrent: Bool
  /// The generation to which the store is pinned, which is why this one was only stored.
  package let pinned: GenerationID?
}

/// The steps of publishing, in their order. After a crash before `isCurrent` the old generation
/// is current, after it the new one.
package enum PublishingStep: CaseIterable, Codable, Sendable {
  /// All tensor files open, and the manifest lies beside them.
  case isDescribed
  /// The files are read-only and on the disk, and so are their names.
  case isDurable
  /// The directory lies among the generations, whole.
  case isStored
  case isCurrent
}

extension StoreWriter {
  /// Describes, stores and makes current what was written into a staging directory. A pinned store
  /// stores without making current.
  ///
  /// - Parameters:
  ///   - makesCurrent: `false` stores only.
  ///   - threads: how many files are hashed at a time.
  ///   - after: for tests: ends publishing after a step, by what it throws.
  /// - Throws: when the staged files are not a generation, and what the system refuses.
  package borrowing func publish(
    _ staged: StagedGeneration, models: JSON = [:], evaluation: JSON = [:],
    makesCurrent: Bool = true, threads: Int = 2,
    after: (PublishingStep) throws(SnapshotError) -> Void = { (_) throws(SnapshotError) in }
  ) throws(SnapshotError) -> Publication {
    let pinned = try store.pinnedGeneration()
    // A `current` that dangles is what publishing repairs, so it is no reason to refuse.
    let parent = (try? store.currentGeneration()) ?? nil
    let manifest = Manifest(
      generation: staged.id, created: staged.created, parent: parent,
      files: try Manifest.files(in: staged.path, threads: threads), models: models,
      evaluation: evaluation)
    try describe(staged, manifest)
    try after(.isDescribed)
    try makeDurable(staged, manifest)
    try after(.isDurable)

    let destination = store.path(of: staged.id)
    try attempt(destination) { () throws(SystemError) in
      try FileSystem.rename(staged.path, to: destination)
      try FileSystem.synchronize("\(store.path)/generations")
      try FileSystem.synchronize(store.path)
    }
    try after(.isStored)

    let flips = makesCurrent && pinned == nil
    if flips {
      try flip(to: staged.id)
      try after(.isCurrent)
    }
    return Publication(id: staged.id, isCurrent: flips, pinned: pinned)
  }

  private func describe(
    _ staged: StagedGeneration, _ manifest: Manifest
  ) throws(SnapshotError) {
    for file in manifest.files where file.name.hasSuffix(".safetensors") {
      _ = try TensorFile(path: "\(staged.path)/\(file.name)")
    }
    let file = "\(staged.path)/\(Manifest.fileName)"
    try attempt(file) { () throws(SystemError) in
      try FileSystem.createFile(at: file, with: Array(manifest.json.pretty.utf8).rawSpan)
    }
  }

  private func makeDurable(
    _ staged: StagedGeneration, _ manifest: Manifest
  ) throws(SnapshotError) {
    for name in manifest.files.map(\.name) + [Manifest.fileName] {
      let path = "\(staged.path)/\(name)"
      try attempt(path) { () throws(SystemError) in
        try FileSystem.setMode(of: path, to: 0o444)
        try FileSystem.synchronize(path)
      }
    }
    try attempt(staged.path) { () throws(SystemError) in
      try FileSystem.synchronize(staged.path)
    }
  }
}
