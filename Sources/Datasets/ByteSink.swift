import CZlib
import Platform

/// Bytes on their way into a new file, plain or compressed with gzip. The opposite of `ByteSource`.
@safe final class ByteSink {
  private let path: String
  // Open until `close` or the deinit, which close it once.
  private var file: gzFile?

  /// - Throws: `DatasetError` when the file cannot be made.
  init(path: String, isCompressed: Bool) throws(DatasetError) {
    self.path = path
    // T: zlib writes plain bytes. x: never over another's file.
    // Safe: zlib copies both strings.
    guard let opened = unsafe gzopen(path, isCompressed ? "wxb6" : "wxbT") else {
      throw Self.error(path)
    }
    unsafe gzbuffer(opened, 1 << 18)
    unsafe file = opened
  }

  deinit { if let file = unsafe file { unsafe gzclose_w(file) } }

  func append(_ bytes: [UInt8]) throws(DatasetError) {
    guard !bytes.isEmpty else { return }
    // Safe: zlib reads at most the count that it is given; a row is far below 4 GiB.
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe gzwrite(file, buffer.baseAddress, UInt32(buffer.count))
    }
    guard Int(written) == bytes.count else { throw Self.error(path) }
  }

  /// - Throws: what could not be written so far, too.
  func close() throws(DatasetError) {
    guard let file = unsafe file else { return }
    unsafe self.file = nil
    guard unsafe gzclose_w(file) == Z_OK else { throw Self.error(path) }
  }

  private static func error(_ path: String) -> DatasetError {
    DatasetError(
      file: fileName(of: path), problem: "cannot be written, \(SystemError("write", on: path))",
      accepted: "a directory with room that may be written to is needed")
  }
}
