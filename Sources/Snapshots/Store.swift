import Bytes
import Platform

/// The directory of all generations of a shop's models.
///
///     STORE/lock            held by the one writer
///     STORE/generations/ID  immutable once it is there; see ``GenerationDirectory``
///     STORE/current         -> generations/ID; absent until something was published
///     STORE/pinned          optional: the id that `current` must not leave
///     STORE/tombstones      optional: erased shoppers, whom no generation knows; see ``Tombstones``
///     STORE/.staging-…      under way, or left behind by a writer that died
///
/// Reading takes no lock: whatever a reader sees was put there by one rename. Writing goes through
/// ``StoreWriter``.
package struct Store: Sendable {
  package let path: String

  /// - Throws: when there is no store at `path`.
  package init(opening path: String) throws(SnapshotError) {
    self.path = path
    guard try kind(of: "generations") == .directory else {
      throw SnapshotError(
        file: path, "is no store; a directory with generations/, as training makes it, is accepted")
    }
  }

  /// Opens the store at `path`, and makes it first when there is none.
  package static func create(at path: String) throws(SnapshotError) -> Store {
    try attempt(path) { () throws(SystemError) in
      try FileSystem.makeDirectories("\(path)/generations")
      try FileSystem.synchronize(path)
    }
    return try Store(opening: path)
  }

  /// The generation that `current` points at; `nil` while nothing was published.
  ///
  /// - Throws: when `current` is no link, points outside of generations/, or dangles.
  package func currentGeneration() throws(SnapshotError) -> GenerationID? {
    let link = "\(path)/current"
    switch try kind(of: "current") {
    case nil: return nil
    case .symbolicLink: break
    default:
      throw SnapshotError(file: link, "is no symbolic link; one to generations/ID is accepted")
    }
    let target = try attempt(link) { () throws(SystemError) in
      try FileSystem.target(ofLink: link)
    }
    guard target.hasPrefix("generations/"),
      let id = GenerationID(String(target.dropFirst("generations/".count)))
    else {
      throw SnapshotError(file: link, "points at '\(target)'; generations/ID is accepted")
    }
    guard try kind(of: target) == .directory else {
      throw SnapshotError(
        file: link, "points at '\(target)', which is not there; was the generation removed by hand?"
      )
    }
    return id
  }

  /// The generation that `current` must not leave.
  package func pinnedGeneration() throws(SnapshotError) -> GenerationID? {
    let file = "\(path)/pinned"
    guard try kind(of: "pinned") != nil else { return nil }
    let bytes = try attempt(file) { () throws(SystemError) in try FileSystem.read(file) }
    let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard let id = GenerationID(text) else {
      throw SnapshotError(
        file: file, "holds no generation id; one like 20261123T101500Z-4f1c is accepted")
    }
    return id
  }

  /// All generations that have a manifest, oldest first. A copy under way has none as long as the
  /// manifest is copied last.
  package func generations() throws(SnapshotError) -> [GenerationID] {
    let directory = "\(path)/generations"
    let names = try attempt(directory) { () throws(SystemError) in
      try FileSystem.names(in: directory)
    }
    var generations: [GenerationID] = []
    for id in names.compactMap(GenerationID.init) {
      if try kind(of: "generations/\(id)/\(Manifest.fileName)") != nil { generations.append(id) }
    }
    return generations.sorted()
  }

  /// Opens a generation; its files are not looked at.
  ///
  /// - Throws: when it is not there, or its manifest is of another generation.
  package func generation(_ id: GenerationID) throws(SnapshotError) -> GenerationDirectory {
    let path = path(of: id)
    guard try kind(of: "generations/\(id)") == .directory else {
      throw SnapshotError(file: path, "is not there; one of generations/ is accepted")
    }
    let generation = try GenerationDirectory(opening: path)
    guard generation.manifest.generation == id else {
      throw SnapshotError(
        file: path, "holds the manifest of \(generation.manifest.generation); was it renamed?")
    }
    return generation
  }

  package func path(of id: GenerationID) -> String { "\(path)/generations/\(id)" }

  func kind(of name: String) throws(SnapshotError) -> FileSystem.Kind? {
    let path = "\(path)/\(name)"
    return try attempt(path) { () throws(SystemError) in try FileSystem.kind(of: path) }
  }
}
