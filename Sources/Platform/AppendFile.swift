import Glibc

/// A file that grows at its end alone, kept open.
package struct AppendFile: ~Copyable, Sendable {
  private let file: OpenFile

  /// - Throws: when there is no file at `path`.
  package init(path: String) throws(SystemError) { file = try OpenFile(path, O_RDWR | O_APPEND) }

  package func append(_ bytes: RawSpan) throws(SystemError) { try file.write(bytes) }

  /// Waits until what was appended is on the disk.
  package func synchronize() throws(SystemError) { try file.synchronize() }
}
