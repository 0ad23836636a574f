import Bytes
import Foundation
import Platform

/// A directory that goes away with the test that made it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/modiste-\(UUID().uuidString)"
    try FileSystem.makeDirectories(path)
  }

  deinit { try? FileSystem.removeTree(path) }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }
}
