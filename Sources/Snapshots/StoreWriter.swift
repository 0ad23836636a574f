import Bytes
import Platform

/// Changes a store; there is one at a time, and its lock ends with it or with its process.
///
///     let writer = try StoreWriter(to: store)
///     let staging = try writer.stage()
///     … write the files into staging.path …
///     let publication = try writer.publish(staging)
///     try writer.prune()
///
/// Nothing tidies up after a failure: a failed writer leaves what a killed one leaves, and the
/// next one sweeps it away. So one mechanism serves for both, and both are tested by one.
package struct StoreWriter: ~Copyable, Sendable {
  package let store: Store
  private let lock: FileLock

  /// Takes the lock, and removes what dead writers left behind.
  ///
  /// - Throws: when another process or thread is writing.
  package init(to store: Store) throws(SnapshotError) {
    let lock = try Self.lock("\(store.path)/lock")
    try Self.sweep(store.path)
    self.store = store
    self.lock = lock
  }

  /// Makes an empty directory to write the next generation's files into.
  ///
  /// - Parameter now: seconds since 1970.
  package func stage(now: Int = unixTime()) throws(SnapshotError) -> StagedGeneration {
    var id = GenerationID(created: now)
    while try store.kind(of: "generations/\(id)") != nil { id = GenerationID(created: now) }
    let path = "\(store.path)/\(stagingPrefix)\(id)"
    try attempt(path) { () throws(SystemError) in try FileSystem.makeDirectory(path) }
    return StagedGeneration(id: id, created: now, path: path)
  }

  /// Makes `id` current, after all its files were compared with its manifest.
  ///
  /// - Throws: when they differ, or the store is pinned to another.
  package func makeCurrent(_ id: GenerationID, threads: Int = 2) throws(SnapshotError) {
    if let pinned = try store.pinnedGeneration(), pinned != id {
      throw SnapshotError(
        file: store.path, "is pinned to \(pinned), \(id) cannot be current; unpin it first")
    }
    try store.generation(id).verify(threads: threads)
    try flip(to: id)
  }

  /// Makes the parent of the current generation current again; when it is gone, the newest one
  /// that is older than the current.
  ///
  /// - Returns: what is current now.
  @discardableResult
  package func rollback(threads: Int = 2) throws(SnapshotError) -> GenerationID {
    guard let current = try store.currentGeneration() else {
      throw SnapshotError(file: store.path, "has no current generation; publish one first")
    }
    let generations = try store.generations()
    let parent = try store.generation(current).manifest.parent
    let older = generations.last { $0 < current }
    guard let target = generations.first(where: { $0 == parent }) ?? older else {
      throw SnapshotError(
        file: store.path, "has no generation before \(current); name the one to be current")
    }
    try makeCurrent(target, threads: threads)
    return target
  }

  /// Makes `id`, or what is current, the generation that `current` does not leave.
  @discardableResult
  package func pin(_ id: GenerationID? = nil) throws(SnapshotError) -> GenerationID {
    let current = try store.currentGeneration()
    guard let target = id ?? current else {
      throw SnapshotError(file: store.path, "has no current generation; publish one first")
    }
    // First current, then pinned: a crash between them leaves a store that holds what it says.
    try makeCurrent(target)
    let file = "\(store.path)/pinned"
    try attempt(file) { () throws(SystemError) in
      try FileSystem.replaceFile(at: file, with: Array("\(target)\n".utf8).rawSpan)
    }
    return target
  }

  /// Lets `current` move again; a store that is not pinned stays as it is.
  package func unpin() throws(SnapshotError) {
    guard try store.kind(of: "pinned") != nil else { return }
    let file = "\(store.path)/pinned"
    try attempt(file) { () throws(SystemError) in
      try FileSystem.remove(file)
      try FileSystem.synchronize(store.path)
    }
  }

  /// Removes old generations: all but the newest `keep`, the current one and its parent, the pinned
  /// one, and those that the caller knows to be mapped by a server.
  ///
  /// - Returns: what was removed, oldest first.
  @discardableResult
  package func prune(
    keep: Int = 5, mapped: Set<GenerationID> = []
  ) throws(SnapshotError) -> [GenerationID] {
    let generations = try store.generations()
    var kept = mapped.union(generations.suffix(max(keep, 0)))
    if let pinned = try store.pinnedGeneration() { kept.insert(pinned) }
    if let current = try store.currentGeneration() {
      kept.insert(current)
      if let parent = try store.generation(current).manifest.parent { kept.insert(parent) }
    }
    let removed = generations.filter { !kept.contains($0) }
    for id in removed {
      // Renamed first: half a generation must never lie among the whole ones.
      let doomed = "\(store.path)/\(stagingPrefix)removed-\(id)"
      try attempt(store.path(of: id)) { () throws(SystemError) in
        try FileSystem.rename(store.path(of: id), to: doomed)
        try FileSystem.removeTree(doomed)
      }
    }
    return removed
  }

  /// The one moment at which a generation becomes current: a rename of a link.
  func flip(to id: GenerationID) throws(SnapshotError) {
    let link = "\(store.path)/current"
    let kind = try store.kind(of: "current")
    guard kind == nil || kind == .symbolicLink else {
      throw SnapshotError(file: link, "is no symbolic link; one to generations/ID is accepted")
    }
    try attempt(link) { () throws(SystemError) in
      try FileSystem.replaceLink(at: link, target: "generations/\(id)")
    }
  }

  private static func lock(_ path: String) throws(SnapshotError) -> FileLock {
    do { return try FileLock(path: path) } catch {
      guard error.isLockHeld else { throw SnapshotError(file: path, "\(error)") }
      throw SnapshotError(file: path, "is held by another writer; wait until it has ended")
    }
  }

  private static func sweep(_ directory: String) throws(SnapshotError) {
    try attempt(directory) { () throws(SystemError) in
      for name in try FileSystem.names(in: directory) where isLeftBehind(name) {
        try FileSystem.removeTree("\(directory)/\(name)")
      }
    }
  }

  /// Staging directories, and what replacing a link or a file leaves when it is killed.
  private static func isLeftBehind(_ name: String) -> Bool {
    [stagingPrefix, "current.tmp-", "pinned.tmp-", "tombstones.tmp-"].contains {
      name.hasPrefix($0)
    }
  }
}

private let stagingPrefix = ".staging-"
