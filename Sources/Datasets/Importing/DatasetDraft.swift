import Bytes
import Platform

/// A dataset that is being written: a directory beside its destination, renamed when it is whole.
///
/// What a failed import wrote goes away with the draft.
struct DatasetDraft: ~Copyable {
  private let destination: String
  private let directory: String

  /// - Throws: `DatasetError` when there is something at `destination`, or no place beside it.
  init(destination: String) throws(DatasetError) {
    var path = destination
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let unfinished = path + ".unfinished"
    let isTaken: Bool
    do { isTaken = try FileSystem.kind(of: path) != nil } catch {
      throw Self.failure(path, error)
    }
    guard !isTaken else {
      throw DatasetError(
        file: path, problem: "there is something with this name already",
        accepted: "name a directory that is not there yet")
    }
    do {
      // Left by an import that was killed.
      try FileSystem.removeTree(unfinished)
      try FileSystem.makeDirectories(unfinished)
    } catch { throw Self.failure(unfinished, error) }
    self.destination = path
    directory = unfinished
  }

  deinit { try? FileSystem.removeTree(directory) }

  func add(_ file: DatasetFile, _ rows: CSVWriter) throws(DatasetError) {
    try write(rows.bytes, to: "\(directory)/\(file.name)")
  }

  func addSettings(_ toml: String) throws(DatasetError) {
    try write(Array(toml.utf8), to: "\(directory)/\(DatasetFiles.settingsName)")
  }

  borrowing func publish() throws(DatasetError) {
    do {
      try FileSystem.rename(directory, to: destination)
      try FileSystem.synchronize(FileSystem.parent(of: destination))
    } catch { throw Self.failure(destination, error) }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(DatasetError) {
    do { try FileSystem.createFile(at: path, with: bytes.rawSpan) } catch {
      throw Self.failure(path, error)
    }
  }

  private static func failure(_ path: String, _ error: SystemError) -> DatasetError {
    DatasetError(
      file: path, problem: "cannot be written, \(error)", accepted: "a writable place is needed")
  }
}
