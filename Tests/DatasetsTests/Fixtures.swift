import Bytes
import Datasets
import FoundationEssentials
import Platform

/// A directory with the given files, removed when the test ends.
final class Shop {
  let path: String

  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.path + "/shop-\(UUID().uuidString)"
    try FileSystem.makeDirectories(path)
    for (name, text) in files {
      try FileSystem.createFile(at: "\(path)/\(name)", with: Array(text.utf8).rawSpan)
    }
  }

  deinit { try? FileSystem.removeTree(path) }

  func dataset(maxBadRows: Int = 0) throws(DatasetError) -> Dataset {
    // Without it the directory could be gone before it is read.
    defer { withExtendedLifetime(self) {} }
    return try Dataset(reading: path, maxBadRows: maxBadRows)
  }

  /// Imports this directory, or `source`, and reads the result.
  func imported(
    as format: ImportFormat, from source: String? = nil, maxBadRows: Int = 0
  ) throws(DatasetError) -> (report: ImportReport, dataset: Dataset) {
    defer { withExtendedLifetime(self) {} }
    // Inside, so that it goes away too.
    let destination = path + "/imported"
    let report = try format.run(source ?? path, to: destination, maxBadRows: maxBadRows)
    return (report, try Dataset(reading: destination))
  }

  /// The message of an error about this directory, its own path shortened to SHOP.
  func message(_ error: DatasetError) -> String {
    error.description.split(separator: path, omittingEmptySubsequences: false)
      .joined(separator: "SHOP")
  }
}

/// The message of the dataset's error, or what happened instead of it.
func message(reading files: [String: String], maxBadRows: Int = 0) throws -> String {
  let shop = try Shop(files)
  do {
    _ = try shop.dataset(maxBadRows: maxBadRows)
    return "it was read"
  } catch {
    return shop.message(error)
  }
}

/// A file of `../shared/data`; nil when it is not there, and the test skips.
func sharedData(_ name: String) -> String? {
  let root = ProcessInfo.processInfo.environment["MODISTE_SHARED"] ?? "../shared"
  let path = "\(root)/data/\(name)"
  return FileManager.default.fileExists(atPath: path) ? path : nil
}
