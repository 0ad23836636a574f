import Glibc

/// An open file that is read at offsets and written from its start, closed with its owner.
struct OpenFile: ~Copyable {
  private let descriptor: FileDescriptor
  private let path: String

  init(_ path: String, _ flags: CInt, mode: UInt32 = 0) throws(SystemError) {
    let number = unsafe open(path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw SystemError("open", on: path) }
    descriptor = FileDescriptor(owning: number)
    self.path = path
  }

  private var number: CInt { descriptor.number }

  /// - Returns: How many bytes were read; 0 at the end of the file.
  func read(into piece: inout [UInt8], at offset: Int) throws(SystemError) -> Int {
    while true {
      // Safe: the kernel writes at most the count that it is given.
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe pread(number, buffer.baseAddress, buffer.count, off_t(offset))
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw SystemError("pread", on: path) }
    }
  }

  func write(_ bytes: RawSpan) throws(SystemError) {
    var offset = 0
    while offset < bytes.byteCount {
      let rest = bytes.extracting(offset..<bytes.byteCount)
      // Safe: the kernel reads at most the count that it is given.
      let count = unsafe rest.withUnsafeBytes { piece in
        unsafe Glibc.write(number, piece.baseAddress, piece.count)
      }
      guard count >= 0 || errno == EINTR else { throw SystemError("write", on: path) }
      offset += max(count, 0)
    }
  }

  func synchronize() throws(SystemError) {
    guard fsync(number) == 0 else { throw SystemError("fsync", on: path) }
  }
}

/// A file under way, appended to until whoever lends it puts it in its place.
package struct NewFile: ~Copyable {
  let file: OpenFile

  package func append(_ bytes: RawSpan) throws(SystemError) { try file.write(bytes) }
}
