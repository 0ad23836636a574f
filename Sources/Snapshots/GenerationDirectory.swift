import Bytes
import Platform

/// A generation on disk: a manifest and the files that it lists.
///
///     let generation = try GenerationDirectory(opening: path)
///     try generation.verify(threads: 2)
package struct GenerationDirectory: Sendable {
  package let path: String
  package let manifest: Manifest

  /// Reads the manifest; the other files are looked at by ``verify(threads:)``.
  package init(opening path: String) throws(SnapshotError) {
    let file = "\(path)/\(Manifest.fileName)"
    let kind = try attempt(file) { () throws(SystemError) in try FileSystem.kind(of: file) }
    guard kind != nil else {
      throw SnapshotError(file: file, "is missing; is the copy of the generation unfinished?")
    }
    let bytes = try attempt(file) { () throws(SystemError) in try FileSystem.read(file) }
    manifest = try Manifest(parsing: bytes.rawSpan, file: file)
    self.path = path
  }

  package func path(of file: String) -> String { "\(path)/\(file)" }

  /// Everything in which the directory differs from its manifest, by the names of files: missing,
  /// extra, of another size, changed. Reads all files, `threads` at a time; call it off the
  /// request path.
  package func faults(threads: Int) throws(SnapshotError) -> [SnapshotError] {
    let present = try attempt(path) { () throws(SystemError) in try FileSystem.names(in: path) }
    let listed = Set(manifest.files.map(\.name))
    var faults = present.filter { $0 != Manifest.fileName && !listed.contains($0) }.map { name in
      SnapshotError(file: path(of: name), "is not in the manifest; only what it lists is accepted")
    }

    var whole: [Manifest.File] = []
    for file in manifest.files {
      if let fault = try sizeFault(of: file) { faults.append(fault) } else { whole.append(file) }
    }
    let digests = SHA256.digests(ofFiles: whole.map { path(of: $0.name) }, threads: threads)
    for (file, digest) in zip(whole, digests) {
      let path = path(of: file.name)
      let found = try attempt(path) { () throws(SystemError) in try digest.get() }.hexadecimal
      guard found != file.sha256 else { continue }
      faults.append(
        SnapshotError(file: path, "has sha256 \(found), the manifest says \(file.sha256)"))
    }
    return faults.sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
  }

  /// - Throws: the first of the faults, with the number of the others.
  package func verify(threads: Int) throws(SnapshotError) {
    let faults = try faults(threads: threads)
    guard let first = faults.first else { return }
    guard faults.count > 1 else { throw first }
    let others = faults.count == 2 ? "1 more file" : "\(faults.count - 1) more files"
    throw SnapshotError(file: first.file, "\(first.reason); \(others) at fault")
  }

  private func sizeFault(of file: Manifest.File) throws(SnapshotError) -> SnapshotError? {
    let path = path(of: file.name)
    switch try attempt(path, { () throws(SystemError) in try FileSystem.kind(of: path) }) {
    case nil:
      return SnapshotError(
        file: path, "is missing, the manifest lists it; was the copy interrupted?")
    case .file(file.byteCount):
      return nil
    case .file(let byteCount):
      return SnapshotError(
        file: path,
        "is \(byteCount) bytes, the manifest says \(file.byteCount); was the copy interrupted?")
    default:
      return SnapshotError(file: path, "is no regular file; a generation is made of files")
    }
  }
}
